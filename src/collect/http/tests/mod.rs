//! The client over real sockets, with times that are short.
#![expect(
    clippy::disallowed_methods,
    reason = "tests of the shell: real sockets"
)]

mod body;
mod names;
mod redirects;
mod times;

use super::*;

#[path = "../../../../tests/it/hostile.rs"]
#[expect(dead_code, reason = "the integration tests use the rest of it")]
mod hostile;

fn options() -> Options {
    Options {
        allow_private: vec![Allowed::Host("127.0.0.1".into())],
        host_delay: Duration::ZERO,
        ..Options::default()
    }
}

fn client(options: Options, limits: Limits) -> Client {
    let client = Client::assemble(options, limits, resolve::system(), Version::Agreed);
    client.expect("a client")
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).expect("a time")
}

fn request(url: &str) -> Request {
    Request {
        url: Url::parse(url).expect("an address"),
        given_by: None,
        etag: None,
        last_modified: None,
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

fn fetch(client: &Client, url: &str) -> Result<Answer, Failure> {
    run(client.fetch(&request(url), now()))
}

fn refused(client: &Client, url: &str) -> Failure {
    fetch(client, url).expect_err("it is refused")
}
