//! A node in a temporary folder, with the real scripts.
#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses some of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the release of a product ships, with all that could be taken for the place to put a part.
pub const CONTEXT: &str = r#"<?xml version='1.0' encoding='utf-8'?>
<!-- The contents of this file will be loaded for each web application.
     An end tag in a comment: </Context> -->
<Context allowLinking="true">
    <WatchedResource>WEB-INF/web.xml</WatchedResource>
    <!--
    <Manager pathname="" />
    -->
    <Loader loaderClass="org.example.Loader"/>
</Context>
<!-- </Context> -->
"#;
pub const PART: &str = "    <!-- why -->\n    <Manager className=\"a.B\" x=\"${Y}\\n&amp;\"/>\n";

/// A node in a temporary folder.
pub struct Node(pub PathBuf);

/// The real scripts of a node's folder.
fn copy_scripts(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scripts/node");
    std::fs::create_dir_all(to.join("lib")).unwrap();
    for folder in ["", "lib"] {
        for entry in std::fs::read_dir(from.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, to.join(folder).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
}

impl Node {
    pub fn new(name: &str) -> Node {
        let folder = std::env::temp_dir().join(format!("parts-{}-{name}", std::process::id()));
        copy_scripts(&folder);
        let env = "MUSTER_NODE=n1\nMUSTER_STATE=/nonexistent\nMUSTER_SERVICES=\n";
        std::fs::write(folder.join("node.env"), env).unwrap();
        Node(folder)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    /// Runs a line of sh after the library was read.
    pub fn sh(&self, line: &str) -> Output {
        let script = format!("set -eu\nhere=$PWD\nwork=$PWD\n. ./lib.sh\n{line}");
        Command::new("sh").args(["-c", &script]).current_dir(&self.0).output().unwrap()
    }

    pub fn prints(&self, line: &str) -> String {
        let output = self.sh(line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The smallest service there can be.
const SERVICE: &str = r#"#!/bin/sh
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/lib.sh"
do_installed() { :; }
do_package() { :; }
do_files() { :; }
do_changed() { :; }
do_running() { false; }
do_start() { :; }
data=$MUSTER_STATE/data
do_render() { cp "$here/$1" "$2"; render_properties "$2"; }
service_main app "$@"
"#;

/// A node's folder with the real install.sh, and a home with two files of somebody else.
pub fn installable(name: &str) -> Node {
    let node = Node::new(name);
    let at = |path: &str| node.0.join(path);
    for folder in ["node/service", "node/session", "home", "state"] {
        std::fs::create_dir_all(at(folder)).unwrap();
    }
    copy_scripts(&at("node"));
    node.write("node/archive.tsv", "archive\tfirst\n");
    node.write("node/service/app.sh", SERVICE);
    let top = node.0.to_str().unwrap().to_owned();
    let user = Command::new("id").arg("-un").output().unwrap().stdout;
    let user = String::from_utf8(user).unwrap();
    node.write(
        "node/node.env",
        &format!(
            "MUSTER_NODE=n1\nMUSTER_STATE={top}/state\nMUSTER_SERVICES=app\nMUSTER_SECRETS=PW\n\
             MUSTER_ENVIRONMENT=\nMUSTER_FOLDERS={top}/home\nMUSTER_USER={user}"
        ),
    );
    node.write(
        "node/files.tsv",
        &format!(
            "part\tno\tsession/context.xml.part\t{top}/home/context.xml\tapp\n\
             part\tyes\tsession/app.properties.part\t{top}/home/app.properties\tapp\n"
        ),
    );
    node.write("node/session/context.xml.part", PART);
    node.write("node/session/app.properties.part", "# why\nP=@{PW}\n");
    node.write("home/context.xml", CONTEXT);
    node.write("home/app.properties", "a=b\n");
    node.write("secrets.env", "PW=top secret\n");
    let private = Command::new("chmod").arg("600").arg(at("secrets.env")).status().unwrap();
    assert!(private.success());
    node
}

impl Node {
    /// Runs install.sh: whether it succeeded, and all that it said.
    pub fn install(&self, words: &str) -> (bool, String) {
        self.install_from("node", words)
    }

    /// The same, from another folder than `node`.
    pub fn install_from(&self, folder: &str, words: &str) -> (bool, String) {
        let line = format!(
            "cd / && exec sh '{0}/{folder}/install.sh' --secrets '{0}/secrets.env' {words}",
            self.0.display()
        );
        let output = Command::new("sh").args(["-c", &line]).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(!said.contains("top secret"), "a secret is shown: {said}");
        (output.status.success(), said)
    }

    /// Starts the service: all that it said.
    pub fn start(&self) -> String {
        let script = self.0.join("node/service/app.sh");
        let output = Command::new("sh").arg(script).arg("start").output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
        String::from_utf8(said).unwrap()
    }

    pub fn home(&self) -> [String; 2] {
        ["context.xml", "app.properties"]
            .map(|name| std::fs::read_to_string(self.0.join("home").join(name)).unwrap())
    }
}
