//! What differs from what lies in the object store.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Mill;
use super::errands::{self, settle_receiver};
use super::report::Report;
use crate::config::Settings;
use crate::deliver::objects::{Bucket, Object, Upload, Uploaded};
use crate::publish;
use crate::serve;
use crate::store::{self, Store};

/// So many objects are handed out at once: what was put is remembered then.
const AT_ONCE: usize = 500;

impl Mill {
    /// What is to be put into the object store now, if anything is, and nothing is being put. `pass`: though it has just
    /// failed. It counts as being put until it comes back through [`Mill::uploaded`].
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn to_upload(
        &mut self,
        now: DateTime<Utc>,
        pass: bool,
    ) -> Result<Option<Upload>, store::Error> {
        let settings = Arc::clone(&self.settings);
        let Some(bucket) = &settings.bucket else {
            return Ok(None);
        };
        let name = errands::bucket_name(bucket);
        let until = self.store.receiver(&name)?.not_before;
        if self.told.contains(&name) || !pass && until.is_some_and(|until| until > now) {
            return Ok(None);
        }
        if !self.has_to_upload()? {
            return Ok(None);
        }
        let (mut put, mut remove) = difference(&self.store, &settings, bucket)?;
        put.truncate(AT_ONCE);
        remove.truncate(AT_ONCE - put.len());
        self.told.insert(name);
        Ok(Some(Upload {
            bucket: bucket.clone(),
            folder: settings.output.clone(),
            put,
            remove,
        }))
    }

    /// Whether anything differs.
    pub(super) fn has_to_upload(&mut self) -> Result<bool, store::Error> {
        let settings = Arc::clone(&self.settings);
        let Some(bucket) = &settings.bucket else {
            return Ok(false);
        };
        if let Some(known) = self.differs {
            return Ok(known);
        }
        let (put, remove) = difference(&self.store, &settings, bucket)?;
        let differs = !put.is_empty() || !remove.is_empty();
        self.differs = Some(differs);
        Ok(differs)
    }

    /// Takes in what was put. A failure is said once; at each `pass` it is said anew.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn uploaded(
        &mut self,
        uploaded: &Uploaded,
        now: DateTime<Utc>,
        pass: bool,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        // Nobody has asked since something was published.
        let newer = self.differs.take().is_none();
        self.told.retain(|name| !name.starts_with(errands::BUCKET));
        let settings = Arc::clone(&self.settings);
        // The configuration may have changed meanwhile.
        let Some(bucket) = &settings.bucket else {
            return Ok(());
        };
        let name = errands::bucket_name(bucket);
        self.store.transaction(|store| {
            for (path, digest) in &uploaded.done {
                store.save_object(path, digest.as_ref().map(<[u8; 32]>::as_slice))?;
            }
            settle_receiver(
                store,
                &name,
                ("output", pass),
                &uploaded.outcome,
                now,
                report,
            )?;
            match newer {
                true => store.wake_receiver(&name),
                false => Ok(()),
            }
        })
    }
}

/// What is to be put and to be removed, in its order: feeds, then lists, then what is gone.
pub(super) fn difference(
    store: &Store,
    settings: &Settings,
    bucket: &Bucket,
) -> Result<(Vec<Object>, Vec<String>), store::Error> {
    let (outputs, objects) = (store.outputs()?, store.objects()?);
    let cache_control = serve::cache_control(settings.max_age);
    let mut put = Vec::new();
    for (path, state) in &outputs {
        let object = Object {
            path: path.clone(),
            media_type: publish::media_type(path),
            cache_control: cache_control.clone(),
            is_list: state.feed.is_empty(),
            hash: state
                .digest
                .as_deref()
                .and_then(|hash| hash.try_into().ok()),
        };
        let there = objects.get(path);
        let same = match &object.hash {
            Some(hash) => there.is_some_and(|there| *there == bucket.digest(&object, hash)),
            None => there.is_some(),
        };
        if !same {
            put.push(object);
        }
    }
    put.sort_by(|one, other| (one.is_list, &one.path).cmp(&(other.is_list, &other.path)));
    let gone = objects
        .into_keys()
        .filter(|path| !outputs.contains_key(path));
    let mut remove: Vec<String> = gone.collect();
    remove.sort();
    Ok((put, remove))
}
