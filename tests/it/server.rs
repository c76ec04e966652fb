//! A web server on loopback that answers as it is told and writes down what it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Bytes of the body after which the connection is cut.
    pub(crate) cut: Option<usize>,
}

impl Answer {
    pub(crate) fn new(media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), media_type.to_owned())];
        Answer {
            status: 200,
            headers,
            body: body.into(),
            cut: None,
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Answer {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            cut: None,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

#[derive(Default)]
struct Shared {
    answers: BTreeMap<String, Answer>,
    log: Vec<Asked>,
}

/// The server; it ends with the test's process.
pub(crate) struct Server {
    pub(crate) base: String,
    shared: Arc<Mutex<Shared>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let base = format!(
            "http://{}",
            listener.local_addr().expect("it has an address")
        );
        let shared = Arc::new(Mutex::new(Shared::default()));
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().take(10_000).flatten() {
                let shared = Arc::clone(&served);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Server { base, shared }
    }

    /// Sets what a path answers; a matching `If-None-Match` is answered by 304.
    pub(crate) fn set(&self, path: &str, answer: Answer) {
        self.shared
            .lock()
            .expect("no thread panicked")
            .answers
            .insert(path.to_owned(), answer);
    }

    /// What was asked, but for robots.txt.
    pub(crate) fn log(&self) -> Vec<Asked> {
        let mut log = self.whole_log();
        log.retain(|asked| asked.path != "/robots.txt");
        log
    }

    /// Everything that was asked.
    pub(crate) fn whole_log(&self) -> Vec<Asked> {
        self.shared.lock().expect("no thread panicked").log.clone()
    }
}

/// The head of a request: its path, and its headers by their names in lower case; None at the end of the connection.
pub(crate) fn head(reader: &mut impl BufRead) -> Option<(String, BTreeMap<String, String>)> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Some((path, headers))
}

fn serve(stream: TcpStream, shared: &Mutex<Shared>) -> Option<()> {
    // Head and body go out one after the other: neither waits for the other to be heard of.
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let (path, headers) = head(&mut reader)?;
        let answer = {
            let mut shared = shared.lock().ok()?;
            let asked = Asked {
                path: path.clone(),
                headers: headers.clone(),
            };
            shared.log.push(asked);
            shared
                .answers
                .get(&path)
                .cloned()
                .unwrap_or_else(|| Answer::status(404))
        };
        let tag = answer
            .headers
            .iter()
            .find(|(name, _)| name == "ETag")
            .map(|(_, value)| value);
        let known = tag.is_some() && headers.get("if-none-match") == tag;
        let (status, body) = if known {
            (304, Vec::new())
        } else {
            (answer.status, answer.body)
        };
        let mut head = format!("HTTP/1.1 {status} -\r\n");
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).ok()?;
        if let Some(cut) = answer.cut.filter(|_| !known) {
            stream.write_all(body.get(..cut).unwrap_or(&body)).ok()?;
            return None;
        }
        stream.write_all(&body).ok()?;
    }
}
