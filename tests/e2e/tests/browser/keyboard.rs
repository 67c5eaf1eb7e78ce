//! The whole way with the keyboard alone, and its parts.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;

/// Paste nodes, set roles, choose in forms, walk through findings, fix, accept, export: no mouse.
/// Every stop of the focus on the way must be visible ([`Visit::walk_to`]).
#[test]
fn from_nodes_to_the_archive() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    // The paste box has the focus. Pasted nodes are taken at once, and every file follows.
    visit.focused("#paste")?;
    visit.copy_elsewhere("w1.internal\nw2.internal\nw3.internal\nw4.internal")?;
    visit.press("Ctrl+V")?;
    visit.wait_names(&["w1.internal", "w2.internal", "w3.internal", "w4.internal"])?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')?.innerText.includes('w1')")?;
    visit.wait("document.querySelector('#file-lines .line.changed')")?;

    // Roles: into the grid, to another cell, and back.
    visit.press("F6 F6 F6")?;
    visit.walk_to("#step-roles", "Tab")?;
    visit.press("Enter")?;
    visit.focused("#step-heading")?;
    visit.tab_to("#role-grid tbody input")?;
    visit.press("ArrowDown ArrowRight")?;
    let cell = visit.text("document.activeElement.id")?;
    let has = |on: bool| visit.wait(&format!("document.getElementById('{cell}').checked === {on}"));
    let before = visit.holds(&format!("document.getElementById('{cell}').checked"))?;
    visit.press("Space")?;
    has(!before)?;
    visit.focused(&format!("#{cell}"))?;
    visit.press("Ctrl+Z")?;
    has(before)?;
    visit.focused(&format!("#{cell}"))?;

    // Forms: a choice by its arrow keys.
    let step = visit.text(
        "[...document.querySelectorAll('#steps-nav a')].map((a) => a.id)
           .find((id) => !['step-product', 'step-nodes', 'step-roles', 'step-review'].includes(id))",
    )?;
    visit.press("F6 F6 F6")?;
    visit.walk_to(&format!("#{step}"), "Tab")?;
    visit.press("Enter")?;
    visit.focused("#step-heading")?;
    visit.tab_to("#form input[type=radio]")?;
    let chosen = visit.text("document.activeElement.id")?;
    visit.press("ArrowDown")?;
    visit.wait(&format!(
        "document.activeElement.id !== '{chosen}' && document.activeElement.type === 'radio'"
    ))?;
    visit.press("Ctrl+Z")?;
    visit.wait(&format!("document.getElementById('{chosen}').checked"))?;

    // The file: a line says why it is there, and Enter leads to its field.
    visit.press("F6")?;
    visit.focused("#file-name")?;
    visit.tab_to("#file-lines .line")?;
    visit.press("ArrowDown ArrowDown Home")?;
    visit.focused("#file-lines .line:first-of-type")?;

    // What is still the example's stands in the way; each finding can be reached and mended.
    mend_everything(&visit)?;
    accept_a_warning(&visit)?;

    visit.press("Ctrl+Enter")?;
    visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    visit.tab_to("#export-download")?;
    visit.press("Enter")?;
    let (name, bytes) = visit.download(".tar.gz")?;
    ensure!(bytes.len() > 10_000, "{name} has {} bytes", bytes.len());
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    ensure!(visit.counts()?.0 == 0, "errors are left");
    visit.end()
}

/// F8 to the first finding, then its fix, or a value typed into its field.
fn mend_everything(visit: &Visit) -> Result<()> {
    for round in 0..40 {
        if visit.counts()?.0 == 0 {
            return Ok(());
        }
        let worst = visit.eval(
            "(({ dataset, innerText }) => [dataset.rule, innerText])(document.getElementById('worst'))",
            &[],
        )?;
        // The walk goes on from where it was; the worst finding is the first.
        visit.press("F6 F6 F6 F6")?;
        to_findings(visit)?;
        if visit.holds("document.getElementById('fix-worst')")? {
            visit.tab_to("#fix-worst")?;
            visit.press("Enter")?;
        } else {
            visit.tab_to("#worst")?;
            visit.press("Enter")?;
            visit.wait(
                "document.activeElement?.matches('#form input, #form select, #form textarea')",
            )?;
            ensure!(
                visit.holds("document.activeElement.matches('input[type=text], textarea')")?,
                "no way to mend {worst}\n{}",
                visit.shown()
            );
            let value = visit.text("document.activeElement.value")?;
            visit.press("Ctrl+A")?;
            visit.insert(&mended(&value, round))?;
            visit.press("Tab")?;
        }
        visit.wait(&format!(
            "(document.getElementById('worst')?.innerText ?? '') !== {} || document.getElementById('counts').dataset.errors === '0'",
            worst[1]
        ))?;
    }
    anyhow::bail!("errors are left\n{}", visit.shown())
}

/// The example's value in the words of somebody's own site.
fn mended(value: &str, round: usize) -> String {
    if value.is_empty() {
        return format!("own-{round}.internal");
    }
    value
        .replace("example.com", "corp.internal")
        .replace("dc=example,dc=com", "dc=corp,dc=internal")
        .replace("example", "corp")
}

/// F6 until the findings have the focus.
fn to_findings(visit: &Visit) -> Result<()> {
    for _ in 0..4 {
        if visit.holds("document.activeElement?.closest('#findings')")? {
            return Ok(());
        }
        visit.press("F6")?;
    }
    anyhow::bail!("F6 does not lead to the findings\n{}", visit.shown())
}

fn accept_a_warning(visit: &Visit) -> Result<()> {
    // Whoever has none makes one: the version before the newest has known holes.
    if visit.counts()?.1 == 0 {
        visit.press("F6")?;
        for _ in 0..4 {
            if visit.holds("document.activeElement?.closest('#steps-nav')")? {
                break;
            }
            visit.press("F6")?;
        }
        visit.walk_to("#step-product", "Shift+Tab")?;
        visit.press("Enter")?;
        visit.focused("#step-heading")?;
        visit.tab_to("#form input[id^=version-choice]")?;
        visit.press("ArrowDown")?;
        visit.wait("document.getElementById('counts').dataset.warnings !== '0'")?;
    }
    let (_, before) = visit.counts()?;
    to_findings(visit)?;
    if !visit.holds("document.activeElement.id === 'findings-toggle'")? {
        visit.walk_to("#findings-toggle", "Shift+Tab")?;
    }
    if !visit.holds("document.getElementById('findings').dataset.open === 'true'")? {
        visit.press("Enter")?;
    }
    visit.tab_to("#findings-list [data-action=accept]")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('#dialog-accept[open]')")?;
    // Without a reason it is refused.
    visit.tab_to("#accept-do")?;
    visit.press("Enter")?;
    visit.focused("#accept-reason")?;
    visit.wait("document.getElementById('accept-problem').innerText !== ''")?;
    visit.write("Known, until the next release.")?;
    visit.tab_to("#accept-do")?;
    visit.press("Enter")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    visit.wait(&format!("document.getElementById('counts').dataset.warnings === '{}'", before - 1))
}

#[test]
fn f6_goes_round_the_regions_both_ways() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let regions = ["#form", "#files", "#findings", "#steps-nav"];
    let inside = |css: &str| visit.wait(&format!("document.activeElement.closest({})", json!(css)));
    for css in regions.iter().cycle().skip(1).take(5) {
        visit.press("F6")?;
        inside(css)?;
    }
    for css in ["#form", "#steps-nav", "#findings", "#files"] {
        visit.press("Shift+F6")?;
        inside(css)?;
    }
    visit.end()
}

#[test]
fn f8_walks_through_the_findings() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    for at in [1, 2] {
        visit.click(&format!(".node-row:nth-child({at}) .node-name"))?;
        visit.press("Ctrl+A")?;
        visit.write("not a host")?;
    }
    visit.wait("Number(document.getElementById('counts').dataset.errors) >= 2")?;
    visit.step("review")?;
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..2 {
        let said = visit.text("document.getElementById('live').textContent")?;
        visit.press("F8")?;
        // The focus comes a frame later: until then it is on the finding before.
        visit.wait(&format!(
            "document.activeElement?.matches('.node-name[aria-invalid=true]') \
             && !{}.includes(document.activeElement.id)",
            json!(seen)
        ))?;
        seen.push(visit.text("document.activeElement.id")?);
        // It is told, with its number.
        visit.wait(&format!(
            "document.getElementById('live').textContent !== {} \
             && document.getElementById('live').textContent.includes('{}')",
            json!(said),
            seen.len()
        ))?;
    }
    visit.press("Shift+F8")?;
    visit.focused(&format!("#{}", seen[0]))?;
    visit.end()
}

/// A dialog takes the focus, keeps it, and gives it back.
#[test]
fn dialogs_keep_and_return_the_focus() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    for button in ["help", "export", "picture-button"] {
        visit.run(&format!("document.getElementById('{button}').focus()"), &[])?;
        visit.press("Enter")?;
        visit.wait("document.querySelector('dialog[open]')?.contains(document.activeElement)")?;
        for _ in 0..12 {
            visit.press("Tab")?;
            ensure!(
                visit.holds("document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)")?,
                "{button}: the focus left the dialog: {}",
                visit.shown()
            );
        }
        visit.press("Escape")?;
        visit.wait("!document.querySelector('dialog[open]')")?;
        visit.focused(&format!("#{button}"))?;
    }
    // "?" lists the keys, but not from a text field.
    visit.run("document.getElementById('step-heading').focus()", &[])?;
    visit.write("?")?;
    visit.wait("document.querySelector('#dialog-help[open]')")?;
    visit.press("Escape")?;
    visit.focus("#paste")?;
    visit.write("?")?;
    ensure!(!visit.holds("document.querySelector('dialog[open]')")?, "the box opened the list");
    // Ctrl+Enter does not export from a box of several lines.
    visit.press("Ctrl+Enter")?;
    ensure!(!visit.holds("document.querySelector('dialog[open]')")?, "the box exported");
    visit.end()
}

/// The grid: Shift+arrows select rows, and the column's menu sets them.
#[test]
fn rows_of_the_grid_are_selected_and_set() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("roles")?;
    visit.tab_to("#role-grid tbody input")?;
    visit.press("Home Shift+ArrowDown")?;
    visit.wait("document.querySelectorAll('#role-grid tr[aria-selected=true]').length === 2")?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('#role-grid tr[aria-selected=true]')")?;
    let rows =
        visit.eval("document.querySelectorAll('#role-grid tbody tr[data-row]').length", &[])?;
    visit.press("ArrowUp ArrowUp ArrowUp ArrowUp End")?;
    let column = visit.text("document.activeElement.dataset.role")?;
    visit.run("document.querySelector('#role-grid thead th:last-child button').focus()", &[])?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('.menu:popover-open')")?;
    visit.tab_to(".menu:popover-open button")?;
    visit.press("Enter")?;
    visit.wait(&format!("document.querySelectorAll('#role-grid tbody input[data-role={column}]:checked').length === {rows}"))?;
    visit.press("Ctrl+Z")?;
    visit.wait(&format!("document.querySelectorAll('#role-grid tbody input[data-role={column}]:checked').length !== {rows}"))?;
    visit.end()
}
