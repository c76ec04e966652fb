//! Who is told, on loopback: takes what is posted, writes it down, and answers as it is told. As a hub it does what hubs
//! do: fetches the topic, and delivers it to a subscriber.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Something that was posted.
#[derive(Debug, Clone)]
pub(super) struct Posted {
    pub(super) path: String,
    /// Names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Posted {
    /// A field of a form.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        let mut fields = url::form_urlencoded::parse(&self.body);
        fields
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }
}

#[derive(Default)]
struct Shared {
    posted: Vec<Posted>,
    status: u16,
    head: String,
    body: String,
    subscriber: Option<String>,
}

/// The server; it ends with the test's process.
pub(super) struct Receiver {
    pub(super) port: u16,
    shared: Arc<Mutex<Shared>>,
}

impl Receiver {
    pub(super) fn start() -> Self {
        Receiver::on(TcpListener::bind("127.0.0.1:0").expect("a port on loopback"))
    }

    /// One on a port where there was none.
    pub(super) fn at(port: u16) -> Self {
        let bound = crate::site::wait_for("the port is free", Duration::from_secs(5), || {
            TcpListener::bind(("127.0.0.1", port)).ok()
        });
        Receiver::on(bound)
    }

    fn on(listener: TcpListener) -> Self {
        let port = listener.local_addr().expect("it has an address").port();
        let shared = Arc::new(Mutex::new(Shared {
            status: 204,
            ..Shared::default()
        }));
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().take(10_000).flatten() {
                let shared = Arc::clone(&served);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Receiver { port, shared }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// From now on it answers this, with a header line or none.
    pub(super) fn answer(&self, status: u16, head: &str, body: &str) {
        let mut shared = self.shared.lock().expect("no thread panicked");
        (shared.status, shared.head, shared.body) = (status, head.into(), body.into());
    }

    /// As a hub: what changes is delivered there.
    pub(super) fn subscribe(&self, callback: &str) {
        self.shared.lock().expect("no thread panicked").subscriber = Some(callback.to_owned());
    }

    pub(super) fn posted(&self) -> Vec<Posted> {
        self.shared
            .lock()
            .expect("no thread panicked")
            .posted
            .clone()
    }

    /// The topics that it was told as a hub, in their order.
    pub(super) fn topics(&self) -> Vec<String> {
        let posted = self.posted();
        posted
            .iter()
            .map(|posted| {
                assert_eq!(posted.field("hub.mode").as_deref(), Some("publish"));
                let kind = posted.headers.get("content-type").map(String::as_str);
                assert_eq!(kind, Some("application/x-www-form-urlencoded"));
                posted.field("hub.url").expect("a topic")
            })
            .collect()
    }
}

fn serve(stream: TcpStream, shared: &Mutex<Shared>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let posted = read(&mut reader)?;
        let (topic, subscriber, answer) = {
            let mut shared = shared.lock().ok()?;
            let topic = posted.field("hub.url");
            shared.posted.push(posted);
            let length = shared.body.len();
            let length = match shared.status {
                204 => String::new(),
                _ => format!("Content-Length: {length}\r\n"),
            };
            let answer = format!(
                "HTTP/1.1 {} -\r\n{}{length}\r\n{}",
                shared.status, shared.head, shared.body
            );
            (topic, shared.subscriber.clone(), answer)
        };
        stream.write_all(answer.as_bytes()).ok()?;
        if let (Some(topic), Some(subscriber)) = (topic, subscriber) {
            deliver(&topic, &subscriber);
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Posted> {
    let (path, headers) = crate::server::head(reader)?;
    let length = headers.get("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Posted {
        path,
        headers,
        body,
    })
}

/// What a hub does: fetches the topic, and posts what it got to the callback.
fn deliver(topic: &str, callback: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let got = client.get(topic).send().await.expect("the topic is served");
        assert_eq!(got.status(), 200, "{topic}");
        let kind = got.headers().get("content-type").cloned().expect("a type");
        let body = got.bytes().await.expect("the whole topic");
        let posted = client
            .post(callback)
            .header("Content-Type", kind)
            .header("Link", format!("<{topic}>; rel=self"))
            .body(body)
            .send();
        posted.await.expect("the subscriber is there");
    });
}
