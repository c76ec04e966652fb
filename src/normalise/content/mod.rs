//! Content: HTML that may be published as it is.
//!
//! One tree is built behind the guard, everything is put right in it, and what it serialises to
//! goes through a second, independent sanitiser with the same table. What that one would change
//! is not stable markup, and is given as text instead: a browser might read it in a third way.

mod address;
mod allowed;
mod boilerplate;
mod characters;
mod closing;
mod gate;
mod plainest;
mod trackers;
mod tree;

use url::Url;

use crate::article::{Markup, Text};
use crate::{markup, text};

/// Sanitised HTML with absolute addresses, and whether it has yet to be [`settle`]d; plain text becomes paragraphs.
///
/// `base` is the address against which relative ones resolve; without it they are left out. Iframes are kept from
/// `iframe_hosts` alone.
pub(super) fn clean(content: &Text, base: Option<&Url>, iframe_hosts: &[String]) -> (String, bool) {
    // What stands before a blank may be no character of a text: then the blank is the beginning.
    let value = characters::legal(&content.value);
    let value = value.trim();
    let is_html = match content.markup {
        Markup::Html => true,
        Markup::Plain => false,
        Markup::Unsure => text::looks_like_html(value),
    };
    if !is_html {
        return (markup::from_plain(value), false);
    }
    if !value.contains(['<', '&', '>', '\u{a0}', '\r']) {
        return (value.to_owned(), false);
    }
    if let Some(html) = plainest::clean(value, base) {
        return (html, false);
    }
    match tree::clean(&closing::close(value), base, iframe_hosts) {
        Some(html) => (html, true),
        None => (as_text(value), false),
    }
}

/// The stable form of HTML that [`clean`] gave: settling what is settled already changes nothing. What has none becomes
/// text.
pub(super) fn settle(html: String, base: Option<&Url>, iframe_hosts: &[String]) -> String {
    let mut settled = html;
    // Once is enough for nearly all; markup that was misnested may need to settle.
    for _ in 0..3 {
        if gate::passes(&settled) {
            return settled;
        }
        match tree::clean(&settled, base, iframe_hosts) {
            Some(html) => settled = html,
            None => break,
        }
    }
    as_text(&settled)
}

fn as_text(value: &str) -> String {
    characters::legal(&markup::from_html(value)).into_owned()
}

#[cfg(test)]
mod tests;
