//! Browsers are used by one test after another: nothing of a test is left for the next, one that
//! died is replaced, and none outlives the tests.

use crate::Visit;
use anyhow::{Context as _, Result, ensure};
use e2e::{PATIENCE, Setup, Site};
use serde_json::{Value, json};
use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A kind of browser that no other test asks for, so that the next one of it is the same.
fn only(language: &'static str) -> Setup {
    Setup { language, offline: true, ..Setup::default() }
}

/// The site with a service worker that answers for everything, and without its own.
fn site() -> Result<Site> {
    Site::changed("/a/b/", |folder| {
        let answer = "self.addEventListener('fetch', (e) => e.respondWith(new Response('caught')))";
        // A page that names no release registers none.
        let page = folder.join("index.html");
        fs::write(&page, fs::read_to_string(&page)?.replace("data-release=", "data-of="))?;
        Ok(fs::write(folder.join("caught.js"), answer)?)
    })
}

/// Everything that a test could find of another one, by name.
fn traces(visit: &Visit) -> Result<Value> {
    let allowed = visit.run_async(
        "navigator.permissions.query({ name: 'clipboard-read' }).then((p) => arguments[0](p.state))",
        &[],
    )?;
    // To read the clipboard; it stays so for the context.
    visit.cdp("Browser.grantPermissions", json!({ "permissions": ["clipboardReadWrite"] }))?;
    let mut found = visit.run_async(
        "const done = arguments[arguments.length - 1];
         const once = async () => { await fetch('index.html?kept', { cache: 'force-cache' }); };
         (async () => ({
           local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie,
           databases: (await indexedDB.databases()).map((d) => d.name), caches: await caches.keys(),
           workers: (await navigator.serviceWorker.getRegistrations()).length,
           served: await fetch('nothing').then((r) => r.text()).then((t) => t === 'caught', () => 'failed'),
           clipboard: await navigator.clipboard.readText(),
           size: [innerWidth, innerHeight], outer: [outerWidth, outerHeight], ratio: devicePixelRatio,
           touch: navigator.maxTouchPoints, dark: matchMedia('(prefers-color-scheme: dark)').matches,
           print: matchMedia('print').matches, zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
           agent: navigator.userAgent, languages: navigator.languages,
           before: window.before ?? null, history: history.length, focus: document.hasFocus(),
           html: [document.documentElement.lang, document.documentElement.dataset.theme],
           kept: await once(),
         }))().then(done, (error) => done(String(error)));",
        &[],
    )?;
    ensure!(found.is_object(), "{found}");
    let asked = visit.site.requests().iter().filter(|r| r.target.ends_with("?kept")).count();
    found["kept"] = json!(asked);
    found["allowed"] = allowed;
    let downloads = fs::read_dir(visit.downloads())?.count();
    found["downloads"] = json!(downloads);
    Ok(found)
}

/// Leaves as much behind as a test can.
fn spoil(visit: &Visit) -> Result<()> {
    visit.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": "window.before = 1" }))?;
    visit.reload()?;
    visit.drawn()?;
    visit.copy_elsewhere("left over")?;
    let done = visit.run_async(
        "const done = arguments[arguments.length - 1];
         (async () => {
           for (const s of [localStorage, sessionStorage]) { s.setItem('left', 'over'); }
           localStorage.setItem('muster.lang', 'zh'); localStorage.setItem('muster.theme', 'dark');
           document.cookie = 'left=over'; await caches.open('left');
           await new Promise((go) => { indexedDB.open('left').onsuccess = go; });
           await navigator.serviceWorker.register('caught.js'); await navigator.serviceWorker.ready;
           await fetch('index.html?kept', { cache: 'force-cache' });
           history.pushState(null, '', location.href);
           const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['x']));
           a.download = 'left.txt'; a.click();
         })().then(() => done(''), (error) => done(String(error)));",
        &[],
    )?;
    ensure!(done == "", "{done}");
    visit.wait_for_file("left.txt")?;
    visit.reload()?;
    visit.wait("document.body.innerText === 'caught'")?;
    visit.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }))?;
    let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
    visit.cdp("Emulation.setEmulatedMedia", json!({ "media": "print", "features": dark }))?;
    visit.cdp("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Shanghai" }))?;
    visit.cdp(
        "Emulation.setUserAgentOverride",
        json!({ "userAgent": "left over", "acceptLanguage": "fr" }),
    )?;
    visit.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))?;
    visit.size(390, 844)
}

#[test]
fn nothing_of_a_page_is_left_for_the_next() -> Result<()> {
    let visit = Visit::of(site()?, only("en-GB"))?;
    let process = visit.process()?;
    let before = traces(&visit)?;
    spoil(&visit)?;
    let spoilt = traces(&visit)?;
    // All of it is changed but for what can't be; what the cache answers is not asked for again.
    let kept: Vec<_> = members(&before).filter(|name| before[name] == spoilt[name]).collect();
    ensure!(kept == ["focus", "kept", "ratio"], "nothing was done about {kept:?}: {spoilt}");
    // At the end the line is cut, a dialog waits, another window is open, and the page hangs.
    visit.cdp(
        "Network.emulateNetworkConditions",
        json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
    )?;
    visit.run("window.open('about:blank'); setTimeout(() => alert('left over'))", &[])?;

    let Visit { browser, site } = visit;
    drop(browser);
    let visit = Visit::of(site, only("en-GB"))?;
    ensure!(visit.process()? == process, "it is another browser");
    visit.engine_ready()?;
    let mut after = traces(&visit)?;
    // The server is the same, and has been asked again: the cache of before is not this page's.
    ensure!(before["kept"] == 1 && after["kept"] == 2, "asked {} times", after["kept"]);
    after["kept"] = before["kept"].clone();
    ensure!(after == before, "before\n{before:#}\nafter\n{after:#}");
    ensure!(visit.console()?.iter().all(|line| line.contains("404")), "{:?}", visit.console()?);
    visit.nothing_foreign()
}

fn members(object: &Value) -> impl Iterator<Item = &str> {
    object.as_object().into_iter().flatten().map(|(name, _)| name.as_str())
}

/// A test that fails hands its browser back like any other.
#[test]
fn a_panic_leaves_a_clean_browser() -> Result<()> {
    let mut process = 0;
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let visit = Visit::begin(only("en-AU")).expect("a page");
        process = visit.process().expect("a process");
        visit.run("setTimeout(() => alert('left over'))", &[]).expect("it asks afterwards");
        panic!("as a test that fails");
    }));
    ensure!(panicked.is_err() && process != 0, "it did not get so far");
    let visit = Visit::begin(only("en-AU"))?;
    ensure!(visit.process()? == process, "it is another browser");
    visit.end()
}

#[test]
fn a_browser_that_died_is_replaced() -> Result<()> {
    let visit = Visit::begin(only("en-CA"))?;
    let process = visit.process()?;
    kill(process)?;
    ensure!(visit.holds("true").is_err(), "it is still there");
    drop(visit);
    // The same while nobody uses it.
    for _ in 0..2 {
        let visit = Visit::begin(only("en-CA"))?;
        let another = visit.process()?;
        ensure!(another != process, "it is still there");
        visit.end()?;
        kill(another)?;
    }
    Ok(())
}

/// A page that hangs takes its browser along, and not the time of the next test.
#[test]
fn a_browser_that_hangs_is_replaced() -> Result<()> {
    let visit = Visit::begin(only("en-NZ"))?;
    // The page may hang before the driver has noticed that the script has ended; then it waits in
    // vain for the page's answer to that. Anything else is no hanging page.
    if let Err(why) = visit.run("setTimeout(() => { for (;;); })", &[]) {
        let said = format!("{why:#}");
        ensure!(said.contains("Timed out receiving message from renderer"), "{said}");
    }
    let begin = Instant::now();
    drop(visit);
    Visit::begin(only("en-NZ"))?.end()?;
    ensure!(begin.elapsed() < 2 * PATIENCE, "it took {:?}", begin.elapsed());
    Ok(())
}

fn kill(process: u32) -> Result<()> {
    let killed = Command::new("kill").args(["-s", "KILL", &process.to_string()]).status()?;
    ensure!(killed.success(), "{process} can't be ended");
    until(|| !alive(process), "the browser ends")
}

fn alive(process: u32) -> bool {
    // Of a process that has ended and was not asked for its end, nothing is left to read.
    fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|line| !line.is_empty())
}

fn until(done: impl Fn() -> bool, what: &str) -> Result<()> {
    let begin = Instant::now();
    while !done() {
        ensure!(begin.elapsed() < PATIENCE, "not in time: {what}");
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Driver, browser and files are gone after the tests, also when these fail or are killed.
#[test]
fn nothing_outlives_the_tests() -> Result<()> {
    for end in ["well", "failed", "killed"] {
        let mut tests = Command::new(env!("CARGO_BIN_EXE_hold"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(tests.stdout.take().context("no output")?).lines();
        let said = lines.find_map(|line| line.ok()?.strip_prefix("browser ")?.parse::<u32>().ok());
        let browser = said.context("it did not start")?;
        let folder = folder_of(browser).context("the browser's folder is not known")?;
        let members = in_folder(&folder);
        ensure!(members.len() > 3 && members.contains(&browser), "only {members:?}");
        ensure!(Path::new(&folder).is_dir(), "{folder} is not there");
        if end == "killed" {
            tests.kill()?;
        } else {
            writeln!(tests.stdin.take().context("no input")?, "{end}")?;
        }
        let ended = tests.wait()?;
        ensure!(ended.success() == (end == "well"), "{end}: {ended}");
        until(|| in_folder(&folder).is_empty(), "every process has ended")
            .with_context(|| format!("{end}: {:?}", in_folder(&folder)))?;
        until(|| !Path::new(&folder).exists(), "the files are gone").context(end)?;
    }
    Ok(())
}

/// The folder for temporary files that a process was started with.
fn folder_of(process: u32) -> Option<String> {
    let all = fs::read(format!("/proc/{process}/environ")).ok()?;
    let all = String::from_utf8_lossy(&all).into_owned();
    all.split('\0').find_map(|one| one.strip_prefix("TMPDIR=")).map(str::to_owned)
}

/// The processes that were started with a folder for temporary files.
fn in_folder(folder: &str) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
    let numbers = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers.filter(|n| alive(*n) && folder_of(*n).as_deref() == Some(folder)).collect()
}
