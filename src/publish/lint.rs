//! What is wrong with a published feed, by the rules of its format. Stub.

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule of standards.md-like id, and a short name: `R-02 item without title or description`.
    pub rule: &'static str,
    /// What and where.
    pub message: String,
}

/// Checks one published file by its extension (`.rss`, `.atom`, `.json`); `self_url` is where it is served.
pub fn lint(path: &str, bytes: &[u8], self_url: Option<&str>) -> Vec<Finding> {
    let _ = (path, bytes, self_url);
    Vec::new()
}
