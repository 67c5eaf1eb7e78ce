//! `cargo run -p e2e --bin screens`: pictures of every step for people to judge.
//!
//! Every step in both languages and themes at 1280 and 390 px, and in Chinese on small laptops, and
//! the steps that other examples fill, into `target/screens/`. The README's own picture is
//! `cargo xtask screenshot`'s.
#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

use anyhow::Result;
use e2e::{Browser, Look, Setup, Site, Theme, root};
use model::Lang;
use serde_json::json;
use std::{fs, path::Path};

fn main() -> Result<()> {
    let site = Site::built("/a/b/")?;
    let browser = Browser::start(Setup::default())?;
    browser.open(&site.url())?;
    let folder = root().join("target/screens");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for look in looks() {
        browser.wear(look)?;
        browser.engine_ready()?;
        for (at, step) in browser.steps()?.iter().enumerate() {
            browser.step(step)?;
            picture(&browser, &folder.join(format!("{look}-{}-{step}.png", at + 1)))?;
        }
        opened(&browser, &folder, look)?;
        afresh(&browser, &site)?;
    }
    for look in filled_looks() {
        for (product, preset, steps) in FILLED {
            browser.wear(look)?;
            browser.engine_ready()?;
            filled(&browser, &folder, look, (product, preset, steps))?;
            afresh(&browser, &site)?;
        }
    }
    println!("{} pictures in {}", fs::read_dir(&folder)?.count(), folder.display());
    Ok(())
}

/// The next look begins with the first example again; the page saves when it is left.
fn afresh(browser: &Browser, site: &Site) -> Result<()> {
    browser.goto("about:blank")?;
    browser.goto(&site.url())?;
    browser.run("localStorage.removeItem('muster.work.v1')", &[])?;
    Ok(())
}

/// Steps that the first example leaves nearly empty: product, example, steps.
const FILLED: &[(&str, &str, &[&str])] = &[
    ("kylin", "kylin-emr-split", &["emr", "storage", "load_balancer"]),
    ("kylin", "kylin-redis-sentinel", &["roles", "session"]),
    ("kyligence", "kyligence-split", &["product", "metastore", "storage", "security"]),
    ("kap", "kap-plus", &["product", "engine"]),
    (
        "druid",
        "druid-tiered",
        &[
            "product",
            "roles",
            "metadata",
            "storage",
            "zookeeper",
            "ingestion",
            "data",
            "security",
            "ports",
            "sizing",
            "review",
        ],
    ),
    (
        "alluxio",
        "alluxio-zookeeper",
        &[
            "product",
            "roles",
            "masters",
            "zookeeper",
            "storage",
            "tiers",
            "clients",
            "ports",
            "sizing",
        ],
    ),
];

fn filled_looks() -> Vec<Look> {
    let look = |lang, theme, size| Look { lang, theme, size };
    vec![
        look(Lang::En, Theme::Light, (1440, 900)),
        look(Lang::Zh, Theme::Light, (1280, 900)),
        look(Lang::Zh, Theme::Dark, (390, 844)),
    ]
}

fn filled(
    browser: &Browser,
    folder: &Path,
    look: Look,
    (product, preset, steps): (&str, &str, &[&str]),
) -> Result<()> {
    browser.step("product")?;
    browser.click(&format!("#f-product a[href='#/{product}']"))?;
    browser.wait(&format!("document.getElementById('app').dataset.product === '{product}'"))?;
    browser.step("product")?;
    browser.click(&format!("#use-{preset}"))?;
    let named = format!("document.getElementById('bar-name').innerText.trim() === '{preset}'");
    browser.wait(&named)?;
    for step in steps {
        browser.step(step)?;
        picture(browser, &folder.join(format!("{look}-{preset}-{step}.png")))?;
    }
    browser.run("document.getElementById('picture-button').click()", &[])?;
    browser.wait("document.querySelector('#dialog-picture[open] .scene')")?;
    picture(browser, &folder.join(format!("{look}-{preset}-picture.png")))?;
    browser.press("Escape")
}

fn looks() -> Vec<Look> {
    let mut looks = Vec::new();
    for size in [(1280, 900), (390, 844)] {
        for lang in Lang::ALL {
            for theme in [Theme::Light, Theme::Dark] {
                looks.push(Look { lang, theme, size });
            }
        }
    }
    for size in [(1366, 620), (1093, 500)] {
        looks.push(Look { lang: Lang::Zh, theme: Theme::Light, size });
    }
    looks
}

/// What opens over the page or comes into it: the export, the picture, a notice, the list of findings
/// with an error in it.
fn opened(browser: &Browser, folder: &Path, look: Look) -> Result<()> {
    let take = |name: &str| picture(browser, &folder.join(format!("{look}-{name}.png")));
    browser.step("nodes")?;
    browser.click("#export")?;
    browser.wait("document.querySelector('#dialog-export[open] #export-tree')")?;
    take("export")?;
    browser.press("Escape")?;
    browser.run("document.getElementById('picture-button').click()", &[])?;
    browser.wait("document.querySelector('#dialog-picture[open] .scene')")?;
    take("picture")?;
    browser.press("Escape")?;
    browser.run("document.getElementById('share').click()", &[])?;
    browser.wait("document.querySelector('#dialog-share[open] #share-link')")?;
    take("share")?;
    browser.press("Escape")?;
    compared(browser, folder, look)?;
    let broken = browser.scratch().join("broken.toml");
    fs::write(&broken, "")?;
    browser.drop_file(&broken)?;
    browser.wait("document.querySelector('.notice[data-kind=Failed]')")?;
    take("notice")?;
    browser.click(".notice[data-kind=Failed] > button")?;
    browser.click(".node-row:first-child .node-name")?;
    browser.press("Ctrl+A")?;
    browser.write("not a host")?;
    browser.wait("document.getElementById('counts').dataset.errors !== '0'")?;
    take("error")?;
    browser.click("#export")?;
    browser.wait("document.getElementById('findings').dataset.open === 'true'")?;
    take("findings")?;
    if look.size.0 < 1000 {
        browser.click("#tab-files")?;
        take("files")?;
    }
    Ok(())
}

/// The example beside an older state of it: bringing that, what differs, the steps.
fn compared(browser: &Browser, folder: &Path, look: Look) -> Result<()> {
    let take = |name: &str| picture(browser, &folder.join(format!("{look}-{name}.png")));
    let older = fs::read_to_string(root().join("tests/cli/plan.out/before.toml"))?
        .replace("name = \"kylin-three\"\nproduct", "name = \"older\"\nproduct")
        .replace("version = \"3.1.3\"", "version = \"3.1.2\"")
        .replace("k3.example.com", "old3.example.com")
        .replace(
            "[settings.lb]",
            "[overrides.cluster]\n\"kylin.web.timezone\" = \"GMT+9\"\n\
             \"kylin.job.scheduler.default\" = \"100\"\n\n[settings.lb]",
        );
    browser.run("document.getElementById('compare').click()", &[])?;
    browser.wait("document.querySelector('#dialog-compare[open] #compare-text')")?;
    take("compare-bring")?;
    browser.run(
        "document.getElementById('compare-text').value = arguments[0];
         document.getElementById('compare-do').click();",
        &[json!(older)],
    )?;
    browser.wait("document.querySelector('#dialog-compare [data-difference]')")?;
    take("compare")?;
    browser.click("#compare-plan")?;
    browser.wait("document.querySelector('#plan-steps')")?;
    take("compare-plan")?;
    browser.click("#compare-another")?;
    browser.press("Escape")
}

/// A picture of the page when nothing moves any more.
fn picture(browser: &Browser, file: &Path) -> Result<()> {
    browser.run_async(
        "const done = arguments[arguments.length - 1];
         Promise.allSettled(document.getAnimations().map((a) => a.finished))
           .then(() => requestAnimationFrame(() => requestAnimationFrame(done)));",
        &[],
    )?;
    Ok(fs::write(file, browser.picture()?)?)
}
