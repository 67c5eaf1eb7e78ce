//! `cargo run -p e2e --bin measure [keys|loads]`: how fast the page is, as a table for `docs/performance.md`.
//!
//! Not a test: figures belong to a machine. The slow profile is a server with 150 ms per request
//! (and 150 more for a connection), 200 kB/s shared by all, brotli, and a CPU slowed down 4 times;
//! Chromium slows down the page only, not the worker.
#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

use anyhow::{Context as _, Result, bail};
use e2e::{Browser, Line, Setup, Site, Slow};
use serde_json::{Value, json};
use std::time::Duration;

/// Keys that count, after [`WARM`] ones that meet code that is not compiled for speed yet.
const KEYS: usize = 100;
const WARM: usize = 30;
const LOADS: usize = 7;
const LONG: Duration = Duration::from_secs(30);

fn main() -> Result<()> {
    let site = Site::built("/a/b/")?;
    match std::env::args().nth(1).as_deref() {
        None => all_keys(&site).and_then(|()| all_loads(&site)),
        Some("keys") => all_keys(&site),
        Some("loads") => all_loads(&site),
        Some(other) => bail!("{other}: the word is keys or loads, or none for both"),
    }
}

fn all_keys(site: &Site) -> Result<()> {
    println!("| keystroke to redraw, ms | p50 | p95 | longest | page blocked, p50 |");
    println!("|---|---|---|---|---|");
    for nodes in [4, 50, 500] {
        for slower in [1, 4] {
            keys(site, nodes, slower)?;
        }
    }
    Ok(())
}

fn all_loads(site: &Site) -> Result<()> {
    println!("\n| load, ms | first view | takes input | engine ready |");
    println!("|---|---|---|---|");
    let plain = Slow::start(site.folder(), Line { delay: Duration::ZERO, rate: 0 })?;
    loads("plain", &plain.url(), 1)?;
    let line = Line { delay: Duration::from_millis(150), rate: 200_000 };
    let slow = Slow::start(site.folder(), line)?;
    loads("150 ms, 200 kB/s, CPU 4x", &slow.url(), 4)
}

/// Types into the first node's name and waits at each key until a changed line shows it.
fn keys(site: &Site, nodes: usize, slower: u32) -> Result<()> {
    let browser = Browser::start(Setup::default())?;
    browser.open(&site.url())?;
    browser.engine_ready()?;
    grow(&browser, nodes)?;
    browser.click(".node-row:first-child .node-name")?;
    browser.press("Home")?;
    browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": slower }))?;
    browser.run(WATCH_KEYS, &[])?;
    for key in 0..KEYS + WARM {
        // The name grows and shrinks, and never has the same beginning twice in a row.
        match key % 4 {
            0 => browser.write("a")?,
            1 => browser.write("b")?,
            _ => browser.press("Backspace")?,
        }
        browser.wait_for(&format!("window.redraws.length > {key}"), LONG)?;
    }
    let read = |name: &str| -> Result<Vec<f64>> {
        let all: Vec<f64> = serde_json::from_value(browser.eval(&format!("window.{name}"), &[])?)?;
        Ok(sorted(all.into_iter().skip(WARM).collect()))
    };
    let (redraws, blocked) = (read("redraws")?, read("blocked")?);
    println!(
        "| {nodes} nodes{} | {:.1} | {:.1} | {:.1} | {:.1} |",
        if slower > 1 { format!(", CPU {slower}x") } else { String::new() },
        part(&redraws, 50)?,
        part(&redraws, 95)?,
        part(&redraws, 100)?,
        part(&blocked, 50)?,
    );
    Ok(())
}

/// From the key's input event until a changed line of the visible file has the new name; and how
/// long the event's handlers kept the page.
const WATCH_KEYS: &str = "
  const input = document.activeElement, lines = document.getElementById('file-lines');
  let begin = 0, wanted = null;
  window.redraws = []; window.blocked = [];
  window.addEventListener('input', () => { wanted = input.value; begin = performance.now(); }, true);
  window.addEventListener('input', () => window.blocked.push(performance.now() - begin));
  new MutationObserver(() => {
    if (wanted === null) return;
    for (const line of lines.querySelectorAll('.changed')) {
      if (line.textContent.includes(wanted)) {
        window.redraws.push(performance.now() - begin); wanted = null; return;
      }
    }
  }).observe(lines, { childList: true, subtree: true, characterData: true, attributes: true });";

/// Replaces the example's nodes by so many.
fn grow(browser: &Browser, nodes: usize) -> Result<()> {
    browser.step("nodes")?;
    if nodes <= 4 {
        return Ok(());
    }
    browser.click("#paste")?;
    browser.insert(&format!("n[001-{nodes:03}].internal"))?;
    browser.click("#paste-replace")?;
    let first = "document.querySelector('.node-name').value === 'n001.internal'";
    browser.wait_for(first, LONG)?;
    let shown = "document.querySelector('#file-lines').innerText.includes('n001.internal')";
    browser.wait_for(shown, LONG)?;
    browser.engine_ready()
}

fn loads(name: &str, address: &str, slower: u32) -> Result<()> {
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..LOADS {
        // A fresh profile each time: nothing is cached.
        let browser = Browser::start(Setup::default())?;
        browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": slower }))?;
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH_LOAD }))?;
        browser.goto(address)?;
        browser.wait_for("window.seen?.engine && window.seen.input", LONG)?;
        let seen =
            browser.eval("[window.seen.view, window.seen.input, window.seen.engine]", &[])?;
        for (at, list) in times.iter_mut().enumerate() {
            list.push(seen.get(at).and_then(Value::as_f64).context("a time is missing")?);
        }
    }
    let [view, input, engine] = times.map(sorted);
    let middle = |list: &[f64]| part(list, 50);
    println!(
        "| {name} | {:.0} | {:.0} | {:.0} |",
        middle(&view)?,
        middle(&input)?,
        middle(&engine)?
    );
    Ok(())
}

/// When the example is drawn (nodes, file, counts), when the frame after that is done and the form
/// takes input, and when the engine has answered; from the begin of the navigation.
const WATCH_LOAD: &str = "
  window.seen = {};
  new MutationObserver(() => {
    const all = ['#file-lines .line', '#counts', '.node-row'];
    if (!seen.view && all.every((css) => document.querySelector(css))) {
      seen.view = performance.now();
      requestAnimationFrame(() => setTimeout(() => { seen.input = performance.now(); }));
    }
    if (!seen.engine && document.getElementById('app')?.dataset.engine === 'ready') {
      seen.engine = performance.now();
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });";

fn sorted(mut list: Vec<f64>) -> Vec<f64> {
    list.sort_by(f64::total_cmp);
    list
}

/// The value below which so many per cent lie.
fn part(sorted: &[f64], per_cent: usize) -> Result<f64> {
    let at = (sorted.len() * per_cent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().context("nothing was measured")
}
