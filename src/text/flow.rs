//! Which elements of HTML break the flow of text, and which hold none.

use html5ever::tokenizer::states::RawKind;

/// How a tag bears on the flow of text. One row a group, with the reason; what is not here is inline.
pub(super) enum Flow {
    /// Content is not text for readers.
    Skipped,
    /// A line of its own, parted by a blank line.
    Paragraph,
    /// A line of its own.
    Line,
}

/// Elements that are not inline.
#[rustfmt::skip]
pub(super) const FLOW: &[(Flow, &[&str])] = &[
    // code, inert or replaced content; not that of `object`, which stands for what cannot be shown; how a word is
    // said, which stands over it
    (
        Flow::Skipped,
        &[
            "script", "style", "template", "title", "textarea", "iframe", "noembed", "noframes",
            "xmp", "svg", "math", "audio", "video", "canvas", "select", "datalist", "rt", "rp",
        ],
    ),
    // margins above and below in every browser's own style sheet
    (
        Flow::Paragraph,
        &[
            "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl",
            "table", "figure", "hr", "fieldset", "article", "section", "aside", "nav", "header",
            "footer", "main", "form", "details",
        ],
    ),
    // display: block or table-row without margins
    (
        Flow::Line,
        &[
            "div", "li", "tr", "dt", "dd", "figcaption", "caption", "address", "summary", "center",
            "legend", "thead", "tbody", "tfoot", "option", "body", "head", "html", "button",
        ],
    ),
];

/// Content of these is not tokenised as markup (HTML, 13.2.5).
pub(super) const RAW: &[(&str, RawKind)] = &[
    ("script", RawKind::ScriptData),
    ("style", RawKind::Rawtext),
    ("xmp", RawKind::Rawtext),
    ("iframe", RawKind::Rawtext),
    ("noembed", RawKind::Rawtext),
    ("noframes", RawKind::Rawtext),
    ("title", RawKind::Rcdata),
    ("textarea", RawKind::Rcdata),
];
