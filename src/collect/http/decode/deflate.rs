//! deflate (RFC 1950, RFC 1951).

use flate2::{Decompress, FlushDecompress, Status};

use super::{Body, Unusable, damaged};

/// With a zlib wrapping, as the standard has it, or bare, as some servers do.
#[derive(Default)]
pub(super) struct Deflate {
    /// The first two bytes tell which.
    first: Vec<u8>,
    inflate: Option<Decompress>,
    ended: bool,
}

impl Deflate {
    pub(super) fn push(&mut self, mut piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
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

    pub(super) fn finish(&mut self, body: &mut Body) -> Result<bool, Unusable> {
        self.inflate(&[], body)?;
        Ok(self.ended)
    }
}
