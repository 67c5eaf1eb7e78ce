//! Browsers that outlive a test: a test borrows one, and works in a browsing context of its own,
//! which is like a new profile: storage, caches, cookies, permissions and workers are its own, and
//! are gone with it. What a browser has beside contexts is put back by [`Running::clear`]. One that
//! can't be shown to be clean is ended, and another one started.

use crate::{browser::PATIENCE, chrome::Driver, root::Root};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use thirtyfour::{
    ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
    WindowHandle, error::WebDriverResult,
};
use tokio::runtime::Runtime;

/// What can't be changed while a browser runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The browser's own language.
    pub(crate) language: &'static str,
    /// Whether requests are recorded.
    pub(crate) record: bool,
    /// Whether WebAssembly is compiled by the baseline compiler alone.
    pub(crate) baseline: bool,
}

/// A running browser; it ends when dropped.
pub(crate) struct Running {
    kind: Kind,
    runtime: Runtime,
    session: Option<WebDriver>,
    root: Root,
    /// Its own first page, which no test sees; without any the browser would end.
    first: WindowHandle,
    process: u32,
    profile: PathBuf,
    driver: Arc<Driver>,
}

/// The part of a browser that a test has for itself.
#[derive(Debug)]
pub(crate) struct Room {
    /// The browsing context.
    pub(crate) context: String,
}

static IDLE: Mutex<Vec<Running>> = Mutex::new(Vec::new());
static DRIVER: Mutex<Option<Arc<Driver>>> = Mutex::new(None);

/// A test that panicked has left neither of them half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A browser of this kind that nobody uses, or a new one.
pub(crate) fn borrow(kind: Kind) -> Result<Running> {
    loop {
        let idle = {
            let mut idle = lock(&IDLE);
            idle.iter().position(|one| one.kind == kind).map(|at| idle.swap_remove(at))
        };
        match idle {
            None => return Running::start(kind),
            // One that died, or has something left of a test, ends here.
            Some(one) if one.is_clean().is_ok() => return Ok(one),
            Some(_) => {}
        }
    }
}

/// Takes a browser back from a test, however that ended.
pub(crate) fn give_back(running: Running, room: &Room) {
    if running.clear(room).is_ok() {
        lock(&IDLE).push(running);
    }
}

/// The driver of this process.
fn driver() -> Result<Arc<Driver>> {
    let mut driver = lock(&DRIVER);
    if let Some(driver) = &*driver {
        return Ok(Arc::clone(driver));
    }
    Ok(Arc::clone(driver.insert(Arc::new(Driver::start()?))))
}

impl Running {
    fn start(kind: Kind) -> Result<Self> {
        let driver = driver()?;
        Self::with(kind, &driver).or_else(|_| {
            // A driver that gives no session may be gone: once more, with another one.
            lock(&DRIVER).take_if(|other| Arc::ptr_eq(other, &driver));
            Self::with(kind, &self::driver()?)
        })
    }

    fn with(kind: Kind, driver: &Arc<Driver>) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = driver.folder().join(format!("profile-{number}"));
        let mut capabilities = DesiredCapabilities::chrome();
        for arg in [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            // More than two hundred changes of the address in ten seconds are dropped without a word; a
            // test follows more links than a person.
            "--disable-ipc-flooding-protection".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            // Two hidden pages of the browser's own for each window: a fifth of the processor's time.
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
                .to_owned(),
            "--no-first-run".to_owned(),
            "--window-size=1400,1000".to_owned(),
            format!("--lang={}", kind.language),
            format!("--accept-lang={}", kind.language),
            format!("--user-data-dir={}", profile.display()),
        ] {
            capabilities.add_arg(&arg)?;
        }
        if kind.baseline {
            capabilities.add_arg("--js-flags=--liftoff-only")?;
        }
        capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        if kind.record {
            capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let session = runtime
            .block_on(WebDriver::new(driver.url(), capabilities))
            .context("chromedriver gives no session")?;
        let process = session.handle().capabilities().get("goog:processID").and_then(Value::as_u64);
        let first = runtime.block_on(async {
            session.goto("about:blank").await?;
            session.window().await
        })?;
        Ok(Self {
            kind,
            root: Root::connect(&profile)?,
            runtime,
            session: Some(session),
            first,
            process: u32::try_from(process.context("the browser's process is not known")?)?,
            profile,
            driver: Arc::clone(driver),
        })
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    pub(crate) fn session(&self) -> Result<&WebDriver> {
        self.session.as_ref().context("the browser has ended")
    }

    /// What the driver answers, unless that takes too long: a page that hangs lets it wait.
    fn ask<T>(&self, answer: impl Future<Output = WebDriverResult<T>>) -> Result<T> {
        let answer = async { tokio::time::timeout(Duration::from_secs(10), answer).await };
        Ok(self.runtime.block_on(answer).context("the driver does not answer")??)
    }

    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    /// For files that need not outlive this process.
    pub(crate) fn folder(&self) -> &Path {
        self.driver.folder()
    }

    /// The browser's process.
    pub(crate) fn process(&self) -> u32 {
        self.process
    }

    /// Opens a context with one empty page.
    pub(crate) fn room(&self) -> Result<Room> {
        let context =
            self.root.text("Target.createBrowserContext", &json!({}), "browserContextId")?;
        let room = Room { context };
        let page = json!({
            "url": "about:blank", "browserContextId": room.context, "width": 1400, "height": 1000,
        });
        let page = self.root.text("Target.createTarget", &page, "targetId")?;
        let session = self.session()?;
        self.ask(session.switch_to_window(page.into()))?;
        self.forget_clipboard()?;
        self.forget_logs()?;
        Ok(room)
    }

    /// The clipboard is the browser's, not a context's: what was copied last is copied over.
    fn forget_clipboard(&self) -> Result<()> {
        let copy = "document.addEventListener('copy', (event) => {
              event.preventDefault(); event.clipboardData.setData('text/plain', '');
            }, { once: true }); document.execCommand('copy')";
        let copy = json!({ "expression": copy, "userGesture": true, "returnByValue": true });
        let session = self.session()?;
        let begin = Instant::now();
        loop {
            // The window's first document may still be on its way, and takes the gesture with it.
            let done = self.ask(session.cdp().send_raw("Runtime.evaluate", copy.clone()))?;
            if done["result"]["value"] == true {
                return Ok(());
            }
            ensure!(begin.elapsed() < PATIENCE, "the clipboard can't be emptied: {done}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the pages of before have said and asked for.
    fn forget_logs(&self) -> Result<()> {
        let session = self.session()?;
        self.ask(session.browser_log())?;
        if self.kind.record {
            self.ask(session.get_log("performance"))?;
        }
        Ok(())
    }

    /// Closes a room: its pages, workers, dialogs and storage go with its context, all that was
    /// emulated with its pages. Keys that are held are the driver's to know, so they are let go.
    fn clear(&self, room: &Room) -> Result<()> {
        let context = json!({ "browserContextId": room.context });
        self.root.call("Target.disposeBrowserContext", &context)?;
        let session = self.session()?;
        self.ask(async {
            session.switch_to_window(self.first.clone()).await?;
            session.action_chain().reset_actions().await
        })?;
        self.forget_logs()?;
        // A window that a page has opened goes a moment after its context.
        let begin = Instant::now();
        while let Err(left) = self.is_clean() {
            if begin.elapsed() > Duration::from_secs(5) {
                return Err(left);
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// An error unless it answers, and has its own first page and nothing else.
    fn is_clean(&self) -> Result<()> {
        let contexts = self.root.call("Target.getBrowserContexts", &json!({}))?;
        let contexts = &contexts["browserContextIds"];
        ensure!(*contexts == json!([]), "contexts are left: {contexts}");
        let targets = self.root.call("Target.getTargets", &json!({}))?;
        let targets = targets["targetInfos"].as_array().context("no targets")?;
        // The browser's own surface, without an address of the tests, is no page.
        let own = |target: &Value| target["type"] == "browser_ui" || target["type"] == "tab";
        let pages: Vec<_> = targets.iter().filter(|target| !own(target)).collect();
        let first = self.first.to_string();
        ensure!(pages.len() == 1 && pages[0]["targetId"] == first, "pages are left: {pages:?}");
        let session = self.session()?;
        let windows = self.ask(session.windows())?;
        ensure!(windows == [self.first.clone()], "windows are left: {windows:?}");
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // At once: nothing in it is kept, and one that does not answer would not end by itself.
        let _ = Command::new("kill")
            .args(["-s", "KILL", &self.process.to_string()])
            .stderr(Stdio::null())
            .status();
        if let Some(session) = self.session.take() {
            let limit = Duration::from_secs(5);
            let _ =
                self.runtime.block_on(async { tokio::time::timeout(limit, session.quit()).await });
        }
        // What is left is removed with the driver's folder.
        let _ = fs::remove_dir_all(&self.profile);
    }
}
