//! The link that holds the document: made, opened, and what it leaves alone.

use crate::Visit;
use anyhow::{Context as _, Result, ensure};
use e2e::{Look, Setup, Theme};
use model::Lang;
use serde_json::json;

pub(crate) const WORK: &str = "muster.work.v1";

/// Waits until a document of this name is open.
pub(crate) fn is_open(visit: &Visit, name: &str) -> Result<()> {
    visit
        .wait(&format!("document.getElementById('bar-name')?.innerText.trim() === {}", json!(name)))
}

/// Gives the document a name, as a person does, and waits until it is saved.
pub(crate) fn rename(visit: &Visit, name: &str) -> Result<()> {
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write(name)?;
    visit.wait(&format!("(localStorage.getItem('{WORK}') ?? '').includes({})", json!(name)))
}

fn saved(visit: &Visit) -> Result<String> {
    visit.text(&format!("localStorage.getItem('{WORK}') ?? ''"))
}

/// The link of the document, from the dialog.
fn shared(visit: &Visit) -> Result<String> {
    visit.click("#share")?;
    visit.wait("document.querySelector('#dialog-share[open] #share-link')")?;
    let link = visit.text("document.getElementById('share-link').value")?;
    visit.press("Escape")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    Ok(link)
}

/// The link of any text, made by the browser and not by the page.
pub(crate) fn link_of(visit: &Visit, text: &str) -> Result<String> {
    let link = visit.run_async(
        "const done = arguments[arguments.length - 1];
         const packed = new Blob([arguments[0]]).stream().pipeThrough(new CompressionStream('deflate-raw'));
         new Response(packed).arrayBuffer().then((buffer) => done('#s=1.' +
           btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(''))
             .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')));",
        &[json!(text)],
    )?;
    Ok(link.as_str().context("no link")?.to_owned())
}

pub(crate) fn follow(visit: &Visit, hash: &str) -> Result<()> {
    visit.run("location.hash = arguments[0]", &[json!(hash)]).map(|_| ())
}

/// Every example: opened by a link, changed, shared, and opened again over something else.
#[test]
fn every_example_goes_by_link() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let base = visit.text("location.href.split('#')[0]")?;
    let presets: Vec<_> = products::presets().collect();
    ensure!(presets.len() > 20, "only {} examples", presets.len());
    for (at, (product, preset)) in presets.into_iter().enumerate() {
        let said = || format!("{} of {}", preset.id, product.id);
        follow(&visit, &format!("#/{}?preset={}", product.id, preset.id))?;
        let own = engine::preset(products::ALL, preset.id, Lang::En).with_context(said)?.spec;
        is_open(&visit, &own.name).with_context(said)?;
        visit.wait(&format!(
            "document.getElementById('app').dataset.product === '{}'",
            product.id
        ))?;
        visit.wait("!location.hash.includes('?')").with_context(said)?;
        let name = format!("shared-{at}");
        rename(&visit, &name).with_context(said)?;
        let text = saved(&visit)?;
        let link = shared(&visit).with_context(said)?;
        ensure!(link.starts_with(&format!("{base}#s=1.")), "{link}");
        ensure!(link.len() < 8192, "{}: {} characters", said(), link.len());
        visit.click("#undo")?;
        is_open(&visit, &own.name)?;
        follow(&visit, link.trim_start_matches(&base))?;
        is_open(&visit, &name).with_context(said)?;
        visit.wait(&format!("(localStorage.getItem('{WORK}') ?? '').includes('{name}')"))?;
        let again = saved(&visit)?;
        ensure!(again == text, "{}:\n{text}\n{again}", said());
    }
    visit.end()
}

/// Opened in a browser where other work is saved: it is one step, and the work is kept.
#[test]
fn work_that_was_there_is_kept() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    rename(&visit, "from-a-colleague")?;
    let link = shared(&visit)?;
    rename(&visit, "my-own-work")?;
    let mine = saved(&visit)?;
    visit.goto("about:blank")?;
    visit.open(&link)?;
    is_open(&visit, "from-a-colleague")?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    let said = visit.text("document.querySelector('.notice[data-kind=Done]').innerText")?;
    ensure!(said.contains("from-a-colleague") && said.contains("Undo"), "{said}");
    ensure!(visit.holds("/^#\\/kylin(\\/|$)/.test(location.hash)")?, "the address is the link's");
    // Undo brings it back, and redo the other.
    visit.click("#undo")?;
    is_open(&visit, "my-own-work")?;
    visit.click("#redo")?;
    is_open(&visit, "from-a-colleague")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('from-a-colleague')"))?;
    // Redone by hand it counts as the person's own, so the way back starts again by link.
    visit.click("#undo")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('my-own-work')"))?;
    visit.goto("about:blank")?;
    visit.open(&link)?;
    is_open(&visit, "from-a-colleague")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('from-a-colleague')"))?;
    // A reload shows the same; the other work is in the list of documents, once, and a second link
    // puts nothing of the first one there.
    visit.reload()?;
    visit.drawn()?;
    is_open(&visit, "from-a-colleague")?;
    follow(&visit, "#/alluxio?set.name=another-link")?;
    is_open(&visit, "another-link")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('another-link')"))?;
    visit.click("#drafts-open")?;
    visit.wait("document.querySelectorAll('#drafts .draft').length === 1")?;
    visit.click("#drafts .draft [data-action=open]")?;
    is_open(&visit, "my-own-work")?;
    visit.wait("!Object.keys(localStorage).some((key) => key.startsWith('muster.draft.'))")?;
    ensure!(saved(&visit)? == mine, "it is not as it was");
    visit.end()
}

/// Back and Forward go between steps, and across a link between documents, as they were left.
#[test]
fn back_and_forward() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let at = |step: &str| {
        visit.wait(&format!("document.querySelector('.step')?.dataset.step === {}", json!(step)))
    };
    rename(&visit, "first-one")?;
    visit.step("nodes")?;
    visit.step("roles")?;
    // The same step of the same product: the addresses of the two entries are equal.
    let text = saved(&visit)?.replace("first-one", "second-one");
    follow(&visit, &link_of(&visit, &text)?)?;
    is_open(&visit, "second-one")?;
    at("roles")?;
    rename(&visit, "second-changed")?;
    follow(&visit, "#/alluxio/storage?set.name=third-one")?;
    is_open(&visit, "third-one")?;
    visit.wait("document.getElementById('app').dataset.product === 'alluxio'")?;
    at("storage")?;
    visit.step("nodes")?;
    let back = || visit.run("history.back()", &[]);
    let forward = || visit.run("history.forward()", &[]);
    back()?;
    at("storage")?;
    is_open(&visit, "third-one")?;
    back()?;
    is_open(&visit, "second-changed")?;
    at("product")?;
    back()?;
    at("roles")?;
    is_open(&visit, "second-changed")?;
    back()?;
    is_open(&visit, "first-one")?;
    at("roles")?;
    back()?;
    at("nodes")?;
    for _ in 0..3 {
        forward()?;
        visit.run_async("setTimeout(arguments[0], 50)", &[])?;
    }
    at("product")?;
    is_open(&visit, "second-changed")?;
    forward()?;
    is_open(&visit, "third-one")?;
    at("storage")?;
    // What Back and Forward opened is undone as any step.
    visit.click("#undo")?;
    is_open(&visit, "second-changed")?;
    // After a reload the other documents are gone; the open one and the steps are there.
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('second-changed')"))?;
    visit.reload()?;
    visit.drawn()?;
    is_open(&visit, "second-changed")?;
    visit.wait("/^#\\/kylin(\\/|$)/.test(location.hash)")?;
    back()?;
    at("product")?;
    is_open(&visit, "second-changed")?;
    visit.end()
}

#[test]
fn a_document_too_large_for_a_link_is_saved_as_a_file() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    // Names that do not repeat each other.
    let mut state = 7_u64;
    let mut list = String::new();
    for _ in 0..1500 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.push_str(&format!("n{:012x}.internal\n", state >> 16));
    }
    visit.focus("#paste")?;
    visit.insert(&list)?;
    visit.click("#paste-replace")?;
    visit.click("#share")?;
    visit.wait("document.querySelector('#dialog-share[open] #share-none')")?;
    ensure!(visit.holds("!document.getElementById('share-link')")?, "a link is offered");
    visit.click("#share-save")?;
    let (name, bytes) = visit.download(".toml")?;
    ensure!(name == "cluster.toml" && bytes.len() > 30_000, "{name}: {} bytes", bytes.len());
    visit.end()
}

/// A secret that somebody wrote into a link: it is taken out and offered, as from a file.
#[test]
fn a_secret_in_a_link_is_taken_out() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    rename(&visit, "with-a-secret")?;
    let mut text = saved(&visit)?;
    text.push_str("\n[overrides.cluster]\n\"kylin.metadata.url\" = \"m@jdbc,url=jdbc:mysql://db.internal:3306/k,username=k,password=hunter2secret\"\n");
    follow(&visit, &link_of(&visit, &text)?)?;
    visit.wait("document.querySelector('#dialog-opened[open], .notice[data-kind=Secrets]')")?;
    if visit.holds("document.querySelector('#dialog-opened[open]')")? {
        visit.click("#open-incomplete")?;
    }
    visit.wait("document.querySelector('.notice[data-kind=Secrets]')")?;
    visit.wait(&format!("localStorage.getItem('{WORK}').includes('kylin.metadata.url')"))?;
    let leaked = visit.holds(
        "JSON.stringify(localStorage).includes('hunter2') || location.href.includes('s=1')
          || document.documentElement.outerHTML.includes('hunter2')",
    )?;
    ensure!(!leaked, "the secret is in the page, its address or its storage");
    // Shared on, the link does not have it either.
    follow(&visit, shared(&visit)?.split_once('#').map_or("", |(_, hash)| hash))?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    ensure!(!saved(&visit)?.contains("hunter2"), "it is in the link");
    visit.end()
}

/// The dialog, in both languages and themes, wide and on a phone.
#[test]
fn the_dialog_says_what_it_holds() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    for (lang, theme, size, word) in [
        (Lang::En, Theme::Light, (1280, 900), "No secret is in it"),
        (Lang::Zh, Theme::Dark, (390, 844), "链接中没有密码等机密信息"),
    ] {
        visit.wear(Look { lang, theme, size })?;
        visit.engine_ready()?;
        if size.0 < 700 {
            visit.click("#tools-menu")?;
        }
        visit.click("#share")?;
        visit.wait("document.querySelector('#dialog-share[open] #share-link')")?;
        let said = visit.text("document.getElementById('dialog-share').innerText")?;
        ensure!(said.contains(word), "{said}");
        let wrong = visit.axe()?;
        ensure!(wrong.is_empty(), "{wrong:#?}");
        visit.cdp(
            "Browser.grantPermissions",
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
        )?;
        visit.click("#share-copy")?;
        visit.wait("document.getElementById('share-copied').innerText !== ''")?;
        let copied = visit.run_async(
            "const done = arguments[arguments.length - 1];
             navigator.clipboard.readText().then(done, (e) => done(String(e)));",
            &[],
        )?;
        let link = visit.text("document.getElementById('share-link').value")?;
        ensure!(copied == json!(link), "{copied}");
        visit.press("Escape")?;
    }
    visit.end()
}
