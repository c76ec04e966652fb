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
mod trackers;
mod tree;

use url::Url;

use crate::article::{Markup, Text};
use crate::{markup, text};

/// Sanitised HTML with absolute addresses; plain text becomes paragraphs.
///
/// Cleaning what is clean already changes nothing. `base` is the address against which relative
/// ones resolve; without it they are left out. Iframes are kept from `iframe_hosts` alone.
pub(super) fn clean(content: &Text, base: Option<&Url>, iframe_hosts: &[String]) -> String {
    let value = characters::legal(content.value.trim());
    let is_html = match content.markup {
        Markup::Html => true,
        Markup::Plain => false,
        Markup::Unsure => text::looks_like_html(&value),
    };
    if !is_html {
        return markup::from_plain(&value);
    }
    if !value.contains(['<', '&', '>', '\u{a0}', '\r']) {
        return value.into_owned();
    }
    html(&value, base, iframe_hosts).unwrap_or_else(|| as_text(&value))
}

/// The clean form of HTML, when there is a stable one.
fn html(value: &str, base: Option<&Url>, iframe_hosts: &[String]) -> Option<String> {
    let mut html = tree::clean(&closing::close(value), base, iframe_hosts)?;
    // Once is enough for nearly all; markup that was misnested may need to settle.
    for _ in 0..3 {
        if gate::passes(&html) {
            return Some(html);
        }
        html = tree::clean(&html, base, iframe_hosts)?;
    }
    None
}

fn as_text(value: &str) -> String {
    characters::legal(&markup::from_html(value)).into_owned()
}

#[cfg(test)]
mod tests;
