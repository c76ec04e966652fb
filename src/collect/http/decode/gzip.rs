//! gzip (RFC 1952).

use std::io::Write;

use flate2::write::GzDecoder;

use super::{Body, MEMBERS, Unusable, damaged};

/// One member after the other, each with its own sum and length at its end.
#[derive(Default)]
pub(super) struct Gzip {
    member: Option<GzDecoder<Vec<u8>>>,
    members: usize,
    /// After the last member something else came: it belongs to nothing, as `gzip` has it too.
    ended: bool,
}

impl Gzip {
    pub(super) fn push(&mut self, mut piece: &[u8], body: &mut Body) -> Result<(), Unusable> {
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

    pub(super) fn finish(&mut self, body: &mut Body) -> Result<bool, Unusable> {
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
