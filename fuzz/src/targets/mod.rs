//! The parts of feedmill that are fed: one file and one row each.

mod articles;
mod config;
mod date;
mod feed;
mod files;
mod http_answer;
mod http_request;
mod lists;
mod opml;
mod sanitise;
mod schedule;
mod site_rules;

/// A part of feedmill that is fed.
pub struct Target {
    /// Its name, which is that of its folder of seeds.
    pub name: &'static str,
    /// What is done with an input.
    pub run: fn(&[u8]),
}

const fn target(name: &'static str, run: fn(&[u8])) -> Target {
    Target { name, run }
}

/// All of them.
pub const TARGETS: &[Target] = &[
    target("config", config::run),
    target("date", date::run),
    target("feed", feed::run),
    target("front_matter", files::front_matter),
    target("html", lists::html),
    target("http_answer", http_answer::run),
    target("http_request", http_request::run),
    target("json_list", lists::json),
    target("markdown", files::markdown),
    target("opml", opml::run),
    target("sanitise", sanitise::run),
    target("schedule", schedule::run),
    target("site_rules", site_rules::run),
    target("sitemap", feed::run),
];
