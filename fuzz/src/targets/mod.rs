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

/// A part's name, which is that of its folder of seeds, and what is done with an input.
pub const TARGETS: &[(&str, fn(&[u8]))] = &[
    ("config", config::run),
    ("date", date::run),
    ("feed", feed::run),
    ("front_matter", files::front_matter),
    ("html", lists::html),
    ("http_answer", http_answer::run),
    ("http_request", http_request::run),
    ("json_list", lists::json),
    ("markdown", files::markdown),
    ("opml", opml::run),
    ("sanitise", sanitise::run),
    ("schedule", schedule::run),
    ("site_rules", site_rules::run),
    ("sitemap", feed::run),
];
