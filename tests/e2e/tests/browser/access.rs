//! axe-core, on every step and dialog, in both languages and themes, wide and narrow.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::{Look, Setup, Theme};
use model::Lang;
use serde_json::json;

const WIDE: (u32, u32) = (1280, 900);
const PHONE: (u32, u32) = (390, 844);

fn every_step(lang: Lang, theme: Theme) -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let mut found = Vec::new();
    for size in [WIDE, PHONE] {
        let look = Look { lang, theme, size };
        visit.wear(look)?;
        visit.engine_ready()?;
        for step in visit.steps()? {
            visit.step(&step)?;
            let violations = visit.axe()?;
            found.extend(violations.into_iter().map(|v| format!("{look} {step}: {v}")));
        }
    }
    ensure!(found.is_empty(), "{} findings of axe-core\n{}", found.len(), found.join("\n"));
    visit.end()
}

#[test]
fn english_light() -> Result<()> {
    every_step(Lang::En, Theme::Light)
}

#[test]
fn english_dark() -> Result<()> {
    every_step(Lang::En, Theme::Dark)
}

#[test]
fn chinese_light() -> Result<()> {
    every_step(Lang::Zh, Theme::Light)
}

#[test]
fn chinese_dark() -> Result<()> {
    every_step(Lang::Zh, Theme::Dark)
}

/// Findings, the open list of them, the dialogs, the regions of a phone.
#[test]
fn what_opens_over_the_steps() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let mut found = Vec::new();
    for (theme, size) in [(Theme::Light, WIDE), (Theme::Dark, PHONE)] {
        let look = Look { lang: Lang::Zh, theme, size };
        visit.wear(look)?;
        visit.engine_ready()?;
        let mut look_at = |what: &str| -> Result<()> {
            let violations = visit.axe()?;
            found.extend(violations.into_iter().map(|v| format!("{look} {what}: {v}")));
            Ok(())
        };
        for dialog in ["help", "explain", "picture"] {
            // The picture is drawn when its button opens it.
            visit.run(
                "const button = document.getElementById(`${arguments[0]}-button`);
                 if (button) button.click();
                 else document.getElementById(`dialog-${arguments[0]}`).showModal();",
                &[json!(dialog)],
            )?;
            visit.wait(&format!("document.querySelector('#dialog-{dialog}[open]')"))?;
            look_at(dialog)?;
            visit.press("Escape")?;
            visit.wait("!document.querySelector('dialog[open]')")?;
        }
        visit.click("#export")?;
        visit.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
        look_at("export")?;
        visit.press("Escape")?;
        visit.step("nodes")?;
        visit.click(".node-row:first-child .node-name")?;
        visit.press("Ctrl+A")?;
        visit.write("a b;$(c)")?;
        visit.some_errors()?;
        look_at("a field with an error")?;
        visit.click("#export")?;
        visit.wait("document.getElementById('findings').dataset.open === 'true'")?;
        look_at("the list of findings")?;
        if size == PHONE {
            visit.click("#tab-files")?;
            visit.wait("document.getElementById('app').dataset.tab === 'files'")?;
            look_at("files")?;
        }
        // The next look begins with the example again.
        visit.run("localStorage.clear()", &[])?;
        visit.goto("about:blank")?;
        visit.open(&visit.site.url())?;
    }
    ensure!(found.is_empty(), "{} findings of axe-core\n{}", found.len(), found.join("\n"));
    visit.end()
}
