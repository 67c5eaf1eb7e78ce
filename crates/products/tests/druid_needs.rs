//! What each of Druid's processes waits for before it begins, by its own script: the functions of
//! `lib.sh` that reach out of it are stand-ins.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

use std::fs;
use std::path::Path;
use std::process::Command;

const SCRIPT: &str = include_str!("../src/druid/scripts/druid.sh");

/// Says what it would wait for, and ends there.
const LIBRARY: &str = r#"
DRUID_HOME=$here/home DRUID_FOLDERS='' DRUID_SEGMENTS='' DRUID_PORTS=''
DRUID_PROGRAMS="coordinator-overlord:m coordinator:c overlord:o historical:h broker:q router:r"
DRUID_NEEDS='zookeeper=z1:2181,z2:2181 database=db:3306'
literally_home() { printf '%s' "$1"; }
begins_here() { :; }
as_shell() { :; }
as_program() { :; }
fail() { echo "$*" >&2; exit 1; }
java_command() { echo /nowhere/java; }
load_environment() { :; }
claim() { :; }
wait_for_others() { shift; echo "$*"; exit 0; }
service_main() { "do_$2"; }
"#;

fn waits_for(folder: &Path, program: &str) -> String {
    let script = folder.join(format!("service/druid-{program}.sh"));
    fs::write(&script, SCRIPT).unwrap();
    let output = Command::new("sh").arg(&script).arg("run").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn only_masters_wait_for_the_database() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("druid-needs");
    fs::create_dir_all(folder.join("service")).unwrap();
    fs::write(folder.join("lib.sh"), LIBRARY).unwrap();
    let ensemble = "zookeeper=z1:2181,z2:2181";
    for program in ["coordinator-overlord", "coordinator", "overlord"] {
        let both = format!("{ensemble} database=db:3306");
        assert_eq!(waits_for(&folder, program), both, "{program}");
    }
    for program in ["historical", "broker", "router"] {
        assert_eq!(waits_for(&folder, program), ensemble, "{program}");
    }
}
