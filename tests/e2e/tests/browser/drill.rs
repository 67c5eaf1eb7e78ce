//! The drill: machines lose their power by mouse and by key, and the page says what the command line
//! says.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::{Look, Setup, Theme};
use model::Lang;
use serde_json::json;

/// A box of the drawing that is shown, by the beginning of its name.
fn shown(name: &str, size: &str) -> String {
    format!(".scene.{size} .scene-box[role=button][data-name^='{name}']")
}

fn begin() -> Result<Visit> {
    let visit = Visit::begin(Setup::default())?;
    visit.run("document.getElementById('picture-button').click()", &[])?;
    visit.wait("document.querySelector('#dialog-picture[open] .scene')")?;
    Ok(visit)
}

fn said(visit: &Visit) -> Result<String> {
    visit.text("document.getElementById('drill-outcome').innerText")
}

#[test]
fn a_machine_loses_its_power_by_click_and_what_stops_is_said() -> Result<()> {
    let visit = begin()?;
    ensure!(!visit.holds("document.querySelector('.scene-box[role=button]')")?, "buttons already");
    visit.click("#drill-switch")?;
    // Who may not die stands there before anybody has.
    visit.wait("document.querySelector('#drill-single li')")?;
    let before = said(&visit)?;
    ensure!(before.contains("Machines that may not die:"), "{before}");
    ensure!(before.contains("lb1.example.com, or this stops: Queries"), "{before}");
    ensure!(!visit.holds("document.querySelector('.ability')")?, "{before}");

    visit.click(&shown("lb1", "wide"))?;
    visit.wait("document.querySelector('.ability[data-fate=stops]')")?;
    let outcome = said(&visit)?;
    for words in ["Without lb1.example.com:", "Queries: STOPS", "load balancer: 0 left, 1 needed"] {
        ensure!(outcome.contains(words), "{words}: {outcome}");
    }
    let dead = format!("document.querySelector({})", json!(shown("lb1", "wide")));
    ensure!(
        visit.holds(&format!("{dead}.matches('.dead[aria-pressed=true]')"))?,
        "not drawn as dead"
    );
    // Not by colour alone.
    let sign = visit.text(&format!("{dead}.querySelector('.scene-badge text').textContent"))?;
    ensure!(sign == "×", "{sign}");
    ensure!(
        visit.text(&format!("{dead}.getAttribute('aria-description')"))?.ends_with("no power"),
        "unsaid"
    );

    // The list says the same, and brings it back.
    visit.click(".drill-node.dead")?;
    visit.wait("!document.querySelector('.ability')")?;
    ensure!(said(&visit)? == before, "{}", said(&visit)?);
    // Two job nodes are the most that may go.
    visit.click(&shown("k1", "wide"))?;
    visit.wait("document.querySelector('.ability[data-fate=goes-on]')")?;
    visit.click(&shown("k2", "wide"))?;
    visit.wait("document.querySelector('.ability[data-fate=stops]')")?;
    ensure!(said(&visit)?.contains("Jobs: STOPS"), "{}", said(&visit)?);
    visit.click("#drill-all")?;
    visit.wait("!document.querySelector('.ability, .scene-box.dead')")?;
    // Back to the picture, where a click goes to the node.
    visit.click("#drill-switch")?;
    visit.wait("!document.querySelector('.scene-box[role=button], #drill')")?;
    visit.end()
}

#[test]
fn a_drill_by_key_keeps_the_focus() -> Result<()> {
    let visit = begin()?;
    visit.focus("#drill-switch")?;
    visit.wait("document.querySelector('#drill-single li')")?;
    let k1 = shown("k1", "wide");
    visit.walk_to(&k1, "Tab")?;
    visit.press("Enter")?;
    visit.wait("document.querySelector('.ability[data-fate=goes-on]')")?;
    visit.focused(&k1)?;
    visit.press("Space")?;
    visit.wait("!document.querySelector('.ability')")?;
    visit.focused(&k1)?;
    visit.walk_to(".drill-nodes li:last-child .drill-node", "Tab")?;
    visit.press("Space")?;
    visit.wait("document.querySelector('.drill-nodes li:last-child .drill-node.dead')")?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    // What was taken is still gone when the picture is opened again.
    visit.run("document.getElementById('picture-button').click()", &[])?;
    visit.wait("document.querySelector('#dialog-picture[open] .drill-node.dead')")?;
    visit.end()
}

/// Another cluster's machines are not these.
#[test]
fn the_dead_of_one_document_are_none_of_the_next() -> Result<()> {
    let visit = begin()?;
    visit.click("#drill-switch")?;
    visit.wait("document.querySelector('#drill-single li')")?;
    visit.click(&shown("k1", "wide"))?;
    visit.wait("document.querySelector('.scene-box.dead')")?;
    visit.press("Escape")?;
    visit.step("product")?;
    visit.click("#f-product a[href='#/druid']")?;
    visit.wait("document.getElementById('app').dataset.product === 'druid'")?;
    visit.run("document.getElementById('picture-button').click()", &[])?;
    visit.wait("document.querySelector('#dialog-picture[open] .scene-box[role=button]')")?;
    visit.wait("!document.querySelector('.scene-box.dead, .ability')")?;
    visit.end()
}

/// In both themes and languages, on a desk and on a phone; nothing scrolls sideways.
#[test]
fn a_drill_is_for_everybody() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let mut found = Vec::new();
    for (lang, theme, size) in [
        (Lang::En, Theme::Light, (1280, 900)),
        (Lang::Zh, Theme::Dark, (1280, 900)),
        (Lang::Zh, Theme::Light, (390, 844)),
        (Lang::En, Theme::Dark, (390, 844)),
    ] {
        let look = Look { lang, theme, size };
        visit.wear(look)?;
        visit.engine_ready()?;
        visit.run("document.getElementById('picture-button').click()", &[])?;
        visit.wait("document.querySelector('#dialog-picture[open] .scene')")?;
        if !visit.holds("document.getElementById('drill')")? {
            visit.click("#drill-switch")?;
        }
        visit.wait("document.querySelector('#drill-single li')")?;
        if !visit.holds("document.querySelector('.drill-node.dead')")? {
            visit.click(".drill-nodes li:first-child .drill-node")?;
        }
        visit.wait("document.querySelector('.ability')")?;
        found.extend(visit.axe()?.into_iter().map(|v| format!("{look}: {v}")));
        let wide = visit.eval(
            "[...document.querySelectorAll('#dialog-picture, #dialog-picture .dialog-body, .drill, .drill *')]
               .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && !e.closest('svg'))
               .map((e) => `${e.tagName}.${e.className} ${e.scrollWidth} > ${e.clientWidth}`)",
            &[],
        )?;
        if wide != json!([]) {
            found.push(format!("{look}: {wide}"));
        }
        visit.press("Escape")?;
        visit.wait("!document.querySelector('dialog[open]')")?;
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    visit.end()
}
