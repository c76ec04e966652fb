//! HTML as both parsing and normalising need it: guarded trees, tables of elements, text in
//! paragraphs, images made real.
//!
//! Every tree of HTML in feedmill is built by [`document`] or [`fragment`], never directly: the
//! tree builder of the HTML standard is quadratic in nesting and in misnested formatting, and
//! they give up on hostile markup while it is still cheap.

mod allowed;
mod elements;
mod guard;
mod images;
mod length;
mod paragraphs;

pub use allowed::{EVERYWHERE, KEPT};
pub use elements::{is_block, unwrap};
pub use guard::{MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_NODES, document, fragment};
pub use images::{holds_place, make_real, true_source};
pub use length::is_longer;
pub use paragraphs::{from_html, from_plain};
