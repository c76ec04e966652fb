//! Expressions with what they select, each family of the recommendation at least once.

use super::*;
use crate::markup;

const PAGE: &str = r##"<!doctype html><html lang="de-AT"><head><title> Bees | Weekly </title>
<meta property="og:title" content="On bees"></head><body><!-- top -->
<div id="main" class="wide text"><h1>On <em>bees</em></h1><p class="lead">First.</p><p>Second, <a href="/x" rel="next">more</a>.</p>
<ul><li>one</li><li class="on">two</li><li>three</li></ul></div>
<div id="side"><p>7</p><p>40</p><ul><li>four</li></ul></div>
<svg viewBox="0 0 1 1"><a xlink:href="#y">y</a></svg></body></html>"##;

/// What an expression gives on a page: the texts of the nodes, or the value.
fn on(html: &str, text: &str) -> String {
    let tree = markup::document(html).expect("a page");
    let outline = Outline::new(&tree);
    let steps = Steps::new(1_000_000);
    let path = XPath::read(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    match path.evaluate(&outline, &steps).expect("enough steps") {
        Value::Nodes(nodes) => {
            let texts: Vec<String> = nodes
                .iter()
                .map(|node| outline.text(*node).trim().to_owned())
                .collect();
            texts.join("; ")
        }
        value => value.text(&outline),
    }
}

#[test]
fn paths() {
    for (path, expected) in [
        ("/html/head/title", "Bees | Weekly"),
        ("//h1", "On bees"),
        ("//h1/text()", "On"),
        ("//meta[@property='og:title']/@content", "On bees"),
        (
            "//meta[@property=\"og:title\"]/attribute::content",
            "On bees",
        ),
        ("//DIV[@ID='side']/P", "7; 40"),
        ("//div/p[1]", "First.; 7"),
        ("//p[1]", "First.; 7"),
        ("(//p)[1]", "First."),
        ("(//p)[last()]/text()", "40"),
        ("//li[last()]", "three; four"),
        ("//li[position() > 1]", "two; three"),
        ("//li[position() mod 2 = 1]", "one; three; four"),
        ("//li[2][@class]", "two"),
        ("//li[@class][2]", ""),
        ("//li[@class='on']/preceding-sibling::li", "one"),
        ("//li[3]/preceding-sibling::*[1]", "two"),
        ("//li[@class]/following-sibling::li[1]", "three"),
        ("//a[@rel]/ancestor::div/@id", "main"),
        ("//em/ancestor-or-self::*[1]", "bees"),
        ("//em/ancestor::*[2]/@id", "main"),
        ("//em/../../@id", "main"),
        ("//em/parent::h2", ""),
        ("//h1/following::li[4]", "four"),
        ("//div[@id='side']/preceding::li[1]", "three"),
        ("//div[2]//self::li", "four"),
        ("//div[2]/descendant-or-self::div/@id", "side"),
        ("//div[2]/descendant::li", "four"),
        ("//ul/child::node()[self::li][1]", "one; four"),
        ("//comment()", "top"),
        ("//body/comment()", "top"),
        ("//processing-instruction('x')", ""),
        ("//svg/@viewbox", "0 0 1 1"),
        ("//svg/a/@xlink:href", "#y"),
        ("//svg/@*", "0 0 1 1"),
        ("//div[@id='side']/namespace::*", ""),
        ("id('side main')/@id", "main; side"),
        ("//h1 | //title | //h1", "Bees | Weekly; On bees"),
        ("//p[a]", "Second, more."),
        ("//p[not(a) and not(@class)]", "7; 40"),
        ("//*[@id='main' or @id='side']/p[. = 40]", "40"),
        ("//p[text()='7']", "7"),
        ("//div[p = 'First.']/@id", "main"),
        ("//div[p > 8]/@id", "side"),
        ("//div[.//li = .//p]", ""),
        ("//div[count(p) = 2 and ul/li[2]]/@id", "main"),
        ("//*[name()='em' or local-name() = 'h1']", "On bees; bees"),
        (
            "//p[contains(concat(' ', normalize-space(@class), ' '), ' lead ')]",
            "First.",
        ),
        ("//@rel/..", "more"),
        ("//@rel/following::li[1]", "one"),
        ("//@rel/preceding::em", "bees"),
        ("//@rel/self::node()", "next"),
        ("//@rel/ancestor-or-self::node()[2]", "more"),
        ("//li[lang('de')][1]", "one; four"),
        ("//li[lang('d')]", ""),
        ("h1", ""),
        (".//h1/em", "bees"),
        ("//ul[li[. = 'four']]", "four"),
        ("//div[@class][.//@href]/h1//text()", "On; bees"),
        ("//div['yes']/@id", "main; side"),
        ("//li[0]", ""),
        ("(//li)[position() = last() - 1]", "three"),
    ] {
        assert_eq!(on(PAGE, path), expected, "{path}");
    }
}

#[test]
fn values() {
    for (path, expected) in [
        ("'Ada Lovelace'", "Ada Lovelace"),
        ("(\"Ada\")", "Ada"),
        ("string(//h1)", "On bees"),
        ("normalize-space(//title)", "Bees | Weekly"),
        ("substring-before(//title, ' |')", " Bees"),
        ("substring-after(//title, '| ')", "Weekly "),
        ("substring-after('abc', 'x')", ""),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("translate('--aaa--', 'a-', 'A')", "AAA"),
        ("concat('a', 1, true())", "a1true"),
        ("concat(//h1, '?', //nothing)", "On bees?"),
        ("string-length('äöü')", "3"),
        ("starts-with(//h1, 'On')", "true"),
        ("contains(//h1, 'wasps')", "false"),
        ("count(//li)", "4"),
        ("sum(id('side')/p)", "47"),
        ("boolean(//nothing)", "false"),
        ("boolean('false')", "true"),
        ("not(0)", "true"),
        ("number('12.50')", "12.5"),
        ("number('1e3')", "NaN"),
        ("number(' -3 ')", "-3"),
        ("-(3)", "-3"),
        ("--3", "3"),
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("-7 mod 3", "-1"),
        ("1 div 0", "Infinity"),
        ("0 div -1", "0"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("floor(-0.5) = ceiling(-1.5)", "true"),
        ("2 > 1 = true()", "true"),
        ("1 = '1'", "true"),
        ("'a' != 'b' and 'a' < 'b'", "false"),
        ("//nothing = ''", "false"),
        ("//li = 'two'", "true"),
        ("//li != 'two'", "true"),
        ("//nothing = false()", "true"),
        ("3 < //p", "true"),
        ("true() or nothing", "true"),
        ("namespace-uri(//svg)", ""),
        ("name(//nothing)", ""),
        ("5.", "5"),
        (".5", "0.5"),
        ("div div div", "NaN"),
    ] {
        assert_eq!(on(PAGE, path), expected, "{path}");
    }
}

#[test]
fn what_is_no_expression_is_refused_with_its_reason() {
    let deep = format!("{}1{}", "(".repeat(200), ")".repeat(200));
    let long = vec!["1"; 100_000].join(" or ");
    for (text, reason) in [
        ("", "ends too early"),
        ("//", "ends too early"),
        ("//div[", "ends too early"),
        ("//div[@id='x'", "`]` is missing at the end"),
        ("//div]", "`]` is not expected"),
        ("//div[@id='x]", "a ' is not closed"),
        ("//div[contain(., 'x')]", "there is no function `contain`"),
        ("contains(.)", "`contains` takes another number"),
        ("ancestors::div", "there is no axis `ancestors`"),
        ("//div/contains(., 'x')", "`contains()` cannot stand here"),
        ("$x", "`$` means nothing here"),
        ("//div &amp;", "`&` means nothing"),
        ("//div //p p", "`p` is not expected"),
        ("1.2.3", "`1.2.3` is no number"),
        ("text(", "`)` is missing at the end"),
        (&deep, "nested too deeply"),
        (&long, "too long"),
    ] {
        let shown = text.get(..40).unwrap_or(text);
        let fault = XPath::read(text).expect_err(shown);
        assert!(fault.contains(reason), "{shown}: {fault}");
    }
}

#[test]
fn no_expression_takes_long_on_any_page() {
    let wide = format!("<div>{}</div>", "<p>x</p>".repeat(20_000));
    let deep = "<div>x".repeat(200);
    for html in [wide, deep] {
        let tree = markup::document(&html).expect("a page");
        let outline = Outline::new(&tree);
        for text in [
            "//*[.//*[.//*[.//*]]]",
            "//*[following::*[preceding::*[following::*]]]",
            "//p[//p = //p]",
            "//*[. = .//*]",
            "//*[contains(., //*[last()])]",
            "//*[translate(//*, //*, //*)]",
            "//p[id(//p)]",
            "//p[concat(/, /, /, /)]",
        ] {
            let steps = Steps::new(100_000);
            let path = XPath::read(text).expect("an expression");
            let value = path.evaluate(&outline, &steps);
            assert!(value.is_some() || steps.are_used_up());
        }
    }
}

#[test]
fn what_was_removed_is_seen_no_more() {
    let tree = markup::document(PAGE).expect("a page");
    let mut outline = Outline::new(&tree);
    let steps = Steps::new(100_000);
    let select = |outline: &Outline<'_>, text: &str| match XPath::read(text)
        .map(|path| path.evaluate(outline, &steps))
    {
        Ok(Some(Value::Nodes(nodes))) => nodes,
        other => panic!("{text}: {other:?}"),
    };
    for text in [
        "//li[@class='on']",
        "//a/@rel",
        "//h1 | //em",
        "/",
        "//body",
    ] {
        for item in select(&outline, text) {
            outline.remove(item);
        }
    }
    for (text, left) in [
        ("//li", 3),
        ("//li[2]", 1),
        ("//a[@rel]", 0),
        ("//em", 0),
        ("//p", 4),
    ] {
        assert_eq!(select(&outline, text).len(), left, "{text}");
    }
    let html = tree.html();
    assert!(
        !html.contains("two") && !html.contains("rel=") && !html.contains("<em>"),
        "{html}"
    );
    assert!(html.contains("three"));
}

/// Whatever the text: it is read or refused, and never panics.
#[test]
fn any_text_is_read_or_refused() {
    use proptest::prelude::*;
    let word = prop::sample::select(vec![
        "/", "//", "..", ".", "@", "[", "]", "(", ")", "div", "p", "*", "|", "and", "or", "mod",
        "=", "!=", "<", "1", "-", ",", "::", "ancestor", "child", "text", "position", "last",
        "contains", "concat", "'x'", "\"", "é", ":", " ", "id", "not",
    ]);
    let tree = markup::document(PAGE).expect("a page");
    proptest!(|(words in prop::collection::vec(word, 0..24))| {
        if let Ok(path) = XPath::read(&words.concat()) {
            path.evaluate(&Outline::new(&tree), &Steps::new(20_000));
        }
    });
}
