//! Apache Druid: server types, sizes from the machines, refused choices, in both languages.

use super::{
    all_clean, begin, choose, clean, exported, fill, flagged, not_flagged, open, own_site, preset,
    product, refused, says, says_not, switch_on, there,
};
use anyhow::{Result, ensure};

/// Six machines by server types and sizes, as an inventory has them.
const SIX: &str = "host,roles,cores,memory\n\
    m1.corp.internal,master,8,32 GiB\n\
    d1.corp.internal,data,16,122 GiB\n\
    d2.corp.internal,data,16,122 GiB\n\
    d3.corp.internal,data,16,122 GiB\n\
    q1.corp.internal,query,8,32 GiB\n\
    q2.corp.internal,query,8,32 GiB\n";

/// From a list of server types to an archive: databases, deep storage, sizes.
#[test]
fn from_server_types_to_sizes() -> Result<()> {
    let visit = begin("en-US")?;
    product(&visit, "druid")?;
    clean(&visit)?;
    visit.step("nodes")?;
    visit.copy_elsewhere(SIX)?;
    visit.focus("#paste")?;
    visit.press("Ctrl+V")?;
    visit.wait_names(&[
        "m1.corp.internal",
        "d1.corp.internal",
        "d2.corp.internal",
        "d3.corp.internal",
        "q1.corp.internal",
        "q2.corp.internal",
    ])?;
    visit.step("roles")?;
    visit.wait(
        "document.querySelectorAll('#role-grid input[data-role=historical]:checked').length === 3 \
         && document.querySelectorAll('#role-grid input[data-role=router]:checked').length === 2",
    )?;
    clean(&visit)?;

    visit.step("metadata")?;
    fill(&visit, "metadata.host", "db.corp.internal")?;
    open(&visit, "conf/druid/cluster/_common/common.runtime.properties")?;
    visit.click("#files .variant[title*='d1.corp']")?;
    says(&visit, "druid.host=d1.corp.internal")?;
    says(&visit, "jdbc:postgresql://db.corp.internal:5432/druid")?;
    says(&visit, "\"variable\":\"DRUID_METADATA_PASSWORD\"")?;
    choose(&visit, "metadata.kind", "mysql")?;
    says(&visit, "jdbc:mysql://db.corp.internal:3306/druid")?;
    clean(&visit)?;

    visit.step("storage")?;
    let why = refused(&visit, "storage.kind", "local")?;
    ensure!(why.contains("the others cannot read"), "{why}");
    choose(&visit, "storage.kind", "mount")?;
    flagged(&visit, "storage.folder", "GEN008")?;
    fill(&visit, "storage.folder", "/mnt/druid/segments")?;
    not_flagged(&visit, "storage.folder", "GEN008")?;
    says(&visit, "druid.storage.storageDirectory=/mnt/druid/segments")?;
    says(&visit, "druid.indexer.logs.directory=/mnt/druid/indexing-logs")?;
    clean(&visit)?;
    visit.step("zookeeper")?;
    choose(&visit, "zookeeper.kind", "given")?;
    fill(
        &visit,
        "zookeeper.connect",
        "zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181",
    )?;
    clean(&visit)?;
    visit.step("ingestion")?;
    switch_on(&visit, "ingestion.parquet")?;
    says(&visit, "druid-parquet-extensions")?;
    clean(&visit)?;

    // Sixteen cores make fifteen threads, and what follows from them.
    visit.step("sizing")?;
    // The node's own numbers come with the engine's answer.
    let words = "document.querySelector(\"[data-field='historical.direct'] .control\").textContent";
    visit.wait(&format!("{words}.includes('Merge buffers 4 + 1) × 500 MiB')"))?;
    visit.wait(&format!("{words}.includes('13 GiB')"))?;
    open(&visit, "conf/druid/cluster/data/historical/runtime.properties")?;
    says(&visit, "druid.processing.numThreads=15")?;
    open(&visit, "conf/druid/cluster/data/historical/jvm.config")?;
    says(&visit, "-XX:MaxDirectMemorySize=13312m")?;
    fill(&visit, "historical.heap", "10 GiB")?;
    says(&visit, "-Xmx10240m")?;
    says(&visit, "-Xms10240m")?;
    visit.click("[data-field='historical.heap'] [data-action=reset]")?;
    says_not(&visit, "-Xmx10240m")?;
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}

/// The seed's release, in Chinese: other keys, other refusals.
#[test]
fn the_old_release_in_chinese() -> Result<()> {
    let visit = begin("zh-CN")?;
    product(&visit, "druid")?;
    preset(&visit, "druid-020")?;
    visit.step("metadata")?;
    open(&visit, "conf/druid/cluster/data/middleManager/runtime.properties")?;
    says(&visit, "druid.indexer.runner.javaOpts=-server -Xms1024m")?;
    says_not(&visit, "javaOptsArray")?;
    visit.step("storage")?;
    let why = refused(&visit, "storage.kind", "azure")?;
    ensure!(why.contains("0.21"), "{why}");
    there(&visit, "conf/druid/cluster/_common/hdfs-site.xml")?;
    clean(&visit)?;
    visit.step("data")?;
    fill(&visit, "data.size", "2 TiB")?;
    clean(&visit)?;
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}
