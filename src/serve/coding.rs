//! Content codings: which of them a client takes (RFC 9110, 12.5.3) and how a body is packed (H-10).
//! Another coding is one more row of [`CODINGS`].

use std::io::Write;

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// A content coding.
pub(super) struct Coding {
    /// Its name in `Content-Encoding`.
    pub(super) name: &'static str,
    /// What an entity tag of it ends in: a strong tag is of one coding (H-03).
    pub(super) suffix: &'static str,
    /// Packs a body. The levels are those that pack some 50 MB a second: a body is packed when it is first asked for.
    pub(super) pack: fn(&[u8]) -> Option<Vec<u8>>,
    /// Another name that some clients send.
    alias: &'static str,
}

/// The codings, the one that packs feeds best first.
#[rustfmt::skip] // one row, one line
pub(super) const CODINGS: &[Coding] = &[
    Coding { name: "br",   suffix: "-br",   pack: brotli, alias: "br" },
    Coding { name: "zstd", suffix: "-zstd", pack: zstd,   alias: "zstd" },
    Coding { name: "gzip", suffix: "-gzip", pack: gzip,   alias: "x-gzip" },
];

/// Which codings a client takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// Places in [`CODINGS`], the preferred first.
    pub(super) codings: Vec<usize>,
    /// Whether a body that is not packed will do too.
    pub(super) identity: bool,
}

/// What `Accept-Encoding` says. A client that sends none gets bodies that are not packed.
pub(super) fn accepted(headers: &HeaderMap) -> Accepted {
    // In thousandths: by the grammar there are no finer weights.
    let mut weights: [Option<u16>; CODINGS.len()] = [None; CODINGS.len()];
    let (mut identity, mut any) = (None, None);
    let lists = headers.get_all(ACCEPT_ENCODING).iter();
    for element in lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
    {
        let (name, parameters) = element.split_once(';').unwrap_or((element, ""));
        let (name, weight) = (name.trim(), weight(parameters));
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let row = CODINGS
            .iter()
            .position(|coding| is(coding.name) || is(coding.alias));
        if let Some(slot) = row.and_then(|row| weights.get_mut(row)) {
            *slot = Some(weight);
        } else if is("identity") {
            identity = Some(weight);
        } else if name == "*" {
            any = Some(weight);
        }
    }
    let mut wanted: Vec<(u16, usize)> = weights
        .iter()
        .enumerate()
        .filter_map(|(row, weight)| Some((weight.or(any)?, row)))
        .filter(|&(weight, _)| weight > 0)
        // Who names a weight for identity prefers it to what weighs less.
        .filter(|&(weight, _)| identity.is_none_or(|identity| weight >= identity))
        .collect();
    // Stable, so that equals stay in the order of the table.
    wanted.sort_by_key(|&(weight, _)| std::cmp::Reverse(weight));
    Accepted {
        codings: wanted.into_iter().map(|(_, row)| row).collect(),
        identity: identity.or(any.filter(|&any| any == 0)) != Some(0),
    }
}

/// `q=0.5` in thousandths; what cannot be read counts as left out.
fn weight(parameters: &str) -> u16 {
    parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .and_then(|(_, value)| value.trim().parse::<f32>().ok())
        .filter(|weight| (0.0..=1.0).contains(weight))
        .map_or(1000, |weight| (weight * 1000.0).round() as u16)
}

fn brotli(body: &[u8]) -> Option<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 16 * 1024, 5, 22);
    writer.write_all(body).ok()?;
    Some(writer.into_inner())
}

fn zstd(body: &[u8]) -> Option<Vec<u8>> {
    zstd::bulk::compress(body, 7).ok()
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    // No time in its head: the same body is packed into the same bytes.
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    writer.write_all(body).ok()?;
    writer.finish().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use http::HeaderValue;

    use super::*;

    fn names(header: &str) -> (Vec<&'static str>, bool) {
        let mut headers = HeaderMap::new();
        headers.insert(
            ACCEPT_ENCODING,
            HeaderValue::from_str(header).expect("a value"),
        );
        let accepted = accepted(&headers);
        let codings = accepted.codings.iter();
        (
            codings
                .filter_map(|&row| CODINGS.get(row))
                .map(|coding| coding.name)
                .collect(),
            accepted.identity,
        )
    }

    /// H-10: weights, `*`, `identity` and what is no weight.
    #[test]
    fn the_client_says_what_it_takes() {
        for (header, codings, identity) in [
            ("", &[] as &[&str], true),
            ("gzip", &["gzip"], true),
            ("X-GZip", &["gzip"], true),
            ("gzip, deflate, br, zstd", &["br", "zstd", "gzip"], true),
            ("gzip;q=1.0, br;q=0.5, zstd; q=0", &["gzip", "br"], true),
            ("*", &["br", "zstd", "gzip"], true),
            ("*;q=0", &[], false),
            ("gzip, *;q=0", &["gzip"], false),
            ("gzip;q=0, *", &["br", "zstd"], true),
            ("identity;q=0", &[], false),
            ("identity;q=0, *", &["br", "zstd", "gzip"], false),
            ("identity", &[], true),
            ("identity, gzip;q=0.5", &[], true),
            ("identity;q=0.5, gzip;q=0.8", &["gzip"], true),
            ("br;q=7, gzip;q=x", &["br", "gzip"], true),
            ("compress, ;;,=", &[], true),
        ] {
            assert_eq!(names(header), (codings.to_vec(), identity), "{header}");
        }
    }

    /// B33: what is packed is the whole body, and the same body is packed alike.
    #[test]
    fn every_coding_gives_the_body_back() {
        let body = "<item>The miller's letter</item>\n".repeat(3000);
        for coding in CODINGS {
            let packed = (coding.pack)(body.as_bytes()).expect("packed");
            assert_eq!(Some(&packed), (coding.pack)(body.as_bytes()).as_ref());
            assert!(packed.len() < body.len() / 10, "{}", coding.name);
            let mut unpacked = Vec::new();
            match coding.name {
                "br" => {
                    brotli::Decompressor::new(packed.as_slice(), 4096).read_to_end(&mut unpacked)
                }
                "gzip" => {
                    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked)
                }
                _ => zstd::Decoder::new(packed.as_slice())
                    .expect("a decoder")
                    .read_to_end(&mut unpacked),
            }
            .expect("unpacked");
            assert!(unpacked == body.as_bytes(), "{}", coding.name);
        }
    }
}
