//! The text of one rule file → what it says.
//!
//! One directive a line, `name: value` or `name(argument): value`; `#` begins a comment. What the
//! format knows and feedmill has no use for is passed over in silence, what it does not know is not.

use super::xpath::XPath;

/// What a rule file says.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub(super) title: Vec<XPath>,
    pub(super) author: Vec<XPath>,
    pub(super) date: Vec<XPath>,
    pub(super) body: Vec<XPath>,
    pub(super) strip: Vec<XPath>,
    pub(super) strip_id_or_class: Vec<String>,
    pub(super) strip_image_src: Vec<String>,
    pub(super) whole: Vec<Link>,
    pub(super) next: Vec<Link>,
    /// Texts with what stands in their place, in order.
    pub(super) replace: Vec<(String, String)>,
    /// Elements put around others, in order.
    pub(super) wrap: Vec<(String, XPath)>,
    /// Elements that go, and leave what is in them.
    pub(super) dissolve: Vec<XPath>,
    /// The attribute in which pictures keep their address.
    pub(super) lazy_source: Option<String>,
    /// Whether what is no prose goes from the body.
    pub(super) prune: Option<bool>,
    /// Whether the page is read as any other where the rule finds nothing.
    pub(super) autodetect: Option<bool>,
    pub(super) skip_json_ld: Option<bool>,
}

/// A link to another page, and what must be on this one for it to count.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) path: XPath,
    pub(super) condition: Option<XPath>,
}

/// What a directive does.
enum Effect {
    /// Adds an expression.
    Select(fn(&mut Rule) -> &mut Vec<XPath>),
    /// Adds a word.
    Word(fn(&mut Rule) -> &mut Vec<String>),
    /// Adds a link.
    Follow(fn(&mut Rule) -> &mut Vec<Link>),
    /// Switches something on or off.
    Switch(fn(&mut Rule) -> &mut Option<bool>),
    /// Has its own reading below.
    Special,
    /// Is known, and has nothing to say here.
    Nothing,
}

/// Every directive of the format.
#[rustfmt::skip] // one row, one line
const DIRECTIVES: &[(&str, Effect)] = &[
    ("author", Effect::Select(|rule| &mut rule.author)),
    ("body", Effect::Select(|rule| &mut rule.body)),
    ("date", Effect::Select(|rule| &mut rule.date)),
    ("dissolve", Effect::Select(|rule| &mut rule.dissolve)),
    ("strip", Effect::Select(|rule| &mut rule.strip)),
    ("strip_attr", Effect::Select(|rule| &mut rule.strip)),
    ("title", Effect::Select(|rule| &mut rule.title)),
    ("strip_id_or_class", Effect::Word(|rule| &mut rule.strip_id_or_class)),
    ("strip_image_src", Effect::Word(|rule| &mut rule.strip_image_src)),
    ("next_page_link", Effect::Follow(|rule| &mut rule.next)),
    ("single_page_link", Effect::Follow(|rule| &mut rule.whole)),
    ("autodetect_on_failure", Effect::Switch(|rule| &mut rule.autodetect)),
    ("prune", Effect::Switch(|rule| &mut rule.prune)),
    ("skip_json_ld", Effect::Switch(|rule| &mut rule.skip_json_ld)),
    ("find_string", Effect::Special),
    ("if_page_contains", Effect::Special),
    ("replace_string", Effect::Special),
    ("src_lazy_load_attr", Effect::Special),
    ("wrap_in", Effect::Special),
    ("autodetect_next_page", Effect::Nothing),     // nothing is guessed
    ("convert_double_br_tags", Effect::Nothing),
    ("footnotes", Effect::Nothing),
    ("http_header", Effect::Nothing),              // feedmill says who it is
    ("insert_detected_image", Effect::Nothing),    // the picture is a field of its own
    ("login_extra_fields", Effect::Nothing),
    ("login_password_field", Effect::Nothing),
    ("login_uri", Effect::Nothing),
    ("login_username_field", Effect::Nothing),
    ("move_into", Effect::Nothing),
    ("native_ad_clue", Effect::Nothing),
    ("not_logged_in_xpath", Effect::Nothing),
    ("parser", Effect::Nothing),                   // there is one, that of the HTML standard
    ("post_strip_attr", Effect::Nothing),          // attributes are cleaned by a list of their own
    ("requires_login", Effect::Nothing),
    ("single_page_link_in_feed", Effect::Nothing),
    ("skip_id_or_class", Effect::Nothing),
    ("strip_comments", Effect::Nothing),
    ("test_contains", Effect::Nothing),
    ("test_url", Effect::Nothing),
    ("tidy", Effect::Nothing),
];

/// Elements that others may be wrapped in.
const WRAPPERS: &[&str] = &[
    "b",
    "blockquote",
    "center",
    "div",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "i",
    "p",
    "pre",
    "small",
    "strong",
];

/// Reads a rule file. Each line that was not understood is named with its number, and left out.
pub(super) fn read(text: &str, faults: &mut Vec<String>) -> Rule {
    let mut reading = Reading::default();
    let text = text.trim_start_matches('\u{feff}');
    for (line, number) in text.lines().zip(1_usize..) {
        if let Err(fault) = reading.line(line.trim()) {
            faults.push(format!("line {number}: {fault}"));
        }
    }
    let (find, replace) = (reading.find, reading.replace);
    if find.len() == replace.len() {
        reading.rule.replace = find.into_iter().zip(replace).collect();
    } else {
        faults.push(
            "`find_string` and `replace_string` are not as many, and were left out".to_owned(),
        );
    }
    reading.rule
}

#[derive(Default)]
struct Reading {
    rule: Rule,
    find: Vec<String>,
    replace: Vec<String>,
    /// Where the last link was added.
    last_link: Option<fn(&mut Rule) -> &mut Vec<Link>>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let (name, argument, value) = parts(line).ok_or("this is no `directive: value`")?;
        let known = DIRECTIVES.iter().find(|(known, _)| *known == name);
        let (_, effect) = known.ok_or_else(|| format!("there is no directive `{name}`"))?;
        // Only a replacement may be empty.
        if value.is_empty() && name != "replace_string" {
            return Ok(());
        }
        match effect {
            Effect::Select(field) => field(&mut self.rule).push(XPath::read(value)?),
            Effect::Word(field) => {
                let word = value.replace(['\'', '"'], "");
                if !word.is_empty() {
                    field(&mut self.rule).push(word);
                }
            }
            Effect::Follow(field) => {
                let path = XPath::read(value)?;
                field(&mut self.rule).push(Link {
                    path,
                    condition: None,
                });
                self.last_link = Some(*field);
            }
            Effect::Switch(field) => *field(&mut self.rule) = Some(matches!(value, "yes" | "true")),
            Effect::Special => return self.special(name, argument, value),
            Effect::Nothing => {}
        }
        Ok(())
    }

    fn special(&mut self, name: &str, argument: Option<&str>, value: &str) -> Result<(), String> {
        match (name, argument) {
            ("find_string", None) => self.find.push(value.to_owned()),
            ("replace_string", None) => self.replace.push(value.to_owned()),
            ("replace_string", Some(find)) => {
                self.find.push(find.to_owned());
                self.replace.push(value.to_owned());
            }
            ("src_lazy_load_attr", None) => self.rule.lazy_source = Some(value.to_owned()),
            ("wrap_in", Some(tag)) => {
                let tag = tag.to_ascii_lowercase();
                if !WRAPPERS.contains(&tag.as_str()) {
                    return Err(format!("nothing is wrapped in `{tag}`"));
                }
                self.rule.wrap.push((tag, XPath::read(value)?));
            }
            ("if_page_contains", None) => {
                let condition = XPath::read(value)?;
                let link = self
                    .last_link
                    .and_then(|field| field(&mut self.rule).last_mut());
                let link = link.ok_or("`if_page_contains` stands before every link")?;
                link.condition = Some(condition);
            }
            (name, _) => return Err(format!("`{name}` is not written like this")),
        }
        Ok(())
    }
}

/// The name, the argument in parentheses, and the value of a directive. A text to replace may hold
/// any sign, also a colon.
fn parts(line: &str) -> Option<(&str, Option<&str>, &str)> {
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let (name, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let (argument, value) = match rest.strip_prefix('(') {
        Some(inner) => {
            let (argument, value) = inner.split_once("):").or_else(|| inner.split_once(") :"))?;
            (Some(argument), value)
        }
        None => (None, rest.strip_prefix(':')?),
    };
    Some((name, argument, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> (Rule, Vec<String>) {
        let mut faults = Vec::new();
        (read(text, &mut faults), faults)
    }

    #[test]
    fn every_directive_lands_where_it_belongs() {
        let (rule, faults) = rule(
            "\u{feff}# a comment\r\n\r\n  title: //h1\r\ntitle://h2\nauthor : 'Ada'\ndate: //time\nbody: //article\nbody: //main\n\
             strip: //nav\nstrip_attr: //img/@srcset\nstrip_id_or_class: 'share bar'\nstrip_image_src: \"/l.gif?\"\n\
             single_page_link: //a[@class='all']\nnext_page_link: //a[@rel='next']\nif_page_contains: //div[@class='pages']\n\
             find_string: <amp-img\nreplace_string: <img\nreplace_string(\"a\": 1): \"b\": 2\nreplace_string(gone):\n\
             wrap_in(Blockquote): //aside\ndissolve: //font\nsrc_lazy_load_attr: data-big\nprune: no\nautodetect_on_failure: no\n\
             skip_json_ld: yes\ntidy: no\nparser: html5php\ntest_url: https://example.org/1\ntest_contains: a: b\n\
             http_header(user-agent): x\nbody:\nstrip_id_or_class:\n",
        );
        assert_eq!(faults, Vec::<String>::new());
        let counts = [
            rule.title.len(),
            rule.author.len(),
            rule.date.len(),
            rule.body.len(),
            rule.strip.len(),
            rule.dissolve.len(),
        ];
        assert_eq!(counts, [2, 1, 1, 2, 2, 1]);
        assert_eq!(rule.strip_id_or_class, ["share bar"]);
        assert_eq!(rule.strip_image_src, ["/l.gif?"]);
        assert!(rule.whole.iter().all(|link| link.condition.is_none()) && rule.whole.len() == 1);
        assert!(rule.next.iter().all(|link| link.condition.is_some()) && rule.next.len() == 1);
        let pair = |find: &str, replace: &str| (find.to_owned(), replace.to_owned());
        let expected = [
            pair("<amp-img", "<img"),
            pair("\"a\": 1", "\"b\": 2"),
            pair("gone", ""),
        ];
        assert_eq!(rule.replace, expected);
        assert_eq!(
            rule.wrap.first().map(|(tag, _)| tag.as_str()),
            Some("blockquote")
        );
        assert_eq!(rule.lazy_source.as_deref(), Some("data-big"));
        assert_eq!(
            [rule.prune, rule.autodetect, rule.skip_json_ld],
            [Some(false), Some(false), Some(true)]
        );
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_stand() {
        for (line, expected) in [
            ("titel: //h1", "line 2: there is no directive `titel`"),
            ("//h1", "line 2: this is no `directive: value`"),
            (
                "https://example.org/",
                "line 2: there is no directive `https`",
            ),
            (
                "body: //div[contain(@id, 'x')]",
                "line 2: there is no function `contain`",
            ),
            (
                "wrap_in(script): //p",
                "line 2: nothing is wrapped in `script`",
            ),
            ("wrap_in: //p", "line 2: `wrap_in` is not written like this"),
            (
                "if_page_contains: //p",
                "line 2: `if_page_contains` stands before every link",
            ),
            (
                "find_string: a",
                "`find_string` and `replace_string` are not as many, and were left out",
            ),
        ] {
            let (rule, faults) = rule(&format!("title: //h1\n{line}\nbody: //main"));
            assert_eq!(faults, [expected], "{line}");
            assert_eq!(
                (rule.title.len(), rule.body.len(), rule.replace.len()),
                (1, 1, 0),
                "{line}"
            );
        }
    }
}
