//! The body of an answer, unpacked piece by piece while it comes, so that nothing grows beyond its
//! bounds (E-23, E-24), and known to be whole at its end (E-25). Pure.

use std::io::Write;

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::write::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use zstd::stream::raw::{DParameter, Decoder as ZstdDecoder, InBuffer, Operation, OutBuffer};

/// What is asked for, and can be unpacked here.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// Most bytes that come over the wire (E-23).
const WIRE: u64 = 10 << 20;
/// Most bytes of an unpacked body (E-23).
const UNPACKED: usize = 20 << 20;
/// The same where the unpacking itself keeps another 16 MiB: together they stay below 32.
const UNPACKED_BESIDES_WINDOW: usize = 14 << 20;
/// From here on, how much a body grows is looked at (E-24) …
const UNSUSPICIOUS: usize = 1 << 20;
/// … and at most so many times is honest.
const GROWTH: u64 = 100;
/// Most parts, each packed on its own, in one body (E-24).
const MEMBERS: usize = 16;
/// The largest window of zstd, as a power of two: 8 MiB (E-24).
const ZSTD_WINDOW: u32 = 23;

/// Why a body is of no use.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    /// It ended early, or was damaged on its way.
    Broken(String),
    /// It is more than is taken, or of a kind that is not.
    Refused(String),
}

/// A body that is coming in.
pub(super) struct Decoder {
    coding: Coding,
    body: Body,
}

impl Decoder {
    /// For an answer with these headers.
    pub(super) fn new(headers: &HeaderMap, length: Option<u64>) -> Result<Self, Unusable> {
        let body = Body::default();
        if length.is_some_and(|length| length > WIRE) {
            return Err(too_long());
        }
        let coding = Coding::of(headers)?;
        Ok(Decoder { coding, body })
    }

    /// Takes what came over the wire.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Unusable> {
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
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Unusable> {
        let whole = match &mut self.coding {
            Coding::Plain => true,
            Coding::Gzip(gzip) => gzip.finish(&mut self.body)?,
            Coding::Deflate(deflate) => deflate.finish(&mut self.body)?,
            Coding::Brotli(brotli) => brotli.ended,
            Coding::Zstd(zstd) => zstd.begun && zstd.between,
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

/// One member after the other, each with its own sum and length at its end.
#[derive(Default)]
struct Gzip {
    member: Option<GzDecoder<Vec<u8>>>,
    members: usize,
    /// After the last member something else came: it belongs to nothing, as `gzip` has it too.
    ended: bool,
}

impl Gzip {
    fn push(&mut self, mut piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
        while let Some(first) = piece.first() {
            if self.ended {
                return Ok(());
            }
            let mut member = match self.member.take() {
                Some(member) => member,
                None if self.members > 0 && *first != 0x1f => {
                    self.ended = true;
                    return Ok(());
                }
                None => {
                    self.members += 1;
                    if self.members > MEMBERS {
                        let reason = format!("more than {MEMBERS} packed parts in one");
                        return Err(Unusable::Refused(reason));
                    }
                    GzDecoder::new(Vec::new())
                }
            };
            // One call unpacks 32 KiB at most.
            let taken = member.write(piece).map_err(|_| damaged("gzip"))?;
            body.add(member.get_ref())?;
            member.get_mut().clear();
            if taken == 0 {
                close(member, body)?;
            } else {
                piece = piece.get(taken..).unwrap_or_default();
                self.member = Some(member);
            }
        }
        Ok(())
    }

    fn finish(&mut self, body: &mut Body) -> Result<bool, Unusable> {
        if let Some(member) = self.member.take() {
            close(member, body)?;
        }
        Ok(self.members > 0)
    }
}

/// Holds a member against its sum and its length.
fn close(member: GzDecoder<Vec<u8>>, body: &mut Body) -> Result<(), Unusable> {
    let rest = member.finish().map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => {
            Unusable::Broken("its gzip packing ends early".to_owned())
        }
        _ => damaged("gzip"),
    })?;
    body.add(&rest)
}

/// With a zlib wrapping, as the standard has it, or bare, as some servers do.
#[derive(Default)]
struct Deflate {
    /// The first two bytes tell which.
    first: Vec<u8>,
    inflate: Option<Decompress>,
    ended: bool,
}

impl Deflate {
    fn push(&mut self, mut piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
        if self.inflate.is_none() {
            let (head, rest) = piece.split_at(piece.len().min(2 - self.first.len()));
            self.first.extend_from_slice(head);
            piece = rest;
            let &[method, flags] = self.first.as_slice() else {
                return Ok(());
            };
            let sum = u16::from_be_bytes([method, flags]);
            let wrapped = method & 0x0f == 8 && sum.is_multiple_of(31);
            self.inflate = Some(Decompress::new(wrapped));
            let first = std::mem::take(&mut self.first);
            self.inflate(&first, body)?;
        }
        self.inflate(piece, body)
    }

    fn inflate(&mut self, mut piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
        let Some(inflate) = &mut self.inflate else {
            return Ok(());
        };
        let mut room = [0; 16 << 10];
        while !self.ended {
            let (taken, given) = (inflate.total_in(), inflate.total_out());
            let status = inflate
                .decompress(piece, &mut room, FlushDecompress::None)
                .map_err(|_| damaged("deflate"))?;
            let taken = usize::try_from(inflate.total_in() - taken).unwrap_or(usize::MAX);
            let given = usize::try_from(inflate.total_out() - given).unwrap_or(usize::MAX);
            body.add(room.get(..given).unwrap_or_default())?;
            piece = piece.get(taken..).unwrap_or_default();
            self.ended = status == Status::StreamEnd;
            if piece.is_empty() && given < room.len() || taken == 0 && given == 0 {
                break;
            }
        }
        Ok(())
    }

    fn finish(&mut self, body: &mut Body) -> Result<bool, Unusable> {
        self.inflate(&[], body)?;
        Ok(self.ended)
    }
}

struct Brotli {
    state: BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>,
    begun: bool,
    ended: bool,
}

impl Default for Brotli {
    fn default() -> Self {
        let new = StandardAlloc::default;
        Brotli {
            // Strict: without windows larger than 16 MiB.
            state: BrotliState::new_strict(new(), new(), new()),
            begun: false,
            ended: false,
        }
    }
}

impl Brotli {
    fn push(&mut self, piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
        if let Some(first) = piece.first().filter(|_| !self.begun) {
            self.begun = true;
            // RFC 7932, 9.1: the one window of 16 MiB.
            body.window = first & 0x0f == 0x0f;
        }
        let mut room = [0; 16 << 10];
        let (mut left, mut at, mut total) = (piece.len(), 0, 0);
        while !self.ended {
            let (mut free, mut given) = (room.len(), 0);
            let result = BrotliDecompressStream(
                &mut left,
                &mut at,
                piece,
                &mut free,
                &mut given,
                &mut room,
                &mut total,
                &mut self.state,
            );
            body.add(room.get(..given).unwrap_or_default())?;
            match result {
                BrotliResult::ResultSuccess => self.ended = true,
                BrotliResult::NeedsMoreOutput => {}
                BrotliResult::NeedsMoreInput => break,
                BrotliResult::ResultFailure => return Err(damaged("brotli")),
            }
        }
        Ok(())
    }
}

struct Zstd {
    decoder: ZstdDecoder<'static>,
    frames: usize,
    begun: bool,
    /// At the end of a frame.
    between: bool,
}

impl Zstd {
    fn new() -> Result<Self, Unusable> {
        let fault = |error: std::io::Error| Unusable::Refused(error.to_string());
        let mut decoder = ZstdDecoder::new().map_err(fault)?;
        let window = DParameter::WindowLogMax(ZSTD_WINDOW);
        decoder.set_parameter(window).map_err(fault)?;
        Ok(Zstd {
            decoder,
            frames: 0,
            begun: false,
            between: false,
        })
    }

    fn push(&mut self, piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
        let mut room = [0; 16 << 10];
        let mut input = InBuffer::around(piece);
        loop {
            if self.between && input.pos() == piece.len() {
                return Ok(());
            }
            self.begun = true;
            let mut output = OutBuffer::around(&mut room[..]);
            let wanted = self
                .decoder
                .run(&mut input, &mut output)
                .map_err(|error| window_or_damage(&error))?;
            let given = output.pos();
            body.add(room.get(..given).unwrap_or_default())?;
            self.between = wanted == 0;
            if self.between {
                self.frames += 1;
                if self.frames > MEMBERS {
                    let reason = format!("more than {MEMBERS} packed parts in one");
                    return Err(Unusable::Refused(reason));
                }
            } else if input.pos() == piece.len() && given < room.len() {
                return Ok(());
            }
        }
    }
}

fn window_or_damage(error: &std::io::Error) -> Unusable {
    if error.to_string().contains("too much memory") {
        let most = (1u64 << ZSTD_WINDOW) >> 20;
        return Unusable::Refused(format!("unpacking it takes more than {most} MiB of memory"));
    }
    damaged("zstd")
}
