//! Several documents in one browser, and one document in several tabs.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

const WORK: &str = "muster.work.v1";

/// Types the cluster's name and waits until it is saved.
fn name(visit: &Visit, name: &str) -> Result<()> {
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write(name)?;
    visit.wait(&format!("(localStorage.getItem('{WORK}') ?? '').includes({})", json!(name)))
}

fn named(visit: &Visit, name: &str) -> Result<()> {
    visit.wait(&format!("document.getElementById('bar-name').innerText.trim() === '{name}'"))
}

/// Presses a button of the draft with this name.
fn press(visit: &Visit, name: &str, action: &str) -> Result<()> {
    let row = format!(
        "[...document.querySelectorAll('#drafts .draft')].find((d) => d.innerText.includes('{name}'))"
    );
    visit.wait(&format!("{row}?.querySelector('[data-action={action}]')"))?;
    visit.run(&format!("{row}.querySelector('[data-action={action}]').click()"), &[])?;
    Ok(())
}

#[test]
fn documents_are_put_aside_opened_duplicated_and_deleted() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    name(&visit, "first-one")?;
    visit.click("#drafts-open")?;
    visit.wait("document.querySelector('#dialog-drafts[open] .empty')")?;
    ensure!(visit.axe()?.is_empty(), "{:?}", visit.axe()?);

    // Another document begins with the example; the open one is put aside.
    visit.click("#drafts-new")?;
    visit.wait(
        "!document.querySelector('dialog[open]') && !document.querySelector('#app').dataset.edited",
    )?;
    name(&visit, "second-one")?;

    visit.click("#drafts-open")?;
    press(&visit, "first-one", "duplicate")?;
    visit.wait("document.querySelectorAll('#drafts .draft').length === 2")?;
    press(&visit, "first-one", "delete")?;
    visit.wait("document.querySelectorAll('#drafts .draft').length === 1")?;
    visit.click("#drafts-undo")?;
    visit.wait("document.querySelectorAll('#drafts .draft').length === 2")?;
    press(&visit, "first-one", "delete")?;
    visit.wait("document.querySelectorAll('#drafts .draft').length === 1")?;

    // All of them as one file: the open one and the one that was put aside.
    visit.click("#drafts-export")?;
    let (_, bytes) = visit.download(".zip")?;
    // The list at a zip's end has its names as they are.
    let list = String::from_utf8_lossy(&bytes);
    for file in ["second-one.toml", "first-one.toml"] {
        ensure!(list.matches(file).count() == 2, "{file} is not in the zip");
    }

    // The two change places, and a reload shows the one that was opened.
    press(&visit, "first-one", "open")?;
    named(&visit, "first-one")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('first-one')"))?;
    visit.click("#drafts-open")?;
    visit.wait("document.querySelectorAll('#drafts .draft').length === 1")?;
    visit.wait("document.querySelector('#drafts .draft').innerText.includes('second-one')")?;
    visit.reload()?;
    visit.drawn()?;
    named(&visit, "first-one")?;
    visit.end()
}

/// The autosave waits a little; what is typed within that time is there again all the same.
#[test]
fn a_reload_right_after_a_key_loses_nothing() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    name(&visit, "before")?;
    visit.run(
        "const field = document.getElementById('f-name');
         field.value = 'typed-just-now';
         field.dispatchEvent(new Event('input', { bubbles: true }));
         window.saved = localStorage.getItem('muster.work.v1').includes('typed-just-now');
         location.reload();",
        &[],
    )?;
    visit.wait("window.saved === undefined && document.getElementById('bar-name')")?;
    visit.drawn()?;
    named(&visit, "typed-just-now")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('typed-just-now')"))?;
    visit.wait("localStorage.getItem('muster.unsaved.v1') === null")?;
    visit.end()
}

/// The second tab reads until it takes over, then the first one does; nothing is overwritten.
#[test]
fn one_of_two_tabs_writes() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    name(&visit, "of-the-first")?;
    visit.run("window.other = window.open(location.href)", &[])?;
    let other = "other.document.querySelector";
    let locked = "'#form fieldset.plain[disabled]'";
    let notice = "'.notice[data-kind=OtherTab]'";
    visit.wait(&format!("window.other?.document && {other}({notice}) && {other}({locked})"))?;
    ensure!(visit.holds(&format!("!document.querySelector({locked})"))?, "the first is locked");

    // An edit of the first is what the other one opens when it takes over.
    name(&visit, "changed-since")?;
    visit.run(&format!("{other}('.notice[data-kind=OtherTab] .buttons button').click()"), &[])?;
    visit.wait(&format!("document.querySelector({notice}) && document.querySelector({locked})"))?;
    visit.wait(&format!("!{other}({locked})"))?;
    visit.wait("other.document.getElementById('bar-name').innerText.trim() === 'changed-since'")?;

    // The first one cannot overwrite what the other one does now.
    visit.run(
        "const field = other.document.getElementById('f-name');
         field.value = 'of-the-second';
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        &[],
    )?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('of-the-second')"))?;
    visit.press("Ctrl+Z")?;
    visit.run("other.close()", &[])?;
    // It is closed: the first goes on, with what the other one has saved.
    visit.wait(&format!("!document.querySelector({locked})"))?;
    named(&visit, "of-the-second")?;
    name(&visit, "first-again")?;
    visit.end()
}
