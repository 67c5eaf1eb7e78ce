//! Autosave: what was done is there again, and what can't be read harms nothing.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

const WORK: &str = "muster.work.v1";

fn save_a_name(visit: &Visit, name: &str) -> Result<()> {
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write(name)?;
    visit.wait(&format!("(localStorage.getItem('{WORK}') ?? '').includes({})", json!(name)))
}

#[test]
fn a_reload_restores_the_document() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    save_a_name(&visit, "kept-name")?;
    visit.step("nodes")?;
    visit.click("#add-node")?;
    visit.focused(".node-row:last-child .node-name")?;
    visit.write("later.internal")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('later.internal')"))?;
    let names = visit.names()?;
    visit.reload()?;
    visit.drawn()?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'kept-name'")?;
    visit.step("nodes")?;
    let again: Vec<&str> = names.iter().map(String::as_str).collect();
    visit.wait_names(&again)?;
    // And once more, without an edit between.
    visit.reload()?;
    visit.drawn()?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'kept-name'")?;
    visit.end()
}

/// Nothing is stored of somebody who only looks.
#[test]
fn the_untouched_example_is_not_saved() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    for step in visit.steps()? {
        visit.step(&step)?;
    }
    // Work is saved 0.4 s after the last edit.
    visit.run_async("setTimeout(arguments[0], 900)", &[])?;
    ensure!(visit.holds(&format!("localStorage.getItem('{WORK}') === null"))?, "it was saved");
    visit.end()
}

#[test]
fn corrupt_work_does_not_blank_the_page_and_is_kept() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let image = "\u{89}PNG\r\n\u{1a}\n\0\0\0\rIHDR".to_owned();
    let mut deep = "[".repeat(200_000);
    deep.insert_str(0, "a = ");
    let cases = [
        ("no TOML", "][ not toml".to_owned()),
        ("an image", image),
        ("cut in the middle", "schema = 1\nname = \"x\"\n[[nodes]\nname = \"k".to_owned()),
        ("the wrong kinds", "schema = \"one\"\nname = 7\nnodes = true\nsettings = [1]".to_owned()),
        ("half of a surrogate pair", "schema = 1\nname = \"\u{fffd}\u{0}\"".to_owned()),
        ("deep", deep),
    ];
    for (what, text) in cases {
        visit.eval(&format!("localStorage.setItem('{WORK}', args[0])"), &[json!(text)])?;
        visit.reload()?;
        visit.drawn()?;
        visit.engine_ready()?;
        visit.wait("document.querySelector('.notice.bad')").map_err(|e| e.context(what))?;
        ensure!(visit.steps()?.len() > 3, "{what}: no steps");
        ensure!(
            visit.holds("document.querySelectorAll('#file-lines .line').length > 3")?,
            "{what}: no file"
        );
        // What could not be read is still somewhere in the browser.
        let kept = visit.eval("Object.values(localStorage).includes(args[0])", &[json!(text)])?;
        ensure!(kept == true, "{what}: it is lost");
        // And the page works: an edit is saved again.
        save_a_name(&visit, "after-all")?;
    }
    visit.end()
}

/// Saved work of a product that this build does not have: it is shown, with what is wrong.
#[test]
fn work_of_an_unknown_product_opens() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let text = "schema = 1\nname = \"other\"\nproduct = \"nothing\"\nversion = \"1\"\n[[nodes]]\nname = \"n1.internal\"\n";
    visit.eval(&format!("localStorage.setItem('{WORK}', args[0])"), &[json!(text)])?;
    visit.reload()?;
    visit.drawn()?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'other'")?;
    visit.some_errors()?;
    ensure!(visit.steps()?.len() > 3, "no steps");
    visit.end()
}

/// Where the browser keeps nothing, the page works and says so.
#[test]
fn without_storage_the_page_works() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({ "source": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });" }),
    )?;
    visit.reload()?;
    visit.drawn()?;
    visit.engine_ready()?;
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("unsaved")?;
    visit.wait("document.querySelector('.notice[data-kind=Storage]')")?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'unsaved'")?;
    visit.end()
}
