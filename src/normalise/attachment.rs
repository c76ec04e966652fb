//! Attachments. Stub.
use crate::article::Attachment;
use url::Url;
/// Absolute addresses, true media types.
pub(super) fn clean(attachments: &[Attachment], base: Option<&Url>) -> Vec<Attachment> {
    let _ = base;
    attachments.to_vec()
}
