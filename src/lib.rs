//! feedmill turns articles into feeds.
//!
//! ```text
//! config.toml → Settings
//!                  │
//!  Source ─collect→ Document ─parse→ RawArticle ─normalise→ Article ─store→ ─select→ Feed ─render→ Page ─write→ feeds/
//!  (folder, URL)    bytes, origin,   strings as    typed, valid,     id, first_seen,  meta +    path, bytes  └→ snapshot → serve
//!                   facts about it   found         id proposed       validators       articles
//!  └── shell ─────┘└────────────── pure: no clock, disk, net ──────┘└ shell ┘└──────── pure ──────────┘└── shell ──┘
//! ```
//!
//! Read the modules in the order in which they stand here.

pub mod article;
pub mod text;

pub mod vocabulary;

mod cldr;

pub mod markup;

pub mod collect;

pub mod parse;

pub mod normalise;

pub mod store;

pub mod publish;

pub mod serve;

pub mod deliver;

pub mod schedule;

pub mod config;

pub mod mill;

pub mod status;

pub mod daemon;

pub mod cli;
