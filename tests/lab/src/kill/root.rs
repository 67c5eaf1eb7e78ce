//! Root's script of two archives, in a folder that stands for the machine's own.

use super::fixture::Fixture;
use super::tree::difference;
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
        // Else the programs that are counted would not be called.
        let (head, rest) = text
            .split_once("\n[ \"${MUSTER_ROOT:-}\" ] ||")
            .context("no line that clears the environment")?;
        text = format!(
            "{head}\n:{}",
            rest.get(rest.find('\n').unwrap_or_default()..).unwrap_or_default()
        );
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

/// That a dry run changes nothing, and names each path that the run itself makes or changes.
pub(super) fn dry_run_shows_all(node: &Fixture) -> Result<()> {
    all_shown(node)?;
    // The same where another archive and other folders are.
    node.run(("root-B", ""))?;
    taken_over(node)?;
    all_shown(node)
}

fn all_shown(node: &Fixture) -> Result<()> {
    let before = node.tree("root")?;
    let said = node.run(("root-A", "--dry-run"))?;
    if let Some(difference) = difference(&node.tree("root")?, &before) {
        bail!("a dry run of root's script changes something: {difference}");
    }
    node.run(("root-A", ""))?;
    let after = node.tree("root")?;
    let changed = |path: &&String| before.get(*path) != after.get(*path);
    let hidden: Vec<&String> = before
        .keys()
        .chain(after.keys())
        .filter(changed)
        // The accounts and what is enabled stand for the work of other programs.
        .filter(|path| !["root/etc/passwd", "root/etc/group"].contains(&path.as_str()))
        .filter(|path| {
            let name = path.strip_prefix("root/etc/enabled/").unwrap_or(path);
            !said.contains(name)
        })
        .collect();
    if !hidden.is_empty() {
        bail!("a dry run of root's script does not show {hidden:?}:\n{said}");
    }
    Ok(())
}
