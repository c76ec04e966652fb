//! Stub.
use super::Format;
use crate::article::Feed;

pub(super) const FORMAT: Format = Format {
    name: "atom",
    label: "X",
    extension: "atom",
    media_type: "application/xml",
    render,
};

fn render(_feed: &Feed, _self_url: &str) -> Vec<u8> {
    Vec::new()
}
