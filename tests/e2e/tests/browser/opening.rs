//! Opening a `cluster.toml`: chosen or dropped, good or not.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::Setup;
use std::{fs, path::PathBuf};

const GOOD: &str = r#"
schema = 1
name = "opened-one"
product = "kylin"
version = "3.1.3"
environment = "test"
language = "en"

[[nodes]]
name = "solo.internal"
roles = ["all"]
"#;

fn file(visit: &Visit, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = visit.scratch().join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

fn is_open(visit: &Visit, name: &str) -> Result<()> {
    visit.wait(&format!("document.getElementById('bar-name').innerText.trim() === '{name}'"))
}

#[test]
fn a_good_file_is_chosen_and_dropped() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let chosen = file(&visit, "cluster.toml", GOOD)?;
    visit.choose_file("#open-file", &chosen)?;
    is_open(&visit, "opened-one")?;
    visit.step("nodes")?;
    visit.wait_names(&["solo.internal"])?;
    let dropped = file(&visit, "other.toml", GOOD.replace("opened-one", "dropped-one"))?;
    visit.drop_file(&dropped)?;
    is_open(&visit, "dropped-one")?;
    // Undo brings back what was open.
    visit.click("#undo")?;
    is_open(&visit, "opened-one")?;
    // The same file can be opened again, over what was changed since.
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("changed-since")?;
    is_open(&visit, "changed-since")?;
    visit.choose_file("#open-file", &chosen)?;
    is_open(&visit, "opened-one")?;
    visit.end()
}

#[test]
fn what_is_no_document_replaces_nothing() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let before = visit.text("document.getElementById('bar-name').innerText.trim()")?;
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0, 255, 254, 13, 10, 0].repeat(500)].concat();
    let cases: [(&str, Vec<u8>); 3] = [
        ("image.toml", png),
        ("broken.toml", b"schema = 1\nname = \"x\nnodes = [".to_vec()),
        ("zeros.toml", vec![0; 100_000]),
    ];
    for (name, bytes) in cases {
        let path = file(&visit, name, bytes)?;
        visit.drop_file(&path)?;
        // Either a dialog with what could not be read, or a notice.
        visit
            .wait("document.querySelector('#dialog-opened[open] #open-problems li, .notice.bad')")
            .map_err(|e| e.context(name))?;
        if visit.holds("document.querySelector('#dialog-opened[open]')")? {
            visit.click("#open-cancel")?;
            visit.wait("!document.querySelector('dialog[open]')")?;
        } else {
            visit.click(".notice.bad > button")?;
            visit.wait("!document.querySelector('.notice.bad')")?;
        }
        is_open(&visit, &before).map_err(|e| e.context(name))?;
    }
    ensure!(!visit.holds("document.getElementById('app').dataset.edited === 'true'")?, "edited");
    visit.end()
}

/// A file without anything of a cluster in it replaces nothing, not even when it could be undone.
#[test]
fn a_file_with_nothing_in_it_replaces_nothing() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.choose_file("#open-file", &file(&visit, "cluster.toml", GOOD)?)?;
    is_open(&visit, "opened-one")?;
    let foreign = "[package]\nversion = \"1\"\n";
    for (name, text) in
        [("empty.toml", ""), ("blank.toml", " \n\n# only this\n"), ("own.toml", foreign)]
    {
        visit.drop_file(&file(&visit, name, text)?)?;
        visit.wait("document.querySelector('.notice.bad')").map_err(|e| e.context(name))?;
        let said = visit.text("document.querySelector('.notice.bad').innerText")?;
        ensure!(said.contains(name), "{name}: {said}");
        ensure!(!visit.holds("document.querySelector('dialog[open]')")?, "{name}: it asks");
        is_open(&visit, "opened-one")?;
        visit.click(".notice.bad > button")?;
        visit.wait("!document.querySelector('.notice.bad')")?;
    }
    visit.errors(0)?;
    visit.end()
}

/// A newer document may only be looked at; what was open before it comes back as it was.
#[test]
fn undo_leaves_a_newer_document() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.choose_file("#open-file", &file(&visit, "cluster.toml", GOOD)?)?;
    is_open(&visit, "opened-one")?;
    let text = GOOD.replace("schema = 1", "schema = 99").replace("opened-one", "from-the-future");
    visit.choose_file("#open-file", &file(&visit, "newer.toml", text)?)?;
    visit.wait("document.querySelector('#dialog-opened[open], .notice[data-kind=ReadOnly]')")?;
    if visit.holds("document.querySelector('#dialog-opened[open]')")? {
        visit.click("#open-incomplete")?;
    }
    is_open(&visit, "from-the-future")?;
    visit.click("#undo")?;
    is_open(&visit, "opened-one")?;
    visit.wait("!document.querySelector('.notice[data-kind=ReadOnly]')")?;
    visit.step("product")?;
    visit.focus("#f-name")?;
    visit.press("Ctrl+A")?;
    visit.write("mine-again")?;
    is_open(&visit, "mine-again")?;
    visit.end()
}

/// What can't be read is said with its line, and the rest can be had.
#[test]
fn an_incomplete_file_is_offered() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let text = GOOD.replace("environment = \"test\"", "environment = 7");
    visit.drop_file(&file(&visit, "cluster.toml", text)?)?;
    visit.wait("document.querySelector('#dialog-opened[open] #open-problems li')")?;
    let said = visit.text("document.getElementById('open-problems').innerText")?;
    ensure!(said.contains('6'), "the line is not named: {said}");
    visit.click("#open-incomplete")?;
    is_open(&visit, "opened-one")?;
    visit.end()
}

#[test]
fn a_newer_schema_opens_to_be_looked_at() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let text = GOOD.replace("schema = 1", "schema = 99").replace("opened-one", "from-the-future");
    visit.choose_file("#open-file", &file(&visit, "cluster.toml", text)?)?;
    visit.wait("document.querySelector('#dialog-opened[open], .notice[data-kind=ReadOnly]')")?;
    if visit.holds("document.querySelector('#dialog-opened[open]')")? {
        visit.click("#open-incomplete")?;
    }
    visit.wait("document.querySelector('.notice[data-kind=ReadOnly]')")?;
    is_open(&visit, "from-the-future")?;
    visit.step("product")?;
    ensure!(
        visit.holds("document.querySelector('#f-name').matches(':disabled')")?,
        "it can be changed"
    );
    let saved = visit.eval("localStorage.getItem('muster.work.v1')", &[])?;
    ensure!(
        !saved.to_string().contains("schema = 1\n"),
        "it was saved as an older schema: {saved}"
    );
    visit.end()
}

#[test]
fn fifty_megabytes_are_refused_at_once() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let before = visit.text("document.getElementById('bar-name').innerText.trim()")?;
    let path = visit.scratch().join("large.toml");
    fs::File::create(&path)?.set_len(50 * 1024 * 1024)?;
    for how in ["choose", "drop"] {
        if how == "choose" {
            visit.choose_file("#open-file", &path)?;
        } else {
            visit.drop_file(&path)?;
        }
        visit.wait("document.querySelector('.notice.bad')")?;
        let said = visit.text("document.querySelector('.notice.bad').innerText")?;
        ensure!(
            said.contains("large.toml") && said.contains("MB") || said.contains("MiB"),
            "{said}"
        );
        visit.click(".notice.bad > button")?;
        visit.wait("!document.querySelector('.notice.bad')")?;
    }
    is_open(&visit, &before)?;
    // The page still works.
    visit.drop_file(&file(&visit, "cluster.toml", GOOD)?)?;
    is_open(&visit, "opened-one")?;
    visit.end()
}

/// Another tab's work is not overwritten in silence, and a secret in a file stays out.
#[test]
fn a_secret_in_a_file_is_taken_out() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    let text = format!(
        "{GOOD}\n[overrides.cluster]\n\"kylin.metadata.url\" = \"m@jdbc,url=jdbc:mysql://db.internal:3306/k,username=k,password=hunter2secret\"\n"
    );
    visit.drop_file(&file(&visit, "cluster.toml", text)?)?;
    visit.wait("document.querySelector('#dialog-opened[open], .notice[data-kind=Secrets]')")?;
    if visit.holds("document.querySelector('#dialog-opened[open]')")? {
        visit.click("#open-incomplete")?;
    }
    visit.wait("document.querySelector('.notice[data-kind=Secrets]')")?;
    visit.wait("(localStorage.getItem('muster.work.v1') ?? '').includes('opened-one')")?;
    let leaked = visit.holds(
        "JSON.stringify(localStorage).includes('hunter2') || document.documentElement.outerHTML.includes('hunter2')",
    )?;
    ensure!(!leaked, "the secret is in the page or its storage");
    visit.click("#secrets-download")?;
    let (_, bytes) = visit.download("secrets.env")?;
    ensure!(String::from_utf8_lossy(&bytes).contains("hunter2secret"), "the download lacks it");
    visit.end()
}

#[test]
fn files_of_a_cluster_become_the_document() -> Result<()> {
    const LINES: &str = "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.internal:3306/kylin,username=kylin,password=made-up-word-1\nkylin.server.cluster-servers=k1.internal:7070,k2.internal:7070\nkylin.job.lock=org.apache.kylin.storage.hbase.util.ZookeeperJobLock\nkylin.web.timezone=GMT+8\n";
    let visit = Visit::begin(Setup::default())?;
    let before = visit.text("document.getElementById('bar-name').innerText.trim()")?;
    let hosts = visit.scratch().join("hosts");
    for (host, mode) in [("k1.internal", "job"), ("k2.internal", "query")] {
        let conf = hosts.join(host).join("conf");
        fs::create_dir_all(&conf)?;
        let mut text = format!("kylin.server.mode={mode}\n{LINES}");
        if mode == "query" {
            text = text.replace("GMT+8", "GMT+0");
        }
        fs::write(conf.join("kylin.properties"), text)?;
    }
    let archive = visit.scratch().join("hosts.tar.gz");
    let tar = std::process::Command::new("tar")
        .arg("-czf")
        .arg(&archive)
        .arg("-C")
        .arg(visit.scratch())
        .arg("hosts")
        .status()?;
    ensure!(tar.success(), "tar failed");
    visit.drop_file(&archive)?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    let said = visit.text("document.querySelector('.notice[data-kind=Done]').innerText")?;
    ensure!(said.contains("2 files of 2 nodes read"), "{said}");
    ensure!(
        said.contains("kylin.web.timezone: GMT+0 (k2.internal); GMT+8 (k1.internal)"),
        "{said}"
    );
    visit.step("nodes")?;
    visit.wait_names(&["k1.internal", "k2.internal"])?;
    // What the person brought is offered once, and stands nowhere else.
    visit.wait("document.querySelector('#secrets-download')")?;
    visit.wait("(localStorage.getItem('muster.work.v1') || '').includes('k2.internal')")?;
    let saved = visit.eval("JSON.stringify(localStorage)", &[])?.to_string();
    ensure!(!saved.contains("made-up-word-1"), "the secret was saved");
    // The lock that nothing reads any more is found, as in a document that was typed.
    visit.step("review")?;
    visit.wait("[...document.querySelectorAll('#overrides code')].some(c => c.textContent === 'kylin.job.lock')")?;
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    visit.click("#undo")?;
    is_open(&visit, &before)?;
    // A folder is chosen as a whole.
    visit.step("product")?;
    visit.choose_file("#open-folder", &hosts)?;
    visit.step("nodes")?;
    visit.wait_names(&["k1.internal", "k2.internal"])?;
    visit.click("#undo")?;
    is_open(&visit, &before)?;
    // One file alone is read, too.
    let alone = file(&visit, "kylin.properties", LINES)?;
    visit.choose_file("#open-file", &alone)?;
    visit.step("nodes")?;
    visit.wait_names(&["k1.internal", "k2.internal"])?;
    visit.end()
}
