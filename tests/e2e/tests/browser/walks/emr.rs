//! Reads and writes apart: on Amazon EMR, and between two clusters that exist.

use super::{
    all_clean, begin, choose, clean, exported, files, fill, fix, flagged, id, not_flagged, open,
    paste, says, switch_on, there, value,
};
use crate::Visit;
use anyhow::{Result, ensure};

/// F6 until a region has the focus.
fn region(visit: &Visit, css: &str) -> Result<()> {
    // Whoever is in it already may be below what is looked for: once round.
    for _ in 0..5 {
        visit.press("F6")?;
        if visit.holds(&format!("document.activeElement?.closest('{css}')"))? {
            return Ok(());
        }
    }
    anyhow::bail!("F6 does not lead to {css}\n{}", visit.shown())
}

/// F6 to the steps, Tab to one of them, Enter.
fn go(visit: &Visit, step: &str) -> Result<()> {
    region(visit, "#steps-nav")?;
    visit.tab_to(&format!("#step-{step}"))?;
    visit.press("Enter")?;
    visit.focused("#step-heading")
}

/// Tabs to a field and types over what stands in it.
fn type_into(visit: &Visit, field: &str, text: &str) -> Result<()> {
    visit.tab_to(&format!("#{}", id(field)))?;
    visit.press("Ctrl+A")?;
    visit.write(text)
}

/// Builds and queries on two EMR clusters, with the keyboard alone. The page of the project that
/// most people know has `hdfs://kylin/…`, where kylin is a host.
#[test]
fn two_emr_clusters_by_keyboard() -> Result<()> {
    let visit = begin("en-US")?;
    // The nodes come with their roles, as a column of the list.
    visit.focused("#paste")?;
    visit.copy_elsewhere(
        "build1.corp.internal job\nquery1.corp.internal query\nquery2.corp.internal query\n\
         lb1.corp.internal load_balancer\n",
    )?;
    visit.press("Ctrl+V")?;
    visit.wait_names(&[
        "build1.corp.internal",
        "query1.corp.internal",
        "query2.corp.internal",
        "lb1.corp.internal",
    ])?;
    ensure!(files(&visit)?.iter().all(|f| !f.starts_with("emr/")), "{:?}", files(&visit)?);

    // The split is one choice; what it needs is asked for at once, and its files are there.
    go(&visit, "emr")?;
    visit.tab_to("#form input[type=radio]")?;
    visit.press("ArrowDown ArrowDown")?;
    visit.focused("[data-option=split] input[data-chosen]")?;
    for file in ["emr/create-hbase.sh", "emr/create-main.sh", "emr/template.json"] {
        there(&visit, file)?;
    }
    visit.some_errors()?;
    flagged(&visit, "emr.subnet", "GEN008")?;
    for (field, text) in [
        ("emr.region", "eu-central-1"),
        ("emr.subnet", "subnet-0123456789abcdef0"),
        ("emr.key", "kylin-admin"),
    ] {
        type_into(&visit, field, text)?;
    }
    not_flagged(&visit, "emr.subnet", "GEN008")?;
    type_into(&visit, "emr.log_uri", "s3://corp-kylin/emr-logs/")?;
    type_into(&visit, "emr.main_core_count", "6")?;
    clean(&visit)?;

    // A release with the other HBase is refused beside its field, and mended there.
    go(&visit, "emr")?;
    type_into(&visit, "emr.release", "emr-6.15.0")?;
    let said = flagged(&visit, "emr.release", "EMR001")?;
    ensure!(said.contains("Error") && said.contains("HBase 2"), "{said}");
    visit.tab_to("[data-field='emr.release'] [data-action=fix]")?;
    visit.press("Enter")?;
    not_flagged(&visit, "emr.release", "EMR001")?;
    ensure!(value(&visit, "emr.release")? == "emr-5.36.2", "{}", value(&visit, "emr.release")?);
    // The button is gone; the focus is where it was about.
    visit.focused(&format!("#{}", id("emr.release")))?;

    // The wrong form of a well-known page.
    go(&visit, "storage")?;
    type_into(&visit, "storage.working_dir", "hdfs://kylin/working")?;
    let said = flagged(&visit, "storage.working_dir", "EMR013")?;
    ensure!(said.contains("kylin is a host"), "{said}");
    visit.tab_to("[data-field='storage.working_dir'] [data-action=fix]")?;
    visit.press("Enter")?;
    not_flagged(&visit, "storage.working_dir", "EMR013")?;
    ensure!(value(&visit, "storage.working_dir")? == "/kylin/working", "not mended");
    clean(&visit)?;

    // What will be written: the instance groups, and the split in Kylin's own file.
    open(&visit, "emr/main-instance-groups.json")?;
    says(&visit, "\"InstanceCount\": 6")?;
    open(&visit, "conf/kylin.properties")?;
    says(&visit, "kylin.storage.hbase.cluster-fs=hdfs://")?;
    says(&visit, "kylin.env.hdfs-working-dir=/kylin/working")?;
    own_names(&visit)?;
    exported(visit)
}

/// The names that are still the example's, each reached and mended with keys.
fn own_names(visit: &Visit) -> Result<()> {
    for _ in 0..20 {
        if visit.counts()?.0 == 0 {
            return Ok(());
        }
        let before = visit.text("document.getElementById('worst').innerText")?;
        region(visit, "#findings")?;
        visit.tab_to("#worst")?;
        visit.press("Enter")?;
        visit.wait("document.activeElement?.matches('#form input[type=text], #form textarea')")?;
        super::as_own(visit)?;
        super::another_worst(visit, &before)?;
    }
    anyhow::bail!("errors are left\n{}", visit.shown())
}

/// The same split between clusters that exist, in Chinese: the official page shows a file system
/// without its scheme.
#[test]
fn a_file_system_without_its_scheme() -> Result<()> {
    let visit = begin("zh-CN")?;
    paste(
        &visit,
        "k1.corp.internal all\nk2.corp.internal query",
        &["k1.corp.internal", "k2.corp.internal"],
    )?;
    visit.step("load_balancer")?;
    choose(&visit, "lb.kind", "none")?;
    visit.step("storage")?;
    switch_on(&visit, "storage.split")?;
    let said = flagged(&visit, "storage.cluster_fs", "GEN008")?;
    ensure!(said.contains("错误"), "{said}");
    fill(&visit, "storage.cluster_fs", "ip-10-0-2-11.corp.internal:8020")?;
    // The last key's, not that of a part of the name.
    visit.wait("document.querySelector(\"[data-field='storage.cluster_fs'] .finding[data-rule='KYL050']\")?.innerText.includes('hdfs://ip-10-0-2-11.corp.internal:8020')")?;
    let said = flagged(&visit, "storage.cluster_fs", "KYL050")?;
    ensure!(said.contains("没有 scheme") && said.contains("hdfs://ip-10-0-2-11"), "{said}");
    // Why, with where it is known from, is one click away.
    let why = "[data-field='storage.cluster_fs'] .finding[data-rule='KYL050']";
    visit.click(&format!("{why} summary"))?;
    visit.wait(&format!("document.querySelector(\"{why} details[open] .sources a\")"))?;
    clean(&visit)?;
    fix(&visit, "storage.cluster_fs", "KYL050")?;
    let now = value(&visit, "storage.cluster_fs")?;
    ensure!(now == "hdfs://ip-10-0-2-11.corp.internal:8020", "{now}");
    open(&visit, "conf/kylin.properties")?;
    says(&visit, "kylin.storage.hbase.cluster-fs=hdfs://ip-10-0-2-11.corp.internal:8020")?;
    // With a name service the name nodes are asked for, and a file of their own is written.
    fill(&visit, "storage.cluster_fs", "hdfs://hbase-cluster")?;
    flagged(&visit, "storage.namenodes", "GEN008")?;
    fill(&visit, "storage.namenodes", "nn1.corp.internal:8020,nn2.corp.internal:8020")?;
    not_flagged(&visit, "storage.namenodes", "GEN008")?;
    open(&visit, "conf/hbase.hdfs.xml")?;
    says(&visit, "nn2.corp.internal:8020")?;
    super::own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}
