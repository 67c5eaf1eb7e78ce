//! Root's script of two archives, in a folder that stands for the machine's own.

use super::fixture::Fixture;
use anyhow::{Context as _, Result, bail};
use commands::root;
use std::fs;
use std::os::unix::fs::chown;

/// The service user: one that every machine has, so that its files can be given to it.
const USER: &str = "daemon";

/// Writes both scripts, from the documents of `lab hosts`: the second one has another service on the
/// same node.
pub(super) fn place(node: &Fixture) -> Result<()> {
    for (name, document) in [("root-A", "first"), ("root-B", "second")] {
        let text = fs::read_to_string(root().join(format!("tests/lab/deploy/{document}.toml")))?;
        let all = node.at("archives").join(name);
        crate::unchecked::Judged::read(&text)?.write(&all)?;
        let from = all.join("deploy-lab/nodes/h4.lab.test");
        fs::rename(&from, node.at(name)).with_context(|| from.display().to_string())?;
        let script = node.at(name).join("root-once.sh");
        let mut text = fs::read_to_string(&script)?;
        let here = node.at("root").display().to_string();
        for place in ["/etc/", "/opt/", "/var/lib/", "/run/systemd/"] {
            text = text.replace(place, &format!("{here}{place}"));
        }
        for what in ["user", "group"] {
            let line = format!("\n{what}=kylin\n");
            if !text.contains(&line) {
                bail!("root-once.sh has no line {line:?}");
            }
            text = text.replace(&line, &format!("\n{what}={USER}\n"));
        }
        fs::write(&script, text)?;
    }
    for folder in ["etc/sudoers.d", "etc/security/limits.d", "etc/systemd/system", "etc/enabled"] {
        fs::create_dir_all(node.at("root").join(folder))?;
    }
    for folder in ["run/systemd/system", "opt", "var/lib"] {
        fs::create_dir_all(node.at("root").join(folder))?;
    }
    node.write("root/etc/passwd", "")?;
    node.write("root/etc/group", "")
}

/// Folders that root or somebody else made, where root's script puts its own.
pub(super) fn taken_over(node: &Fixture) -> Result<()> {
    let home = node.at("root/opt/kylin-lb");
    chown(&home, Some(0), Some(0))?;
    fs::create_dir_all(home.join("logs-of-before"))?;
    fs::create_dir_all(node.at("root/var/lib/muster"))?;
    node.write("root/opt/kylin-lb/notes.txt", "stays\n")
}
