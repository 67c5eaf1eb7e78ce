//! Typing, undo and redo.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

const NAME: &str = "#f-name";

/// The step of the product has the cluster's name.
fn at_the_name() -> Result<Visit> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    visit.focus(NAME)?;
    visit.press("Ctrl+A")?;
    visit.write("abcd")?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'abcd'")?;
    Ok(visit)
}

fn value(visit: &Visit) -> Result<String> {
    visit.text("document.querySelector('#f-name').value")
}

#[test]
fn typing_in_the_middle_keeps_the_caret() -> Result<()> {
    let visit = at_the_name()?;
    visit.press("ArrowLeft ArrowLeft")?;
    for letter in ["x", "y", "z"] {
        visit.write(letter)?;
        // The engine's reply must not move it either.
        visit.wait("document.querySelector('#bar-name').innerText.includes(document.querySelector('#f-name').value)")?;
    }
    ensure!(value(&visit)? == "abxyzcd", "{}", value(&visit)?);
    let caret = visit.eval("document.querySelector('#f-name').selectionStart", &[])?;
    ensure!(caret == 5, "the caret is at {caret}");
    visit.press("Backspace Delete")?;
    ensure!(value(&visit)? == "abxyd", "{}", value(&visit)?);
    visit.end()
}

/// Nothing of a composition is taken before it ends, and no shortcut fires in it.
#[test]
fn an_input_method_composes_in_peace() -> Result<()> {
    let visit = at_the_name()?;
    let shown = || visit.text("document.getElementById('bar-name').innerText.trim()");
    for text in ["j", "ji", "ji'q", "ji'qun"] {
        let end = text.len();
        visit.cdp(
            "Input.imeSetComposition",
            json!({ "text": text, "selectionStart": end, "selectionEnd": end }),
        )?;
        visit.run_async("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))", &[])?;
        ensure!(shown()? == "abcd", "a composition was taken: {}", shown()?);
        ensure!(value(&visit)? == format!("abcd{text}"), "{}", value(&visit)?);
    }
    // An F8 with which the input method chooses is not ours.
    visit.cdp(
        "Input.dispatchKeyEvent",
        json!({ "type": "rawKeyDown", "key": "F8", "code": "F8", "windowsVirtualKeyCode": 229 }),
    )?;
    visit.focused(NAME)?;
    visit.cdp("Input.insertText", json!({ "text": "集群" }))?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'abcd集群'")?;
    visit.end()
}

#[test]
fn one_visit_of_a_field_is_one_step_of_undo() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    let first = value(&visit)?;
    visit.focus(NAME)?;
    visit.press("Ctrl+A")?;
    visit.write("one")?;
    visit.press("Tab Shift+Tab")?;
    visit.focused(NAME)?;
    visit.press("End")?;
    visit.write("-two")?;
    visit.press("Tab")?;
    let is = |name: &str| {
        visit.wait(&format!("document.querySelector('#f-name').value === {}", json!(name)))
    };
    is("one-two")?;
    let said = visit.text("document.getElementById('live').textContent")?;
    visit.press("Ctrl+Z")?;
    is("one")?;
    visit.wait(&format!("document.getElementById('live').textContent !== {}", json!(said)))?;
    visit.press("Ctrl+Z")?;
    is(&first)?;
    ensure!(
        visit.holds("document.getElementById('undo').ariaDisabled === 'true'")?,
        "more to undo"
    );
    visit.press("Ctrl+Shift+Z Ctrl+Y")?;
    is("one-two")?;
    visit.click("#undo")?;
    is("one")?;
    visit.click("#redo")?;
    is("one-two")?;
    // A new edit ends the redo.
    visit.click("#undo")?;
    visit.focus(NAME)?;
    visit.press("End")?;
    visit.write("-three")?;
    visit.press("Tab")?;
    ensure!(
        visit.holds("document.getElementById('redo').ariaDisabled === 'true'")?,
        "a redo is left"
    );
    visit.end()
}

/// Inside a field that was typed into, undo is the browser's own.
#[test]
fn inside_a_field_undo_is_the_browsers() -> Result<()> {
    let visit = at_the_name()?;
    visit.press("Ctrl+Z")?;
    visit.wait("document.querySelector('#f-name').value !== 'abcd'")?;
    visit.focused(NAME)?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === document.querySelector('#f-name').value")?;
    visit.end()
}

#[test]
fn files_findings_and_picture_follow_undo() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let lines = || visit.text("document.getElementById('file-lines').innerText");
    let before = lines()?;
    visit.click(".node-row:first-child .node-name")?;
    visit.press("Ctrl+A")?;
    visit.write("renamed.internal")?;
    visit.wait("document.getElementById('file-lines').innerText.includes('renamed.internal')")?;
    visit.press("Tab Ctrl+Z")?;
    visit.wait("!document.getElementById('file-lines').innerText.includes('renamed.internal')")?;
    let strip =
        |text: &str| text.lines().filter(|l| !l.ends_with(':')).collect::<Vec<_>>().join("\n");
    ensure!(strip(&lines()?) == strip(&before), "{}\n---\n{before}", lines()?);
    visit.end()
}

/// A key, or the browser's way back, leads to another step while a field has the focus: the field
/// goes with its step, and what was typed into it is kept.
#[test]
fn a_field_that_goes_with_its_step_keeps_what_was_typed() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let away = |step: &str| {
        visit.wait(&format!("document.querySelector('.step').dataset.step === '{step}'"))
    };
    // A line of text, left by F8.
    visit.step("sizing")?;
    visit.focus("#f-settings-paths-java-home")?;
    visit.write("/opt/jdk8")?;
    visit.press("F8")?;
    away("load_balancer")?;
    // The name of a variable, which is taken when the field is left, by the way back.
    visit.step("security")?;
    visit.focus("#f-settings-security-admin-password")?;
    visit.press("Ctrl+A")?;
    visit.write("OWN_PASSWORD")?;
    visit.run("history.back()", &[])?;
    away("load_balancer")?;
    // A box of several lines.
    visit.step("session")?;
    visit.click("[data-field='session.kind'] [data-option=memcached] label")?;
    visit.focus("#f-settings-session-memcached-hosts")?;
    visit.write("m1.internal:11211")?;
    visit.run("history.back()", &[])?;
    away("load_balancer")?;
    ensure!(
        !visit.holds("document.getElementById('broken')?.checkVisibility()")?,
        "{}",
        visit.shown()
    );
    let recipe = String::from_utf8(crate::archive::recipe(&visit.browser)?)?;
    for kept in ["/opt/jdk8", "OWN_PASSWORD", "m1.internal:11211"] {
        ensure!(recipe.contains(kept), "{kept} is lost:\n{recipe}");
    }
    visit.end()
}
