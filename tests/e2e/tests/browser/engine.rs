//! The engine in its worker: late, lost, broken.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::{Setup, Site};
use serde_json::json;
use std::{fs, path::Path};

/// The first view is complete, and takes input, before the engine has come.
fn complete_without_the_engine(visit: &Visit) -> Result<()> {
    for part in
        ["#steps-nav a", "#form .node-row", "#file-lines .line", "#counts", "svg.scene rect"]
    {
        ensure!(
            visit.holds(&format!("document.querySelector({})", json!(part)))?,
            "no {part}\n{}",
            visit.shown()
        );
    }
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("typed-early")?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'typed-early'")
}

fn spoil(file: &str, end: &str, how: impl FnOnce(&Path) -> Result<()>) -> Result<Site> {
    Site::changed("/a/b/", |folder| how(&Site::file(folder, file, end)?))
}

#[test]
fn the_first_view_is_what_the_engine_says() -> Result<()> {
    let late = "(() => { const get = WebAssembly.compileStreaming;
      const held = new Promise((go) => { window.releaseEngine = go; });
      WebAssembly.compileStreaming = async (source) => {
        const response = await source;
        if (response.url.includes('/engine-')) await held;
        return get.call(WebAssembly, response); }; })()";
    let picture = "[document.getElementById('file-lines').innerText, document.getElementById('counts').innerText,
       document.querySelector('#form').innerText, document.querySelector('#picture-open').innerHTML].join('\\n')";
    for lang in ["en", "zh"] {
        let visit = Visit::of(Site::built("/a/b/")?, Setup::default())?;
        visit.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": late }))?;
        visit.eval("localStorage.setItem('muster.lang', args[0])", &[json!(lang)])?;
        visit.reload()?;
        visit.drawn()?;
        ensure!(
            visit.text("document.getElementById('app').dataset.engine")? == "starting",
            "not held"
        );
        let before = visit.text(picture)?;
        visit.run("window.releaseEngine()", &[])?;
        visit.engine_ready()?;
        visit.run_async("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))", &[])?;
        let after = visit.text(picture)?;
        ensure!(before == after, "{lang}: before\n{before}\nafter\n{after}");
        visit.end()?;
    }
    Ok(())
}

#[test]
fn an_engine_that_can_not_be_compiled_is_said() -> Result<()> {
    let site = spoil("engine-", ".wasm", |file| {
        let bytes = fs::read(file)?;
        Ok(fs::write(file, &bytes[..bytes.len() / 2])?)
    })?;
    let visit = Visit::of(site, Setup::default())?;
    complete_without_the_engine(&visit)?;
    visit.wait("document.querySelector('.notice[data-kind=Engine]')")?;
    visit.wait("document.getElementById('app').dataset.engine === 'lost'")?;
    ensure!(
        visit.text("document.getElementById('bar-name').innerText")?.trim() == "typed-early",
        "lost"
    );
    // Whoever wants to export is not left without an answer.
    visit.press("Tab")?;
    Ok(())
}

/// The engine's words are files of their own.
#[test]
fn texts_that_are_lost_or_damaged_are_said() -> Result<()> {
    let damage: [fn(&Path) -> Result<()>; 2] = [
        |file| Ok(fs::remove_file(file)?),
        |file| {
            let bytes = fs::read(file)?;
            Ok(fs::write(file, &bytes[..bytes.len() / 2])?)
        },
    ];
    for how in damage {
        let visit = Visit::of(spoil("texts-en-", ".txt", how)?, Setup::default())?;
        complete_without_the_engine(&visit)?;
        visit.wait("document.querySelector('.notice[data-kind=Engine]')")?;
        visit.wait("document.getElementById('app').dataset.engine === 'lost'")?;
        let said = visit.text("document.querySelector('.notice[data-kind=Engine]').innerText")?;
        ensure!(said.contains("texts"), "{said}");
    }
    Ok(())
}

#[test]
fn an_engine_of_another_build_is_said() -> Result<()> {
    let site = spoil("worker-", ".js", |file| {
        let text = fs::read_to_string(file)?;
        let broken = text.replace(
            "self.postMessage(reply.buffer, [reply.buffer])",
            "self.postMessage(new ArrayBuffer(3))",
        );
        ensure!(text != broken, "worker.js has changed: {text}");
        Ok(fs::write(file, broken)?)
    })?;
    let visit = Visit::of(site, Setup::default())?;
    complete_without_the_engine(&visit)?;
    visit.wait("document.querySelector('.notice[data-kind=Engine]')")?;
    visit.end()
}

/// A site whose engine dies on a word in its request, as after a panic.
fn mortal(times: &str) -> Result<Site> {
    spoil("worker-", ".js", |file| {
        let text = fs::read_to_string(file)?;
        let spy = format!(
            "self.addEventListener('message', (event) => {{
               if (event.data instanceof ArrayBuffer && new TextDecoder().decode(event.data).includes('{times}')) {{
                 event.stopImmediatePropagation(); self.close();
               }}
             }});\n"
        );
        Ok(fs::write(file, format!("{spy}{text}"))?)
    })
}

/// A worker that is gone without a word can only be stopped by hand; the page says so in time.
#[test]
fn a_silent_engine_can_be_stopped() -> Result<()> {
    let visit = Visit::of(mortal("die-quietly")?, Setup::default())?;
    visit.engine_ready()?;
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.insert("die-quietly")?;
    visit.wait("document.getElementById('stop-engine')")?;
    visit.press("Ctrl+A")?;
    visit.insert("alive-again")?;
    visit.click("#stop-engine")?;
    visit.wait("document.getElementById('app').dataset.engine === 'ready'")?;
    visit.step("nodes")?;
    visit.click(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("after.internal")?;
    visit.wait("document.getElementById('file-lines').innerText.includes('after.internal')")?;
    visit.end()
}

#[test]
fn a_dead_engine_is_replaced_and_nothing_is_lost() -> Result<()> {
    let site = spoil("worker-", ".js", |file| {
        let text = fs::read_to_string(file)?;
        let spy = "let worn = 0; self.addEventListener('message', (event) => {
            if (event.data instanceof ArrayBuffer && ++worn === 6) {
              event.stopImmediatePropagation(); throw new Error('made to fail');
            }
          });\n";
        Ok(fs::write(file, format!("{spy}{text}"))?)
    })?;
    let visit = Visit::of(site, Setup::default())?;
    visit.engine_ready()?;
    let console = |visit: &Visit| -> Result<()> {
        let said = visit.console()?;
        let other: Vec<_> = said.iter().filter(|line| !line.contains("made to fail")).collect();
        ensure!(other.is_empty(), "{other:?}");
        Ok(())
    };
    visit.click(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    for letter in ["s", "u", "r", "v", "i", "v", "o", "r", ".", "i", "n"] {
        visit.write(letter)?;
        visit.run_async("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))", &[])?;
    }
    visit.wait("document.getElementById('file-lines').innerText.includes('survivor.in')")?;
    visit.wait("document.getElementById('app').dataset.engine === 'ready'")?;
    ensure!(
        visit.text("document.querySelector('.node-name').value")? == "survivor.in",
        "typed text is lost"
    );
    console(&visit)?;
    Ok(())
}

/// The page's own module fails: the banner, and the saved work is there after a reload.
#[test]
fn a_failure_of_the_page_shows_the_banner() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("before-it")?;
    visit.wait("(localStorage.getItem('muster.work.v1') ?? '').includes('before-it')")?;
    ensure!(!visit.holds("document.getElementById('broken').checkVisibility()")?, "too early");
    // What the page's module takes for granted fails.
    visit.run(
        "Document.prototype.createElement = undefined; Document.prototype.createElementNS = undefined;
         Document.prototype.createTextNode = undefined; Node.prototype.cloneNode = undefined;
         location.hash = document.getElementById('step-nodes').hash;",
        &[],
    )?;
    visit.wait("document.getElementById('broken').checkVisibility()")?;
    let banner = visit.text("document.getElementById('broken').innerText")?;
    ensure!(banner.len() > 20, "{banner}");
    // What happened is said on the console, for those who report it.
    ensure!(visit.console()?.join("\n").contains("TypeError"), "the console is silent");
    visit.reload()?;
    visit.drawn()?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'before-it'")?;
    visit.end()
}

/// Without the page's own module there is a sentence instead of a blank page.
#[test]
fn a_page_that_can_not_start_says_so() -> Result<()> {
    let site = spoil("app-", "_bg.wasm", |file| Ok(fs::write(file, [0, 97, 115, 109])?))?;
    let browser = e2e::Browser::start(Setup::default())?;
    browser.goto(&site.url())?;
    browser.wait("document.body.innerText.trim().length > 20")?;
    let said = browser.text("document.body.innerText")?;
    ensure!(said.contains("Could not start"), "{said}");
    Ok(())
}

/// The data of the first view is missing: the page waits for the engine instead.
#[test]
fn without_first_view_data_the_engine_draws_the_page() -> Result<()> {
    let site = Site::changed("/a/b/", |folder| {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("first")) {
                fs::write(&path, b"not a first view")?;
            }
        }
        Ok(())
    })?;
    let visit = Visit::of(site, Setup::default())?;
    visit.engine_ready()?;
    visit.wait("document.querySelectorAll('#steps-nav a').length > 3")?;
    visit.wait("document.querySelectorAll('#file-lines .line').length > 3")?;
    visit.end()
}
