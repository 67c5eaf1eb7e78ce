//! What is brought: the table of what differs, originals beside Muster's files, pasted files.

use crate::Visit;
use anyhow::{Result, ensure};
use e2e::{Look, Setup, Theme};
use model::Lang;
use serde_json::json;
use std::fs;

const LINES: &str = "# by hand, in 2019\nkylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.internal:3306/kylin,username=kylin,password=made-up-word-1\nkylin.server.cluster-servers=k1.internal:7070,k2.internal:7070,k3.internal:7070\nkylin.job.lock=org.apache.kylin.storage.hbase.util.ZookeeperJobLock\n# kylin.web.old-password=made-up-word-2\nkylin.web.timezone = GMT+8\n";

/// Three nodes, of which the last has another time zone.
const HOSTS: [(&str, &str, &str); 3] = [
    ("k1.internal", "job", "GMT+8"),
    ("k2.internal", "query", "GMT+8"),
    ("k3.internal", "query", "GMT+0"),
];

fn text(mode: &str, zone: &str) -> String {
    format!("kylin.server.mode={mode}\n{}", LINES.replace("GMT+8", zone))
}

/// A visit that has chosen a folder of the three.
fn imported() -> Result<Visit> {
    let visit = Visit::begin(Setup::default())?;
    let hosts = visit.scratch().join("hosts");
    for (host, mode, zone) in HOSTS {
        let conf = hosts.join(host).join("conf");
        fs::create_dir_all(&conf)?;
        fs::write(conf.join("kylin.properties"), text(mode, zone))?;
    }
    visit.step("product")?;
    visit.choose_file("#open-folder", &hosts)?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    Ok(visit)
}

fn no_secret(visit: &Visit) -> Result<()> {
    let leaked = visit.holds(
        "JSON.stringify(localStorage).includes('made-up-word') || document.documentElement.outerHTML.includes('made-up-word')",
    )?;
    ensure!(!leaked, "a secret is in the page or its storage");
    Ok(())
}

#[test]
fn what_differs_is_a_table_of_nodes_and_keys() -> Result<()> {
    let visit = imported()?;
    visit.wait("document.querySelector('#drift-table')")?;
    let heads = visit.eval(
        "[...document.querySelectorAll('#drift-table thead th')].map((th) => th.innerText.trim())",
        &[],
    )?;
    // Equal nodes are one column.
    ensure!(heads == json!(["Key", "k1.internal, k2.internal", "k3.internal"]), "{heads}");
    let row = visit.text("document.querySelector('#drift-table tbody tr').innerText")?;
    ensure!(row.contains("kylin.web.timezone") && row.contains("conf/kylin.properties"), "{row}");
    let odd = visit.text("document.querySelector('#drift-table td.odd').innerText")?;
    ensure!(odd.contains("GMT+0") && odd.contains('≠'), "{odd}");
    // What the panel said before stays.
    let said = visit.text("document.querySelector('.notice[data-kind=Done]').innerText")?;
    ensure!(said.contains("3 files of 3 nodes read"), "{said}");
    let mut found = Vec::new();
    for (lang, theme, size) in
        [(Lang::En, Theme::Light, (1280, 900)), (Lang::Zh, Theme::Dark, (390, 844))]
    {
        let look = Look { lang, theme, size };
        visit.wear(look)?;
        if !visit.holds("document.getElementById('drift-table')")? {
            // A reload keeps the document and not what was brought with it.
            visit.step("product")?;
            visit.choose_file("#open-folder", &visit.scratch().join("hosts"))?;
            visit.wait("document.getElementById('drift-table')")?;
        }
        found.extend(visit.axe()?.into_iter().map(|v| format!("{look}: {v}")));
        // It scrolls within itself, by key too, and its names stay whole.
        let fits = visit.holds(
            "(() => { const box = document.querySelector('.drift-box').getBoundingClientRect();
               return box.right <= innerWidth + 1 && document.scrollingElement.scrollWidth <= innerWidth
                 && document.querySelector('.drift-box').tabIndex === 0; })()",
        )?;
        ensure!(fits, "{look}: it is wider than the page");
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    // It is of these nodes: with another document it is gone, and comes back with them.
    visit.wear(Look { lang: Lang::En, theme: Theme::Light, size: (1280, 900) })?;
    if !visit.holds("document.getElementById('drift')")? {
        visit.step("product")?;
        visit.choose_file("#open-folder", &visit.scratch().join("hosts"))?;
        visit.wait("document.getElementById('drift')")?;
    }
    visit.click("#drift > button")?;
    visit.wait("!document.getElementById('drift')")?;
    visit.end()
}

#[test]
fn undo_takes_the_table_along_and_redo_brings_it_back() -> Result<()> {
    let visit = imported()?;
    visit.wait("document.getElementById('drift')")?;
    visit.click("#undo")?;
    visit.wait("!document.getElementById('drift')")?;
    visit.click("#redo")?;
    visit.wait("document.getElementById('drift')")?;
    visit.end()
}

fn pairs(visit: &Visit, join: &str) -> Result<Vec<String>> {
    let of = visit.eval(
        "[...document.querySelectorAll(`#original tr[data-join=${args[0]}]`)]
           .map((tr) => [...tr.querySelectorAll('code')].map((c) => c.textContent).join(' | '))",
        &[json!(join)],
    )?;
    Ok(serde_json::from_value(of)?)
}

#[test]
fn an_original_stands_beside_what_is_written() -> Result<()> {
    let visit = imported()?;
    visit.eval("(document.getElementById('file-name').value = 'conf/kylin.properties', document.getElementById('file-name').dispatchEvent(new Event('change', { bubbles: true })))", &[])?;
    visit.click("#file-original")?;
    visit.wait("document.querySelector('#original tr[data-join=same]')")?;
    let comments = pairs(&visit, "comment")?;
    ensure!(comments.iter().any(|c| c == "# by hand, in 2019"), "{comments:?}");
    ensure!(comments.iter().any(|c| c == "# kylin.web.old-password=***"), "{comments:?}");
    let same = pairs(&visit, "same")?;
    ensure!(
        same.iter().any(|p| p == "kylin.web.timezone = GMT+8 | kylin.web.timezone=GMT+8"),
        "{same:?}"
    );
    ensure!(pairs(&visit, "differs")?.is_empty(), "an import changes nothing");
    no_secret(&visit)?;
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    // What is changed now differs, and the comments stay.
    visit.step("review")?;
    visit.wait("document.getElementById('overrides')")?;
    visit.run(
        "const code = [...document.querySelectorAll('#overrides code')].find((c) => c.textContent === 'kylin.job.lock');
         const input = code.closest('li').querySelector('input');
         input.focus(); input.select();",
        &[],
    )?;
    visit.write("none")?;
    visit.press("Tab")?;
    visit.wait("document.querySelector('#original tr[data-join=differs]')")?;
    let differs = pairs(&visit, "differs")?;
    ensure!(differs.iter().any(|p| p.ends_with("| kylin.job.lock=none")), "{differs:?}");
    visit.click("#file-original")?;
    visit.wait(
        "!document.getElementById('original') && document.querySelector('#file-lines .line')",
    )?;
    visit.end()
}

/// Where nobody can drop anything: by key alone, two files of two nodes.
#[test]
fn files_are_pasted_and_named() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    visit.step("product")?;
    visit.click("#paste-files")?;
    visit.focused("#brought-node")?;
    // What is missing is said, and nothing is read.
    visit.run("document.getElementById('brought-read').click()", &[])?;
    visit.wait("document.getElementById('brought-problem').innerText !== ''")?;
    visit.focused("#brought-name")?;
    for (at, (host, mode, zone)) in HOSTS.iter().take(2).enumerate() {
        visit.click("#brought-node")?;
        visit.press("Ctrl+A")?;
        visit.write(host)?;
        visit.press("Tab")?;
        visit.write("kylin.properties")?;
        visit.click("#brought-text")?;
        visit.insert(&text(mode, zone))?;
        if at == 0 {
            visit.click("#brought-add")?;
            visit.wait("document.querySelectorAll('#brought-list li').length === 1")?;
        }
    }
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:?}");
    visit.click("#brought-read")?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    visit.wait("!document.querySelector('dialog[open]')")?;
    let said = visit.text("document.querySelector('.notice[data-kind=Done]').innerText")?;
    ensure!(said.contains("2 files of 3 nodes read"), "{said}");
    // The third is named by the files of the others.
    visit.step("nodes")?;
    visit.wait_names(&["k1.internal", "k2.internal", "k3.internal"])?;
    visit.wait("(localStorage.getItem('muster.work.v1') || '').includes('k2.internal')")?;
    no_secret(&visit)?;
    ensure!(visit.text("document.getElementById('brought-text').value")?.is_empty(), "it is kept");
    // What nobody can read stays in the dialog, with the reason.
    visit.step("product")?;
    visit.click("#paste-files")?;
    visit.click("#brought-name")?;
    visit.write("notes.txt")?;
    visit.click("#brought-text")?;
    visit.write("nothing of a cluster")?;
    visit.click("#brought-read")?;
    visit.wait("document.getElementById('brought-problem').innerText !== ''")?;
    ensure!(visit.holds("document.querySelector('#brought-list li')")?, "it is lost");
    visit.end()
}
