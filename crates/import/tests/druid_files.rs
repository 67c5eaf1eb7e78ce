//! Files of Druid as people keep them: variables of containers, a list of services, templates, marks and
//! comments where none may be.

mod files;

use files::{read, said};
use import::Imported;
use model::{Lang, Severity};
use rules::Context;

fn errors(imported: &Imported) -> Vec<&'static str> {
    let found = rules::check(&Context::new(&imported.spec, imported.product)).findings;
    found.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule).collect()
}

fn roles(imported: &Imported) -> Vec<String> {
    let of = |node: &model::Node| {
        let roles: Vec<&str> = node.roles.iter().map(String::as_str).collect();
        format!("{}: {}", node.name, roles.join(","))
    };
    let mut all: Vec<String> = imported.spec.nodes.iter().map(of).collect();
    all.sort();
    all
}

fn notes(imported: &Imported, severity: Severity) -> Vec<String> {
    let of = imported.notes.iter().filter(|note| note.severity == severity);
    of.map(|note| note.message.render(Lang::En)).collect()
}

const TOLD: [&str; 5] = [
    "broker: broker",
    "coordinator: master",
    "historical: historical",
    "middlemanager: middle_manager",
    "router: router",
];

/// As in Druid's own image: all services have these, and the image brings `jvm.config`.
const ENVIRONMENT: &str = "\
druid_extensions_loadList=[\"druid-histogram\", \"druid-datasketches\", \"druid-lookups-cached-global\", \"postgresql-metadata-storage\"]
druid_zk_service_host=zookeeper:2181
druid_metadata_storage_host=
druid_metadata_storage_type=postgresql
druid_metadata_storage_connector_connectURI=jdbc:postgresql://postgres:5432/druid
druid_metadata_storage_connector_user=druid
druid_metadata_storage_connector_password=FoolishPassword
druid_indexer_runner_javaOptsArray=[\"-server\", \"-Xmx1g\", \"-Xms1g\", \"-XX:MaxDirectMemorySize=3g\", \"-Duser.timezone=UTC\", \"-Dfile.encoding=UTF-8\"]
druid_indexer_fork_property_druid_processing_buffer_sizeBytes=256MiB
druid_indexer_logs_type=file
druid_indexer_logs_directory=/opt/shared/indexing-logs
druid_storage_type=local
druid_storage_storageDirectory=/opt/shared/segments
druid_processing_numThreads=2
druid_processing_numMergeBuffers=2
";

#[test]
fn a_container_of_each_service_is_a_cluster() {
    let services = ["broker", "coordinator", "historical", "middlemanager", "router"];
    let files: Vec<(String, &str)> =
        services.iter().map(|s| (format!("hosts/{s}/environment"), ENVIRONMENT)).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let imported = read(&files);
    assert_eq!(roles(&imported), TOLD);
    assert_eq!(errors(&imported), [] as [&str; 0]);
    let judged = said(&imported);
    let shared = judged.report.findings.iter().find(|f| f.rule == "DRU121").expect("a warning");
    let spot = imported.spots.at(&shared.place).expect("its line");
    let wanted = "druid_storage_storageDirectory=/opt/shared/segments";
    let at = ENVIRONMENT.lines().position(|line| line == wanted).expect("the line");
    assert_eq!(u32::try_from(at + 1), Ok(spot.line));
    // What the list of extensions does not have was not chosen.
    let rules: Vec<&str> = rules::check(&Context::new(&imported.spec, imported.product))
        .findings
        .iter()
        .map(|f| f.rule)
        .collect();
    assert!(!rules.contains(&"DRU031"), "{rules:?}");
    assert_eq!(imported.spec.settings.get("ingestion.kafka").map(String::as_str), Some("off"));
    assert_eq!(imported.spec.settings.get("ingestion.datasketches"), None);
}

#[test]
fn an_overlord_of_its_own_leaves_the_coordinator_one() {
    let imported = read(&[
        ("c/coordinator/environment", ENVIRONMENT),
        ("c/overlord/environment", ENVIRONMENT),
    ]);
    assert_eq!(roles(&imported), ["coordinator: coordinator", "overlord: overlord"]);
    let apart = format!("{ENVIRONMENT}druid_coordinator_asOverlord_enabled=false\n");
    let imported =
        read(&[("c/coordinator/environment", &apart), ("c/broker/environment", ENVIRONMENT)]);
    assert_eq!(roles(&imported), ["broker: broker", "coordinator: coordinator"]);
}

#[test]
fn the_services_of_a_compose_file_are_hosts() {
    let service = |name: &str| {
        let word = if name == "middlemanager" { "middleManager" } else { name };
        format!(
            "\n  {name}:\n    image: apache/druid:34.0.0\n    command:\n      - {word}\n    env_file:\n      - environment\n"
        )
    };
    let services: Vec<String> = ["coordinator", "broker", "historical", "middlemanager", "router"]
        .iter()
        .map(|name| service(name))
        .collect();
    let compose = format!(
        "version: \"2.2\"\nservices:\n  postgres:\n    image: postgres:latest\n    environment:\n      - POSTGRES_USER=druid\n{}",
        services.concat()
    );
    let imported = read(&[("src/docker-compose.yml", &compose), ("src/environment", ENVIRONMENT)]);
    assert_eq!(roles(&imported), TOLD);
    assert_eq!(imported.spec.version, "34.0.0");
    assert_eq!(errors(&imported), [] as [&str; 0]);
    assert_eq!(imported.files.iter().filter(|f| f.path == "src/environment").count(), 1);
}

#[test]
fn variables_of_nobody_give_no_role() {
    let imported = read(&[("src/environment", ENVIRONMENT)]);
    assert_eq!(imported.spec.nodes.len(), 1);
    assert!(imported.spec.nodes[0].roles.is_empty(), "{:?}", roles(&imported));
    let told = notes(&imported, Severity::Info);
    assert_eq!(told.iter().filter(|t| t.contains("folder per service")).count(), 1, "{told:?}");
    assert!(!errors(&imported).contains(&"DRU108"));
}

#[test]
fn a_variable_with_dots_is_not_read() {
    let dotted = format!("{ENVIRONMENT}druid.javascript.enabled = true\n");
    let imported = read(&[("c/broker/environment", &dotted)]);
    let told = notes(&imported, Severity::Warning);
    assert!(told.iter().any(|t| t.contains("druid_javascript_enabled")), "{told:?}");
}

const COMMON: &str = "conf/druid/cluster/_common/common.runtime.properties";

#[test]
fn a_mark_before_the_first_key_takes_the_key() {
    let marked = |text: &str| read(&[(&format!("h1/{COMMON}"), &format!("\u{feff}{text}"))]);
    let imported = marked("druid.zk.service.host=zk:2181\n");
    let told = notes(&imported, Severity::Error);
    assert!(told.iter().any(|t| t.contains("druid.zk.service.host")), "{told:?}");
    let imported = marked("# zoo\ndruid.zk.service.host=zk:2181\n");
    assert_eq!(notes(&imported, Severity::Error), [] as [String; 0]);
}

#[test]
fn a_comment_among_the_options_of_java_is_one_error() {
    for options in ["-server\n# GC log of all\n-Xmx1g\n", "-server # all\n-Xmx1g # heap\n"] {
        let imported = read(&[
            ("h1/conf/druid/cluster/data/historical/jvm.config", options),
            (
                "h1/conf/druid/cluster/data/historical/runtime.properties",
                "druid.service=druid/historical\n",
            ),
        ]);
        assert_eq!(notes(&imported, Severity::Error).len(), 1);
        let found = errors(&imported);
        assert!(!found.contains(&"GEN039"), "{found:?}");
    }
}

#[test]
fn a_template_is_of_no_host() {
    let imported = read(&[
        (
            "src/conf/_common/common.runtime.properties_env",
            "druid.zk.service.host=zk:2181\ndruid.storage.type=hdfs\ndruid.storage.storageDirectory=/druid/segments\n",
        ),
        (
            "src/conf/_common/core-site.xml",
            "<configuration><property><name>fs.defaultFS</name><value>hdfs://nn:9000</value></property></configuration>",
        ),
        ("src/conf/broker/runtime.properties_env", "druid.service=druid/broker\n"),
    ]);
    assert_eq!(roles(&imported), ["src: broker"]);
}

#[test]
fn the_version_stands_in_other_places() {
    let common = (format!("h1/{COMMON}"), "druid.zk.service.host=zk:2181\n");
    let with = |name: &str, text: &str| read(&[(&common.0, common.1), (name, text)]).spec.version;
    assert_eq!(with("Dockerfile", "FROM x\nENV DRUID_VERSION=0.23.0\nRUN y\n"), "25.0.0");
    assert_eq!(with("h1/main.config", "io.druid.cli.Main server broker\n"), "0.20.0");
}

#[test]
fn a_name_with_an_underscore_is_told_where_it_stands() {
    let text = "druid.zk.service.host=zk:2181\ndruid.host=data_1\n";
    let imported = read(&[
        (&format!("d1/{COMMON}"), text),
        ("d1/conf/druid/cluster/query/broker/runtime.properties", "druid.service=druid/broker\n"),
    ]);
    let judged = said(&imported);
    let found = judged.report.findings.iter().find(|f| f.rule == "GEN003").expect("GEN003");
    assert_eq!(imported.spots.at(&found.place).map(|s| s.line), Some(2));
}
