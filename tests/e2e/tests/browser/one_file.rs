//! The site as one file, opened from a disk.

use crate::archive;
use anyhow::{Context as _, Result, ensure};
use e2e::{Browser, Setup, root};
use serde_json::json;
use std::{fs, path::Path};

/// The file's address; it is made of the site as it was built.
fn address() -> Result<String> {
    let file = root().join("dist-single/muster.html");
    let how = "cargo xtask build --single makes it";
    let written = |path: &Path| fs::metadata(path).and_then(|about| about.modified());
    let own = written(&file).with_context(|| format!("there is no {}; {how}", file.display()))?;
    let site = written(&root().join("dist/index.html")).context("dist/index.html")?;
    ensure!(own >= site, "{} is older than the site; {how}", file.display());
    Ok(format!("file://{}", file.display()))
}

fn open(address: &str) -> Result<Browser> {
    let browser = Browser::start(Setup { record: true, baseline: true, ..Setup::default() })?;
    browser.open(address)?;
    browser.engine_ready()?;
    Ok(browser)
}

#[test]
fn everything_works_from_a_disk() -> Result<()> {
    let address = address()?;
    let page = open(&address)?;
    page.click("#paste")?;
    page.insert("s1.corp.internal\ns2.corp.internal\ns3.corp.internal\n")?;
    page.click("#paste-replace")?;
    page.wait("document.getElementById('file-lines').innerText.includes('s2.corp.internal')")?;
    // The other language's words are in the file, too.
    page.click("#lang-zh")?;
    page.wait("document.documentElement.lang === 'zh-CN'")?;
    page.wait("/[\\u4e00-\\u9fff]/.test(document.getElementById('file-lines').innerText)")?;
    page.click("#lang-en")?;
    page.wait("document.documentElement.lang === 'en'")?;
    // What was typed is there again.
    page.wait("localStorage.getItem('muster.work.v1')?.includes('s3.corp.internal')")?;
    page.reload()?;
    page.drawn()?;
    page.wait(
        "[...document.querySelectorAll('.node-name')].some((i) => i.value === 's3.corp.internal')",
    )?;
    page.engine_ready()?;
    page.click("#undo")?;
    page.console_is_empty()?;
    let asked = page.addresses()?;
    ensure!(
        asked.iter().any(|asked| asked.starts_with(&address)),
        "nothing was recorded: {asked:?}"
    );
    let own = |asked: &&String| {
        asked.split('#').next() == Some(&address)
            || asked.starts_with("blob:null/")
            || asked.starts_with("data:")
            || asked.starts_with("blob:file://")
    };
    let other: Vec<_> = asked.iter().filter(|asked| !own(asked)).collect();
    ensure!(other.is_empty(), "asked for {other:?}");
    Ok(())
}

#[test]
fn its_archives_are_those_of_the_command_line() -> Result<()> {
    let page = open(&address()?)?;
    archive::same_as_the_command_line(&page)?;
    page.console_is_empty()
}

/// Nothing but its own two scripts runs, and nothing is asked for, not even from the same disk.
#[test]
fn its_policy_lets_nothing_else_run() -> Result<()> {
    let page = open(&address()?)?;
    let said = page.run_async(
        "const done = arguments[arguments.length - 1];
         const refused = [];
         const script = document.createElement('script');
         script.textContent = 'window.bad = 1';
         document.body.append(script);
         if (window.bad === undefined) refused.push('script');
         // Later: what the driver itself starts may.
         const evaluated = new Promise((go) => { setTimeout(() => {
           try { (0, eval)('1'); } catch { refused.push('eval'); }
           go();
         }); });
         const get = (address, name) => fetch(address).then(() => {}, () => refused.push(name));
         Promise.all([evaluated, get('http://127.0.0.1:9/', 'network'), get(location.href, 'disk')])
           .then(() => done(refused.sort().join(' ')));",
        &[],
    )?;
    ensure!(said == json!("disk eval network script"), "refused is only: {said}");
    Ok(())
}

/// A file that was changed on its way does not run; the hash is of the script as it was made.
#[test]
fn a_changed_script_does_not_run() -> Result<()> {
    let html = fs::read_to_string(root().join("dist-single/muster.html"))?;
    let changed = html.replacen("globalThis.oneFile = {", "globalThis.oneFile =  {", 1);
    ensure!(html != changed, "one-file.js has changed");
    let page = Browser::start(Setup::default())?;
    let file = page.scratch().join("changed.html");
    fs::write(&file, changed)?;
    page.goto(&format!("file://{}", file.display()))?;
    page.wait("document.readyState === 'complete'")?;
    ensure!(page.holds("document.getElementById('boot') && !window.oneFile")?, "it ran");
    let said = page.console()?.join("\n");
    ensure!(said.contains("Content Security Policy"), "the console says only: {said}");
    Ok(())
}

/// What a browser lacks is said; no blank page.
#[test]
fn a_browser_that_cannot_unpack_it_is_told() -> Result<()> {
    let page = Browser::start(Setup::default())?;
    let old = json!({ "source": "delete window.DecompressionStream" });
    page.cdp("Page.addScriptToEvaluateOnNewDocument", old)?;
    page.goto(&address()?)?;
    page.wait(
        "document.querySelector('#boot.boot-failed')?.innerText.includes('DecompressionStream')",
    )
}
