//! Druid's variables as people give them to containers, and folders as distributions bring them.

mod files;

use files::{read, said};
use import::{Imported, Kept, judged};
use model::{Lang, Severity};
use rules::Context;

fn names(imported: &Imported) -> Vec<&str> {
    let mut all: Vec<&str> = imported.spec.nodes.iter().map(|n| n.name.as_str()).collect();
    all.sort_unstable();
    all
}

fn notes(imported: &Imported, severity: Severity) -> Vec<String> {
    let of = imported.notes.iter().filter(|note| note.severity == severity);
    of.map(|note| note.message.render(Lang::En)).collect()
}

fn errors(imported: &Imported) -> Vec<&'static str> {
    let found = said(imported).report.findings;
    found.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule).collect()
}

const INLINE: &str = "\
x-common: &common
  druid_zk_service_host: zookeeper
  druid_extensions_loadList: '[\"druid-histogram\"]'
services:
  broker:
    image: apache/druid:33.0.0
    command: [broker]
    environment:
      <<: *common
      druid_processing_buffer_sizeBytes: 500MB
      DRUID_XMX: 1g
  historical: {image: 'apache/druid:33.0.0', command: [historical], environment: [druid_zk_service_host=zk2]}
";

#[test]
fn variables_of_a_service_are_its_hosts() {
    let imported = read(&[("c/docker-compose.yml", INLINE)]);
    assert_eq!(names(&imported), ["broker", "historical"]);
    let cx = Context::new(&imported.spec, imported.product);
    let report = judged(&imported, &cx).report;
    let size = report.findings.iter().find(|f| f.rule == "DRU114").expect("the size");
    assert_eq!(imported.spots.at(&size.place).map(|s| s.line), Some(10));
    let file = imported.files.iter().find(|f| f.path == "c/docker-compose.yml").expect("file");
    assert!(file.kind.is_ok() && file.keys == 4, "{file:?}");
}

#[test]
fn a_service_counts_before_its_file_whatever_that_is_called() {
    let compose = "services:\n  broker:\n    command: broker\n    env_file: [druid.env]\n    environment:\n      druid_zk_service_host: zk2\n";
    let imported = read(&[
        ("c/compose.yml", compose),
        ("c/druid.env", "druid_zk_service_host=zk1\ndruid_emitter=noop\n"),
        ("c/other.env", "X=1\n"),
    ]);
    assert_eq!(names(&imported), ["broker"]);
    let cx = Context::new(&imported.spec, imported.product);
    let node = imported.spec.nodes.first().expect("node");
    let broker = cx.process("broker").expect("process");
    assert_eq!(cx.read_by(broker, node, "druid.zk.service.host"), "zk2");
    assert_eq!(cx.read_by(broker, node, "druid.emitter"), "noop");
}

#[test]
fn variables_in_capitals_are_told_with_their_lines() {
    let imported = read(&[
        (
            "c/docker-compose.yml",
            "services:\n  broker:\n    command: broker\n    env_file: environment\n",
        ),
        (
            "c/environment",
            "druid_emitter=noop\nDRUID_XMX=1g\nDRUID_ZK_SERVICE_HOST=zk\nDRUID_EXTENSIONS_LOADLIST=[]\n",
        ),
    ]);
    let told = notes(&imported, Severity::Error);
    let [told] = &told[..] else { panic!("{told:?}") };
    assert!(told.starts_with("2 variables") && told.contains("3 DRUID_ZK_SERVICE_HOST"), "{told}");
    assert!(told.contains("druid_zk_service_host") && !told.contains("DRUID_XMX"), "{told}");
}

const COMMON: &str = "conf/druid/_common/common.runtime.properties";

#[test]
fn a_second_layout_beside_conf_is_no_host() {
    let imported = read(&[
        (&format!("m1/imply-3.4/{COMMON}"), "druid.zk.service.host=zk1\n"),
        ("m1/imply-3.4/conf/druid/broker/runtime.properties", "druid.service=druid/broker\n"),
        (
            "m1/imply-3.4/conf-quickstart/druid/_common/common.runtime.properties",
            "druid.zk.service.host=localhost\n",
        ),
        (
            "m1/imply-3.4/conf-quickstart/druid/router/runtime.properties",
            "druid.service=druid/router\n",
        ),
    ]);
    assert_eq!(names(&imported), ["m1"]);
    let second = imported.files.iter().filter(|f| f.kind == Err(Kept::Second)).count();
    assert_eq!(second, 2);
    assert!(!imported.spec.nodes[0].roles.contains("router"));
    // Alone it is what runs.
    let imported = read(&[(
        "h1/conf-quickstart/druid/_common/common.runtime.properties",
        "druid.zk.service.host=zk1\n",
    )]);
    assert_eq!(names(&imported), ["h1"]);
}

#[test]
fn a_template_of_options_is_one_note() {
    let imported = read(&[
        (&format!("h1/{COMMON}"), "druid.zk.service.host=zk1\n"),
        ("h1/conf/druid/broker/runtime.properties", "druid.service=druid/broker\n"),
        (
            "h1/conf/druid/broker/jvm.config",
            "-server\n-Xmx{{ broker_heap }}\n-XX:MaxDirectMemorySize={{ direct | default('1g') }}\n{% if gc %}\n-XX:+UseG1GC\n{% endif %}\n{{ more_options }}\n",
        ),
    ]);
    assert_eq!(errors(&imported), [] as [&str; 0]);
    let told = notes(&imported, Severity::Warning);
    assert_eq!(told.iter().filter(|t| t.contains("template engine")).count(), 1, "{told:?}");
}

#[test]
fn an_option_in_quotes_is_one() {
    let imported = read(&[
        (&format!("h1/{COMMON}"), "druid.zk.service.host=zk1\n"),
        ("h1/conf/druid/broker/runtime.properties", "druid.service=druid/broker\n"),
        ("h1/conf/druid/broker/jvm.config", "-server\n-XX:OnOutOfMemoryError=\"kill -9 %p\"\n"),
    ]);
    let found = said(&imported).report.findings;
    let found: Vec<String> =
        found.iter().filter(|f| f.rule == "GEN039").map(|f| f.message.render(Lang::En)).collect();
    let [told] = &found[..] else { panic!("{found:?}") };
    assert!(
        told.contains("OnOutOfMemoryError") && told.contains(": \"") && !told.contains("u{"),
        "{told}"
    );
}

#[test]
fn an_old_release_takes_references_as_they_stand() {
    let told = |version: &str| {
        let of = |path: &str| format!("h1/apache-druid-{version}/{path}");
        let imported = read(&[
            (
                &of(COMMON),
                "druid.zk.service.host=zk1\ndruid.metadata.storage.connector.password=${env:META_PW}\n",
            ),
            (&of("conf/druid/broker/runtime.properties"), "druid.service=druid/broker\n"),
        ]);
        notes(&imported, Severity::Error)
            .into_iter()
            .filter(|t| t.contains("${env:META_PW}"))
            .count()
    };
    assert_eq!((told("0.20.0"), told("33.0.0")), (1, 0));
}

#[test]
fn an_address_with_a_scheme_names_its_host() {
    let imported = read(&[
        (&format!("d1/{COMMON}"), "druid.zk.service.host=zk1\n"),
        ("d1/conf/druid/broker/runtime.properties", "druid.host=http://d1\n"),
    ]);
    assert_eq!(names(&imported), ["d1"]);
}

#[test]
fn a_known_password_is_told_once_for_all_hosts() {
    let text =
        "druid.zk.service.host=zk1\ndruid.auth.authenticator.a.initialAdminPassword=password1\n";
    let imported = read(&[(&format!("h1/{COMMON}"), text), (&format!("h2/{COMMON}"), text)]);
    let told = notes(&imported, Severity::Warning);
    let told: Vec<&String> = told.iter().filter(|t| t.contains("documentation")).collect();
    let [told] = &told[..] else { panic!("{told:?}") };
    assert!(told.contains("2 files"), "{told}");
}
