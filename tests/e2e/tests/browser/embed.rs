//! One step in a frame of somebody else's page, with the script of `docs/embedding.md`.

use crate::Visit;
use crate::share::is_open;
use anyhow::{Context as _, Result, ensure};
use e2e::{Setup, Site, root};
use serde_json::json;
use std::fs;

/// A page that frames the site, and the script that gives the frame its height.
fn page_around(address: &str, sandbox: &str) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let docs = fs::read_to_string(root().join("docs/embedding.md"))?;
    let script = docs.split("```js\n").nth(1).and_then(|rest| rest.split("```").next());
    let script = script.context("docs/embedding.md has no script")?;
    ensure!(script.contains("muster:size"), "{script}");
    fs::write(folder.path().join("muster-frames.js"), script)?;
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Docs</title>\
         <link rel=icon href=\"data:,\">\
         <main><h1>Docs</h1><iframe class=muster title=Muster {sandbox} src=\"{address}\" \
         width=900 height=300 style=\"border: 0\"></iframe></main>\
         <script>window.heard = []; addEventListener('message', (e) => heard.push(e.data));</script>\
         <script src=muster-frames.js></script>"
    );
    fs::write(folder.path().join("index.html"), page)?;
    Ok(folder)
}

/// The frame has the height of what stands in it.
fn is_as_high(visit: &Visit) -> Result<()> {
    visit.enter_frame()?;
    let inside = visit.eval("Math.ceil(document.body.getBoundingClientRect().height)", &[])?;
    visit.leave_frame()?;
    visit.wait(&format!(
        "Math.abs(document.querySelector('iframe').getBoundingClientRect().height - {inside}) <= 1"
    ))?;
    visit.enter_frame()?;
    visit.wait("document.documentElement.scrollHeight <= innerHeight")?;
    visit.leave_frame()
}

fn ready_inside(visit: &Visit) -> Result<()> {
    visit.enter_frame()?;
    visit.wait("document.querySelector('#app.embed')?.dataset.engine === 'ready'")?;
    visit.wait("document.querySelector('#app').dataset.product === 'alluxio'")?;
    visit.wait("document.querySelector('.step')?.dataset.step === 'storage'")?;
    visit.wait("!document.querySelector('#app').dataset.opening")
}

const TYPE: &str = "
    const box = document.getElementById(arguments[0]);
    box.focus();
    box.value = arguments[1];
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.blur();";

#[test]
fn one_step_in_a_frame() -> Result<()> {
    let site = Site::for_frames("/a/b/")?;
    let address = format!(
        "{}index.html?embed#/alluxio/storage?preset=alluxio-zookeeper&set.storage.kind=hdfs&set.nmae=x",
        site.url()
    );
    let folder = page_around(&address, "")?;
    let others = Site::of_others(folder.path())?;
    let visit = Visit::of(site, Setup::default())?;
    let work = "[\"somebody's work\"]";
    visit.run("localStorage.setItem('muster.work.v1', arguments[0])", &[json!(work)])?;
    visit.goto(&others.url())?;
    ready_inside(&visit)?;
    // One step, its findings, no more.
    ensure!(
        visit.holds("!document.querySelector('#steps-nav, #export, #paste')")?,
        "it is the page"
    );
    ensure!(
        visit.holds("location.hash.includes('preset=alluxio-zookeeper')")?,
        "the address changed"
    );
    let said = visit.text("document.querySelector('.notice')?.innerText ?? ''")?;
    ensure!(said.contains("nmae"), "what is wrong in the link is not told: {said}");
    ensure!(
        visit.holds("document.activeElement === document.body")?,
        "the frame has taken the focus"
    );
    visit.leave_frame()?;
    is_as_high(&visit)?;
    let heard = visit.eval("heard", &[])?;
    let numbers = heard.as_array().context("nothing was heard")?;
    ensure!(!numbers.is_empty(), "nothing was heard");
    for message in numbers {
        let keys: Vec<&String> = message.as_object().context("no object")?.keys().collect();
        ensure!(keys == ["height", "type"] && message["height"].is_u64(), "{message}");
    }
    // A wrong value is told in the line and at its field, and the frame grows with it.
    visit.enter_frame()?;
    let field = visit.text(
        "[...document.querySelectorAll('#form .field input[type=text]')].find((i) => i.checkVisibility()).id",
    )?;
    visit.run(TYPE, &[json!(field), json!("not an $(address)")])?;
    visit.wait("document.querySelector('#embed-state .error')")?;
    visit.wait("document.querySelector('#form .finding[data-severity=error]')")?;
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:#?}");
    visit.leave_frame()?;
    is_as_high(&visit)?;
    visit.enter_frame()?;
    // The files, behind their tab.
    visit.run("document.getElementById('tab-files').click()", &[])?;
    visit.wait("document.querySelectorAll('#file-lines .line').length > 3")?;
    ensure!(visit.holds("document.getElementById('files').checkVisibility()")?, "no files");
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:#?}");
    // What was typed goes along, to the same step of the whole page.
    visit.wait("document.getElementById('open-whole').href.includes('#s=1.')")?;
    visit.run_async("setTimeout(arguments[0], 900)", &[])?;
    let whole = visit.text("document.getElementById('open-whole').href")?;
    ensure!(!whole.contains("embed"), "{whole}");
    let left = visit.text("localStorage.getItem('muster.work.v1')")?;
    ensure!(left == work, "the frame has written {left}");
    visit.run("localStorage.clear()", &[])?;
    visit.leave_frame()?;
    visit.goto("about:blank")?;
    visit.open(&whole)?;
    is_open(&visit, "alluxio-zookeeper")?;
    visit.wait("document.querySelector('.step')?.dataset.step === 'storage'")?;
    visit
        .wait(&format!("document.getElementById({}).value.includes('$(address)')", json!(field)))?;
    visit.console_is_empty()
}

/// A frame without an origin has no storage and may start no worker of the site's: it works all the same,
/// in silence.
#[test]
fn a_sandbox_changes_nothing() -> Result<()> {
    let site = Site::for_frames("/a/b/")?;
    let address =
        format!("{}#/alluxio/storage?embed&nodes=m1.corp,w[1-2].corp&lang=zh", site.url());
    let folder = page_around(&address, "sandbox=\"allow-scripts allow-popups\"")?;
    let others = Site::of_others(folder.path())?;
    let visit = Visit::of(site, Setup::default())?;
    visit.goto(&others.url())?;
    ready_inside(&visit)?;
    ensure!(visit.holds("origin === 'null'")?, "it has an origin");
    ensure!(visit.holds("document.documentElement.lang === 'zh-CN'")?, "it is not in Chinese");
    let open = visit.text("document.getElementById('open-whole').innerText.trim()")?;
    ensure!(open == "在 Muster 中打开", "{open}");
    ensure!(visit.holds("!document.querySelector('.notice')")?, "it says something");
    let field = visit.text(
        "[...document.querySelectorAll('#form .field input[type=text]')].find((i) => i.checkVisibility()).id",
    )?;
    visit.run(TYPE, &[json!(field), json!("not an $(address)")])?;
    visit.wait("document.querySelector('#embed-state .error')")?;
    // Work is saved 0.4 s after the last edit, where it can be.
    visit.run_async("setTimeout(arguments[0], 900)", &[])?;
    ensure!(visit.holds("!document.querySelector('.notice')")?, "it speaks of storage");
    visit.wait("document.getElementById('open-whole').href.includes('#s=1.')")?;
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:#?}");
    visit.leave_frame()?;
    is_as_high(&visit)?;
    visit.console_is_empty()
}
