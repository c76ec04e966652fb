//! brotli (RFC 7932).

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

use super::{Body, Unusable, damaged};

pub(super) struct Brotli {
    state: BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>,
    begun: bool,
    pub(super) ended: bool,
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
    pub(super) fn push(&mut self, piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
        if let Some(first) = piece.first().filter(|_| !self.begun) {
            self.begun = true;
            // RFC 7932, 9.1: windows of 8 and of 16 MiB.
            body.window = matches!(first & 0x0f, 0x0d | 0x0f);
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
