//! Scripts that format or empty a folder refuse one of the system: the list in `lib.sh` is that of the
//! rules, and what a service's script is told of a folder is what the rules say of it.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

use rules::general::{BELOW_THE_SYSTEM, OF_THE_SYSTEM};
use std::process::{Command, Output};

const LIB: &str = include_str!("../src/scripts/node/lib.sh");
const ALLUXIO: &str = include_str!("../../products/src/alluxio/scripts/alluxio.sh");

/// A function of a script, whole.
fn function<'s>(script: &'s str, name: &str) -> &'s str {
    let from = script.find(&format!("\n{name}() {{")).unwrap() + 1;
    let length = script[from..].find("\n}\n").unwrap() + 3;
    &script[from..from + length]
}

/// Runs lines below functions of the scripts; nothing there changes a file.
fn run(functions: &[&str], lines: &str) -> Output {
    let text = format!("set -eu\n{}\n{lines}\n", functions.join("\n"));
    Command::new("sh").arg("-c").arg(text).output().unwrap()
}

fn is_systems(folder: &str) -> bool {
    let lines = format!("if is_systems '{folder}'; then exit 7; fi");
    match run(&[function(LIB, "is_systems")], &lines).status.code() {
        Some(7) => true,
        Some(0) => false,
        other => panic!("{folder}: {other:?}"),
    }
}

#[test]
fn the_list_of_the_scripts_is_that_of_the_rules() {
    let (_, text) = function(LIB, "is_systems").split_once("case $real in").unwrap();
    let words: Vec<&str> =
        text.split(['|', ' ', '\n', '\\', ')']).filter(|w| w.starts_with('/')).collect();
    for folder in OF_THE_SYSTEM {
        assert!(words.contains(folder), "{folder} is not in lib.sh");
    }
    for folder in BELOW_THE_SYSTEM {
        let below = format!("{folder}/*");
        assert!(words.contains(&below.as_str()), "{below} is not in lib.sh");
    }
    assert_eq!(words.len(), OF_THE_SYSTEM.len() + BELOW_THE_SYSTEM.len(), "one more");
}

#[test]
fn a_folder_of_nobody_is_told_from_one_of_a_service() {
    for system in [
        "",
        "/",
        "//",
        "/.",
        "/x/..",
        "/opt/own/../..",
        "journal",
        "./journal",
        "/etc",
        "/etc/",
        "//etc//",
        "/./etc",
        "/root/own",
        "/var/lib",
        "/proc/self",
    ] {
        assert!(is_systems(system), "{system:?}");
    }
    for own in ["/opt/own", "/var/lib/own-data/journal", "/data-of-nobody", "/data-of-nobody/j/"] {
        assert!(!is_systems(own), "{own:?}");
    }
}

#[test]
fn what_a_link_leads_to_counts() {
    let folder = std::env::temp_dir().join(format!("muster-link-{}", std::process::id()));
    _ = std::fs::remove_file(&folder);
    std::os::unix::fs::symlink("/usr", &folder).unwrap();
    let found = is_systems(folder.to_str().unwrap());
    std::fs::remove_file(&folder).unwrap();
    assert!(found);
}

/// The script of a master, asked for something, where the file says one folder and Alluxio another.
/// `alluxio formatJournal` writes a word here and nothing else.
fn master(asked: &str, muster: &str, product: &str) -> (String, bool) {
    let functions = ["is_systems"].map(|name| function(LIB, name));
    let own = ["is_empty", "refuse_systems", "do_look", "do_format"].map(|name| {
        let one = ALLUXIO.lines().find(|line| line.starts_with(&format!("{name}() {{ ")));
        one.filter(|line| line.ends_with('}')).unwrap_or_else(|| function(ALLUXIO, name))
    });
    let state = std::env::temp_dir().join(format!("muster-state-{}-{asked}", std::process::id()));
    std::fs::create_dir_all(&state).unwrap();
    let state = state.to_str().unwrap();
    let stubs = format!(
        "do_running() {{ return 1; }}\nuse_java() {{ :; }}\nsay() {{ echo \"$*\"; }}\n\
         fail() {{ echo \"refused: $1\" >&2; exit 1; }}\n\
         alluxio() {{ case $1 in getConf) echo '{product}' ;; *) echo formatted >&3 ;; esac; }}\n\
         MUSTER_STATE='{state}' ALLUXIO_JOURNAL='{muster}' ALLUXIO_JOURNAL_TYPE=UFS ALLUXIO_VERSION=2.9.6\n\
         exec 3>&1"
    );
    let functions: Vec<&str> = functions.into_iter().chain(own).collect();
    let output = run(&functions, &format!("{stubs}\n{asked}"));
    std::fs::remove_dir_all(state).unwrap();
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).unwrap(), output.status.success())
}

#[test]
fn nothing_is_formatted_in_a_folder_of_the_system() {
    const OWN: &str = "/data-of-nobody/journal";
    for folder in ["", "/", "/etc", "file:///", "journal", "/data-of-nobody/../"] {
        for asked in ["do_look", "do_format"] {
            let (said, well) = master(asked, folder, OWN);
            assert!(
                !well && said.contains("refused") && !said.contains("formatted"),
                "{asked} {folder}: {said}"
            );
        }
        // What somebody wrote into the file by hand, behind Muster's back.
        let (said, well) = master("do_format", OWN, folder);
        assert!(
            !well && said.contains("refused") && !said.contains("formatted"),
            "by hand {folder}: {said}"
        );
    }
    for folder in [OWN, "hdfs://nameservice1/alluxio/journal"] {
        let (said, well) = master("do_format", folder, folder);
        assert!(well && said.contains("formatted"), "{folder}: {said}");
    }
}
