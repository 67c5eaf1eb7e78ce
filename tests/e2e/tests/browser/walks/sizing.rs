//! What each class of nodes gets, by its own numbers, and what takes its memory.

use super::{begin, fill, open, product, says};
use anyhow::{Result, ensure};

/// The rows below a field, one line each.
fn rows(field: &str) -> String {
    format!(
        "[...document.querySelectorAll(\"[data-field='{field}'] .class-value\")].map((e) => e.innerText.replace(/\\s+/g, ' ')).join(' | ')"
    )
}

/// The bar of the nodes whose names begin so.
fn bar(nodes: &str) -> String {
    format!("document.querySelector(\".memory-class[data-nodes^='{nodes}']\")")
}

/// The ramdisk shows what the workers' files say, and the bar what their memory is used for.
#[test]
fn a_field_shows_what_each_class_of_nodes_gets() -> Result<()> {
    let visit = begin("en-US")?;
    product(&visit, "alluxio")?;
    let masters = "m1.example.com – m3.example.com";
    let workers = "w1.example.com – w3.example.com";

    visit.step("sizing")?;
    visit.wait(&format!("{}.includes('32 GiB ÷ 2 = 16 GiB')", rows("jvm.master_heap")))?;
    let said = visit.text(&rows("jvm.master_heap"))?;
    ensure!(said.contains(masters) && !said.contains("w1"), "{said}");
    let said = visit.text(&rows("jvm.worker_heap"))?;
    ensure!(said.contains(workers) && said.contains("64 GiB ÷ 8 = 8 GiB"), "{said}");
    open(&visit, "conf/alluxio-env.sh")?;
    visit.click("#files .variant[title*='w1.']")?;
    says(&visit, "-Xmx8192m")?;

    visit.step("tiers")?;
    visit.wait(&format!("{}.includes('= 39 GiB')", rows("tiers.quota0")))?;
    let box_says =
        visit.text("document.querySelector(\"[data-field='tiers.quota0'] input\").value")?;
    ensure!(box_says == "39 GiB", "{box_says}");
    open(&visit, "conf/alluxio-site.properties")?;
    visit.click("#files .variant[title*='w1.']")?;
    says(&visit, "alluxio.worker.ramdisk.size=39GB")?;
    // A master has no ramdisk, so none is told.
    ensure!(!visit.text(&rows("tiers.quota0"))?.contains("m1"), "masters");

    // The bar names its parts and says what is left, not by colour alone.
    let words = visit.text(&format!("{}.innerText", bar("w1")))?;
    for part in ["64 GiB", "ramdisk", "39 GiB", "worker heap", "system", "left"] {
        ensure!(words.contains(part), "{part}: {words}");
    }
    ensure!(!visit.holds(&format!("{}.dataset.over", bar("w1")))?, "{words}");
    fill(&visit, "tiers.quota0", "60 GiB")?;
    visit.wait(&format!("{}.dataset.over === 'true'", bar("w1")))?;
    let words = visit.text(&format!("{}.innerText", bar("w1")))?;
    ensure!(words.contains("21 GiB too much"), "{words}");
    ensure!(visit.holds(&format!("{}.querySelector('.memory-state svg')", bar("w1")))?, "no mark");
    ensure!(!visit.holds(&format!("{}.dataset.over", bar("m1")))?, "the masters");
    visit.wait("document.getElementById('worst').dataset.rule === 'GEN063'")?;
    ensure!(visit.axe()?.is_empty(), "{:?}", visit.axe()?);

    // The same in Chinese, and back in time.
    visit.click("#lang-zh")?;
    visit.wait(&format!("{}.innerText.includes('超出 21 GiB')", bar("w1")))?;
    visit.click("[data-field='tiers.quota0'] [data-action=reset]")?;
    visit
        .wait(&format!("{}.includes('节点内存 64 GiB − 系统保留 8 GiB')", rows("tiers.quota0")))?;
    ensure!(!visit.holds(&format!("{}.dataset.over", bar("w1")))?, "still too much");
    ensure!(visit.axe()?.is_empty(), "{:?}", visit.axe()?);
    visit.end()
}
