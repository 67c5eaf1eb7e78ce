//! Lines as Kylin, its scripts and its neighbours print them lead to the rule that explains them.

mod lines;

use lines::{ALLUXIO_LINES, DRUID_LINES, LINES};
use rules::explain;

const KYLIN: &str = "kylin";

fn rules_for(log: &str) -> Vec<&'static str> {
    let product = products::find(KYLIN).expect("Kylin");
    explain(product, log).iter().map(|m| m.rule.id).collect()
}

#[test]
fn a_line_of_a_log_leads_to_its_rule() {
    let wrong: Vec<String> = LINES
        .iter()
        .map(|(line, rule)| (line, rule, rules_for(line)))
        .filter(|(_, rule, found)| !found.contains(rule))
        .map(|(line, rule, found)| format!("{rule} not in {found:?}: {line}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_line_of_alluxio_leads_to_its_rule() {
    let product = products::find("alluxio").expect("Alluxio");
    let mut wrong = Vec::new();
    for (line, rule) in ALLUXIO_LINES {
        let found: Vec<&str> = explain(product, line).iter().map(|m| m.rule.id).collect();
        if !found.contains(rule) || found.len() > 2 {
            wrong.push(format!("{rule}: {found:?}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_line_of_druid_leads_to_its_rule() {
    let product = products::find("druid").expect("Druid");
    let mut wrong = Vec::new();
    for (line, rule) in DRUID_LINES {
        let found: Vec<&str> = explain(product, line).iter().map(|m| m.rule.id).collect();
        if !found.contains(rule) || found.len() > 3 {
            wrong.push(format!("{rule}: {found:?}: {line}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_line_leads_to_few_rules() {
    for (line, _) in LINES {
        let found = rules_for(line);
        assert!(found.len() <= 3, "{found:?}: {line}");
    }
}

#[test]
fn lines_of_a_healthy_start_lead_nowhere() {
    let healthy = "\
2026-11-21 10:00:00,001 INFO  [main] common.KylinConfig:120 : Loading kylin-defaults.properties
2026-11-21 10:00:01,002 INFO  [main] service.JobService:150 : starting scheduler
2026-11-21 10:00:02,003 INFO  [localhost-startStop-1] zookeeper.ZooKeeper:438 : Initiating client connection
Java HotSpot(TM) 64-Bit Server VM warning: ignoring option MaxPermSize=512M; support was removed in 8.0
A new Kylin instance is started by kylin. To stop it, run 'kylin.sh stop'
Check the log at /opt/kylin/logs/kylin.log
Web UI is at http://k1.example.com:7070/kylin";
    assert_eq!(rules_for(healthy), Vec::<&str>::new());
}

#[test]
fn blanks_and_case_make_no_difference_and_the_line_is_kept() {
    let product = products::find(KYLIN).expect("Kylin");
    let log = "first\n   zookeeper_quorum   IS empty!  \nlast";
    let found = explain(product, log);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule.id, "KYL046");
    assert_eq!(found[0].line, "zookeeper_quorum   IS empty!");
}

#[test]
fn a_part_of_a_message_is_enough_when_it_can_only_be_that() {
    for (part, rule) in [
        ("lack of job lock", "KYL006"),
        ("more memory to the on-heap than the VM can sustain", "KYL065"),
        ("no need to run job scheduler", "KYL001"),
        ("query is not allowed in job mode", "KYL005"),
        ("Relative path in absolute URI", "KYL050"),
        ("Unrecognized VM option 'MaxPermSize=256M'", "KYL073"),
    ] {
        let found = rules_for(part);
        assert!(found.contains(&rule) && found.len() <= 3, "{found:?}: {part}");
    }
    for common in [
        "Connection timed out",
        "Permission denied",
        "java.lang.IllegalArgumentException",
        "java.sql.SQLException: Connection refused",
        "job scheduler",
        "kylin",
        "the port is in use",
        "hdfs://nn.lab:8020/kylin",
        "ERROR kylin.properties",
    ] {
        assert_eq!(rules_for(common), Vec::<&str>::new(), "{common}");
    }
}
