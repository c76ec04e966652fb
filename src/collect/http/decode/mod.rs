//! The body of an answer, unpacked piece by piece while it comes, so that nothing grows beyond its
//! bounds (E-23, E-24), and known to be whole at its end (E-25). Pure.

mod brotli;
mod deflate;
mod gzip;
mod zstandard;

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use self::brotli::Brotli;
use self::deflate::Deflate;
use self::gzip::Gzip;
use self::zstandard::Zstd;

/// What is asked for, and can be unpacked here.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// Most bytes that come over the wire (E-23).
const WIRE: u64 = 10 << 20;
/// Most bytes of an unpacked body (E-23).
const UNPACKED: usize = 20 << 20;
/// The same where the unpacking itself keeps up to 16 MiB of what it gave, and half as much again while that grows:
/// together they stay below 32. Only what is longer than this is packed so with reason.
const UNPACKED_BESIDES_WINDOW: usize = 6 << 20;
/// From here on, how much a body grows is looked at (E-24) …
const UNSUSPICIOUS: usize = 1 << 20;
/// … and at most so many times is honest.
const GROWTH: u64 = 100;
/// Most parts, each packed on its own, in one body (E-24).
const MEMBERS: usize = 16;

/// Why a body is of no use.
#[derive(Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It ended early, or was damaged on its way.
    Broken(String),
    /// It is more than is taken, or of a kind that is not.
    Refused(String),
}

/// A body that is coming in.
pub struct Decoder {
    coding: Coding,
    body: Body,
}

impl Decoder {
    /// For an answer with these headers, whose body has so many bytes as it comes, where that is known.
    ///
    /// # Errors
    /// When it is longer than anything that is taken, or packed more than once.
    pub fn new(headers: &HeaderMap, length: Option<u64>) -> Result<Self, Unusable> {
        let body = Body::default();
        if length.is_some_and(|length| length > WIRE) {
            return Err(too_long());
        }
        let coding = Coding::of(headers)?;
        Ok(Decoder { coding, body })
    }

    /// Takes what came over the wire.
    ///
    /// # Errors
    /// When it is damaged, too long, or grows beyond its bounds.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), Unusable> {
        self.body.wire += piece.len() as u64;
        if self.body.wire > WIRE {
            return Err(too_long());
        }
        match &mut self.coding {
            Coding::Plain => self.body.add(piece),
            Coding::Gzip(gzip) => gzip.push(piece, &mut self.body),
            Coding::Deflate(deflate) => deflate.push(piece, &mut self.body),
            Coding::Brotli(brotli) => brotli.push(piece, &mut self.body),
            Coding::Zstd(zstd) => zstd.push(piece, &mut self.body),
        }
    }

    /// The whole body, when the last piece has come.
    ///
    /// # Errors
    /// When it ends early.
    pub fn finish(mut self) -> Result<Vec<u8>, Unusable> {
        let whole = match &mut self.coding {
            Coding::Plain => true,
            Coding::Gzip(gzip) => gzip.finish(&mut self.body)?,
            Coding::Deflate(deflate) => deflate.finish(&mut self.body)?,
            Coding::Brotli(brotli) => brotli.ended,
            Coding::Zstd(zstd) => zstd.whole(),
        };
        match whole {
            true => Ok(self.body.bytes),
            false => Err(Unusable::Broken("its packing ends early".to_owned())),
        }
    }
}

fn too_long() -> Unusable {
    Unusable::Refused(format!("more than {} MiB", WIRE >> 20))
}

/// What has been unpacked.
#[derive(Default)]
struct Body {
    bytes: Vec<u8>,
    wire: u64,
    window: bool,
}

impl Body {
    fn add(&mut self, piece: &[u8]) -> Result<(), Unusable> {
        let length = self.bytes.len() + piece.len();
        let most = match self.window {
            true => UNPACKED_BESIDES_WINDOW,
            false => UNPACKED,
        };
        if length > most {
            let most = most >> 20;
            return Err(Unusable::Refused(format!(
                "more than {most} MiB when it is unpacked"
            )));
        }
        if length > UNSUSPICIOUS && length as u64 > self.wire * GROWTH {
            return Err(Unusable::Refused(format!(
                "unpacking makes more than {GROWTH} times as much of it"
            )));
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }
}

enum Coding {
    Plain,
    Gzip(Gzip),
    Deflate(Deflate),
    Brotli(Box<Brotli>),
    Zstd(Zstd),
}

impl Coding {
    /// One coding at most. Words that are none (servers write charsets there) say nothing: what the body then is,
    /// its bytes tell.
    fn of(headers: &HeaderMap) -> Result<Self, Unusable> {
        let mut coding = None;
        let values = headers.get_all(CONTENT_ENCODING).iter();
        for value in values.filter_map(|value| value.to_str().ok()) {
            for name in value.split(',') {
                let name = name.trim().to_ascii_lowercase();
                let found = match name.as_str() {
                    "gzip" | "x-gzip" => Coding::Gzip(Gzip::default()),
                    "deflate" => Coding::Deflate(Deflate::default()),
                    "br" => Coding::Brotli(Box::default()),
                    "zstd" => Coding::Zstd(Zstd::new()?),
                    _ => continue,
                };
                if coding.replace(found).is_some() {
                    return Err(Unusable::Refused("it is packed more than once".to_owned()));
                }
            }
        }
        Ok(coding.unwrap_or(Coding::Plain))
    }
}

fn damaged(packing: &str) -> Unusable {
    Unusable::Broken(format!("its {packing} packing is damaged"))
}
