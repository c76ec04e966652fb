//! Published files put into an object store: S3 and what speaks like it, Google Cloud Storage, Azure. Shell.
//!
//! What is to be put the mill knows. Here it is put in an order in which no reader finds a list of what is not there:
//! feeds, then the lists of feeds, then what is gone is removed.

use std::path::PathBuf;

use url::Url;

/// At once.
#[cfg(feature = "object-store")]
const AT_ONCE: usize = 8;

/// Where objects are put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `s3://bucket/prefix`, `gs://…`, `az://…`.
    pub url: Url,
    /// The server, where it is not the provider's own.
    pub endpoint: Option<Url>,
    /// The region, where one is to be named.
    pub region: Option<String>,
    /// Through which it is reached.
    pub proxy: Option<Url>,
}

/// Schemes of addresses that can be written to.
pub const SCHEMES: &[&str] = &["s3", "gs", "az"];

/// Whether this program was built to put objects anywhere.
pub const BUILT: bool = cfg!(feature = "object-store");

impl Bucket {
    /// Tells this place from any other.
    pub fn place(&self) -> String {
        let endpoint = self.endpoint.as_ref().map_or("", Url::as_str);
        format!("{} {endpoint}", self.url)
    }

    /// Of all by which one object differs from another: bytes, headers, place.
    pub fn digest(&self, object: &Object, bytes: &[u8; 32]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        for part in [
            self.place().as_str(),
            object.media_type,
            object.cache_control.as_str(),
        ] {
            hasher.update(part.as_bytes()).update(b"\0");
        }
        hasher.update(bytes);
        hasher.finalize().into()
    }
}

/// One file to be put.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its path below the folder, and below the prefix.
    pub path: String,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// `Cache-Control`.
    pub cache_control: String,
    /// Whether it lists others, which have to be there before it.
    pub is_list: bool,
    /// The BLAKE3 hash of its bytes, where it is known.
    pub hash: Option<[u8; 32]>,
}

/// What is to be put and removed.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Where.
    pub bucket: Bucket,
    /// The folder that the files lie in.
    pub folder: PathBuf,
    /// To be put.
    pub put: Vec<Object>,
    /// Paths to be removed.
    pub remove: Vec<String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Uploaded {
    /// What was put, with the [digest](Bucket::digest) of what lies there now; None for what was removed.
    pub done: Vec<(String, Option<[u8; 32]>)>,
    /// Whether that was all, and why not.
    pub outcome: Result<(), String>,
}

#[cfg(not(feature = "object-store"))]
impl Upload {
    /// Puts nothing: this program was built without.
    pub async fn run(self) -> Uploaded {
        Uploaded {
            done: Vec::new(),
            outcome: Err("this feedmill was built without object stores".to_owned()),
        }
    }
}

#[cfg(feature = "object-store")]
mod client {
    #![expect(
        clippy::disallowed_methods,
        reason = "shell: reads the files to be put, and credentials from the environment"
    )]

    use std::sync::Arc;
    use std::time::Duration;

    use object_store::aws::AmazonS3Builder;
    use object_store::azure::MicrosoftAzureBuilder;
    use object_store::gcp::GoogleCloudStorageBuilder;
    use object_store::path::Path;
    use object_store::{
        Attribute, Attributes, ObjectStore, ObjectStoreExt, ObjectStoreScheme, PutOptions,
        RetryConfig,
    };
    use tokio::task::JoinSet;

    use super::{AT_ONCE, Bucket, Object, Upload, Uploaded};

    /// For one object; the next turn is the retry.
    const LONGEST: Duration = Duration::from_secs(60);
    const RETRIES: usize = 2;
    /// Where credentials come from.
    const ENVIRONMENT: &[&str] = &["AWS_", "GOOGLE_", "AZURE_"];

    type Step = (String, Result<Option<[u8; 32]>, String>);

    impl Upload {
        /// Puts and removes until something fails.
        pub async fn run(self) -> Uploaded {
            let place = self.bucket.url.to_string();
            let mut done = Vec::new();
            let outcome = self.attempt(&mut done).await;
            Uploaded {
                done,
                outcome: outcome.map_err(|reason| format!("{place}: {reason}")),
            }
        }

        async fn attempt(self, done: &mut Vec<(String, Option<[u8; 32]>)>) -> Result<(), String> {
            let (store, prefix) = self.bucket.open()?;
            let (lists, feeds): (Vec<Object>, Vec<Object>) =
                self.put.into_iter().partition(|object| object.is_list);
            for stage in [feeds, lists] {
                for some in stage.chunks(AT_ONCE) {
                    let mut steps = JoinSet::new();
                    for object in some.iter().cloned() {
                        let (store, bucket) = (Arc::clone(&store), self.bucket.clone());
                        let at = join(&prefix, &object.path);
                        let file = self.folder.join(&object.path);
                        steps.spawn(async move {
                            let put = put(&*store, &bucket, at, &file, &object).await;
                            (object.path, put.map(Some))
                        });
                    }
                    finish(steps, done).await?;
                }
            }
            for some in self.remove.chunks(AT_ONCE) {
                let mut steps = JoinSet::new();
                for path in some.iter().cloned() {
                    let (store, at) = (Arc::clone(&store), join(&prefix, &path));
                    steps.spawn(async move {
                        let removed = remove(&*store, at).await;
                        (path, removed.map(|()| None))
                    });
                }
                finish(steps, done).await?;
            }
            Ok(())
        }
    }

    async fn finish(
        mut steps: JoinSet<Step>,
        done: &mut Vec<(String, Option<[u8; 32]>)>,
    ) -> Result<(), String> {
        let mut outcome = Ok(());
        while let Some(step) = steps.join_next().await {
            match step {
                Ok((path, Ok(digest))) => done.push((path, digest)),
                Ok((path, Err(reason))) => outcome = Err(format!("{path}: {reason}")),
                Err(failed) => outcome = Err(failed.to_string()),
            }
        }
        outcome
    }

    async fn put(
        store: &dyn ObjectStore,
        bucket: &Bucket,
        at: Result<Path, String>,
        file: &std::path::Path,
        object: &Object,
    ) -> Result<[u8; 32], String> {
        let bytes = tokio::task::block_in_place(|| std::fs::read(file));
        let bytes = bytes.map_err(|error| error.to_string())?;
        let hash = blake3::hash(&bytes);
        if object.hash.is_some_and(|known| known != *hash.as_bytes()) {
            return Err("the file has changed meanwhile".to_owned());
        }
        let digest = bucket.digest(object, hash.as_bytes());
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, object.media_type.into());
        attributes.insert(Attribute::CacheControl, object.cache_control.clone().into());
        let options = PutOptions {
            attributes,
            ..PutOptions::default()
        };
        let at = at?;
        let putting = store.put_opts(&at, bytes.into(), options);
        within(putting).await.map(|_| digest)
    }

    async fn remove(store: &dyn ObjectStore, at: Result<Path, String>) -> Result<(), String> {
        let at = at?;
        within(async {
            match store.delete(&at).await {
                Err(object_store::Error::NotFound { .. }) => Ok(()),
                other => other,
            }
        })
        .await
    }

    async fn within<T>(doing: impl Future<Output = object_store::Result<T>>) -> Result<T, String> {
        match tokio::time::timeout(LONGEST, doing).await {
            Ok(done) => done.map_err(|error| told(&error)),
            Err(_) => Err(format!("no answer within {} seconds", LONGEST.as_secs())),
        }
    }

    /// The innermost cause, and what it was about, in one line.
    fn told(error: &object_store::Error) -> String {
        let mut cause: &dyn std::error::Error = error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        let (whole, cause) = (error.to_string(), cause.to_string());
        let text = match whole.contains(&cause) {
            true => whole,
            false => format!("{whole}: {cause}"),
        };
        let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        plain.take(400).collect()
    }

    fn join(prefix: &Path, path: &str) -> Result<Path, String> {
        let whole = match prefix.as_ref() {
            "" => path.to_owned(),
            prefix => format!("{prefix}/{path}"),
        };
        Path::parse(whole).map_err(|error| error.to_string())
    }

    impl Bucket {
        fn open(&self) -> Result<(Arc<dyn ObjectStore>, Path), String> {
            let fault = |error: object_store::Error| told(&error);
            let (scheme, prefix) =
                ObjectStoreScheme::parse(&self.url).map_err(|error| error.to_string())?;
            let retry = RetryConfig {
                max_retries: RETRIES,
                retry_timeout: LONGEST,
                ..RetryConfig::default()
            };
            let url = self.url.as_str();
            let store: Arc<dyn ObjectStore> = match scheme {
                ObjectStoreScheme::AmazonS3 => {
                    let mut builder = AmazonS3Builder::new().with_url(url).with_retry(retry);
                    for (key, value) in self.options("aws_endpoint", "aws_region") {
                        if let Ok(key) = key.parse() {
                            builder = builder.with_config(key, value);
                        }
                    }
                    Arc::new(builder.build().map_err(fault)?)
                }
                ObjectStoreScheme::GoogleCloudStorage => {
                    let mut builder = GoogleCloudStorageBuilder::new()
                        .with_url(url)
                        .with_retry(retry);
                    for (key, value) in self.options("google_base_url", "") {
                        if let Ok(key) = key.parse() {
                            builder = builder.with_config(key, value);
                        }
                    }
                    Arc::new(builder.build().map_err(fault)?)
                }
                ObjectStoreScheme::MicrosoftAzure => {
                    let mut builder = MicrosoftAzureBuilder::new().with_url(url).with_retry(retry);
                    for (key, value) in self.options("azure_endpoint", "") {
                        if let Ok(key) = key.parse() {
                            builder = builder.with_config(key, value);
                        }
                    }
                    Arc::new(builder.build().map_err(fault)?)
                }
                other => return Err(format!("{other:?} is no place that objects are put in")),
            };
            Ok((store, prefix))
        }

        /// What the environment says, then the configuration, which goes before it.
        fn options(&self, endpoint: &str, region: &str) -> Vec<(String, String)> {
            let variables = std::env::vars_os().filter_map(|(name, value)| {
                let name = name.into_string().ok()?;
                let ours = ENVIRONMENT.iter().any(|prefix| name.starts_with(prefix));
                Some((name.to_ascii_lowercase(), value.into_string().ok()?)).filter(|_| ours)
            });
            let mut options: Vec<(String, String)> = variables.collect();
            let mut set = |key: &str, value: String| options.push((key.to_owned(), value));
            if let Some(url) = &self.endpoint {
                set(endpoint, url.as_str().trim_end_matches('/').to_owned());
                if url.scheme() == "http" {
                    set("allow_http", "true".to_owned());
                }
            }
            if let Some(name) = &self.region {
                set(region, name.clone());
            }
            if let Some(proxy) = &self.proxy {
                set("proxy_url", proxy.to_string());
            }
            options
        }
    }
}
