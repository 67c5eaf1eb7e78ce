//! Deployments where the machine is in the way: disks that lose power, files and folders that can't be
//! read, no room for files.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod node;

use node::{Node, installable};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

/// A node with one file, in an own folder of home.
fn one(name: &str) -> Node {
    let node = installable(name);
    let top = node.0.display().to_string();
    node.write("node/files.tsv", &format!("0644\tno\tapp.conf\t{top}/home/conf/app.conf\tapp\n"));
    node.write("node/app.conf", "first\n");
    std::fs::create_dir(node.0.join("own")).unwrap();
    node
}

impl Node {
    /// A program that is found before the system's.
    fn program(&self, name: &str, text: &str) {
        let path = self.0.join("own").join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// install.sh with those programs: whether it succeeded, and all that it said.
    fn with_own(&self, words: &str) -> (bool, String) {
        let path = format!("{}:{}", self.0.join("own").display(), std::env::var("PATH").unwrap());
        let output = Command::new("sh")
            .arg(self.0.join("node/install.sh"))
            .args(words.split_whitespace())
            .env("PATH", path)
            .env("TOP", &self.0)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

/// Every disk that has a file of the deployment is written before the deployment counts as done.
#[test]
fn all_disks_are_written_before_a_deployment_counts() {
    let node = one("disks");
    node.program(
        "sync",
        "last=''
for each in \"$TOP\"/state/deployments/*; do last=$each; done
[ -e \"$last/unfinished\" ] && is=begun || is=done
[ -e \"$TOP/home/conf/app.conf\" ] && is=$is,there
for each; do printf '%s %s\\n' \"$is\" \"${each#\"$TOP\"}\"; done >>\"$TOP/synced\"",
    );
    let (done, said) = node.with_own("");
    assert!(done, "{said}");
    let synced = std::fs::read_to_string(node.0.join("synced")).unwrap();
    let lines: Vec<&str> = synced.lines().collect();
    for folder in ["/state", "/home/conf"] {
        assert!(lines.contains(&format!("begun,there {folder}").as_str()), "{folder}: {synced}");
    }
    // A file has its name when its content is on the disk.
    assert!(lines.contains(&"begun /home/conf/app.conf.muster-new"), "{synced}");
}

/// A folder of somebody else in the home, such as the lost+found of a disk: find fails there.
#[test]
fn a_folder_that_cannot_be_looked_into_stays_and_stops_nothing() {
    let node = one("closed");
    let top = node.0.display().to_string();
    let service = std::fs::read_to_string(node.0.join("node/service/app.sh")).unwrap();
    let service = service
        .replace("do_installed() { :; }", "do_installed() { [ -e \"$HOME_/VERSION\" ] || { check_home \"$HOME_\" app app 1 '' || exit 3; }; }")
        .replace("do_package() { :; }", "do_package() { printf 'app.tar.gz\\t%s\\n' \"$HOME_\"; }\ndo_install() { unpack \"$MUSTER_PACKAGES/app.tar.gz\" \"$HOME_\" app; }\ndo_stop() { :; }");
    node.write("node/service/app.sh", &service);
    let env = std::fs::read_to_string(node.0.join("node/node.env")).unwrap();
    node.write("node/node.env", &format!("{}\nHOME_={top}/home/app\n", env.trim_end()));
    let line = "mkdir -p home/app packages/app/bin && echo 1 >packages/app/VERSION && echo x >packages/app/bin/x &&
        tar -czf packages/app.tar.gz -C packages app && mkdir home/app/lost+found";
    assert!(node.sh(line).status.success());
    node.program(
        "find",
        "/usr/bin/find \"$@\" || exit
case $PWD in */home/app) echo \"find: './lost+found': Permission denied\" >&2; exit 1 ;; esac",
    );
    let words = format!("--packages {top}/packages");
    for _ in 0..2 {
        let (done, said) = node.with_own(&words);
        assert!(done && said.contains("installed") && !said.contains("find:"), "{said}");
        let (done, said) = node.with_own("--rollback");
        assert!(done && said.contains("rolled back") && !said.contains("find:"), "{said}");
        let left: Vec<_> = std::fs::read_dir(node.0.join("home/app")).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}

/// What bin/deploy has brought stays while an earlier deployment is taken back first.
#[test]
fn packages_stay_where_an_interrupted_deployment_is_taken_back_first() {
    let node = one("packages");
    std::fs::create_dir(node.0.join("state/packages")).unwrap();
    node.write("state/packages/app.tar.gz", "as brought");
    // The first deployment stops half-way, and then another archive comes.
    let service = std::fs::read_to_string(node.0.join("node/service/app.sh")).unwrap();
    node.write(
        "node/service/app.sh",
        &service.replace("do_changed() { :; }", "do_changed() { exit 1; }"),
    );
    let (done, said) = node.install("");
    assert!(!done, "{said}");
    node.write("node/service/app.sh", &service);
    node.write("node/archive.tsv", "archive\tsecond\n");
    let (done, said) = node.install("");
    assert!(done && said.contains("it is taken back first"), "{said}");
    assert!(node.0.join("state/packages/app.tar.gz").exists());
    // A rollback to nothing removes them.
    let (done, said) = node.install("--rollback");
    assert!(done && said.contains("no deployment is here"), "{said}");
    assert!(!node.0.join("state/packages").exists());
}

/// A disk may have room for bytes and none for files.
#[test]
fn files_are_counted_before_the_first_one_is_written() {
    let node = one("inodes");
    let table = |kind: &str, free: &str| {
        format!(
            "echo 'Filesystem {kind} Used Available Use% Mounted on'; echo 'none 10 8 {free} 80% /small disk'"
        )
    };
    node.program(
        "df",
        &format!(
            "case $1 in\n-Pi) {} ;;\n*) {} ;;\nesac",
            table("Inodes", "2"),
            table("1024-blocks", "99999999")
        ),
    );
    for words in ["", "--check"] {
        let (done, said) = node.with_own(words);
        assert!(
            !done
                && said.contains("on /small disk ")
                && said.contains("files are to be made and it has room for 2 (df -i)"),
            "{said}"
        );
    }
    assert!(!node.0.join("home/conf").exists());
    // Some file systems do not say how many they could hold.
    node.program(
        "df",
        &format!(
            "case $1 in\n-Pi) echo x; echo 'none 0 0 0 - /disk' ;;\n*) {} ;;\nesac",
            table("1024-blocks", "99999999")
        ),
    );
    let (done, said) = node.with_own("");
    assert!(done, "{said}");
}

/// A file of ours that was given to somebody else: no error of a program, and not called an edit.
#[test]
fn a_file_that_cannot_be_read_is_called_so() {
    let node = one("unreadable");
    let (done, said) = node.install("");
    assert!(done, "{said}");
    let file = node.0.join("home/conf/app.conf");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads everything: then it is done as somebody else.
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let top = node.0.display().to_string();
    let env = std::fs::read_to_string(node.0.join("node/node.env")).unwrap();
    if root {
        node.write("node/node.env", &env.replace("MUSTER_USER=root", "MUSTER_USER=nobody"));
        let given = format!("chown -R nobody '{top}' && chown root '{}'", file.display());
        assert!(Command::new("sh").args(["-c", &given]).status().unwrap().success());
    }
    let run = |words: &str| {
        let line = format!("cd / && exec sh '{top}/node/install.sh' {words}");
        let mut command = Command::new(if root { "setpriv" } else { "sh" });
        if root {
            command.args(["--reuid=nobody", "--clear-groups", "sh"]);
        }
        let output = command.args(["-c", &line]).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    };
    node.write("node/app.conf", "second\n");
    for words in ["", "--check", "--rollback", "--rollback --dry-run"] {
        let (done, said) = run(words);
        assert!(!done && said.contains("app.conf can't be read by "), "{words}: {said}");
        assert!(!said.contains("was edited") && !said.contains("denied"), "{words}: {said}");
    }
}
