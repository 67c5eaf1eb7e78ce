//! A warning is accepted: a reason is asked for, kept, written into the archive, and lapses with
//! the facts it was given for.

use crate::{Visit, archive};
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;
use std::{fs, process::Command};

const REASON: &str = "Closed network, until the next release.";

/// Waits until the document has so many open and so many accepted warnings.
fn warnings(visit: &Visit, open: u64) -> Result<()> {
    visit.wait(&format!("document.getElementById('counts').dataset.warnings === '{open}'"))
}

fn choose_version(visit: &Visit, at: usize) -> Result<()> {
    visit.step("product")?;
    visit.click(&format!("#f-version .radio-row:nth-child({at}) label"))
}

/// The acceptances as the last step lists them.
fn listed(visit: &Visit) -> Result<String> {
    visit.step("review")?;
    visit.text("document.getElementById('accepted').innerText")
}

/// A file of an archive that was downloaded.
fn unpacked(visit: &Visit, file: &str) -> Result<String> {
    let (name, bytes) = archive::download(&visit.browser, false)?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    let path = visit.scratch().join(&name);
    fs::write(&path, bytes)?;
    let folder = name.trim_end_matches(".tar.gz");
    let out =
        Command::new("tar").arg("xzOf").arg(&path).arg(format!("{folder}/{file}")).output()?;
    ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Ok(String::from_utf8(out.stdout)?)
}

#[test]
fn an_accepted_warning_keeps_its_reason_until_the_facts_change() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let before = visit.counts()?.1;
    choose_version(&visit, 2)?;
    warnings(&visit, before + 1)?;
    visit.click("#findings-toggle")?;
    visit.wait("document.querySelector('#findings-list [data-severity=warning]')")?;
    let rule = visit
        .text("document.querySelector('#findings-list [data-severity=warning]').dataset.rule")?;
    let button = format!("#findings-list [data-rule={rule}] [data-action=accept]");

    // Without a reason it is refused, blanks are none, and leaving the dialog accepts nothing.
    visit.click(&button)?;
    visit.wait("document.querySelector('#dialog-accept[open]')")?;
    visit.click("#accept-do")?;
    visit.wait("document.getElementById('accept-problem').innerText !== ''")?;
    visit.focused("#accept-reason")?;
    visit.write("  ")?;
    visit.click("#accept-do")?;
    visit.focused("#accept-reason")?;
    visit.write("half a reas")?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    ensure!(visit.counts()?.1 == before + 1, "accepted by leaving");

    // The next dialog begins empty; with a reason the warning is no longer counted.
    visit.click(&button)?;
    visit.wait("document.querySelector('#dialog-accept[open]')")?;
    visit.wait("document.getElementById('accept-reason').value === ''")?;
    visit.wait("document.getElementById('accept-problem').innerText === ''")?;
    visit.focus("#accept-reason")?;
    visit.write(REASON)?;
    visit.click("#accept-do")?;
    warnings(&visit, before)?;
    visit.wait(&format!("!document.querySelector({})", json!(button)))?;
    ensure!(listed(&visit)?.contains(REASON), "{}", listed(&visit)?);

    // It is in the document, kept by the browser, and in the archive for whoever reads that.
    let recipe = String::from_utf8(archive::recipe(&visit.browser)?)?;
    ensure!(recipe.contains(REASON) && recipe.contains(&rule), "{recipe}");
    visit.wait(&format!(
        "(localStorage.getItem('muster.work.v1') ?? '').includes({})",
        json!(REASON)
    ))?;
    for file in ["FINDINGS.md", "README.md"] {
        let text = unpacked(&visit, file)?;
        ensure!(text.contains(REASON) && text.contains(&rule), "{file}:\n{text}");
    }
    visit.reload()?;
    visit.drawn()?;
    visit.engine_ready()?;
    visit.wait(&format!(
        "document.getElementById('accepted')?.innerText.includes({})",
        json!(REASON)
    ))?;
    warnings(&visit, before)?;

    // Other facts: the warning is back, and what is left of the acceptance is said.
    choose_version(&visit, 3)?;
    warnings(&visit, before + 1)?;
    visit.step("review")?;
    visit.wait("document.querySelector('#review-findings .finding[data-rule=GEN031]')")?;
    // Undo brings the facts back, and with them the acceptance.
    visit.click("#undo")?;
    warnings(&visit, before)?;
    visit.wait("!document.querySelector('#review-findings .finding[data-rule=GEN031]')")?;
    // Taken back, it is a warning again; undone, it is accepted.
    visit.click("#accepted li button")?;
    warnings(&visit, before + 1)?;
    ensure!(!listed(&visit)?.contains(REASON), "{}", listed(&visit)?);
    visit.click("#undo")?;
    warnings(&visit, before)?;
    ensure!(listed(&visit)?.contains(REASON), "{}", listed(&visit)?);
    visit.end()
}

/// Undone and done again like any edit; what a reason holds of secrets is not kept.
#[test]
fn undo_takes_an_acceptance_back() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    choose_version(&visit, 2)?;
    visit.click("#findings-toggle")?;
    visit.wait("document.querySelector('#findings-list [data-action=accept]')")?;
    let before = visit.counts()?.1;
    visit.run("document.querySelector('#findings-list [data-action=accept]').click()", &[])?;
    visit.wait("document.querySelector('#dialog-accept[open]')")?;
    visit.focus("#accept-reason")?;
    visit.write("see https://me:hunter2@wiki.internal/x, password=hunter3 ")?;
    visit.click("#accept-do")?;
    warnings(&visit, before - 1)?;
    let recipe = String::from_utf8(archive::recipe(&visit.browser)?)?;
    ensure!(recipe.contains("wiki.internal") && !recipe.contains("hunter"), "{recipe}");
    visit.click("#undo")?;
    warnings(&visit, before)?;
    visit.click("#redo")?;
    warnings(&visit, before - 1)?;
    visit.end()
}
