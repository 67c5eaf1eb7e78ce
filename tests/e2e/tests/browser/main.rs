//! The built site in a real browser: `cargo xtask build`, then `cargo test -p e2e`.
//!
//! Every test has a page in a browser as if its profile were new, and a server of its own, and ends
//! with [`Visit::end`]: nothing on the console, nothing asked of another origin, nothing
//! that was not found.

mod accepting;
mod access;
mod archive;
mod bad_input;
mod brought;
mod compare;
mod damaged;
mod documents;
mod drill;
mod editing;
mod embed;
mod engine;
mod files;
mod inside;
mod keyboard;
mod links;
mod looks;
mod many;
mod offline;
mod one_file;
mod opening;
mod palette;
mod paper;
mod phone;
mod reuse;
mod saving;
mod second;
mod secrets;
mod server_types;
mod share;
mod site;
mod steady;
mod task;
mod walks;

use anyhow::{Result, ensure};
use e2e::{Browser, Setup, Site};
use serde_json::{Value, json};
use std::ops::Deref;

/// A browser at a site.
pub(crate) struct Visit {
    pub(crate) browser: Browser,
    pub(crate) site: Site,
}

impl Deref for Visit {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Visit {
    /// The page of the built site under `/a/b/`, with the engine ready.
    pub(crate) fn begin(setup: Setup) -> Result<Self> {
        let visit = Self::of(Site::built("/a/b/")?, setup)?;
        visit.engine_ready()?;
        Ok(visit)
    }

    /// The page of this site, drawn; the engine may still be on its way.
    pub(crate) fn of(site: Site, setup: Setup) -> Result<Self> {
        let browser = Browser::start(Setup { record: true, baseline: true, ..setup })?;
        browser.open(&site.url())?;
        Ok(Self { browser, site })
    }

    /// What must hold at the end of every visit.
    pub(crate) fn end(self) -> Result<()> {
        self.console_is_empty()?;
        self.nothing_foreign()?;
        let lost: Vec<_> = self.site.requests().into_iter().filter(|r| r.status >= 400).collect();
        ensure!(lost.is_empty(), "not found: {lost:?}");
        Ok(())
    }

    /// Nothing was asked of another origin, nor outside the site's folder.
    pub(crate) fn nothing_foreign(&self) -> Result<()> {
        let own = self.site.url();
        let inside = |address: &String| {
            address.starts_with(&own)
                || address.starts_with("data:")
                || address.starts_with(&format!("blob:{}", self.site.origin()))
        };
        let addresses = self.addresses()?;
        ensure!(!addresses.is_empty(), "nothing was recorded");
        let foreign: Vec<_> = addresses.iter().filter(|address| !inside(address)).collect();
        ensure!(foreign.is_empty(), "asked elsewhere: {foreign:?}");
        Ok(())
    }

    /// The counts of errors and warnings in the line at the bottom.
    pub(crate) fn counts(&self) -> Result<(u64, u64)> {
        let read = |name| {
            let text = self.text(&format!("document.getElementById('counts').dataset.{name}"))?;
            Ok::<u64, anyhow::Error>(text.parse()?)
        };
        Ok((read("errors")?, read("warnings")?))
    }

    /// Waits until the document has so many errors.
    pub(crate) fn errors(&self, count: u64) -> Result<()> {
        self.wait(&format!("document.getElementById('counts').dataset.errors === '{count}'"))
    }

    /// Waits until the document has errors at all.
    pub(crate) fn some_errors(&self) -> Result<()> {
        self.wait("document.getElementById('counts').dataset.errors !== '0'")
    }

    /// The names of the nodes in the table of the nodes' step.
    pub(crate) fn names(&self) -> Result<Vec<String>> {
        let names =
            self.eval("[...document.querySelectorAll('.node-name')].map((i) => i.value)", &[])?;
        Ok(serde_json::from_value(names)?)
    }

    /// Waits until the table of the nodes has exactly these names.
    pub(crate) fn wait_names(&self, names: &[&str]) -> Result<()> {
        self.wait(&format!(
            "JSON.stringify([...document.querySelectorAll('.node-name')].map((i) => i.value)) \
             === {}",
            json!(json!(names).to_string())
        ))
    }

    /// Puts text into the clipboard, as copying it elsewhere does.
    pub(crate) fn copy_elsewhere(&self, text: &str) -> Result<()> {
        let permissions = json!(["clipboardReadWrite", "clipboardSanitizedWrite"]);
        self.cdp("Browser.grantPermissions", json!({ "permissions": permissions }))?;
        let done = self.run_async(
            "const done = arguments[arguments.length - 1];
             navigator.clipboard.writeText(arguments[0]).then(() => done(''), (e) => done(String(e)));",
            &[json!(text)],
        )?;
        ensure!(done == Value::String(String::new()), "the clipboard refused: {done}");
        Ok(())
    }

    /// Moves the focus to an element, as a click into it does.
    pub(crate) fn focus(&self, css: &str) -> Result<()> {
        self.click(css)?;
        self.focused(css)
    }

    /// Waits until the focus is on an element that matches.
    pub(crate) fn focused(&self, css: &str) -> Result<()> {
        self.wait(&format!("document.activeElement?.matches({})", json!(css)))
    }

    /// Presses Tab until the focus is on an element that matches.
    pub(crate) fn tab_to(&self, css: &str) -> Result<()> {
        self.walk_to(css, "Tab")
    }

    /// Presses a key until the focus is on an element that matches; every stop on the way must be
    /// visible and must show that it has the focus.
    pub(crate) fn walk_to(&self, css: &str, stroke: &str) -> Result<()> {
        let mut way = Vec::new();
        for _ in 0..150 {
            self.press(stroke)?;
            let at = self.run(
                "const e = document.activeElement;
                 if (!e || e === document.body) return { name: 'body', here: false, seen: true };
                 const b = e.getBoundingClientRect();
                 const s = getComputedStyle(e), r = getComputedStyle(e.closest('label, li, td') ?? e);
                 const ring = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1
                   || s.boxShadow !== 'none';
                 return {
                   name: (e.id ? '#' + e.id : e.tagName.toLowerCase()) + ' ' + (e.innerText ?? '').slice(0, 30),
                   here: e.matches(arguments[0]),
                   seen: b.width > 0 && b.height > 0 && (ring(s) || ring(r) || ring(getComputedStyle(e, '::after'))),
                 };",
                &[json!(css)],
            )?;
            ensure!(at["seen"] == true, "the focus can't be seen on {}", at["name"]);
            if at["here"] == true {
                return Ok(());
            }
            way.push(at["name"].as_str().unwrap_or_default().to_owned());
        }
        anyhow::bail!("{stroke} does not lead to {css}, only to {way:#?}");
    }
}

/// The shortest way through everything, for those who wait for it.
#[test]
fn smoke() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.focus("#paste")?;
    visit.insert("s1.corp.internal\ns2.corp.internal\nbad$name;3\n")?;
    // The bad line is named, the others are taken, and every file follows.
    visit.wait("document.querySelector('#paste-problems li[data-line=\"3\"]')")?;
    visit.click("#paste-replace")?;
    visit.wait_names(&["s1.corp.internal", "s2.corp.internal"])?;
    visit.wait(
        "[...document.querySelectorAll('#file-lines .line.changed')]
           .some((line) => line.innerText.includes('s2.corp.internal'))",
    )?;
    visit.some_errors()?;
    visit.wait("document.getElementById('worst')?.checkVisibility()")?;
    // Back to the example, which is exported as the command line does it.
    visit.click("#undo")?;
    visit.errors(0)?;
    archive::same_as_the_command_line(&visit)?;
    visit.end()
}
