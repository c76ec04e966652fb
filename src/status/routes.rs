//! A request to the status page → its answer.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream;
use http::header::{
    ACCEPT, ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    LOCATION, REFERRER_POLICY, SET_COOKIE, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Either, Full, Limited, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use serde_json::json;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::door::{Door, Entry, field, is_same_origin};
use super::page::{self, For};
use super::{Board, Wish, json, metrics, now};

/// Nothing runs but the page's own script, nothing is loaded from elsewhere, nothing frames it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Forms are short.
const LONGEST_BODY: usize = 16 * 1024;
/// Nobody takes longer to send one.
const BODY_TIME: Duration = Duration::from_secs(10);
/// So often who waits for news is told that there is some, since times in words grow old.
const TICK: Duration = Duration::from_secs(30);
/// An action is answered by the daemon's loop, which may be in a long turn.
const PATIENCE: Duration = Duration::from_secs(90);

/// Who shows a wrong token waits so long for the answer.
const WRONG: Duration = Duration::from_secs(1);
/// Most who wait for news at once, so that there is room for those who ask.
const LISTENERS: usize = 32;

const TEXT: &str = "text/plain; charset=utf-8";

/// A body: at once, or as the news come.
pub(super) type Body = Either<
    Full<Bytes>,
    StreamBody<
        std::pin::Pin<
            Box<dyn futures_util::Stream<Item = Result<Frame<Bytes>, Infallible>> + Send>,
        >,
    >,
>;

/// Answers a request; `end` cuts streams of news.
pub(super) async fn answer(
    request: Request<Incoming>,
    door: &Door,
    board: &Arc<Board>,
    end: CancellationToken,
) -> Response<Body> {
    let Some(host) = door.host(&request) else {
        return text(
            StatusCode::MISDIRECTED_REQUEST,
            "This name is not known here: `hosts` under [status] lists names by which it may be asked.\n",
        );
    };
    let (head, body) = request.into_parts();
    let visit = Visit {
        entry: door.entry(&head.headers),
        headers: head.headers,
        host,
        door,
        board,
    };
    let path = head.uri.path();
    match head.method {
        Method::GET | Method::HEAD => {
            visit.hold_up().await;
            visit.get(path, end)
        }
        Method::POST => {
            let limited = Limited::new(body, LONGEST_BODY).collect();
            match tokio::time::timeout(BODY_TIME, limited).await {
                Ok(Ok(body)) => visit.post(path, &body.to_bytes()).await,
                _ => text(StatusCode::BAD_REQUEST, "The form did not come whole.\n"),
            }
        }
        _ => not_allowed("GET, HEAD, POST"),
    }
}

struct Visit<'a> {
    headers: HeaderMap,
    host: String,
    entry: Entry,
    door: &'a Door,
    board: &'a Arc<Board>,
}

impl Visit<'_> {
    /// Tokens are not tried out quickly.
    async fn hold_up(&self) {
        if self.entry == Entry::None && self.headers.contains_key(AUTHORIZATION) {
            tokio::time::sleep(WRONG).await;
        }
    }

    fn get(&self, path: &str, end: CancellationToken) -> Response<Body> {
        match path {
            "/healthz" => return self.health(),
            "/readyz" => return self.readiness(),
            "/style.css" => {
                return whole("text/css; charset=utf-8", include_str!("pages/style.css"));
            }
            "/script.js" => {
                return whole(
                    "text/javascript; charset=utf-8",
                    include_str!("pages/script.js"),
                );
            }
            "/collect" | "/preview" | "/login" | "/logout" => return not_allowed("POST"),
            _ => {}
        }
        if self.entry == Entry::None {
            return self.locked_out(path);
        }
        let snapshot = self.board.snapshot.load();
        let silent = self.silent();
        let ill = snapshot.illness(silent);
        let form = self.door.form();
        let for_ = self.for_(&form);
        match path {
            "/" => whole(
                page::MEDIA_TYPE,
                page::status(&snapshot, ill.as_deref(), &for_),
            ),
            "/part" => {
                let part = page::part(&snapshot, ill.as_deref(), &for_);
                let mut response = whole(page::MEDIA_TYPE, part);
                let told = snapshot.told.format("%F %T UTC").to_string();
                if let Ok(told) = HeaderValue::from_str(&told) {
                    let name = HeaderName::from_static("x-as-of");
                    response.headers_mut().insert(name, told);
                }
                response
            }
            "/config" => whole(page::MEDIA_TYPE, page::config(&snapshot, &for_)),
            "/status.json" => whole(
                "application/json",
                format!("{:#}\n", json::of(&snapshot.facts)),
            ),
            "/metrics" => {
                let served: Vec<_> = self.board.served.answered.counts().collect();
                let text = metrics::of(&snapshot, silent, for_.version, &served);
                whole(metrics::MEDIA_TYPE, text)
            }
            "/events" => self.events(end),
            _ => text(StatusCode::NOT_FOUND, "There is nothing at this address.\n"),
        }
    }

    async fn post(&self, path: &str, body: &[u8]) -> Response<Body> {
        let own = "This does not come from the status page: reload it and try again.\n";
        if path == "/login" {
            if !is_same_origin(&self.headers, &self.host) {
                return text(StatusCode::FORBIDDEN, own);
            }
            if !self.door.opens(body) {
                tokio::time::sleep(WRONG).await;
                let mut response = whole(page::MEDIA_TYPE, page::login(true));
                *response.status_mut() = StatusCode::FORBIDDEN;
                return response;
            }
            return leads(Some(&self.door.cookie()));
        }
        if !matches!(path, "/collect" | "/preview" | "/logout") {
            return text(StatusCode::NOT_FOUND, "There is nothing at this address.\n");
        }
        self.hold_up().await;
        if self.entry == Entry::None {
            return self.locked_out(path);
        }
        if !self
            .door
            .is_own(&self.headers, &self.host, self.entry, body)
        {
            return text(StatusCode::FORBIDDEN, own);
        }
        if path == "/logout" {
            return leads(Some(&self.door.no_cookie()));
        }
        let Some(source) = field(body, "source") else {
            return text(
                StatusCode::BAD_REQUEST,
                "Which source? The form names none.\n",
            );
        };
        match path {
            "/collect" => self.collect(source).await,
            _ => self.preview(source).await,
        }
    }

    async fn collect(&self, source: String) -> Response<Body> {
        let (reply, replied) = oneshot::channel();
        let wish = Wish::Collect {
            source: source.clone(),
            reply,
        };
        let (done, said) = self
            .wish(wish, replied)
            .await
            .unwrap_or_else(|busy| (false, busy.to_owned()));
        let status = match done {
            true => StatusCode::OK,
            false => StatusCode::CONFLICT,
        };
        let accepts = self
            .headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok());
        let mut response = if accepts.is_some_and(|accepts| accepts.contains("json")) {
            let said = json!({"source": source, "done": done, "said": crate::text::veil(&said)});
            whole("application/json", format!("{said}\n"))
        } else {
            let form = self.door.form();
            whole(
                page::MEDIA_TYPE,
                page::said(&source, done, &said, &self.for_(&form)),
            )
        };
        *response.status_mut() = status;
        response
    }

    async fn preview(&self, source: String) -> Response<Body> {
        let (reply, replied) = oneshot::channel();
        let wish = Wish::Preview {
            source: source.clone(),
            reply,
        };
        let seen = self.wish(wish, replied).await;
        let form = self.door.form();
        let for_ = self.for_(&form);
        match seen.map_err(str::to_owned).and_then(|seen| seen) {
            Ok((seen, at)) => whole(page::MEDIA_TYPE, page::preview(&source, &seen, at, &for_)),
            Err(reason) => {
                let page = page::said(&source, false, &reason, &for_);
                let mut response = whole(page::MEDIA_TYPE, page);
                *response.status_mut() = StatusCode::CONFLICT;
                response
            }
        }
    }

    async fn wish<T>(&self, wish: Wish, replied: oneshot::Receiver<T>) -> Result<T, &'static str> {
        let busy = "feedmill is busy: try again in a minute";
        if self.board.wishes.try_send(wish).is_err() {
            return Err(busy);
        }
        let replied = tokio::time::timeout(PATIENCE, replied).await;
        replied.ok().and_then(Result::ok).ok_or(busy)
    }

    fn for_<'a>(&self, form: &'a str) -> For<'a> {
        let (now, _) = now();
        For {
            form,
            locked: self.door.is_locked(),
            version: self.door.is_locked().then_some(env!("CARGO_PKG_VERSION")),
            now,
        }
    }

    fn silent(&self) -> Duration {
        let (_, now) = now();
        now.saturating_duration_since(**self.board.alive.load())
    }

    /// 200 while the loop turns.
    fn health(&self) -> Response<Body> {
        match self.board.snapshot.load().illness(self.silent()) {
            None => text(StatusCode::OK, "ok\n"),
            Some(reason) => text(StatusCode::SERVICE_UNAVAILABLE, reason + "\n"),
        }
    }

    /// 200 once feeds are served.
    fn readiness(&self) -> Response<Body> {
        match self.board.snapshot.load().ready {
            true => text(StatusCode::OK, "ready\n"),
            false => text(
                StatusCode::SERVICE_UNAVAILABLE,
                "nothing is published yet\n",
            ),
        }
    }

    fn locked_out(&self, path: &str) -> Response<Body> {
        let accepts = self
            .headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok());
        let browser = accepts.is_some_and(|accepts| accepts.contains("text/html"));
        let mut response = match browser && path != "/part" {
            true => whole(page::MEDIA_TYPE, page::login(false)),
            false => text(
                StatusCode::UNAUTHORIZED,
                "The token of [status] is needed: Authorization: Bearer TOKEN\n",
            ),
        };
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        let bearer = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
        response
    }

    /// Server-sent events: one whenever there is something to tell.
    fn events(&self, end: CancellationToken) -> Response<Body> {
        if self.board.news.receiver_count() >= LISTENERS {
            return text(
                StatusCode::SERVICE_UNAVAILABLE,
                "Too many listen already: close pages that nobody looks at.\n",
            );
        }
        let news = self.board.news.subscribe();
        let events = stream::unfold((news, end, true), |(mut news, end, first)| async move {
            if !first {
                tokio::select! {
                    () = end.cancelled() => return None,
                    changed = news.changed() => changed.ok()?,
                    () = tokio::time::sleep(TICK) => {}
                }
            }
            let bytes = Bytes::from_static(b"event: told\ndata: now\n\n");
            Some((Ok(Frame::data(bytes)), (news, end, false)))
        });
        response(
            StatusCode::OK,
            "text/event-stream",
            Either::Right(StreamBody::new(Box::pin(events))),
        )
    }
}

fn whole(media_type: &'static str, body: impl Into<Bytes>) -> Response<Body> {
    let body = Either::Left(Full::new(body.into()));
    response(StatusCode::OK, media_type, body)
}

fn text(status: StatusCode, text: impl Into<Bytes>) -> Response<Body> {
    response(status, TEXT, Either::Left(Full::new(text.into())))
}

fn not_allowed(allow: &'static str) -> Response<Body> {
    let mut response = text(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("Allowed: {allow}\n"),
    );
    let allow = HeaderValue::from_static(allow);
    response.headers_mut().insert(ALLOW, allow);
    response
}

/// Back to the main page, with a cookie.
fn leads(cookie: Option<&str>) -> Response<Body> {
    let mut response = text(StatusCode::SEE_OTHER, "");
    let headers = response.headers_mut();
    headers.insert(LOCATION, HeaderValue::from_static("/"));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
        headers.insert(SET_COOKIE, cookie);
    }
    response
}

fn response(status: StatusCode, media_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // With none at all, browsers send `Origin: null` with forms, and no form would be known as ours.
        (REFERRER_POLICY, "same-origin"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
