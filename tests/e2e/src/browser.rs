//! One page of Chromium, driven in order. Plain calls, not futures: a test reads as a walk.

use crate::pool::{self, Kind, Room, Running};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use thirtyfour::WebDriver;
use tokio::runtime::Runtime;

/// How long anything may take that is not said to take longer. It ends what hangs, and no more: the
/// machine may be busy with the rest of a test run, and how long something takes is for benches.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How the browser is set up.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    /// Of the page, in CSS pixels.
    pub width: u32,
    /// Of the page, in CSS pixels.
    pub height: u32,
    /// The browser's own language: `en-US`, `zh-CN`.
    pub language: &'static str,
    /// Whether every request of the page is recorded, see [`Browser::addresses`].
    pub record: bool,
    /// Whether WebAssembly is compiled once and fast, and never again for speed: a test that runs for
    /// seconds takes a seventh less of the processor so. What is measured is measured as people have
    /// it.
    pub baseline: bool,
    /// Whether the page may keep the site for work without the network. Without, it is as at a host
    /// or in a browser that does not allow it, and asks for nothing behind a test's back.
    pub offline: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            width: 1280,
            height: 900,
            language: "en-US",
            record: false,
            baseline: false,
            offline: false,
        }
    }
}

/// A page in a browser, as if the profile were new. When dropped, nothing is left of it; the
/// browser goes on for the next.
pub struct Browser {
    running: Option<Running>,
    room: Room,
    files: TempDir,
}

impl Browser {
    /// Opens an empty page in a browser that no other test uses.
    ///
    /// # Errors
    /// When chromium or chromedriver is missing (with how to get it) or does not start.
    pub fn start(setup: Setup) -> Result<Self> {
        let Setup { language, record, baseline, .. } = setup;
        let running = pool::borrow(Kind { language, record, baseline })?;
        let files = tempfile::tempdir_in(running.folder())?;
        fs::create_dir(files.path().join("downloads"))?;
        let room = running.room()?;
        let browser = Self { running: Some(running), room, files };
        browser.size(setup.width, setup.height)?;
        if !setup.offline {
            let without = json!({ "source": "delete Navigator.prototype.serviceWorker" });
            browser.cdp("Page.addScriptToEvaluateOnNewDocument", without)?;
        }
        browser.cdp(
            "Browser.setDownloadBehavior",
            json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
        )?;
        Ok(browser)
    }

    fn running(&self) -> Result<&Running> {
        self.running.as_ref().context("the browser has ended")
    }

    pub(crate) fn session(&self) -> Result<&WebDriver> {
        self.running()?.session()
    }

    pub(crate) fn runtime(&self) -> Result<&Runtime> {
        Ok(self.running()?.runtime())
    }

    /// The process of the browser that this page is in.
    ///
    /// # Errors
    /// Never before it is dropped.
    pub fn process(&self) -> Result<u32> {
        Ok(self.running()?.process())
    }

    /// The page's size; below 700 px it is a phone's.
    ///
    /// # Errors
    /// The browser's.
    pub fn size(&self, width: u32, height: u32) -> Result<()> {
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 }),
        )?;
        Ok(())
    }

    /// A command of the `DevTools` protocol.
    ///
    /// # Errors
    /// The browser's.
    pub fn cdp(&self, command: &str, mut arguments: Value) -> Result<Value> {
        // What concerns a browser concerns only this page's context.
        if command.starts_with("Browser.") {
            arguments["browserContextId"] = json!(self.room.context);
            return self.running()?.root().call(command, &arguments);
        }
        let session = self.session()?;
        self.runtime()?
            .block_on(session.cdp().send_raw(command, arguments))
            .with_context(|| command.to_owned())
    }

    /// Opens an address and waits until the page has loaded.
    ///
    /// # Errors
    /// The browser's.
    pub fn goto(&self, address: &str) -> Result<()> {
        Ok(self.runtime()?.block_on(self.session()?.goto(address))?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// The browser's.
    pub fn reload(&self) -> Result<()> {
        Ok(self.runtime()?.block_on(self.session()?.refresh())?)
    }

    /// From now on everything is about the first frame of the page.
    ///
    /// # Errors
    /// When it has none.
    pub fn enter_frame(&self) -> Result<()> {
        Ok(self.runtime()?.block_on(self.session()?.enter_frame(0))?)
    }

    /// From now on everything is about the page itself again.
    ///
    /// # Errors
    /// The browser's.
    pub fn leave_frame(&self) -> Result<()> {
        Ok(self.runtime()?.block_on(self.session()?.enter_default_frame())?)
    }

    /// The value of a JavaScript expression; `args` holds what was given.
    ///
    /// # Errors
    /// When it throws.
    pub fn eval(&self, expression: &str, args: &[Value]) -> Result<Value> {
        self.run(&format!("const args = arguments; return ({expression});"), args)
    }

    /// What a JavaScript function body returns.
    ///
    /// # Errors
    /// When it throws.
    pub fn run(&self, body: &str, args: &[Value]) -> Result<Value> {
        let session = self.session()?;
        let value = self.runtime()?.block_on(session.execute(body, args.to_vec()));
        Ok(value.with_context(|| shorten(body))?.json().clone())
    }

    /// What a JavaScript function body gives to the function that is its last argument.
    ///
    /// # Errors
    /// When it throws, or after 30 s.
    pub fn run_async(&self, body: &str, args: &[Value]) -> Result<Value> {
        let session = self.session()?;
        let value = self.runtime()?.block_on(session.execute_async(body, args.to_vec()));
        Ok(value.with_context(|| shorten(body))?.json().clone())
    }

    /// An expression's text.
    ///
    /// # Errors
    /// When it throws or is no string.
    pub fn text(&self, expression: &str) -> Result<String> {
        let value = self.eval(expression, &[])?;
        value.as_str().map(str::to_owned).with_context(|| format!("{expression} is {value}"))
    }

    /// Whether an expression holds.
    ///
    /// # Errors
    /// When it throws.
    pub fn holds(&self, expression: &str) -> Result<bool> {
        Ok(self.eval(&format!("!!({expression})"), &[])? == Value::Bool(true))
    }

    /// Waits until an expression holds.
    ///
    /// # Errors
    /// After [`PATIENCE`], with what the page showed.
    pub fn wait(&self, expression: &str) -> Result<()> {
        self.wait_for(expression, PATIENCE).map(|_| ())
    }

    /// Waits until an expression holds, and says how long that took. One that throws does not hold
    /// yet: what it asks about may still be drawn.
    ///
    /// # Errors
    /// After `limit`, with what the page showed.
    pub fn wait_for(&self, expression: &str, limit: Duration) -> Result<Duration> {
        let begin = Instant::now();
        // In the page, so that waiting takes nothing from those who work; in pieces, since a page
        // that is left takes the script with it.
        let body = format!(
            "const done = arguments[arguments.length - 1], end = performance.now() + arguments[0];
             const look = () => {{
               let thrown = null;
               try {{ if ({expression}) return done([true, null]); }} catch (e) {{ thrown = String(e); }}
               if (performance.now() > end) return done([false, thrown]);
               setTimeout(look, 10);
             }};
             look();"
        );
        loop {
            let left = limit.saturating_sub(begin.elapsed()).min(Duration::from_secs(5));
            let answer = self.run_async(&body, &[json!(left.as_millis())]);
            if answer.as_ref().is_ok_and(|answer| answer[0] == true) {
                return Ok(begin.elapsed());
            }
            if begin.elapsed() >= limit {
                let why = match answer {
                    Ok(answer) => answer[1].as_str().map(|thrown| format!(" ({thrown})")),
                    Err(error) => Some(format!(" ({error:#})")),
                };
                let why = why.unwrap_or_default();
                bail!("not within {limit:?}: {expression}{why}\n{}", self.shown());
            }
            if answer.is_err() {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }

    /// What a person sees, for messages: the address, the focus and the page's text.
    pub fn shown(&self) -> String {
        let seen = "location.href + '\\nfocus: ' + (document.activeElement?.outerHTML ?? '').slice(0, 300) \
                    + '\\n' + document.body.innerText.replace(/\\n\\s*\\n+/g, '\\n').slice(0, 3000)";
        let console = self.console().unwrap_or_default().join("\n");
        format!("{}\nconsole: {console}", self.text(seen).unwrap_or_default())
    }

    /// Where downloads land.
    pub fn downloads(&self) -> PathBuf {
        self.files.path().join("downloads")
    }

    /// A folder for the test's own files.
    pub fn scratch(&self) -> &Path {
        self.files.path()
    }

    /// Waits until a download with this name is there, and leaves it.
    ///
    /// # Errors
    /// When it is not within [`PATIENCE`].
    pub fn wait_for_file(&self, name: &str) -> Result<()> {
        let begin = Instant::now();
        while !self.downloads().join(name).is_file() {
            ensure!(begin.elapsed() < PATIENCE, "{name} was not downloaded\n{}", self.shown());
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Waits for the download whose name ends so, takes it away and gives its name and bytes.
    ///
    /// # Errors
    /// When none is complete within [`PATIENCE`].
    pub fn download(&self, end: &str) -> Result<(String, Vec<u8>)> {
        let limit = Instant::now() + PATIENCE;
        loop {
            let mut names = Vec::new();
            for entry in fs::read_dir(self.downloads())? {
                names.push(entry?.file_name().to_string_lossy().into_owned());
            }
            if let Some(name) = names.iter().find(|name| name.ends_with(end))
                && !names.iter().any(|name| name.ends_with(".crdownload"))
            {
                let path = self.downloads().join(name);
                let bytes = fs::read(&path)?;
                fs::remove_file(&path)?;
                return Ok((name.clone(), bytes));
            }
            if Instant::now() > limit {
                bail!("no download ends with {end}, only {names:?}\n{}", self.shown());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// What the console has said since the last call, of every level.
    ///
    /// # Errors
    /// The browser's.
    pub fn console(&self) -> Result<Vec<String>> {
        let entries = self.runtime()?.block_on(self.session()?.browser_log())?;
        Ok(entries.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message)).collect())
    }

    /// An error when the console has said anything.
    ///
    /// # Errors
    /// With what it said.
    pub fn console_is_empty(&self) -> Result<()> {
        let said = self.console()?;
        ensure!(said.is_empty(), "the console is not empty: {said:#?}");
        Ok(())
    }

    /// The addresses that the page or its worker asked for since the last call.
    ///
    /// # Errors
    /// When the browser was not set up to record.
    pub fn addresses(&self) -> Result<Vec<String>> {
        let entries = self.runtime()?.block_on(self.session()?.get_log("performance"))?;
        let mut addresses = Vec::new();
        for entry in entries {
            let event: Value = serde_json::from_str(&entry.message)?;
            let event = &event["message"];
            let address = match event["method"].as_str() {
                Some("Network.requestWillBeSent") => &event["params"]["request"]["url"],
                Some("Network.webSocketCreated") => &event["params"]["url"],
                _ => continue,
            };
            addresses.extend(address.as_str().map(str::to_owned));
        }
        Ok(addresses)
    }

    /// A picture of the page as PNG.
    ///
    /// # Errors
    /// The browser's.
    pub fn picture(&self) -> Result<Vec<u8>> {
        Ok(self.runtime()?.block_on(self.session()?.screenshot_as_png())?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            pool::give_back(running, &self.room);
        }
    }
}

fn shorten(script: &str) -> String {
    script.chars().take(300).collect()
}
