//! The site without the network, and one release after the other.

use crate::{Visit, archive};
use anyhow::{Context as _, Result, ensure};
use e2e::{PATIENCE, Setup, Site};
use serde_json::json;
use std::{collections::BTreeSet, fs, path::Path, time::Instant};

const OFFLINE: Setup = Setup {
    width: 1280,
    height: 900,
    language: "en-US",
    record: false,
    baseline: true,
    offline: true,
};

/// A copy of the site, which may be replaced.
fn site() -> Result<Site> {
    Site::changed("/a/b/", |_| Ok(()))
}

fn begin(site: Site) -> Result<Visit> {
    let visit = Visit::of(site, OFFLINE)?;
    visit.engine_ready()?;
    Ok(visit)
}

/// What the browser keeps: each cache with the addresses in it.
fn kept(visit: &Visit) -> Result<Vec<(String, BTreeSet<String>)>> {
    let all = visit.run_async(
        "const done = arguments[arguments.length - 1];
         (async () => {
           const all = [];
           for (const name of await caches.keys()) {
             const requests = await (await caches.open(name)).keys();
             all.push([name, requests.map((request) => request.url)]);
           }
           return all;
         })().then(done);",
        &[],
    )?;
    Ok(serde_json::from_value(all)?)
}

/// Waits until the caches are of exactly these releases, and whole.
fn wait_kept(visit: &Visit, releases: &[&str]) -> Result<()> {
    let begin = Instant::now();
    let names: BTreeSet<String> =
        releases.iter().map(|release| format!("muster {} {release}", visit.site.url())).collect();
    let whole = |files: &BTreeSet<String>| files.contains(&visit.site.url());
    loop {
        let kept = kept(visit)?;
        let there: BTreeSet<String> = kept.iter().map(|(name, _)| name.clone()).collect();
        if there == names && kept.iter().all(|(_, files)| whole(files)) {
            return Ok(());
        }
        ensure!(begin.elapsed() < PATIENCE, "kept is {there:?}, not {names:?}\n{}", visit.shown());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn release_of(folder: &Path) -> Result<String> {
    let script = fs::read_to_string(folder.join("service-worker.js"))?;
    let release = script.split('\'').nth(1).context("service-worker.js names no release")?;
    Ok(release.to_owned())
}

/// The release of the page that is shown.
fn shown(visit: &Visit) -> Result<String> {
    visit.text("document.querySelector('script[data-release]').dataset.release")
}

/// Replaces the site by its next release: a file has another name, and is gone under its old one.
fn next_release(folder: &Path) -> Result<String> {
    let texts = Site::file(folder, "texts-zh-", ".txt")?;
    let old = texts.file_name().and_then(|name| name.to_str()).context("no name")?.to_owned();
    let new = "texts-zh-0123456789abcdef.txt";
    fs::rename(&texts, folder.join(new))?;
    let (before, after) = (release_of(folder)?, "fedcba9876543210".to_owned());
    for name in ["index.html", "service-worker.js"] {
        let text = fs::read_to_string(folder.join(name))?;
        ensure!(text.contains(&old) && text.contains(&before), "{name} does not name {old}");
        fs::write(folder.join(name), text.replace(&old, new).replace(&before, &after))?;
    }
    Ok(after)
}

/// The page at work: another language, and an archive.
fn works(visit: &Visit) -> Result<()> {
    visit.engine_ready()?;
    visit.click("#lang-zh")?;
    visit.wait("document.documentElement.lang === 'zh-CN'")?;
    visit.wait("/[\\u4e00-\\u9fff]/.test(document.getElementById('file-lines').innerText)")?;
    visit.click("#lang-en")?;
    visit.wait("document.documentElement.lang === 'en'")?;
    archive::same_as_the_command_line(visit)
}

#[test]
fn after_the_first_visit_no_server_is_needed() -> Result<()> {
    let mut visit = begin(site()?)?;
    let release = release_of(visit.site.folder())?;
    wait_kept(&visit, &[&release])?;
    // What is kept is the site, whole, and nothing else.
    let mut files = BTreeSet::from([visit.site.url()]);
    for entry in fs::read_dir(visit.site.folder())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != "index.html" && name != "service-worker.js" {
            files.insert(format!("{}{name}", visit.site.url()));
        }
    }
    ensure!(kept(&visit)?[0].1 == files, "{:?}", kept(&visit)?);
    visit.wait("navigator.serviceWorker.controller")?;

    visit.site.stop();
    visit.reload()?;
    visit.drawn()?;
    works(&visit)?;
    visit.goto(&format!("{}index.html#/alluxio", visit.site.url()))?;
    visit.drawn()?;
    visit.engine_ready()?;
    ensure!(shown(&visit)? == release);
    // What is not the site's is not answered from anywhere.
    let other = visit.run_async(
        "const done = arguments[arguments.length - 1];
         fetch('other-0123456789abcdef.js').then(() => done('answered'), () => done('refused'));",
        &[],
    )?;
    ensure!(other == json!("refused"), "{other}");
    Ok(())
}

#[test]
fn a_new_release_is_seen_at_once_and_replaces_the_old_one() -> Result<()> {
    let mut visit = begin(site()?)?;
    let first = release_of(visit.site.folder())?;
    wait_kept(&visit, &[&first])?;
    visit.wait("navigator.serviceWorker.controller")?;
    let second = next_release(visit.site.folder())?;
    visit.reload()?;
    visit.drawn()?;
    ensure!(shown(&visit)? == second, "the old release was shown");
    works(&visit)?;
    wait_kept(&visit, &[&second])?;
    visit.site.stop();
    visit.reload()?;
    visit.drawn()?;
    ensure!(shown(&visit)? == second);
    works(&visit)
}

/// An open page finds the files of its own release, though the server has none of them any more.
#[test]
fn an_update_does_not_break_the_page_that_is_open() -> Result<()> {
    let visit = begin(site()?)?;
    let first = release_of(visit.site.folder())?;
    wait_kept(&visit, &[&first])?;
    visit.wait("navigator.serviceWorker.controller")?;
    visit.eval("void (window.old = navigator.serviceWorker.controller)", &[])?;
    let second = next_release(visit.site.folder())?;
    // Another tab brings the new release, and with it the new service worker.
    visit.run("window.open(location.href)", &[])?;
    wait_kept(&visit, &[&first, &second])?;
    visit.wait("navigator.serviceWorker.controller !== window.old")?;
    // This one goes on, in front again.
    visit.cdp("Page.bringToFront", json!({}))?;
    ensure!(shown(&visit)? == first);
    works(&visit)?;
    // Its words in the other language had not been loaded before, and the server has them no more.
    let lost: Vec<_> = visit.site.requests().into_iter().filter(|r| r.status >= 400).collect();
    ensure!(lost.is_empty(), "not found: {lost:?}");
    // When it is gone, so are they.
    visit.reload()?;
    visit.drawn()?;
    ensure!(shown(&visit)? == second);
    wait_kept(&visit, &[&second])
}

/// A server in the middle of an update, or one that is not told the whole: nothing is kept of it.
#[test]
fn half_a_release_is_not_kept() -> Result<()> {
    let site = Site::changed("/a/b/", |folder| {
        let script = folder.join("service-worker.js");
        let text = fs::read_to_string(&script)?;
        Ok(fs::write(&script, text.replace(&release_of(folder)?, "0000000000000000"))?)
    })?;
    let visit = begin(site)?;
    let said = visit.run_async(
        "const done = arguments[arguments.length - 1];
         navigator.serviceWorker.register('service-worker.js').then((registration) => {
           const worker = registration.installing ?? registration.waiting ?? registration.active;
           const look = () => worker.state === 'redundant' || worker.state === 'activated';
           if (look()) return done(worker.state);
           worker.addEventListener('statechange', () => look() && done(worker.state));
         }, (error) => done(String(error)));",
        &[],
    )?;
    ensure!(said == json!("redundant"), "{said}");
    ensure!(kept(&visit)?.iter().all(|(_, files)| !files.contains(&visit.site.url())));
    works(&visit)
}

/// A host that has no such script, or does not give it: the page is what it was.
#[test]
fn a_host_without_it_loses_nothing() -> Result<()> {
    let site =
        Site::changed("/a/b/", |folder| Ok(fs::remove_file(folder.join("service-worker.js"))?))?;
    let visit = begin(site)?;
    works(&visit)?;
    ensure!(kept(&visit)?.is_empty());
    ensure!(visit.holds("document.getElementById('broken').hidden")?, "{}", visit.shown());
    let notices = visit.eval("document.querySelectorAll('.notice').length", &[])?;
    ensure!(notices.as_u64() == Some(0), "{}", visit.shown());
    Ok(())
}
