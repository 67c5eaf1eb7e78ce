//! The files beside the form: live, marked, explained.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

const CHANGED: &str =
    "[...document.querySelectorAll('#file-lines .line.changed')].map((l) => l.innerText)";

#[test]
fn changed_lines_are_marked_at_every_key() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    ensure!(visit.eval(CHANGED, &[])? == json!([]), "marked before anything was changed");
    visit.click(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    let mut name = String::new();
    for letter in ["q", "1", ".", "i", "n"] {
        visit.write(letter)?;
        name.push_str(letter);
        visit.wait(&format!("({CHANGED}).some((l) => l.includes({}))", json!(name)))?;
    }
    // The mark is told to those who don't see it.
    ensure!(
        visit.holds("document.querySelector('.line.changed .visually-hidden')")?,
        "only a colour"
    );
    // Against what was opened, and against the last export.
    visit.eval("(document.getElementById('file-baseline').value = 'opened', document.getElementById('file-baseline').dispatchEvent(new Event('change', { bubbles: true })))", &[])?;
    visit.wait(&format!("({CHANGED}).some((l) => l.includes('q1.in'))"))?;
    visit.end()
}

#[test]
fn a_line_says_why_and_leads_to_its_field() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let line = visit.eval(
        "[...document.querySelectorAll('#file-lines .line')].findIndex((l) => l.innerText.includes('k1.example.com'))",
        &[],
    )?;
    let line = line.as_i64().unwrap_or(-1);
    ensure!(line >= 0, "no line names a node:\n{}", visit.shown());
    let css = format!("#file-lines .line:nth-of-type({})", line + 1);
    let hint = visit.text("document.getElementById('line-reason').innerText")?;
    visit.hover(&css)?;
    visit.wait(&format!("document.getElementById('line-reason').innerText !== {}", json!(hint)))?;
    let hovered = visit.text("document.getElementById('line-reason').innerText")?;
    ensure!(hovered.trim().len() > 20, "{hovered}");
    // The same on focus.
    visit.hover(".brand")?;
    visit.wait(&format!(
        "document.getElementById('line-reason').innerText !== {}",
        json!(hovered)
    ))?;
    visit.run(&format!("document.querySelector({}).focus()", json!(css)), &[])?;
    visit.wait(&format!(
        "document.getElementById('line-reason').innerText === {}",
        json!(hovered)
    ))?;
    // The text can be selected, which goes nowhere; its number goes to where it comes from.
    visit.step("review")?;
    visit.click(&css)?;
    ensure!(visit.text("document.querySelector('.step').dataset.step")? == "review");
    visit.run(
        &format!("getSelection().selectAllChildren(document.querySelector({}))", json!(css)),
        &[],
    )?;
    ensure!(visit.text("getSelection().toString()")?.contains("k1.example.com"), "not selected");
    visit.click(&format!("{css} .line-go"))?;
    visit.wait("document.querySelector('.step').dataset.step !== 'review'")?;
    visit.wait("document.querySelector('#form').contains(document.activeElement) && document.activeElement.matches('input, select, textarea, button')")?;
    // And Enter does, by keyboard.
    visit.step("review")?;
    visit.run(&format!("document.querySelector({}).focus()", json!(css)), &[])?;
    visit.press("ArrowDown ArrowUp Enter")?;
    visit.wait("document.querySelector('.step').dataset.step !== 'review'")?;
    visit.end()
}

#[test]
fn every_file_can_be_seen_copied_and_downloaded() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let names = visit
        .eval("[...document.querySelectorAll('#file-name option')].map((o) => o.value)", &[])?;
    let names: Vec<String> = serde_json::from_value(names)?;
    ensure!(names.len() > 8, "only {names:?}");
    for name in &names {
        visit.eval(
            "((s) => { s.value = args[0]; s.dispatchEvent(new Event('change', { bubbles: true })); })(document.getElementById('file-name'))",
            &[json!(name)],
        )?;
        let last = name.rsplit('/').next().unwrap_or(name);
        visit.wait(&format!(
            "document.getElementById('file-lines').ariaLabel.endsWith({}) && document.querySelector('#file-lines .line')",
            json!(last)
        ))?;
    }
    visit.click("#file-download")?;
    let last = names.last().cloned().unwrap_or_default();
    let (_, bytes) = visit.download(last.rsplit('/').next().unwrap_or(&last))?;
    ensure!(!bytes.is_empty(), "the download is empty");
    visit.copy_elsewhere("something else")?;
    let said = visit.text("document.getElementById('live').textContent")?;
    visit.click("#file-copy")?;
    visit.wait(&format!("document.getElementById('live').textContent !== {}", json!(said)))?;
    let copied = visit.run_async("navigator.clipboard.readText().then(arguments[0])", &[])?;
    ensure!(copied.as_str().map(str::as_bytes) == Some(&bytes), "copied {copied}");
    visit.end()
}

/// A key beside a field leads to its lines; of one that is left at its default, that is said.
#[test]
fn a_field_shows_its_lines() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let mut shown = 0;
    for step in visit.steps()? {
        visit.step(&step)?;
        let keys = visit
            .eval("[...document.querySelectorAll('.field .key')].map((k) => k.innerText)", &[])?;
        let keys: Vec<String> = serde_json::from_value(keys)?;
        for (at, key) in keys.iter().enumerate().take(4) {
            visit.step(&step)?;
            // The focus is on the key, so a line that has it afterwards got it from this click.
            let said = visit.run(
                "const key = document.querySelectorAll('.field .key')[arguments[0]];
                 const said = document.getElementById('live').textContent;
                 key.focus(); key.click();
                 return said;",
                &[json!(at)],
            )?;
            let key = json!(key);
            visit.wait(&format!(
                "document.activeElement.matches('.line') && document.activeElement.innerText.includes({key}) \
                 || (({{ textContent }}) => textContent !== {said} && textContent.includes({key}))(document.getElementById('live'))"
            ))?;
            shown += usize::from(visit.holds("document.activeElement.matches('.line')")?);
        }
    }
    ensure!(shown > 3, "only {shown} fields led to a line");
    visit.end()
}

/// An edit brings the file that it changes into view, unless the one that is shown is held.
#[test]
fn the_preview_follows_the_edit() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let choose = |name: &str| {
        visit.run(
            "const list = document.getElementById('file-name');
             list.value = arguments[0];
             list.dispatchEvent(new Event('change', { bubbles: true }));",
            &[json!(name)],
        )
    };
    let shown = |name: &str| {
        visit.wait(&format!(
            "document.getElementById('file-name').value === {0} && document.getElementById('file-lines').ariaLabel.includes({0})",
            json!(name)
        ))
    };
    // A file that the edit leaves as it is.
    choose("secrets.env.example")?;
    shown("secrets.env.example")?;
    visit.step("nodes")?;
    visit.focus(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("other.internal")?;
    shown("conf/kylin.properties")?;
    visit.wait(&format!("({CHANGED}).some((l) => l.includes('other.internal'))"))?;
    // The focus is where the hand is, and the count leads through what has changed.
    visit.focused(".node-row:first-child .node-name")?;
    visit.wait("Number(document.getElementById('file-changes').dataset.count) > 1")?;
    let before = visit.text("document.getElementById('file-lines').ariaLabel")?;
    visit.click("#change-next")?;
    visit
        .wait(&format!("document.getElementById('file-lines').ariaLabel !== {}", json!(before)))?;

    // One that it changes stays.
    choose("README.md")?;
    shown("README.md")?;
    visit.focus(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("stays.internal")?;
    visit.wait("document.getElementById('file-lines').innerText.includes('stays.internal')")?;
    shown("README.md")?;

    choose("secrets.env.example")?;
    shown("secrets.env.example")?;
    visit.click("#file-hold[aria-pressed=false]")?;
    visit.wait("document.querySelector('#file-hold[aria-pressed=true]')")?;
    visit.focus(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("held.internal")?;
    visit.wait("Object.values(localStorage).some((text) => text.includes('held.internal'))")?;
    shown("secrets.env.example")?;
    visit.end()
}
