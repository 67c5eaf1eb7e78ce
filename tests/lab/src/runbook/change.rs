//! A cluster that was deployed from an archive is changed: by hand on two hosts, which an import of
//! their files shows as drift, and nothing else; then by a new document, by doing what `muster plan`
//! says, line by line; then back, as the plan says, too.

use super::{
    desk::ADMIN,
    walk::{LIMIT, Walk},
    work,
};
use crate::host::{Hosts, limited};
use anyhow::{Context as _, Result, bail};
use commands::{program, root};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What is changed.
pub(super) struct Change {
    /// The configuration files, as they stand on the hosts, and the hosts that have them.
    pub(super) files: &'static [(&'static str, &'static [u32])],
    /// By hand: the host, the file, the line that is added to it.
    pub(super) by_hand: &'static [(u32, &'static str, &'static str)],
    /// The text of the document, changed.
    pub(super) document: fn(&str) -> String,
    /// The ids of the kinds of changes that the plan has to name.
    pub(super) serious: &'static [&'static str],
    /// What has to run with something new, in whatever way.
    pub(super) restarted: &'static [&'static str],
}

/// The program, where it was put for the hosts.
const PROGRAM: &str = "muster";
const BEFORE: &str = "before.toml";
const AFTER: &str = "after.toml";
/// The new archive, and where it is unpacked on the admin's machine.
const ARCHIVE: &str = "after.tar.gz";
const NEW: &str = "/home/admin/new";

/// What is made beside the hosts: both documents, the new archive, the program.
pub(super) fn prepare(
    muster: &Path,
    folder: &Path,
    document: &Path,
    change: &Change,
) -> Result<()> {
    let text = fs::read_to_string(document)?;
    let changed = (change.document)(&text);
    if changed == text {
        bail!("the new document is the old one");
    }
    fs::write(folder.join(BEFORE), &text)?;
    fs::write(folder.join(AFTER), changed)?;
    fs::copy(muster, folder.join(PROGRAM))?;
    let mut export = program(muster);
    export.arg("export").arg(folder.join(AFTER)).arg("-o").arg(folder.join(ARCHIVE));
    limited(60, &export)?.ok("muster export of the changed document").map(drop)
}

/// Tells it, on the hosts, from the folder of the archive that runs.
pub(super) fn tell(walk: &Walk, change: &Change) -> Result<()> {
    let folder = work(walk.story);
    drift(walk, change, &folder).context("by hand")?;
    let older = walk.script("pwd")?.ok("pwd")?.trim().to_owned();
    let plan = plan(&folder)?;
    expected(&plan, change)?;
    walk.hosts.put(walk.story.hosts, &folder.join(ARCHIVE), "/home/admin/")?;
    let unpack = format!(
        "mkdir {NEW} && tar xzf /home/{ADMIN}/{ARCHIVE} -C {NEW} --strip-components=1 && cd {NEW}"
    );
    walk.script(&unpack)?.ok("unpack the new archive")?;
    let steps = plan["steps"].as_array().context("the plan has no steps")?;
    for step in steps {
        follow(walk, step, &older).with_context(|| format!("the plan's step {step}"))?;
    }
    walk.say(&format!(
        "the {} steps of the plan are done, and bin/verify says that it works",
        steps.len()
    ));
    back(walk, &plan, &older).context("the way back")
}

/// Lines are added by hand on some hosts; an import of all hosts' files says so, and nothing else.
fn drift(walk: &Walk, change: &Change, folder: &Path) -> Result<()> {
    for (host, file, line) in change.by_hand {
        walk.hosts.root(
            *host,
            &format!("cp -p {file} {file}.lab && printf '%s\\n' '{line}' >>{file}"),
            10,
        )?;
    }
    let hosts = folder.join("hosts");
    for (file, numbers) in change.files {
        for number in *numbers {
            let text = walk.hosts.root(*number, &format!("cat {file}"), 10)?;
            let to = PathBuf::from(format!("{}/{}{file}", hosts.display(), Hosts::name(*number)));
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::write(to, text)?;
        }
    }
    let mut import = program(folder.join(PROGRAM));
    import.arg("import").arg(&hosts).args(["--format", "json", "--force", "-o"]);
    let output = limited(60, import.arg(folder.join("imported.toml")))?;
    let line = output.text.lines().find(|line| line.starts_with('{'));
    let said: Value = serde_json::from_str(line.with_context(|| output.text.clone())?)?;
    let keys: BTreeSet<&str> = said["drift"]
        .as_array()
        .context("the import tells no drift")?
        .iter()
        .filter_map(|one| one["key"].as_str())
        .collect();
    let made: BTreeSet<&str> =
        change.by_hand.iter().filter_map(|(_, _, line)| line.split('=').next()).collect();
    if keys != made {
        bail!("{made:?} was changed by hand, and the import tells {keys:?}");
    }
    for (host, file, _) in change.by_hand {
        walk.hosts.root(*host, &format!("mv {file}.lab {file}"), 10)?;
    }
    walk.say(&format!(
        "changed by hand on {} hosts: the import tells {keys:?} as drift, and nothing else",
        change.by_hand.len()
    ));
    Ok(())
}

fn plan(folder: &Path) -> Result<Value> {
    let mut plan = program(folder.join(PROGRAM));
    plan.arg("plan").arg(folder.join(BEFORE)).arg(folder.join(AFTER)).args(["--format", "json"]);
    Ok(serde_json::from_str(&limited(60, &plan)?.ok("muster plan")?)?)
}

fn expected(plan: &Value, change: &Change) -> Result<()> {
    let list = |name: &str, of: &str| -> BTreeSet<String> {
        let all = plan[name].as_array().into_iter().flatten();
        all.filter_map(|one| one[of].as_str()).map(str::to_owned).collect()
    };
    let as_set = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<BTreeSet<_>>();
    let (serious, restarted) = (list("serious", "id"), list("restarted", "service"));
    if serious != as_set(change.serious) {
        bail!("the plan calls {serious:?} serious, not {:?}", change.serious);
    }
    if !as_set(change.restarted).is_subset(&restarted) {
        bail!("the plan restarts {restarted:?}, not {:?}", change.restarted);
    }
    Ok(())
}

/// Does what a step says, where it says so.
fn follow(walk: &Walk, step: &Value, older: &str) -> Result<()> {
    let title = step["title"].as_str().unwrap_or_default();
    let commands: Vec<&str> =
        step["commands"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let place = step["place"].as_str().unwrap_or_default();
    if commands.is_empty() {
        bail!("nobody here does what these words say");
    }
    if commands.contains(&"bin/fetch") {
        walk.carry_packages()?;
    }
    let mut said = String::new();
    for command in commands {
        let command = command.replace("../OLDER", older);
        said = match place {
            "new archive" => walk.script(&format!("cd {NEW}\n{command}"))?.ok(&command)?,
            "older archive" => walk.script(&format!("cd {older}\n{command}"))?.ok(&command)?,
            _ => {
                let nodes = step["nodes"].as_array().context("nodes")?;
                let user = walk.user()?;
                for node in nodes.iter().filter_map(Value::as_str) {
                    let number = walk.number(node)?;
                    walk.hosts.as_user(number, &user, &command, LIMIT)?.ok(&command)?;
                }
                String::new()
            }
        };
    }
    // “…” in the check is what the last line begins with.
    if let Some((_, rest)) = step["check"].as_str().and_then(|check| check.split_once('“'))
        && let Some((promised, _)) = rest.split_once('”')
    {
        let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        if !last.contains(promised) {
            bail!("the last line begins with {promised:?}, says the plan, and it is {last:?}");
        }
    }
    walk.say(&format!("the plan: {title}"));
    Ok(())
}

/// `bin/rollback` and what else the plan says about it, until the older archive verifies.
fn back(walk: &Walk, plan: &Value, older: &str) -> Result<()> {
    let stands = plan["serious"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|s| s["stands"] != Value::Array(Vec::new()));
    if stands {
        walk.script(&format!("cd {NEW}\nbin/stop"))?.ok("bin/stop")?;
    }
    walk.script(&format!("cd {NEW}\nbin/rollback"))?.ok("bin/rollback")?;
    walk.script(&format!("cd {older}\nbin/start --restart"))?.ok("bin/start --restart")?;
    walk.script("bin/verify")?.ok("bin/verify")?;
    walk.say("the way back: bin/rollback, bin/start --restart, and bin/verify says that it works");
    Ok(())
}

/// Where the documents of the stories stand.
pub(super) fn document(name: &str) -> PathBuf {
    root().join("tests/lab").join(name)
}
