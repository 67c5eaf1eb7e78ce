//! Language, theme and size.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::{Look, Setup, Theme};
use model::Lang;
use serde_json::{Value, json};

#[test]
fn the_language_switches_in_place_and_stays() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("two-tongues")?;
    visit.press("Tab")?;
    let heading = visit.text("document.getElementById('step-heading').innerText")?;
    visit.click("#lang-zh")?;
    visit.wait(&format!(
        "document.getElementById('step-heading').innerText !== {}",
        json!(heading)
    ))?;
    ensure!(visit.text("document.documentElement.lang")?.starts_with("zh"), "lang");
    ensure!(
        visit.text("document.querySelector('#f-name').value")? == "two-tongues",
        "the document"
    );
    // No English is left where words are: labels, headings, help, buttons.
    for step in visit.steps()? {
        visit.step(&step)?;
        let english = visit.eval(
            "[...document.querySelectorAll('#form h1, #form h2, #form .help, #form legend, #form .label')]
               .filter((e) => e.checkVisibility() && e.innerText.trim().split(' ').length > 3 && !/[\\u4e00-\\u9fff]/.test(e.innerText))
               .map((e) => e.innerText)",
            &[],
        )?;
        ensure!(english == json!([]), "{step}: {english}");
    }
    visit.reload()?;
    visit.drawn()?;
    ensure!(visit.text("document.documentElement.lang")?.starts_with("zh"), "not kept");
    visit.engine_ready()?;
    visit.click("#lang-en")?;
    visit.wait("document.documentElement.lang === 'en'")?;
    visit.end()
}

#[test]
fn the_browsers_language_is_the_first() -> Result<()> {
    let visit = Visit::begin(Setup { language: "zh-CN", ..Setup::default() })?;
    ensure!(visit.text("document.documentElement.lang")?.starts_with("zh"), "{}", visit.shown());
    // So is the example's archive, until the document is one's own.
    visit.step("product")?;
    let chosen = |lang: &str| format!("document.querySelector('#language-choice--{lang}').checked");
    visit.wait(&chosen("zh"))?;
    visit.click("#lang-en")?;
    visit.wait(&chosen("en"))?;
    // The form's own words come from the engine, and move what stands below them.
    visit.wait("document.querySelector('.step').innerText.includes('Production')")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("mine")?;
    visit.press("Tab")?;
    visit.click("#lang-zh")?;
    visit.wait("document.documentElement.lang.startsWith('zh')")?;
    ensure!(visit.holds(&chosen("en"))?, "a document of one's own changed its language");
    visit.end()
}

#[test]
fn the_theme_follows_the_system_until_chosen() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let system = |theme: &str| {
        visit.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] }),
        )
    };
    let ground = || visit.text("getComputedStyle(document.body).backgroundColor");
    system("light")?;
    let light = ground()?;
    system("dark")?;
    visit.wait(&format!("getComputedStyle(document.body).backgroundColor !== {}", json!(light)))?;
    let dark = ground()?;
    visit.click("#theme")?;
    visit.wait(&format!("getComputedStyle(document.body).backgroundColor === {}", json!(light)))?;
    visit.reload()?;
    visit.drawn()?;
    ensure!(ground()? == light, "the choice is not kept");
    visit.click("#theme")?;
    visit.wait(&format!("getComputedStyle(document.body).backgroundColor === {}", json!(dark)))?;
    visit.end()
}

/// From 1000 px on, with the files beside it.
#[test]
fn the_role_grid_is_whole_and_the_steps_have_names() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let mut found = Vec::new();
    for (product, preset) in [
        ("kylin", "kylin-redis-sentinel"),
        ("alluxio", "alluxio-zookeeper"),
        ("druid", "druid-tiered"),
    ] {
        crate::walks::product(&visit, product)?;
        visit.step("product")?;
        crate::walks::preset(&visit, preset)?;
        visit.step("roles")?;
        for lang in [Lang::En, Lang::Zh] {
            for width in [1000, 1093, 1280, 1366, 1440, 1920] {
                visit.wear(Look { lang, theme: Theme::Light, size: (width, 800) })?;
                visit.wait("document.querySelectorAll('#role-grid tbody input').length > 9")?;
                let bad = visit.eval(
                    "(() => {
                       const bad = [], box = document.querySelector('#node-rows');
                       if (box.scrollWidth > box.clientWidth) bad.push(`the grid has ${box.scrollWidth} px in ${box.clientWidth}`);
                       const files = document.querySelector('#files').clientWidth;
                       if (files < 290) bad.push(`the files have ${files} px`);
                       const name = innerWidth < 1400 ? '.step-short' : '.step-title';
                       const names = [...document.querySelectorAll(`#steps-nav ${name}`)];
                       if (names.length < 10) bad.push(`${names.length} steps`);
                       for (const e of names) {
                         if (!e.checkVisibility() || e.clientWidth < 20 || e.scrollWidth > e.clientWidth) bad.push(`the step ${e.innerText}`);
                       }
                       return bad;
                     })()",
                    &[],
                )?;
                if let Value::Array(bad) = bad {
                    found.extend(bad.iter().map(|b| format!("{product} {lang:?} {width}: {b}")));
                }
            }
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    visit.end()
}

/// Nothing scrolls sideways but code, nothing is cut, and buttons of a phone are large enough.
#[test]
fn every_step_fits_its_page() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let mut found = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        for size in [(1280, 900), (1366, 620), (1093, 500), (800, 1000), (390, 844), (360, 640)] {
            let look = Look { lang, theme: Theme::Light, size };
            visit.wear(look)?;
            for step in visit.steps()? {
                visit.step(&step)?;
                let bad = visit.run(
                    "const bad = [];
                     const page = document.scrollingElement;
                     if (page.scrollWidth > innerWidth) bad.push(`the page is ${page.scrollWidth} wide`);
                     const code = '#file-lines, pre, code, .mono, .visually-hidden, textarea, input, select, .skip, .truncate';
                     for (const e of document.querySelectorAll('#form *, header *, #findings *')) {
                       if (!e.checkVisibility({ visibilityProperty: true }) || e.closest(code) || e.closest('svg')) continue;
                       const b = e.getBoundingClientRect();
                       if (b.width === 0) continue;
                       let clip = e.parentElement;
                       while (clip && getComputedStyle(clip).overflowX === 'visible') clip = clip.parentElement;
                       if (b.right > innerWidth + 1 && (!clip || clip === page || clip === document.body)) {
                         bad.push(`${e.tagName}.${e.className} ends at ${Math.round(b.right)}: ${e.innerText?.slice(0, 40)}`);
                       }
                       if (e.matches('button, .label, h1, h2') && e.scrollWidth > e.clientWidth + 1
                           && getComputedStyle(e).overflowX === 'hidden' && getComputedStyle(e).textOverflow !== 'ellipsis'
                           && ![...e.querySelectorAll('*')].some((c) => getComputedStyle(c).textOverflow === 'ellipsis')) {
                         bad.push(`cut: ${e.tagName}#${e.id}.${e.className} ${e.innerText?.slice(0, 40)}`);
                       }
                       if (innerWidth < 700 && e.matches('button:not(.link, .key), select, input:not([type=radio], [type=checkbox])') && b.height < 43) {
                         bad.push(`${Math.round(b.height)} px high: ${e.tagName}#${e.id}.${e.className} ${e.innerText?.slice(0, 30)}`);
                       }
                     }
                     return bad.slice(0, 5);",
                    &[],
                )?;
                if let Value::Array(bad) = bad {
                    found.extend(bad.iter().map(|b| format!("{look} {step}: {b}")));
                }
            }
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    visit.end()
}
