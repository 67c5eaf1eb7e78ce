//! One Chromium with one page, driven in order. Plain calls, not futures: a test reads as a walk.

use crate::{
    chrome::Driver,
    keys::{Stroke, stroke},
    turn,
};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::MutexGuard,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
    action_chain::ActionChain,
};
use tokio::runtime::Runtime;

/// How long anything may take that is not said to take longer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How the browser starts.
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
}

impl Default for Setup {
    fn default() -> Self {
        Self { width: 1280, height: 900, language: "en-US", record: false }
    }
}

/// A browser; it ends when dropped.
pub struct Browser {
    runtime: Runtime,
    session: Option<WebDriver>,
    _driver: Driver,
    files: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts one with an empty profile, when no other test has one.
    ///
    /// # Errors
    /// When chromium or chromedriver is missing (with how to get it) or does not start.
    pub fn start(setup: Setup) -> Result<Self> {
        let turn = turn();
        let files = tempfile::tempdir()?;
        fs::create_dir(files.path().join("downloads"))?;
        let driver = Driver::start()?;
        let mut capabilities = DesiredCapabilities::chrome();
        for arg in [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--no-first-run".to_owned(),
            "--window-size=1400,1000".to_owned(),
            format!("--lang={}", setup.language),
            format!("--accept-lang={}", setup.language),
            format!("--user-data-dir={}", files.path().join("profile").display()),
        ] {
            capabilities.add_arg(&arg)?;
        }
        capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        if setup.record {
            capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let session = runtime
            .block_on(WebDriver::new(driver.url(), capabilities))
            .context("chromedriver gives no session")?;
        let browser = Self { runtime, session: Some(session), _driver: driver, files, _turn: turn };
        browser.size(setup.width, setup.height)?;
        browser.cdp(
            "Browser.setDownloadBehavior",
            json!({ "behavior": "allow", "downloadPath": browser.downloads() }),
        )?;
        Ok(browser)
    }

    fn session(&self) -> Result<&WebDriver> {
        self.session.as_ref().context("the browser has ended")
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
    pub fn cdp(&self, command: &str, arguments: Value) -> Result<Value> {
        let session = self.session()?;
        self.runtime
            .block_on(session.cdp().send_raw(command, arguments))
            .with_context(|| command.to_owned())
    }

    /// Opens an address and waits until the page has loaded.
    ///
    /// # Errors
    /// The browser's.
    pub fn goto(&self, address: &str) -> Result<()> {
        Ok(self.runtime.block_on(self.session()?.goto(address))?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// The browser's.
    pub fn reload(&self) -> Result<()> {
        Ok(self.runtime.block_on(self.session()?.refresh())?)
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
        let value = self.runtime.block_on(session.execute(body, args.to_vec()));
        Ok(value.with_context(|| shorten(body))?.json().clone())
    }

    /// What a JavaScript function body gives to the function that is its last argument.
    ///
    /// # Errors
    /// When it throws, or after 30 s.
    pub fn run_async(&self, body: &str, args: &[Value]) -> Result<Value> {
        let session = self.session()?;
        let value = self.runtime.block_on(session.execute_async(body, args.to_vec()));
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
    /// After 20 s, with what the page showed.
    pub fn wait(&self, expression: &str) -> Result<()> {
        self.wait_for(expression, PATIENCE).map(|_| ())
    }

    /// Waits until an expression holds, and says how long that took.
    ///
    /// # Errors
    /// After `limit`, with what the page showed.
    pub fn wait_for(&self, expression: &str, limit: Duration) -> Result<Duration> {
        let begin = Instant::now();
        loop {
            if self.holds(expression)? {
                return Ok(begin.elapsed());
            }
            if begin.elapsed() > limit {
                bail!("not within {limit:?}: {expression}\n{}", self.shown());
            }
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    /// What a person sees, for messages: the address, the focus and the page's text.
    pub fn shown(&self) -> String {
        let seen = "location.href + '\\nfocus: ' + (document.activeElement?.outerHTML ?? '').slice(0, 300) \
                    + '\\n' + document.body.innerText.replace(/\\n\\s*\\n+/g, '\\n').slice(0, 3000)";
        let console = self.console().unwrap_or_default().join("\n");
        format!("{}\nconsole: {console}", self.text(seen).unwrap_or_default())
    }

    /// Presses keys one after another, wherever the focus is: `Tab Tab Ctrl+Enter`.
    ///
    /// # Errors
    /// For a name that is no key's.
    pub fn press(&self, strokes: &str) -> Result<()> {
        let mut actions = self.actions()?;
        for text in strokes.split_whitespace() {
            let Stroke { held, key } = stroke(text)?;
            for key in &held {
                actions = actions.key_down(*key);
            }
            actions = actions.key_down(key).key_up(key);
            for key in held.iter().rev() {
                actions = actions.key_up(*key);
            }
        }
        Ok(self.runtime.block_on(actions.perform())?)
    }

    /// Types text key by key, wherever the focus is.
    ///
    /// # Errors
    /// The browser's.
    pub fn write(&self, text: &str) -> Result<()> {
        Ok(self.runtime.block_on(self.actions()?.send_keys(text).perform())?)
    }

    fn actions(&self) -> Result<ActionChain> {
        Ok(self.session()?.action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO)))
    }

    /// Inserts text at the caret as a paste does: at once, and as one input.
    ///
    /// # Errors
    /// The browser's.
    pub fn insert(&self, text: &str) -> Result<()> {
        self.cdp("Input.insertText", json!({ "text": text })).map(|_| ())
    }

    /// Clicks the middle of the only visible element that this selector finds, with the mouse.
    ///
    /// # Errors
    /// When there is none within 20 s, when there are several, or something else lies above it.
    pub fn click(&self, css: &str) -> Result<()> {
        self.click_element("[...document.querySelectorAll(args[0])]", &[json!(css)], css)
    }

    /// Clicks the only visible button, link, label or option with exactly this text or name.
    ///
    /// # Errors
    /// As [`Browser::click`].
    pub fn click_text(&self, text: &str) -> Result<()> {
        self.click_element(
            "[...document.querySelectorAll('button, a, label, summary, [role=tab], [role=radio]')]\
             .filter((e) => e.innerText.trim() === args[0] || e.getAttribute('aria-label') === args[0])",
            &[json!(text)],
            text,
        )
    }

    fn click_element(&self, all: &str, args: &[Value], what: &str) -> Result<()> {
        let script = format!(
            "const args = arguments;
             const seen = ({all}).filter((e) => e.checkVisibility({{ visibilityProperty: true }}));
             if (seen.length !== 1) return {{ count: seen.length }};
             const element = seen[0];
             const inside = () => {{
               const b = element.getBoundingClientRect();
               const x = b.x + b.width / 2, y = b.y + b.height / 2;
               const hit = document.elementFromPoint(x, y);
               const label = element.closest('label');
               const ok = hit && (element.contains(hit) || hit.contains(element) && hit.tagName === 'LABEL'
                 || label && label.contains(hit));
               return {{ x, y, ok, hit: hit?.outerHTML.slice(0, 200), width: b.width }};
             }};
             let at = inside();
             if (!at.ok) {{ element.scrollIntoView({{ block: 'center', behavior: 'instant' }}); at = inside(); }}
             return at;"
        );
        let begin = Instant::now();
        let at = loop {
            let at = self.run(&script, args)?;
            if at["ok"] == Value::Bool(true) {
                break at;
            }
            if begin.elapsed() > PATIENCE {
                bail!("{what} can't be clicked: {at}\n{}", self.shown());
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let (x, y) = (at["x"].clone(), at["y"].clone());
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            self.cdp(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 }),
            )?;
        }
        Ok(())
    }

    /// Moves the mouse to the middle of the first element that this selector finds.
    ///
    /// # Errors
    /// When there is none.
    pub fn hover(&self, css: &str) -> Result<()> {
        let at = self.run(
            "const e = document.querySelector(arguments[0]); if (!e) return null;
             e.scrollIntoView({ block: 'nearest', behavior: 'instant' });
             const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2];",
            &[json!(css)],
        )?;
        ensure!(at.is_array(), "no {css}\n{}", self.shown());
        self.cdp(
            "Input.dispatchMouseEvent",
            json!({ "type": "mouseMoved", "x": at[0], "y": at[1], "button": "none" }),
        )?;
        Ok(())
    }

    /// Drops a file onto the middle of the page, as a file manager does.
    ///
    /// # Errors
    /// The browser's.
    pub fn drop_file(&self, file: &Path) -> Result<()> {
        let middle = self.eval("[innerWidth / 2, innerHeight / 2]", &[])?;
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.cdp(
                "Input.dispatchDragEvent",
                json!({
                    "type": kind, "x": middle[0], "y": middle[1],
                    "data": { "items": [], "files": [file], "dragOperationsMask": 1 },
                }),
            )?;
        }
        Ok(())
    }

    /// Gives a file to the input that this selector finds, as its chooser does.
    ///
    /// # Errors
    /// When there is no such input.
    pub fn choose_file(&self, css: &str, file: &Path) -> Result<()> {
        let session = self.session()?;
        let path = file.to_str().context("the path is not UTF-8")?;
        self.runtime.block_on(async {
            let input = session.find(thirtyfour::By::Css(css)).await?;
            input.send_keys(path).await
        })?;
        Ok(())
    }

    /// Where downloads land.
    pub fn downloads(&self) -> PathBuf {
        self.files.path().join("downloads")
    }

    /// A folder for the test's own files.
    pub fn scratch(&self) -> &Path {
        self.files.path()
    }

    /// Waits for the download whose name ends so, takes it away and gives its name and bytes.
    ///
    /// # Errors
    /// When none is complete within 20 s.
    pub fn download(&self, end: &str) -> Result<(String, Vec<u8>)> {
        let limit = Instant::now() + Duration::from_secs(20);
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
        let entries = self.runtime.block_on(self.session()?.browser_log())?;
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
        let entries = self.runtime.block_on(self.session()?.get_log("performance"))?;
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
        Ok(self.runtime.block_on(self.session()?.screenshot_as_png())?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // What is left of a browser that does not answer is ended by the driver's own drop.
            let limit = Duration::from_secs(5);
            let _ =
                self.runtime.block_on(async { tokio::time::timeout(limit, session.quit()).await });
        }
    }
}

fn shorten(script: &str) -> String {
    script.chars().take(300).collect()
}
