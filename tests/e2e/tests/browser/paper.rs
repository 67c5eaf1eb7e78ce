//! What comes out on paper: A4 upright, black on white, and what one is at.

use crate::Visit;
use anyhow::{Context as _, Result, ensure};
use e2e::Setup;
use serde_json::{Value, json};
use std::fs;

/// Prints the page. The bytes stay in `target/paper/` to be looked at.
fn print(visit: &Visit, name: &str) -> Result<Vec<u8>> {
    let paper = json!({ "preferCSSPageSize": true, "printBackground": true });
    let printed = visit.cdp("Page.printToPDF", paper)?;
    let data = printed["data"].as_str().context("no PDF")?;
    let bytes = visit
        .run("return Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));", &[json!(data)])?;
    let bytes: Vec<u8> = serde_json::from_value(bytes)?;
    let folder = e2e::root().join("target/paper");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{name}.pdf")), &bytes)?;
    // A4 in points, upright, on every page.
    let text = String::from_utf8_lossy(&bytes);
    let sizes: Vec<&str> =
        text.split("/MediaBox [").skip(1).filter_map(|rest| rest.split(']').next()).collect();
    ensure!(!sizes.is_empty(), "no pages");
    for size in sizes {
        let size: Vec<f64> = size.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let a4 = size.len() == 4 && (size[2] - 595.0).abs() < 2.0 && (size[3] - 842.0).abs() < 2.0;
        ensure!(a4, "{name} is not A4: {size:?}");
    }
    Ok(bytes)
}

/// As the printer sees the page: which of these are there, and every colour that is not grey.
fn on_paper(visit: &Visit, parts: &[&str]) -> Result<(Vec<String>, Vec<String>)> {
    // The width that A4 leaves between the margins.
    visit.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    visit.size(703, 1000)?;
    let seen = visit.run(
        "const shown = arguments[0].filter((css) => document.querySelector(css)?.checkVisibility());
         const grey = (colour) => {
           const [r, g, b, a] = (colour.match(/[\\d.]+/g) ?? [0, 0, 0]).map(Number);
           return a === 0 || (r === g && g === b);
         };
         const colours = new Set();
         for (const element of document.querySelectorAll('#app *')) {
           if (!element.checkVisibility()) continue;
           const style = getComputedStyle(element);
           for (const what of ['color', 'backgroundColor', 'borderTopColor', 'fill', 'stroke']) {
             if (style[what] !== 'none' && !grey(style[what])) {
               colours.add(`${element.tagName}.${element.getAttribute('class')} ${what} ${style[what]}`);
             }
           }
         }
         return { shown, colours: [...colours].slice(0, 20) };",
        &[json!(parts)],
    )?;
    visit.size(1280, 900)?;
    visit.cdp("Emulation.setEmulatedMedia", json!({ "media": "" }))?;
    let list = |name: &str| serde_json::from_value::<Vec<String>>(seen[name].clone());
    Ok((list("shown")?, list("colours")?))
}

const PARTS: [&str; 6] = [
    "#step-heading",
    "#file-lines .line",
    "#dialog-picture .scene",
    "#counts",
    "#export",
    "#steps-nav",
];

/// Whatever theme the page has, paper is white.
#[test]
fn the_runbook_alone_when_one_is_at_it() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.eval("localStorage.setItem('muster.theme', 'dark')", &[])?;
    visit.reload()?;
    visit.drawn()?;
    visit.engine_ready()?;
    visit.run(
        "const select = document.getElementById('file-name');
         select.focus();
         select.value = 'README.md';
         select.dispatchEvent(new Event('change', { bubbles: true }));",
        &[],
    )?;
    visit.wait("document.getElementById('file-lines').innerText.includes('bin/deploy')")?;
    visit.wait("document.activeElement.id === 'file-name'")?;
    let (shown, colours) = on_paper(&visit, &PARTS)?;
    ensure!(shown == ["#file-lines .line"], "{shown:?}");
    ensure!(colours.is_empty(), "{colours:#?}");
    // Every line is on the paper: nothing is cut at the end of a page or of a box.
    let pdf = print(&visit, "runbook")?;
    let lines = visit.eval("document.querySelectorAll('#file-lines .line').length", &[])?;
    let pages = pages(&pdf);
    let least = lines.as_u64().unwrap_or_default() / 70;
    ensure!(
        lines.as_u64() > Some(60) && pages > usize::try_from(least)?,
        "{pages} pages of {lines} lines"
    );
    Ok(())
}

#[test]
fn the_picture_alone_when_it_is_open() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.click("#picture-button, #picture-open")?;
    visit.wait("document.querySelector('#dialog-picture[open] .scene')")?;
    let (shown, colours) = on_paper(&visit, &PARTS)?;
    ensure!(shown == ["#dialog-picture .scene"], "{shown:?}");
    ensure!(colours.is_empty(), "{colours:#?}");
    let pdf = print(&visit, "picture")?;
    ensure!(pages(&pdf) == 1, "{} pages", pages(&pdf));
    Ok(())
}

#[test]
fn else_the_step_and_the_file() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    for step in visit.steps()? {
        visit.step(&step)?;
        let (shown, colours) = on_paper(&visit, &PARTS)?;
        ensure!(shown == ["#step-heading", "#file-lines .line", "#counts"], "{step}: {shown:?}");
        ensure!(colours.is_empty(), "{step}: {colours:#?}");
        let wide = visit.eval("document.documentElement.scrollWidth > innerWidth", &[])?;
        ensure!(wide == Value::Bool(false), "{step} is wider than the page");
        print(&visit, &format!("step-{step}"))?;
    }
    Ok(())
}

fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page\n").count() + text.matches("/Type /Page ").count()
}
