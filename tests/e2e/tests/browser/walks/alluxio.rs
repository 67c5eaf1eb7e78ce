//! Alluxio: other roles, other steps, the same page.

use super::{
    all_clean, begin, choose, clean, exported, fill, flagged, not_flagged, open, own_site, product,
    says, says_not, there, value,
};
use anyhow::{Result, ensure};

/// Five machines as an inventory has them: the memory decides about heaps and ramdisk.
const FIVE: &str = "host,roles,memory\n\
    a1.corp.internal,master,32 GiB\n\
    a2.corp.internal,master,32 GiB\n\
    a3.corp.internal,worker,64 GiB\n\
    a4.corp.internal,worker,64 GiB\n\
    a5.corp.internal,worker,64 GiB\n";

/// Masters among themselves, then through ZooKeeper, in front of S3.
#[test]
fn from_the_embedded_journal_to_zookeeper() -> Result<()> {
    let visit = begin("en-US")?;
    product(&visit, "alluxio")?;
    visit.step("nodes")?;
    visit.copy_elsewhere(FIVE)?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait_names(&[
        "a1.corp.internal",
        "a2.corp.internal",
        "a3.corp.internal",
        "a4.corp.internal",
        "a5.corp.internal",
    ])?;

    // Two masters with a journal among themselves: neither may die. The grid gives a third one.
    visit.step("roles")?;
    visit.wait(
        "document.querySelectorAll('#role-grid input[data-role=master]:checked').length === 2",
    )?;
    visit.wait(
        "document.querySelector('.step-findings .finding, #findings .worst')?.checkVisibility()",
    )?;
    ensure!(
        visit.text("document.querySelector('#role-grid tfoot').innerText")?.contains("3 or 5"),
        "what is needed isn't said"
    );
    clean(&visit)?;
    visit.click("#role-grid tbody tr[data-row]:nth-of-type(4) input[data-role=master]")?;
    visit.wait(
        "document.querySelectorAll('#role-grid input[data-role=master]:checked').length === 3",
    )?;

    visit.step("masters")?;
    visit.wait("document.querySelector(\"[data-field='masters.kind'] [data-option=embedded] input[data-chosen]\")")?;
    open(&visit, "conf/alluxio-site.properties")?;
    visit.click("#files .variant[title*='a1.corp']")?;
    says(
        &visit,
        "alluxio.master.embedded.journal.addresses=a1.corp.internal:19200,a2.corp.internal:19200,a3.corp.internal:19200",
    )?;

    // The under storage before the journal, which may lie on it.
    visit.step("storage")?;
    choose(&visit, "storage.kind", "s3")?;
    flagged(&visit, "storage.s3_uri", "GEN008")?;
    fill(&visit, "storage.s3_uri", "s3://lake/alluxio")?;
    fill(&visit, "storage.s3_endpoint", "https://minio.corp.internal:9000")?;
    not_flagged(&visit, "storage.s3_uri", "GEN008")?;
    says(&visit, "alluxio.master.mount.table.root.ufs=s3://lake/alluxio")?;
    says(&visit, "alluxio.underfs.s3.endpoint=https://minio.corp.internal:9000")?;
    // Keys are names of variables; a key itself is not taken.
    clean(&visit)?;

    visit.step("masters")?;
    choose(&visit, "masters.kind", "zookeeper")?;
    says(&visit, "alluxio.zookeeper.enabled=true")?;
    says_not(&visit, "alluxio.master.embedded.journal.addresses")?;
    flagged(&visit, "masters.journal_folder", "GEN008")?;
    fill(&visit, "masters.journal_folder", "hdfs://nameservice1/alluxio/journal")?;
    not_flagged(&visit, "masters.journal_folder", "GEN008")?;
    says(&visit, "alluxio.master.journal.type=UFS")?;
    clean(&visit)?;
    visit.step("zookeeper")?;
    flagged(&visit, "zookeeper.connect", "GEN008")?;
    fill(
        &visit,
        "zookeeper.connect",
        "zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181",
    )?;
    says(
        &visit,
        "alluxio.zookeeper.address=zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181",
    )?;
    // The znode of the release is another cluster's, too.
    fill(&visit, "zookeeper.base_path", "/alluxio")?;
    clean(&visit)?;

    // How memory is shared out, and by which formula.
    visit.step("sizing")?;
    let words = visit
        .text("document.querySelector(\"[data-field='jvm.master_heap'] .control\").textContent")?;
    ensure!(words.contains("half of node memory") && words.contains("31 GiB"), "{words}");
    open(&visit, "conf/alluxio-env.sh")?;
    visit.click("#files .variant[title*='a1.corp']")?;
    says(&visit, "-Xmx16384m")?;
    fill(&visit, "jvm.master_heap", "12 GiB")?;
    says(&visit, "-Xmx12288m")?;
    visit.click("[data-field='jvm.master_heap'] [data-action=reset]")?;
    says(&visit, "-Xmx16384m")?;
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}

/// The line of the old guide, in Chinese: what it lacks is refused, what it is called differs.
#[test]
fn the_old_line_has_no_embedded_journal() -> Result<()> {
    let visit = begin("zh-CN")?;
    product(&visit, "alluxio")?;
    super::preset(&visit, "alluxio-legacy")?;
    visit.step("masters")?;
    let why = super::refused(&visit, "masters.kind", "embedded")?;
    ensure!(why.contains("2.0") && why.contains("EMBEDDED"), "{why}");
    visit.step("storage")?;
    choose(&visit, "storage.kind", "s3")?;
    fill(&visit, "storage.s3_uri", "s3://lake/alluxio")?;
    visit.some_errors()?;
    fill(&visit, "storage.s3_uri", "s3a://lake/alluxio")?;
    open(&visit, "conf/alluxio-site.properties")?;
    says(&visit, "alluxio.underfs.address=s3a://lake/alluxio")?;
    // The journal lay beside the root on HDFS; beside a bucket it can't.
    visit.step("masters")?;
    let said = flagged(&visit, "masters.journal_folder", "GEN008")?;
    ensure!(said.contains("Journal 目录"), "{said}");
    fill(&visit, "masters.journal_folder", "hdfs://nameservice1/alluxio/journal")?;
    not_flagged(&visit, "masters.journal_folder", "GEN008")?;
    visit.step("storage")?;
    there(&visit, "conf/masters")?;
    ensure!(value(&visit, "storage.s3_uri")? == "s3a://lake/alluxio", "not kept");
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}
