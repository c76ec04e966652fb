//! `output = "s3://…"` with `[bucket]` → where published files are put.

use url::Url;

use super::file::{At, Section};
use super::report::{Fault, Log};
use super::value;
use crate::deliver::objects::{BUILT, Bucket, SCHEMES};

/// Whether `output` names an object store and no folder.
pub(super) fn is_one(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| SCHEMES.contains(&scheme))
}

/// The object store, where `output` names one.
pub(super) fn of(root: Section<'_>, proxy: Option<&Url>, log: &mut Log) -> Option<Bucket> {
    let section = root.table("bucket");
    let Some(text) = root.text("output").filter(|text| is_one(text.value)) else {
        if let Some(section) = section {
            let message = "`[bucket]` says something about `output` in an object store";
            log.push(
                Fault::new(section.span(), message)
                    .label("`output` is a folder")
                    .help("for example `output = \"s3://my-bucket/feeds\"`"),
            );
        }
        return None;
    };
    let url = address(&text, log)?;
    if root.text("base_url").is_none() {
        log.push(
            Fault::new(text.span.clone(), "with an object store, `base_url` is needed")
                .label("readers find it by another address")
                .help("at the top: `base_url = \"https://feeds.example.org/\"`, the public address of what is put there"),
        );
    }
    Some(Bucket {
        url,
        endpoint: section
            .and_then(|section| section.text("endpoint"))
            .and_then(|text| value::address(&text, "endpoint", log)),
        region: section
            .and_then(|section| section.text("region"))
            .and_then(|text| value::line(&text, "region", log)),
        proxy: proxy.cloned(),
    })
}

fn address(text: &At<&str>, log: &mut Log) -> Option<Url> {
    let fault = |label: &str| {
        Fault::new(
            text.span.clone(),
            "`output` must be a folder or a place in an object store",
        )
        .label(label)
        .help("for example \"feeds\" or \"s3://my-bucket/feeds\"")
    };
    let label = match Url::parse(text.value) {
        Ok(_) if !BUILT => "this feedmill was built without object stores",
        Ok(url) if !url.has_host() => "names no bucket",
        Ok(url) if !url.username().is_empty() || url.port().is_some() => {
            "a bucket has neither a user name nor a port"
        }
        Ok(url) if url.query().is_some() || url.fragment().is_some() => "has a `?` or a `#`",
        Ok(url) if url.path().contains("//") => "has an empty part",
        Ok(mut url) => {
            let path = url.path().trim_end_matches('/').to_owned();
            url.set_path(&path);
            return Some(url);
        }
        Err(_) => "not an address",
    };
    log.push(fault(label));
    None
}
