//! What a hub is told (WebSub, W-03). Pure.

use url::{Url, form_urlencoded};

use crate::collect::http::Post;

/// A topic has changed: the form that hubs have taken since PubSubHubbub 0.3. One topic each, since not every hub takes
/// several.
pub fn publish(hub: &Url, topic: &str) -> Post {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("hub.mode", "publish")
        .append_pair("hub.url", topic)
        .finish();
    Post {
        url: hub.clone(),
        content_type: "application/x-www-form-urlencoded",
        headers: Vec::new(),
        body: body.into_bytes(),
        discreet: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_is_told_one_topic_as_a_form() {
        let hub = Url::parse("https://hub.example/").expect("an address");
        let post = publish(&hub, "https://example.org/tags/a%20b.rss?x=1&y");
        let form =
            "hub.mode=publish&hub.url=https%3A%2F%2Fexample.org%2Ftags%2Fa%2520b.rss%3Fx%3D1%26y";
        assert_eq!(String::from_utf8(post.body).expect("text"), form);
        assert_eq!(post.url, hub);
    }
}
