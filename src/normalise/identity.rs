//! Identity. Stub.
use crate::article::{IdOrigin, Identity, Origin, RawArticle};
/// The ladder: own id → canonical link → path → content.
pub(super) fn propose(raw: &RawArticle, url: Option<&str>, origin: &Origin) -> Identity {
    let _ = origin;
    match (&raw.id, url) {
        (Some(id), _) => Identity {
            value: id.clone(),
            origin: IdOrigin::Own,
        },
        (None, Some(url)) => Identity {
            value: url.to_owned(),
            origin: IdOrigin::Link,
        },
        (None, None) => Identity {
            value: "x".into(),
            origin: IdOrigin::Content,
        },
    }
}
/// stub
pub fn qualify(identity: &Identity, authority: &str, source: &str) -> String { format!("tag:{authority}:{source}/{}", identity.value) }
