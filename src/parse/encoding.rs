//! Bytes → text. Stub.

/// Decodes a body: byte order mark, then HTTP charset, then declaration, then UTF-8, then windows-1252.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let _ = content_type;
    String::from_utf8_lossy(bytes).into_owned()
}
