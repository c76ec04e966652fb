//! Chromium, driven through chromedriver by the calls of WebDriver (<https://www.w3.org/TR/webdriver2/>), which are
//! a few HTTP requests with JSON in them. Each browser has a profile of its own, can reach nothing but loopback, is
//! bounded in time and ends with its value.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::call::exchange;

/// The key under which WebDriver writes a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How often an element may be gone, for another in its place, between being found and being asked.
const STALE: usize = 20;

/// Nothing outside this machine is reached: names lead to loopback, where a test may serve them, and other addresses
/// nowhere.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1100,800",
];

/// Keys as WebDriver writes them.
pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";
/// Held until the end of what is typed with it.
pub(crate) const CONTROL: &str = "\u{e009}";

/// A running browser with one window.
pub(crate) struct Browser {
    driver: Child,
    address: SocketAddr,
    session: String,
    /// The browser's own process, which chromedriver starts in a group of its own.
    process: Option<Pid>,
    profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        for group in self
            .process
            .into_iter()
            .chain([Pid::from_child(&self.driver)])
        {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.driver.wait();
    }
}

impl Browser {
    /// A new browser with an empty profile.
    pub(crate) fn start() -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let mut driver = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            // What the browser writes down besides its profile.
            .env("HOME", profile.path())
            .env("TMPDIR", profile.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed: ./tests/all installs it");
        let stdout = driver.stdout.take().expect("stdout is piped");
        let mut browser = Browser {
            driver,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            session: String::new(),
            process: None,
            profile,
        };
        let mut lines = BufReader::new(stdout).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.rsplit_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        // Drained, so that chromedriver never waits for a reader.
        std::thread::spawn(move || lines.count());
        browser
            .address
            .set_port(port.expect("chromedriver says its port"));
        browser.begin();
        browser
    }

    fn begin(&mut self) {
        let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        let profile = self.profile.path().join("profile");
        flags.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({
            "capabilities": { "alwaysMatch": {
                "browserName": "chrome",
                "timeouts": { "script": 20_000, "pageLoad": 30_000, "implicit": 0 },
                "unhandledPromptBehavior": "dismiss",
                "goog:chromeOptions": { "args": flags },
                "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
            } },
        });
        let made = self.call("POST", "/session", &wanted);
        let id = made["sessionId"].as_str().expect("a session has an id");
        self.session = format!("/session/{id}");
        let process = made["capabilities"]["goog:processID"].as_i64();
        self.process = process.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        // The page that a new window shows is made of many requests of its own.
        self.open("about:blank");
        self.requests();
    }

    /// The folder of everything that it writes down.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }

    // ------------------------------------------------------------------ pages

    /// Opens an address and waits until its page is loaded.
    pub(crate) fn open(&self, address: &str) {
        self.post("/url", json!({ "url": address }));
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        owned(&self.get("/url"))
    }

    /// What is before the page in its window's history.
    pub(crate) fn back(&self) {
        self.post("/back", json!({}));
    }

    /// The title of the page.
    pub(crate) fn title(&self) -> String {
        owned(&self.get("/title"))
    }

    /// What the body of a function gives that gets `arguments`; also where scripts of pages are off.
    pub(crate) fn run(&self, body: &str, arguments: Value) -> Value {
        self.post(
            "/execute/sync",
            json!({ "script": body, "args": arguments }),
        )
    }

    /// Writes a picture of the whole page, as a PNG.
    pub(crate) fn screenshot(&self, file: &Path) {
        let shot = self.devtools(
            "Page.captureScreenshot",
            json!({ "captureBeyondViewport": true }),
        );
        let bytes = BASE64
            .decode(owned(&shot["data"]))
            .expect("a picture is base64");
        std::fs::write(file, bytes).expect("a picture is written");
    }

    // ------------------------------------------------------------------ elements

    /// A call about the first element that matches. A page that is made anew in between has another one there: then it
    /// is asked of that.
    fn on_element(&self, method: &str, selector: &str, what: &str, body: &Value) -> Value {
        let mut attempts = 1..=STALE;
        loop {
            let found = self.post(
                "/element",
                json!({ "using": "css selector", "value": selector }),
            );
            let path = format!("{}/element/{}/{what}", self.session, owned(&found[ELEMENT]));
            match self.try_call(method, &path, body) {
                Err(error) if error.contains("stale element") && attempts.next().is_some() => {}
                answer => return answer.unwrap_or_else(|error| panic!("{selector}: {error}")),
            }
        }
    }

    /// The text of the first element that matches, as it is seen: nothing that is hidden.
    pub(crate) fn text(&self, selector: &str) -> String {
        owned(&self.on_element("GET", selector, "text", &Value::Null))
    }

    /// The texts of all elements that match, as they are seen.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.post(
            "/elements",
            json!({ "using": "css selector", "value": selector }),
        );
        let found = found.as_array().expect("a list of elements").iter();
        let text = |element: &Value| {
            owned(&self.get(&format!("/element/{}/text", owned(&element[ELEMENT]))))
        };
        found.map(text).collect()
    }

    /// The texts of all elements that match and are seen.
    pub(crate) fn seen(&self, selector: &str) -> Vec<String> {
        let mut texts = self.texts(selector);
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// An attribute of the first element that matches, as it is written.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let body = "return document.querySelector(arguments[0]).getAttribute(arguments[1])";
        self.run(body, json!([selector, name]))
            .as_str()
            .map(str::to_owned)
    }

    /// The value of the first control that matches.
    pub(crate) fn value(&self, selector: &str) -> String {
        owned(&self.run(
            "return document.querySelector(arguments[0]).value",
            json!([selector]),
        ))
    }

    /// Clicks on the first element that matches, where a person would.
    pub(crate) fn click(&self, selector: &str) {
        self.on_element("POST", selector, "click", &json!({}));
    }

    /// Types into the first element that matches.
    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        self.on_element("POST", selector, "value", &json!({ "text": text }));
    }

    /// Types to whatever has the focus.
    pub(crate) fn press(&self, keys: &str) {
        let keys = keys.chars().map(String::from);
        let mut actions: Vec<Value> = Vec::new();
        let mut held = Vec::new();
        for key in keys {
            actions.push(json!({ "type": "keyDown", "value": key }));
            match key == CONTROL {
                true => held.push(key),
                false => actions.push(json!({ "type": "keyUp", "value": key })),
            }
        }
        actions.extend(
            held.into_iter()
                .map(|key| json!({ "type": "keyUp", "value": key })),
        );
        self.post(
            "/actions",
            json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }),
        );
    }

    // ------------------------------------------------------------------ ways of looking

    /// As where scripts are switched off, from the next page on.
    pub(crate) fn without_scripts(&self) {
        self.devtools(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": true }),
        );
    }

    /// As where the system is set to `dark` or `light`.
    pub(crate) fn scheme(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        );
    }

    /// As on a phone of that width, in CSS pixels.
    pub(crate) fn phone(&self, width: u32) {
        let screen =
            json!({ "width": width, "height": 740, "deviceScaleFactor": 2, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", screen);
    }

    /// Lets pages read the clipboard.
    pub(crate) fn may_read_clipboard(&self) {
        let permission = json!({ "descriptor": { "name": "clipboard-read" }, "state": "granted" });
        self.post("/permissions", permission);
    }

    // ------------------------------------------------------------------ what happened

    /// The address of every request that pages have wanted to make since this was last asked; also those that were
    /// refused them, of which a log tells.
    pub(crate) fn requests(&self) -> Vec<String> {
        let log = self.post("/se/log", json!({ "type": "performance" }));
        let entries = log.as_array().expect("a log is a list").iter();
        let addresses = entries.filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let wanted = event["method"] == "Network.requestWillBeSent";
            wanted.then(|| owned(&event["params"]["request"]["url"]))
        });
        addresses.collect()
    }

    /// What the browser has to say against pages since this was last asked: refusals, faults of scripts.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", json!({ "type": "browser" }));
        let entries = log.as_array().expect("a log is a list").iter();
        entries.map(|entry| owned(&entry["message"])).collect()
    }

    /// A command of the DevTools protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.post(
            "/goog/cdp/execute",
            json!({ "cmd": command, "params": parameters }),
        )
    }

    // ------------------------------------------------------------------ the calls

    fn get(&self, path: &str) -> Value {
        self.call("GET", &format!("{}{path}", self.session), &Value::Null)
    }

    fn post(&self, path: &str, body: Value) -> Value {
        self.call("POST", &format!("{}{path}", self.session), &body)
    }

    /// One call; what it gives, or a panic with what chromedriver says against it.
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.try_call(method, path, body);
        answer.unwrap_or_else(|error| panic!("{error}"))
    }

    /// One call; what it gives, or what chromedriver says against it.
    fn try_call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let answer = exchange(self.address, method, path, body);
        let answer = answer.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let value = answer.get("value").cloned().unwrap_or_default();
        match value.get("error") {
            None => Ok(value),
            Some(error) => Err(format!(
                "{method} {path} {body}: {error}: {}",
                value["message"]
            )),
        }
    }
}

fn owned(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
