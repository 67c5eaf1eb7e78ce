//! Links from documentation pages: what they fill in, and what of them is told.

use crate::Visit;
use crate::share::{follow, is_open, rename};
use anyhow::{Result, ensure};
use e2e::{Setup, Site};

#[test]
fn a_link_fills_in_an_example() -> Result<()> {
    let site = Site::built("/a/b/")?;
    let link = format!(
        "{}#/alluxio/storage?preset=alluxio-zookeeper&set.storage.kind=s3&set.name=from-docs\
         &nodes=m1.corp,m2.corp,w[1-3].corp%0Aw9.corp&lang=zh",
        site.url()
    );
    let visit = Visit::of(site, Setup::default())?;
    visit.goto("about:blank")?;
    visit.open(&link)?;
    is_open(&visit, "from-docs")?;
    visit.wait("document.querySelector('.step')?.dataset.step === 'storage'")?;
    visit.wait("location.hash === '#/alluxio/storage'")?;
    ensure!(visit.holds("document.documentElement.lang === 'zh-CN'")?, "it is not in Chinese");
    ensure!(visit.holds("localStorage.getItem('muster.lang') === null")?, "the choice was kept");
    visit.wait("document.querySelector('#f-settings-storage-kind-choice--s3').checked")?;
    let said = visit.text("document.querySelector('.notice[data-kind=Done]').innerText")?;
    ensure!(said.contains("已从链接打开 from-docs") && said.contains("撤销"), "{said}");
    visit.step("nodes")?;
    visit.wait_names(&["m1.corp", "m2.corp", "w1.corp", "w2.corp", "w3.corp", "w9.corp"])?;
    // A reload shows the same; undo leads back before the link.
    visit.wait("(localStorage.getItem('muster.work.v1') ?? '').includes('from-docs')")?;
    visit.reload()?;
    visit.drawn()?;
    is_open(&visit, "from-docs")?;
    visit.wait_names(&["m1.corp", "m2.corp", "w1.corp", "w2.corp", "w3.corp", "w9.corp"])?;
    visit.end()
}

#[test]
fn a_link_takes_no_work_away() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    rename(&visit, "mine")?;
    follow(&visit, "#/druid?nodes=d1.corp,d2.corp")?;
    visit.wait("document.getElementById('app').dataset.product === 'druid'")?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    visit.step("nodes")?;
    visit.wait_names(&["d1.corp", "d2.corp"])?;
    visit.click("#undo")?;
    is_open(&visit, "mine")?;
    visit.wait("document.getElementById('app').dataset.product === 'kylin'")?;
    // A link that fills nothing in opens nothing over it.
    follow(&visit, "#/druid?lang=zh")?;
    visit.wait("document.documentElement.lang === 'zh-CN'")?;
    is_open(&visit, "mine")?;
    visit.end()
}

/// One notice names each part that could not be used; the rest is there.
#[test]
fn what_cannot_be_used_is_told() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    follow(
        &visit,
        "#/alluxio/kitchen?preset=no-such&set.storage.knd=hdfs&set.storage.kind=floppy&colour=red\
         &lang=fr&set.name=rest-of-it&nodes=ok.corp,bad$name&set.version=%ff&set.name=twice",
    )?;
    is_open(&visit, "rest-of-it")?;
    visit.wait("document.querySelector('.notice[data-kind=Done]')")?;
    ensure!(visit.holds("document.querySelectorAll('.notice').length === 1")?, "more than one");
    let said = visit.text("document.querySelector('.notice[data-kind=Done]').innerText")?;
    for word in [
        "kitchen",
        "no-such",
        "storage.knd",
        "storage.kind",
        "floppy",
        "colour",
        "fr",
        "bad$name",
        "set.version",
        "set.name",
        "parts of the link",
    ] {
        ensure!(said.contains(word), "{word} is not told:\n{said}");
    }
    let lines = visit.eval("document.querySelectorAll('.notice li').length", &[])?;
    ensure!(lines == 9, "{lines} lines:\n{said}");
    visit.step("nodes")?;
    visit.wait_names(&["ok.corp"])?;
    let wrong = visit.axe()?;
    ensure!(wrong.is_empty(), "{wrong:#?}");
    // Nothing that is there: the document stays, and the address is its own.
    follow(&visit, "#/no-such-product?preset=nothing")?;
    visit.wait("document.querySelector('.notice[data-kind=Failed]')")?;
    let said = visit.text("document.querySelector('.notice[data-kind=Failed]').innerText")?;
    ensure!(said.contains("no-such-product"), "{said}");
    is_open(&visit, "rest-of-it")?;
    ensure!(visit.holds("location.hash.startsWith('#/alluxio')")?, "the address is the link's");
    // Parameters alone are told, too.
    follow(&visit, "#/alluxio/nodes?utm_source=mail")?;
    visit.wait(
        "document.querySelector('.notice[data-kind=Failed]')?.innerText.includes('utm_source')",
    )?;
    visit.wait("location.hash === '#/alluxio/nodes'")?;
    visit.end()
}

/// A secret in a link's value enters nothing; it is offered once.
#[test]
fn a_secret_in_a_value_is_taken_out() -> Result<()> {
    let visit = Visit::begin(Setup::default())?;
    follow(
        &visit,
        "#/kylin?set.name=with-secret&set.zookeeper.connect=me:hunter2secret@zk1.corp:2181\
         &set.metastore.password=hunter2secret!",
    )?;
    is_open(&visit, "with-secret")?;
    visit.wait("(localStorage.getItem('muster.work.v1') ?? '').includes('with-secret')")?;
    let leaked = visit.holds(
        "JSON.stringify(localStorage).includes('hunter2') || location.href.includes('hunter2')
          || document.documentElement.outerHTML.includes('hunter2')",
    )?;
    ensure!(!leaked, "the secret is in the page, its address or its storage");
    visit.end()
}
