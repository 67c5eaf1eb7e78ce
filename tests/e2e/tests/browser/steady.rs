//! What comes by itself moves nothing under the hand of somebody who works.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::{Value, json};
use std::fs;

/// The middle of an element.
fn middle(visit: &Visit, css: &str) -> Result<Value> {
    let at = visit.eval(
        "((b) => ({ x: b.x + b.width / 2, y: b.y + b.height / 2 }))(document.querySelector(args[0]).getBoundingClientRect())",
        &[json!(css)],
    )?;
    ensure!(at.is_object(), "no {css}");
    Ok(at)
}

const NOT_HERE: &str = "[data-field='metastore.kind'] [data-option=hbase] label";

/// A field is left by pressing on something else; what is said about it comes before the button of
/// the mouse is up again.
#[test]
fn a_click_that_leaves_a_field_meets_what_it_was_meant_for() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("metastore")?;
    visit.click("[data-field='metastore.kind'] [data-option=mysql] label")?;
    visit.wait("document.getElementById('f-settings-metastore-jdbc-url')")?;
    visit.focus("#f-settings-metastore-jdbc-url")?;
    visit.press("Ctrl+A")?;
    visit.insert("jdbc:mysql://db.internal:3306/k?password=hunter2secret")?;
    visit.wait("document.querySelector('#file-lines').innerText.includes('db.internal')")?;
    let at = middle(&visit, NOT_HERE)?;
    visit.mouse("mouseMoved", &at)?;
    visit.mouse("mousePressed", &at)?;
    visit.wait("document.querySelector('.notice[data-kind=Secrets]')?.checkVisibility()")?;
    visit.mouse("mouseReleased", &at)?;
    visit.wait("document.querySelector(\"[data-field='metastore.kind'] [data-option=hbase] input[data-chosen]\")")?;
    visit.end()
}

/// Notices of every way in which they come: the step stays where it is, and they are in view.
#[test]
fn a_notice_moves_nothing() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    let stays = |what: &str, before: &Value| -> Result<()> {
        let now = middle(&visit, "#step-heading")?;
        ensure!(now == *before, "{what} moved the step from {before} to {now}");
        let seen = visit.eval(
            "(() => { const form = document.getElementById('form').getBoundingClientRect();
               return [...document.querySelectorAll('#notices > .notice')].map((n) => n.getBoundingClientRect())
                 .map((b) => b.top >= form.top && b.bottom <= form.bottom); })()",
            &[],
        )?;
        ensure!(
            seen.as_array().is_some_and(|all| all.iter().all(|one| *one == true)),
            "{what}: out of view"
        );
        Ok(())
    };
    // A first change, with which the tab takes the right to write.
    visit.click("[data-option=test] label")?;
    visit.wait("document.querySelector('#file-changes')")?;
    let before = middle(&visit, "#step-heading")?;
    let file = visit.scratch().join("broken.toml");
    fs::write(&file, "")?;
    visit.drop_file(&file)?;
    visit.wait("document.querySelector('.notice[data-kind=Failed]')")?;
    stays("a file that can't be read", &before)?;
    visit.run(
        "navigator.locks.request('muster.work', { steal: true }, () => new Promise(() => {}));",
        &[],
    )?;
    visit.wait("document.querySelector('.notice[data-kind=OtherTab]')")?;
    stays("another tab", &before)?;
    // Also what goes again.
    visit.click(".notice[data-kind=OtherTab] > button")?;
    visit.click(".notice[data-kind=Failed] > button")?;
    visit.wait("!document.querySelector('#notices > .notice')")?;
    stays("nothing", &before)?;
    visit.end()
}
