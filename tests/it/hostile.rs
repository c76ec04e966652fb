//! A web server on loopback that misbehaves as it is told, and writes down every request with its
//! headers and its time.
//!
//! ```ignore
//! let server = Hostile::start();
//! server.on("/feed", Script::ok(feed).header("ETag", "\"1\"").cut(100));
//! server.turns("/moody", [Script::status(503), Script::ok(feed)]);
//! server.on("/away", Script::to(302, "http://127.0.0.1:1/"));
//! assert_eq!(server.asked("/feed").len(), 1);
//! ```
//!
//! A script without anything special is an honest answer: a matching `If-None-Match` or
//! `If-Modified-Since` gets a 304, and the connection stays open.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// When the head of the request had arrived.
    pub(crate) at: Instant,
    /// Which connection brought it, counted from 0.
    pub(crate) connection: usize,
    pub(crate) method: String,
    /// With the query; of a request through a proxy the whole address.
    pub(crate) path: String,
    /// Names in lower case, in the order in which they came.
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    /// The value of a header; the name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    length: Option<usize>,
    chunk: Option<usize>,
    endless: bool,
    cut: Option<usize>,
    wait: Duration,
    drip: Option<(usize, Duration)>,
    drip_head: Option<(usize, Duration)>,
    raw: bool,
    close: bool,
}

impl Script {
    /// 200 with a body.
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Script {
            body: body.into(),
            ..Script::status(200)
        }
    }

    /// A status without a body.
    pub(crate) fn status(status: u16) -> Self {
        Script {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            length: None,
            chunk: None,
            endless: false,
            cut: None,
            wait: Duration::ZERO,
            drip: None,
            drip_head: None,
            raw: false,
            close: false,
        }
    }

    /// A redirect.
    pub(crate) fn to(status: u16, location: &str) -> Self {
        Script::status(status).header("Location", location)
    }

    /// These bytes instead of an answer, after which the connection is closed.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Script {
            raw: true,
            close: true,
            ..Script::ok(bytes)
        }
    }

    /// Accepts and says nothing for so long.
    pub(crate) fn silent(wait: Duration) -> Self {
        Script::raw("").after(wait)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Says this `Content-Length`, whatever the body has.
    pub(crate) fn length(mut self, length: usize) -> Self {
        self.length = Some(length);
        self
    }

    /// Chunks of so many bytes instead of a `Content-Length`.
    pub(crate) fn chunked(mut self, size: usize) -> Self {
        self.chunk = Some(size);
        self
    }

    /// The body over and over, in chunks, until the client goes away.
    pub(crate) fn endless(mut self) -> Self {
        self.endless = true;
        self.chunked(16 << 10)
    }

    /// Closes the connection after so many bytes of the body, as they are sent.
    pub(crate) fn cut(mut self, after: usize) -> Self {
        self.cut = Some(after);
        self
    }

    /// Says nothing for so long first.
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The body in pieces of so many bytes, with so long between them.
    pub(crate) fn drip(mut self, bytes: usize, every: Duration) -> Self {
        self.drip = Some((bytes, every));
        self
    }

    /// The head in pieces of so many bytes, with so long between them.
    pub(crate) fn drip_head(mut self, bytes: usize, every: Duration) -> Self {
        self.drip_head = Some((bytes, every));
        self
    }

    /// Closes the connection after the answer.
    pub(crate) fn close(mut self) -> Self {
        self.close = true;
        self
    }

    fn known(&self, asked: &Asked) -> bool {
        let said = |name: &str| {
            let mut headers = self.headers.iter();
            headers
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        let same = |validator: &str, condition: &str| {
            said(validator).is_some() && said(validator) == asked.header(condition)
        };
        let tagged = asked.header("if-none-match").is_some();
        self.status == 200
            && (same("ETag", "if-none-match")
                || !tagged && same("Last-Modified", "if-modified-since"))
    }

    /// Whether the connection is good for another request.
    fn play(&self, stream: &mut TcpStream, asked: &Asked) -> std::io::Result<bool> {
        std::thread::sleep(self.wait);
        if self.raw {
            send(stream, &self.body, self.drip)?;
            return Ok(false);
        }
        let known = self.known(asked);
        let status = if known { 304 } else { self.status };
        let mut head = format!("HTTP/1.1 {status} -\r\n");
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.chunk.is_some() && !known {
            head.push_str("Transfer-Encoding: chunked\r\n");
        } else if !known {
            let length = self.length.unwrap_or(self.body.len());
            head.push_str(&format!("Content-Length: {length}\r\n"));
        }
        if self.close {
            head.push_str("Connection: close\r\n");
        }
        head.push_str("\r\n");
        send(stream, head.as_bytes(), self.drip_head)?;
        if known {
            return Ok(!self.close);
        }
        let body = match self.chunk {
            None => self.body.clone(),
            Some(size) => self.chunks(size),
        };
        if self.endless {
            loop {
                send(stream, &body, self.drip)?;
            }
        }
        match self.cut {
            Some(cut) => send(stream, body.get(..cut).unwrap_or(&body), self.drip)?,
            None => send(stream, &body, self.drip)?,
        }
        Ok(!self.close && self.cut.is_none() && self.length.is_none())
    }

    fn chunks(&self, size: usize) -> Vec<u8> {
        let mut sent = Vec::new();
        for chunk in self.body.chunks(size.max(1)) {
            sent.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            sent.extend_from_slice(chunk);
            sent.extend_from_slice(b"\r\n");
        }
        if !self.endless {
            sent.extend_from_slice(b"0\r\n\r\n");
        }
        sent
    }
}

fn send(
    stream: &mut TcpStream,
    bytes: &[u8],
    drip: Option<(usize, Duration)>,
) -> std::io::Result<()> {
    let Some((size, every)) = drip else {
        return stream.write_all(bytes);
    };
    for piece in bytes.chunks(size.max(1)) {
        stream.write_all(piece)?;
        std::thread::sleep(every);
    }
    Ok(())
}

#[derive(Default)]
struct Shared {
    /// Each is played once, the last one again and again.
    scripts: Mutex<BTreeMap<String, VecDeque<Script>>>,
    log: Mutex<Vec<Asked>>,
    connections: AtomicUsize,
    open: AtomicUsize,
}

/// The server; it ends with the test's process.
pub(crate) struct Hostile {
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

impl Hostile {
    pub(crate) fn start() -> Self {
        Self::on_listener(TcpListener::bind("127.0.0.1:0").expect("a port on loopback"))
    }

    /// On all addresses of this machine, where there are any of the sixth version.
    pub(crate) fn everywhere() -> Self {
        let listener = TcpListener::bind("[::]:0").or_else(|_| TcpListener::bind("0.0.0.0:0"));
        Self::on_listener(listener.expect("a port"))
    }

    fn on_listener(listener: TcpListener) -> Self {
        let port = listener.local_addr().expect("it has an address").port();
        let shared = Arc::new(Shared::default());
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                let connection = shared.connections.fetch_add(1, Ordering::SeqCst);
                shared.open.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    let _ = serve(stream, connection, &shared);
                    shared.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Hostile { port, shared }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What a path answers from now on. What nothing is said of is answered by 404.
    pub(crate) fn on(&self, path: &str, script: Script) {
        self.turns(path, [script]);
    }

    /// What a path answers one time after the other; the last for ever.
    pub(crate) fn turns(&self, path: &str, scripts: impl IntoIterator<Item = Script>) {
        let mut all = self.shared.scripts.lock().expect("no thread panicked");
        all.insert(path.to_owned(), scripts.into_iter().collect());
    }

    /// Every request, in the order in which they came.
    pub(crate) fn log(&self) -> Vec<Asked> {
        self.shared.log.lock().expect("no thread panicked").clone()
    }

    /// The requests for a path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        let log = self.log().into_iter();
        log.filter(|asked| asked.path == path).collect()
    }

    /// How often anybody connected, with or without asking for anything.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub(crate) fn open(&self) -> usize {
        self.shared.open.load(Ordering::SeqCst)
    }
}

fn serve(stream: TcpStream, connection: usize, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?).take(1 << 20);
    let mut stream = stream;
    while let Some(asked) = read(&mut reader, connection)? {
        let script = {
            let mut all = shared.scripts.lock().expect("no thread panicked");
            match all.get_mut(&asked.path) {
                Some(scripts) if scripts.len() > 1 => scripts.pop_front(),
                Some(scripts) => scripts.front().cloned(),
                None => None,
            }
        };
        let mut log = shared.log.lock().expect("no thread panicked");
        log.push(asked.clone());
        drop(log);
        let script = script.unwrap_or_else(|| Script::status(404));
        if !script.play(&mut stream, &asked)? {
            break;
        }
    }
    Ok(())
}

fn read(reader: &mut impl BufRead, connection: usize) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split(' ').map(str::to_owned);
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok(Some(Asked {
        at: Instant::now(),
        connection,
        method,
        path,
        headers,
    }))
}
