//! Kyligence Enterprise and KAP.

use super::{
    all_clean, begin, choose, clean, exported, fill, flagged, id, not_flagged, open, own_site,
    paste, product, refused, says, switch_on,
};
use anyhow::{Result, ensure};
use serde_json::json;
use std::fs;

/// What somebody had written for the next product of the same name.
const FOUR: &str = r#"
schema = 1
name = "ke-prod"
product = "kyligence"
version = "4.5"
environment = "production"
language = "en"

[settings.metastore]
ident = "ke_prod"

[[nodes]]
name = "ke1.corp.internal"
roles = ["job"]

[[nodes]]
name = "ke2.corp.internal"
roles = ["query"]

[[nodes]]
name = "ke3.corp.internal"
roles = ["query"]

[[nodes]]
name = "lb1.corp.internal"
roles = ["load_balancer"]
"#;

/// 4.x is refused with the reason; 3.4.5 with Kerberos and SQL Server is exported.
#[test]
fn kyligence_with_kerberos_and_sql_server() -> Result<()> {
    let visit = begin("en-US")?;
    let file = visit.scratch().join("cluster.toml");
    fs::write(&file, FOUR)?;
    visit.choose_file("#open-file", &file)?;
    visit.wait("document.getElementById('app').dataset.product === 'kyligence'")?;
    visit.wait("document.getElementById('bar-name').innerText.trim() === 'ke-prod'")?;

    // The version stands in the way, and the reason says how it is done there.
    visit.step("product")?;
    let refused_version = "#f-version .finding[data-rule=KYE001]";
    visit.wait(&format!("document.querySelector('{refused_version}')?.checkVisibility()"))?;
    visit.click(&format!("{refused_version} summary"))?;
    visit.wait(&format!(
        "document.querySelector('{refused_version}').innerText.includes('another product')
         && document.querySelector('{refused_version}').innerText.includes('Take a 3.x here')"
    ))?;
    // It stands in the list as well, with the reason, for those who look for it there.
    let four = "#f-version [data-option='4.x']";
    visit.wait(&format!(
        "document.querySelector(\"{four} .blocked-reason\")?.innerText.includes('its own manual')"
    ))?;
    clean(&visit)?;
    visit.click("#export")?;
    visit.wait("document.getElementById('findings').dataset.open === 'true'")?;
    ensure!(!visit.holds("document.querySelector('dialog[open]')")?, "4.5 is exported");
    visit.click("#findings-toggle")?;
    visit.click("#f-version [data-option='3.4.5'] label")?;
    visit.wait(&format!("!document.querySelector('{refused_version}')"))?;
    visit.click(&format!("{four} label"))?;
    visit.wait("document.getElementById('live').textContent.includes('its own manual')")?;
    visit
        .wait("document.querySelector(\"#f-version [data-option='3.4.5'] input[data-chosen]\")")?;

    visit.step("metastore")?;
    choose(&visit, "metastore.kind", "sqlserver")?;
    fill(&visit, "metastore.jdbc_url", "jdbc:postgresql://db.corp.internal:5432/ke")?;
    visit.wait(&format!(
        "document.getElementById('{}').getAttribute('aria-invalid') === 'true'",
        id("metastore.jdbc_url")
    ))?;
    fill(&visit, "metastore.jdbc_url", "jdbc:sqlserver://db.corp.internal:1433;database=ke")?;
    fill(&visit, "metastore.username", "kyligence")?;
    fill(&visit, "metastore.driver", "mssql-jdbc-7.4.1.jre8.jar")?;
    open(&visit, "conf/kylin.properties.override")?;
    says(&visit, "url=jdbc:sqlserver://db.corp.internal:1433;database=ke")?;
    clean(&visit)?;
    // A database as metastore wants ZooKeeper to be named.
    visit.step("zookeeper")?;
    flagged(&visit, "zookeeper.connect", "GEN008")?;
    fill(
        &visit,
        "zookeeper.connect",
        "zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181",
    )?;
    not_flagged(&visit, "zookeeper.connect", "GEN008")?;

    visit.step("security")?;
    refused(&visit, "security.profile", "custom")?;
    switch_on(&visit, "kerberos.enabled")?;
    fill(&visit, "kerberos.principal", "kylin/_HOST@CORP.INTERNAL")?;
    let shown =
        format!("document.getElementById('{}-findings').innerText", id("kerberos.principal"));
    visit.wait(&format!("{shown}.includes('another name on every node')"))?;
    fill(&visit, "kerberos.principal", "kylin@CORP.INTERNAL")?;
    visit.wait(&format!("{shown} === ''"))?;
    says(&visit, "kap.kerberos.enabled=true")?;
    says(&visit, "kap.kerberos.principal=kylin@CORP.INTERNAL")?;
    says(&visit, "kap.kerberos.keytab=kylin.keytab")?;
    clean(&visit)?;

    visit.step("load_balancer")?;
    choose(&visit, "lb.kind", "nginx")?;
    fill(&visit, "lb.name", "kyligence.corp.internal")?;
    visit.step("sizing")?;
    flagged(&visit, "paths.package", "GEN008")?;
    fill(&visit, "paths.package", "Kyligence-Enterprise-3.4.5.2107.tar.gz")?;
    not_flagged(&visit, "paths.package", "GEN008")?;
    all_clean(&visit)?;
    exported(visit)
}

/// KAP, in Chinese: before 2.4 the metadata can only lie in HBase.
#[test]
fn kap_and_its_lines() -> Result<()> {
    let visit = begin("zh-CN")?;
    product(&visit, "kap")?;
    let names = ["kap1.corp.internal", "kap2.corp.internal", "lb1.corp.internal"];
    let list = "kap1.corp.internal all\nkap2.corp.internal query\nlb1.corp.internal load_balancer";
    paste(&visit, list, &names)?;
    visit.step("product")?;
    visit.click("#f-version [data-option='2.2'] label")?;
    visit.step("metastore")?;
    let why = refused(&visit, "metastore.kind", "mysql")?;
    ensure!(why.contains("2.4") && why.contains("HBase"), "{why}");
    visit.step("product")?;
    visit.click("#f-version [data-option='2.5'] label")?;
    visit.step("metastore")?;
    choose(&visit, "metastore.kind", "mysql")?;
    let said = flagged(&visit, "metastore.jdbc_url", "GEN008")?;
    ensure!(said.contains("错误"), "{said}");
    fill(&visit, "metastore.jdbc_url", "jdbc:mysql://db.corp.internal:3306/kap")?;
    fill(&visit, "metastore.username", "kap")?;
    open(&visit, "conf/kylin.properties.override")?;
    says(&visit, "url=jdbc:mysql://db.corp.internal:3306/kap")?;
    clean(&visit)?;
    visit.step("zookeeper")?;
    fill(
        &visit,
        "zookeeper.connect",
        "zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181",
    )?;
    visit.step("sizing")?;
    fill(&visit, "paths.package", "kap-2.5.6-GA-hbase1.x.tar.gz")?;
    own_site(&visit)?;
    // The product's own words follow the language.
    visit.click("#lang-en")?;
    visit.wait("document.documentElement.lang === 'en'")?;
    visit.step("metastore")?;
    visit.wait(&format!(
        "document.getElementById('step-heading').innerText === {}",
        json!("Metastore")
    ))?;
    all_clean(&visit)?;
    exported(visit)
}
