//! The lead picture, never a logo or a point.

use url::Url;

use super::super::json_ld::Facts;
use super::super::names;
use super::super::page::Page;

/// Names of `meta` elements with the address of the lead image.
const IMAGES: &[&str] = &[
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
    "image",
];

/// Words in the names of pictures that stand for no picture.
const NO_PICTURES: &[&str] = &[
    "1x1",
    "blank",
    "favicon",
    "noimage",
    "pixel",
    "placeholder",
    "spacer",
    "transparent",
];

/// Most words of the name of a picture that is the logo of a site; an article may be about one.
const LOGO: usize = 3;

/// The lead image's address, absolute.
pub(in super::super) fn image(page: &Page, json_ld: &Facts) -> Option<String> {
    let metas = IMAGES.iter().flat_map(|name| page.metas(name));
    metas
        .chain(json_ld.image.as_deref())
        .chain(page.related("image_src").map(|link| link.href.as_str()))
        .chain(page.images.iter().map(String::as_str))
        .filter_map(|address| page.absolute(address))
        .find(|url| !is_no_picture(url))
        .map(String::from)
}

fn is_no_picture(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = names::words(stem);
    let is_logo = words.len() <= LOGO && words.iter().any(|word| word == "logo");
    let pairs = words.windows(2).map(<[String]>::concat);
    let mut all = words.iter().cloned().chain(pairs);
    is_logo || all.any(|word| NO_PICTURES.contains(&word.as_str()))
}
