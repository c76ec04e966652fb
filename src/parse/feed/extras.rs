//! Elements of other vocabularies → [`Extra`]s, by the rows of [`vocabulary`].

use std::collections::BTreeMap;

use url::Url;

use crate::article::Extra;
use crate::text;
use crate::vocabulary::{self, Kind, Value};

use super::limits;
use super::namespaces::{self, Ns};
use super::tree::Element;

/// What an entry has of them. Elements that go by another name stand behind those that go by their
/// own.
#[derive(Debug, Default)]
pub(super) struct Found {
    own: Vec<Extra>,
    others: Vec<Extra>,
    latitude: Option<String>,
    longitude: Option<String>,
}

impl Found {
    /// Takes an element that is one of them; passes over any other.
    pub(super) fn take(&mut self, element: &Element<'_>, document: Option<&Url>) {
        if element.ns == Ns::Geo {
            return self.place(element);
        }
        let Some(prefix) = namespaces::prefix(element.ns) else {
            return;
        };
        let Some((row, is_own)) = vocabulary::find(prefix, element.name) else {
            return;
        };
        let extra = Extra {
            name: row.full_name(),
            values: values(row.values, element, document),
        };
        self.add(extra, is_own);
    }

    /// A link of Atom's that says what an element of another vocabulary says.
    pub(super) fn link(&mut self, name: &str, address: String) {
        let values = BTreeMap::from([(String::new(), address)]);
        let name = name.to_owned();
        self.add(Extra { name, values }, false);
    }

    fn add(&mut self, extra: Extra, is_own: bool) {
        let list = if is_own {
            &mut self.own
        } else {
            &mut self.others
        };
        if list.len() < limits::LIST && !extra.values.is_empty() {
            list.push(extra);
        }
    }

    /// W3C's vocabulary of places says in two elements what GeoRSS says in one.
    fn place(&mut self, element: &Element<'_>) {
        let parts = std::iter::once(element).chain(element.elements().take(limits::LIST));
        for part in parts {
            match part.name.to_ascii_lowercase().as_str() {
                "lat" => self.latitude = self.latitude.take().or_else(|| part.word()),
                "long" | "lon" => self.longitude = self.longitude.take().or_else(|| part.word()),
                _ => {}
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Extra> {
        if let (Some(latitude), Some(longitude)) = (self.latitude.take(), self.longitude.take()) {
            self.link("georss:point", format!("{latitude} {longitude}"));
        }
        self.own.append(&mut self.others);
        self.own
    }
}

/// The values of an element that a row knows, decoded, addresses resolved.
pub(super) fn values(
    row: &[Value],
    element: &Element<'_>,
    document: Option<&Url>,
) -> BTreeMap<String, String> {
    let found = row.iter().filter_map(|(name, kind, _)| {
        let value = match *name {
            "" => text_of(element, *kind)?,
            name => element.attribute(name)?.into_owned(),
        };
        let value = match kind {
            Kind::Address => element.resolve(&value, document),
            _ => value,
        };
        (value.len() <= limits::WORD).then(|| ((*name).to_owned(), value))
    });
    found.collect()
}

fn text_of(element: &Element<'_>, kind: Kind) -> Option<String> {
    let text = match element.attribute("type").as_deref() {
        Some("html" | "xhtml" | "text/html") => text::from_html(&element.text()).into(),
        _ => element.text(),
    };
    let text = text.trim();
    if text.is_empty() && matches!(kind, Kind::Address) {
        // RDF has addresses in attributes
        let address = element.attribute("resource");
        return Some(address.or_else(|| element.attribute("href"))?.into_owned());
    }
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::parse::feed::tests::{entry, item};

    /// The extras of an article in one line: `name(key=value,…)`.
    fn written(extras: &[super::Extra]) -> String {
        let one = |extra: &super::Extra| {
            let values = extra
                .values
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            format!("{}({})", extra.name, values.collect::<Vec<_>>().join(","))
        };
        extras.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    /// Each row an element as it is met with, and what is found in it.
    #[test]
    fn elements_of_other_vocabularies_are_found() {
        for (inside, expected) in [
            (
                "<itunes:season>2</itunes:season><podcast:season name='The &amp; mill'>3</podcast:season>",
                "podcast:season(=3,name=The & mill) podcast:season(=2)",
            ),
            ("<itunes:episode>7</itunes:episode>", "podcast:episode(=7)"),
            (
                "<itunes:explicit>clean</itunes:explicit>",
                "media:rating(=clean)",
            ),
            (
                "<itunes:episodeType>bonus</itunes:episodeType>",
                "itunes:episodeType(=bonus)",
            ),
            (
                "<podcast:transcript url='/t.vtt?a=1&amp;b=2' type='text/vtt' odd='x'/>",
                "podcast:transcript(type=text/vtt,url=https://example.org/t.vtt?a=1&b=2)",
            ),
            (
                "<podcast:person href='/ann'>Ann</podcast:person>",
                "podcast:person(=Ann,href=https://example.org/ann)",
            ),
            (
                "<media:group><media:credit role='producer'>Ann</media:credit></media:group>",
                "media:credit(=Ann,role=producer)",
            ),
            (
                "<comments>/1#c</comments>",
                "comments(=https://example.org/1#c)",
            ),
            (
                "<wfw:commentRSS>/1.rss</wfw:commentRSS>",
                "wfw:commentRss(=https://example.org/1.rss)",
            ),
            (
                "<geo:lat>1</geo:lat><geo:long>2</geo:long>",
                "georss:point(=1 2)",
            ),
            (
                "<geo:Point><geo:lat>1</geo:lat><geo:long>2</geo:long></geo:Point>",
                "georss:point(=1 2)",
            ),
            (
                "<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>",
                "georss:point(=1 2)",
            ),
            ("<geo:lat>1</geo:lat>", ""),
            (
                "<cc:license rdf:resource='/by'/>",
                "creativeCommons:license(=https://example.org/by)",
            ),
            (
                "<dcterms:license>https://e.org/by</dcterms:license><copyright>C</copyright>",
                "creativeCommons:license(=https://e.org/by) dc:rights(=C)",
            ),
            ("<slash:comments>9</slash:comments>", ""),
        ] {
            assert_eq!(written(&item(inside).extras), expected, "{inside}");
        }
        let article = entry(
            "<rights type='html'>&lt;b>C&lt;/b> &amp;amp; co</rights><link rel='license' href='/by'/>\
             <link rel='replies' type='text/html' href='/c'/><link rel='replies' type='application/atom+xml' href='/c.atom'/>",
        );
        assert_eq!(
            written(&article.extras),
            "dc:rights(=C & co) creativeCommons:license(=https://example.org/by) \
             comments(=https://example.org/c) wfw:commentRss(=https://example.org/c.atom)"
        );
        let article = item(
            "<media:content url='/v' medium='video' width='640' height='x'/><enclosure url='/v' type='video/mp4'/>",
        );
        let file = article.attachments.first().expect("the file");
        assert_eq!(file.details.len(), 3, "as found");
        assert_eq!(file.mime_type, "video/mp4");
    }
}
