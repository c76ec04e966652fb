<?php
// What a CMS makes of a feed: WordPress's own parser fetches and reads it, and posts are kept by the id of their item and
// compared by a hash, as FeedWordPress and Drupal Feeds do. Prints what an import did, and the posts.
//
//     php tests/cms.php WORDPRESS STORE.json ADDRESS
error_reporting(E_ALL & ~E_DEPRECATED);
[, $wordpress, $store, $address] = $argv;
define('ABSPATH', rtrim($wordpress, '/') . '/');
define('WPINC', 'wp-includes');
require ABSPATH . WPINC . '/class-simplepie.php';

$feed = new SimplePie();
$feed->enable_cache(false);
$feed->set_feed_url($address);
if (!$feed->init()) {
    fwrite(STDERR, "$address: " . print_r($feed->error(), true));
    exit(1);
}

$posts = is_file($store) ? json_decode(file_get_contents($store), true) : [];
$did = ['new' => [], 'updated' => [], 'same' => []];
foreach ($feed->get_items() as $item) {
    $authors = array_map(fn ($author) => $author->get_name() ?? $author->get_email(), $item->get_authors() ?? []);
    $enclosures = array_map(
        fn ($enclosure) => [$enclosure->get_link(), $enclosure->get_type(), $enclosure->get_medium()],
        $item->get_enclosures() ?? []
    );
    $post = [
        'title' => $item->get_title(),
        'link' => $item->get_permalink(),
        'date' => $item->get_gmdate('Y-m-d\TH:i:s\Z'),
        'excerpt' => $item->get_description(true),
        'content' => $item->get_content(true),
        // Drupal's parsers take the longer of the two.
        'longer' => strlen((string) $item->get_content(true)) >= strlen((string) $item->get_description(true)),
        'authors' => $authors,
        'tags' => array_map(fn ($category) => $category->get_label(), $item->get_categories() ?? []),
        'enclosures' => $enclosures,
    ];
    $id = $item->get_id();
    $hash = md5(json_encode($post, JSON_THROW_ON_ERROR));
    $known = $posts[$id]['hash'] ?? null;
    $did[$known === null ? 'new' : ($known === $hash ? 'same' : 'updated')][] = $id;
    $posts[$id] = ['hash' => $hash] + $post;
}
file_put_contents($store, json_encode($posts, JSON_THROW_ON_ERROR));
echo json_encode($did + ['posts' => $posts], JSON_THROW_ON_ERROR | JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), "\n";
