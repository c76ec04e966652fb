//! The one client, by the whole program: what is never connected to, what never goes out, what is never taken in.

mod bombs;
mod headers;
mod home;
mod proxy;
mod secrets;
mod slow;

use crate::hostile::Hostile;

/// A configuration that may fetch from these servers, by address and port, and from nothing else at home.
fn config(servers: &[&Hostile], more: &str) -> String {
    let allowed: Vec<String> = servers
        .iter()
        .map(|server| format!("\"127.0.0.1:{}\"", server.port))
        .collect();
    let allowed = allowed.join(", ");
    format!(
        "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
         [fetch]\nallow_private = [{allowed}]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n{more}\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    )
}

fn source(name: &str, url: &str, more: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nurl = \"{url}\"\n{more}\n")
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link>\
         <description>d</description>{items}</channel></rss>"
    )
}

fn item(id: &str, link: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{id}</guid><title>Title {id}</title><link>{link}</link>\
         <pubDate>Wed, 01 Jan 2025 08:00:00 GMT</pubDate></item>"
    )
}
