//! zstd (RFC 8878).

use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation, OutBuffer};

use super::{Body, MEMBERS, Unusable, damaged};

/// The largest window, as a power of two: 8 MiB (E-24).
const WINDOW: u32 = 23;

pub(super) struct Zstd {
    decoder: Decoder<'static>,
    frames: usize,
    begun: bool,
    /// At the end of a frame.
    between: bool,
}

impl Zstd {
    pub(super) fn new() -> Result<Self, Unusable> {
        let fault = |error: std::io::Error| Unusable::Refused(error.to_string());
        let mut decoder = Decoder::new().map_err(fault)?;
        let window = DParameter::WindowLogMax(WINDOW);
        decoder.set_parameter(window).map_err(fault)?;
        Ok(Zstd {
            decoder,
            frames: 0,
            begun: false,
            between: false,
        })
    }

    /// Whether it ended where a frame does.
    pub(super) fn whole(&self) -> bool {
        self.begun && self.between
    }

    pub(super) fn push(&mut self, piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
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
        let most = (1u64 << WINDOW) >> 20;
        return Unusable::Refused(format!("unpacking it takes more than {most} MiB of memory"));
    }
    damaged("zstd")
}
