//! What the webhook is told: the new and changed articles of a feed, as a JSON Feed. Pure.

use http::HeaderValue;
use http::header::HeaderName;
use serde_json::{Map, Value, json};
use url::Url;

use crate::collect::http::{Post, Secret};

/// Of the bytes of the body, as others sign theirs.
const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature-256");
/// The same again is the same delivery, sent once more.
const DELIVERY: HeaderName = HeaderName::from_static("x-feedmill-delivery");

/// Who is told the articles themselves.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where they are sent.
    pub url: Url,
    /// By which they are signed.
    pub secret: Option<Secret>,
    /// The names of feeds that it is told of; `*` for all.
    pub feeds: Vec<String>,
}

impl Webhook {
    /// Whether it is told of a feed, by its name in config.toml.
    pub fn wants(&self, feed: &str) -> bool {
        self.feeds.iter().any(|name| name == "*" || name == feed)
    }

    /// One delivery; `key` tells it from all others.
    pub fn post(&self, key: i64, body: &str) -> Post {
        let mut headers = vec![(DELIVERY, HeaderValue::from(key))];
        if let Some(secret) = &self.secret {
            let signature = format!("sha256={}", secret.signature(body.as_bytes()));
            if let Ok(signature) = HeaderValue::from_str(&signature) {
                headers.push((SIGNATURE, signature));
            }
        }
        Post {
            url: self.url.clone(),
            content_type: "application/feed+json",
            headers,
            body: body.as_bytes().to_vec(),
            discreet: true,
        }
    }
}

/// A rendered JSON Feed with what feedmill knows besides: the feed's name, and the ids of its items that were never
/// there before. None when it is no JSON object.
pub fn document(rendered: &[u8], feed: &str, new: &[&str]) -> Option<String> {
    let mut document: Map<String, Value> = serde_json::from_slice(rendered).ok()?;
    let items = document.remove("items")?;
    document.insert("_feedmill".into(), json!({"feed": feed, "new": new}));
    document.insert("items".into(), items);
    serde_json::to_string(&document).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_says_which_feed_and_is_signed() {
        let rendered =
            br#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"a"}]}"#;
        let body = document(rendered, "tags/rust", &["a"]).expect("a feed");
        assert_eq!(
            body,
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","_feedmill":{"feed":"tags/rust","new":["a"]},"items":[{"id":"a"}]}"#
        );
        assert_eq!(document(b"[]", "all", &[]), None);
        let mut webhook = Webhook {
            url: Url::parse("https://example.org/hook").expect("an address"),
            secret: None,
            feeds: vec!["all".into()],
        };
        assert!(webhook.wants("all") && !webhook.wants("tags"));
        assert_eq!(webhook.post(7, &body).headers.len(), 1);
        webhook.secret = Secret::new("Jefe").ok();
        let post = webhook.post(7, "what do ya want for nothing?");
        let signed = post.headers.iter().find(|(name, _)| *name == SIGNATURE);
        let value = signed.map(|(_, value)| value.as_bytes());
        let expected =
            b"sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843".as_slice();
        assert_eq!(value, Some(expected));
    }
}
