//! The task that the page is judged by: paste six nodes, split the roles, choose MySQL, fix what
//! is wrong, export; with the mouse, and with the keyboard. What it takes is counted, so that a
//! change that makes the way longer is seen.

use crate::{Visit, archive};
use anyhow::{Result, ensure};
use e2e::Setup;
use serde_json::json;
use std::{cell::Cell, time::Instant};

const NODES: &str = "kyn1.corp.internal 10.20.0.11\nkyn2.corp.internal 10.20.0.12\n\
                     kyn3.corp.internal 10.20.0.13\nkyn4.corp.internal 10.20.0.14\n\
                     kyn5.corp.internal 10.20.0.15\nkyn6.corp.internal 10.20.0.16\n";

/// What a person would type into a field that is missing something.
const VALUES: &[(&str, &str)] = &[
    ("jdbc-url", "jdbc:mysql://db1.corp.internal:3306/kylin"),
    ("zookeeper-connect", "zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181"),
    ("username", "kylin"),
    ("password", "KYLIN_METASTORE_PASSWORD"),
];

/// A visit that counts.
struct Counted {
    visit: Visit,
    clicks: Cell<usize>,
    keys: Cell<usize>,
    values: Cell<usize>,
    begin: Instant,
}

impl Counted {
    fn begin() -> Result<Self> {
        let visit = Visit::begin(Setup::default())?;
        visit.copy_elsewhere(NODES)?;
        let zero = || Cell::new(0);
        Ok(Self { visit, clicks: zero(), keys: zero(), values: zero(), begin: Instant::now() })
    }

    fn click(&self, css: &str) -> Result<()> {
        self.clicks.set(self.clicks.get() + 1);
        self.visit.click(css)
    }

    fn press(&self, strokes: &str) -> Result<()> {
        self.keys.set(self.keys.get() + strokes.split_whitespace().count());
        self.visit.press(strokes)
    }

    /// Presses a key until the focus is where it should be.
    fn press_to(&self, css: &str, stroke: &str) -> Result<()> {
        for _ in 0..40 {
            if self.visit.holds(&format!("document.activeElement?.matches({})", json!(css)))? {
                return Ok(());
            }
            self.press(stroke)?;
        }
        anyhow::bail!("{stroke} does not lead to {css}\n{}", self.visit.shown())
    }

    /// Types the value of the field that has the focus.
    fn fill_in(&self) -> Result<()> {
        let id = self.visit.text("document.activeElement.id")?;
        let own = VALUES.iter().find(|(end, _)| id.ends_with(end)).map(|(_, v)| (*v).to_owned());
        // What is still the example's is made one's own.
        let value = self.visit.text("document.activeElement.value")?;
        let value = own.unwrap_or_else(|| value.replace("example", "corp"));
        ensure!(!value.is_empty(), "{id} asks for something");
        self.visit.press("Ctrl+A")?;
        self.values.set(self.values.get() + 1);
        self.visit.insert(&value)?;
        Ok(())
    }

    fn worst(&self) -> Result<String> {
        self.visit.text(
            "document.getElementById('counts').dataset.errors + (document.getElementById('worst')?.innerText ?? '')",
        )
    }

    #[expect(clippy::print_stdout, reason = "the figures are what one looks at")]
    fn end(self, how: &str, most_clicks: usize, most_keys: usize) -> Result<()> {
        let (clicks, keys, values) = (self.clicks.get(), self.keys.get(), self.values.get());
        let took = self.begin.elapsed();
        println!("{how}: {clicks} clicks, {keys} keys, {values} values typed, {took:?}");
        ensure!(clicks <= most_clicks && keys <= most_keys, "{how}: {clicks} clicks, {keys} keys");
        let recipe = String::from_utf8(archive::recipe(&self.visit.browser)?)?;
        for part in ["kyn6.corp.internal", "jdbc:mysql://db1.corp.internal:3306/kylin", "job"] {
            ensure!(recipe.contains(part), "{part} is missing:\n{recipe}");
        }
        self.visit.end()
    }
}

fn pasted(visit: &Visit) -> Result<()> {
    visit.wait("document.querySelectorAll('.node-name').length === 6")?;
    visit.wait("document.querySelector('#file-lines .line.changed')")
}

fn downloaded(visit: &Visit) -> Result<()> {
    let (name, bytes) = visit.download(".tar.gz")?;
    ensure!(bytes.len() > 10_000, "{name} has {} bytes", bytes.len());
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")
}

#[test]
fn with_the_mouse() -> Result<()> {
    let task = Counted::begin()?;
    let visit = &task.visit;
    // The paste box has the focus already; pasting is one action of a mouse's menu.
    visit.focused("#paste")?;
    task.press("Ctrl+V")?;
    pasted(visit)?;
    task.click("#step-roles")?;
    for row in [1, 2] {
        task.click(&format!(
            "#role-grid tbody tr[data-row]:nth-of-type({}) input[data-role=job]",
            row + 1
        ))?;
    }
    visit.wait("document.querySelectorAll('input[data-role=job]:checked').length === 2")?;
    task.click("#step-metastore")?;
    task.click("[data-field='metastore.kind'] [data-option=mysql] label")?;
    visit.some_errors()?;
    for _ in 0..30 {
        let worst = task.worst()?;
        if worst.starts_with('0') {
            break;
        }
        if visit.holds("document.getElementById('fix-worst')")? {
            task.click("#fix-worst")?;
        } else {
            task.click("#worst")?;
            visit.wait("document.activeElement?.matches('#form input, #form textarea')")?;
            task.fill_in()?;
            // The value counts when the field is left, with the next click; here that is this one.
            visit.press("Tab")?;
        }
        visit.wait(&format!(
            "document.getElementById('counts').dataset.errors + (document.getElementById('worst')?.innerText ?? '') !== {}",
            json!(worst)
        ))?;
    }
    visit.errors(0)?;
    task.click("#export")?;
    visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    task.click("#export-download")?;
    downloaded(visit)?;
    task.end("mouse", 16, 1)
}

#[test]
fn with_the_keyboard() -> Result<()> {
    let task = Counted::begin()?;
    let visit = &task.visit;
    visit.focused("#paste")?;
    task.press("Ctrl+V")?;
    pasted(visit)?;
    // To the step of the roles, and into the grid.
    task.press_to("#steps-nav *", "Shift+F6")?;
    task.press_to("#step-roles", "Tab")?;
    task.press("Enter")?;
    visit.focused("#step-heading")?;
    task.press_to("#role-grid tbody input", "Tab")?;
    task.press("ArrowRight Space ArrowDown Space")?;
    visit.wait("document.querySelectorAll('input[data-role=job]:checked').length === 2")?;
    task.press_to("#steps-nav *", "Shift+F6")?;
    task.press_to("#step-metastore", "Tab")?;
    task.press("Enter")?;
    visit.focused("#step-heading")?;
    task.press_to("#form input[type=radio]", "Tab")?;
    task.press("ArrowDown")?;
    visit.some_errors()?;
    // F8 leads from one finding to the next; what has a fix is fixed in the line at the bottom.
    for _ in 0..30 {
        let worst = task.worst()?;
        if worst.starts_with('0') {
            break;
        }
        if visit.holds("document.getElementById('fix-worst')")? {
            task.press_to("#findings *", "F6")?;
            task.press_to("#fix-worst", "Tab")?;
            task.press("Enter")?;
        } else {
            task.press_to("#findings *", "F6")?;
            task.press_to("#worst", "Tab")?;
            task.press("Enter")?;
            visit.wait("document.activeElement?.matches('#form input, #form textarea')")?;
            task.fill_in()?;
            task.press("Tab")?;
        }
        visit.wait(&format!(
            "document.getElementById('counts').dataset.errors + (document.getElementById('worst')?.innerText ?? '') !== {}",
            json!(worst)
        ))?;
    }
    visit.errors(0)?;
    task.press("Ctrl+Enter")?;
    visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    task.press_to("#export-download", "Tab")?;
    task.press("Enter")?;
    downloaded(visit)?;
    task.end("keyboard", 0, 80)
}
