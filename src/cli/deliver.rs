//! What `feedmill build` tells others before it ends, within bounds: what remains waits for the next pass.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use tokio::task::block_in_place;

use super::Failure;
use crate::collect::http::Client;
use crate::deliver;
use crate::mill::{Mill, Report};

/// Cron waits no longer than this for hubs and a webhook.
const LONGEST: Duration = Duration::from_secs(10);

/// Runs what is to be run, then tells who is to be told; says whether the first went well.
pub(super) fn all(mill: &mut Mill, report: &mut Report) -> Result<bool, Failure> {
    let well = upload(mill, report)? && run(mill, report)?;
    tell(mill, report)?;
    Ok(well)
}

fn upload(mill: &mut Mill, report: &mut Report) -> Result<bool, Failure> {
    while let Some(upload) = mill.to_upload(Utc::now(), true)? {
        let uploaded = super::runtime()?.block_on(upload.run());
        mill.uploaded(&uploaded, Utc::now(), true, report)?;
        if uploaded.outcome.is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run(mill: &mut Mill, report: &mut Report) -> Result<bool, Failure> {
    let Some(run) = mill.to_run(Utc::now(), true)? else {
        return Ok(true);
    };
    let ran = super::runtime()?.block_on(run.run());
    mill.ran(&ran, Utc::now(), true, report)?;
    Ok(ran.outcome.is_ok())
}

fn tell(mill: &mut Mill, report: &mut Report) -> Result<(), Failure> {
    let now = Utc::now();
    let mut rounds = mill.errands(now)?;
    if rounds.is_empty() {
        return Ok(());
    }
    let client = match Client::new(mill.settings().fetch.clone()) {
        Ok(client) => Arc::new(client),
        Err(error) => return Ok(mill.told(deliver::refused(rounds, &error), now, report)?),
    };
    let runtime = super::runtime()?;
    let told = runtime.block_on(async {
        let (sender, mut replies) = tokio::sync::mpsc::channel(64);
        let mut under_way = 0;
        let all = async {
            loop {
                under_way += rounds.len();
                deliver::start(&client, std::mem::take(&mut rounds), Utc::now(), &sender);
                if under_way == 0 {
                    return Ok(());
                }
                let mut batch = Vec::new();
                replies.recv_many(&mut batch, 64).await;
                under_way -= batch.iter().filter(|reply| reply.last).count();
                rounds = block_in_place(|| {
                    mill.told(batch, Utc::now(), report)?;
                    mill.errands(Utc::now())
                })?;
            }
        };
        tokio::time::timeout(LONGEST, all).await
    });
    match told {
        Ok(told) => told,
        Err(_) => {
            let told = "not everybody has answered in time; they are told at the next pass";
            report.warn("push", None, told);
            Ok(())
        }
    }
}
