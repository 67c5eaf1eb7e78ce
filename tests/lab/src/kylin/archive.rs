//! An exported archive in the hands of an administrator: fill in packages and secrets, run its scripts.

use crate::{
    artifacts,
    host::{Hosts, Output, limited},
    kylin::surroundings::{PASSWORD, PLAIN_PASSWORD},
    oracle::top,
};
use anyhow::{Context as _, Result, anyhow, bail};
use commands::{program, root};
use std::{
    fmt::Write as _,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    thread,
};

/// An unpacked archive on the administrator's machine.
pub(crate) struct Archive {
    /// Its top folder.
    pub(crate) folder: PathBuf,
}

/// The value of every secret that the lab's documents can name.
const SECRETS: &[(&str, &str)] = &[
    ("KYLIN_METASTORE_PASSWORD", PASSWORD),
    ("KYLIN_ADMIN_PASSWORD", "KYLIN"),
    ("KYLIN_LDAP_PASSWORD", PASSWORD),
    ("LAB_PASSWORD", PLAIN_PASSWORD),
    ("SESSION_REDIS_PASSWORD", PASSWORD),
    ("SESSION_DATABASE_PASSWORD", PASSWORD),
    ("DRUID_METADATA_PASSWORD", PASSWORD),
];

/// The folder of the lab's documents.
pub(crate) fn documents() -> PathBuf {
    root().join("tests/lab/kylin/documents")
}

/// Exports a document with the command-line program, as `.tar.gz`, and unpacks it as people do.
pub(crate) fn export(muster: &Path, document: &Path, work: &Path) -> Result<Archive> {
    fs::create_dir_all(work)?;
    let packed = work.join("archive.tar.gz");
    limited(60, program(muster).arg("export").arg(document).arg("-o").arg(&packed))?
        .ok(&format!("muster export {}", document.display()))?;
    limited(30, program("tar").arg("xzf").arg(&packed).arg("-C").arg(work))?.ok("tar")?;
    fs::remove_file(&packed)?;
    Archive::open(work)
}

impl Archive {
    /// The archive in this folder.
    pub(crate) fn open(folder: &Path) -> Result<Archive> {
        Ok(Archive { folder: top(folder)? })
    }

    /// Puts the lab's artifacts into `packages/` and writes `secrets.env`: what no export can contain.
    pub(crate) fn fill_in(&self) -> Result<()> {
        let packages = self.folder.join("packages");
        fs::create_dir_all(&packages)?;
        for entry in fs::read_dir(artifacts::packages())? {
            let entry = entry?;
            let target = packages.join(entry.file_name());
            if fs::hard_link(entry.path(), &target).is_err() {
                fs::copy(entry.path(), &target)?;
            }
        }
        let example = fs::read_to_string(self.folder.join("secrets.env.example"))?;
        let mut text = String::new();
        for line in example.lines() {
            match line.split_once('=') {
                Some((name, _)) if !line.starts_with('#') => {
                    let (_, value) = SECRETS
                        .iter()
                        .find(|(known, _)| *known == name)
                        .with_context(|| format!("the lab knows no value for the secret {name}"))?;
                    let _ = writeln!(text, "{name}={value}");
                }
                _ => {
                    let _ = writeln!(text, "{line}");
                }
            }
        }
        let secrets = self.folder.join("secrets.env");
        fs::write(&secrets, text)?;
        fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600))?;
        Ok(())
    }

    /// Runs one of the archive's scripts from another folder, as people do.
    pub(crate) fn script(&self, hosts: &Hosts, line: &str, limit: u32) -> Result<Output> {
        self.tool(hosts, &format!("bin/{line}"), &[], limit)
    }

    /// The same for a script of any folder of the archive, with variables.
    pub(crate) fn tool(
        &self,
        hosts: &Hosts,
        line: &str,
        variables: &[(&str, &str)],
        limit: u32,
    ) -> Result<Output> {
        let mut words = line.split_whitespace();
        let mut command = program(self.folder.join(words.next().unwrap_or_default()));
        command.args(words).current_dir("/").envs(variables.iter().copied());
        command.env("MUSTER_SSH", format!("ssh -F {}", hosts.ssh_config().display()));
        limited(limit, &command)
    }

    /// Runs a script that must succeed.
    pub(crate) fn run(&self, hosts: &Hosts, line: &str, limit: u32) -> Result<String> {
        self.script(hosts, line, limit)?.ok(&format!("bin/{line}"))
    }

    /// The same on several hosts at once.
    pub(crate) fn root_once_on(&self, hosts: &Hosts, numbers: &[u32]) -> Result<()> {
        thread::scope(|scope| {
            let each = |number: &u32| {
                let number = *number;
                scope.spawn(move || self.root_once(hosts, number))
            };
            let all: Vec<_> = numbers.iter().map(each).collect();
            for one in all {
                one.join().map_err(|_| anyhow!("a thread has panicked"))??;
            }
            Ok(())
        })
    }

    /// What needs root, once, on the host of a node: an administrator carries it there.
    pub(crate) fn root_once(&self, hosts: &Hosts, number: u32) -> Result<()> {
        let node = self.folder.join("nodes").join(Hosts::name(number));
        if !node.is_dir() {
            bail!("the archive has no node {}", Hosts::name(number));
        }
        hosts.put(number, &node, "/root/muster-node")?;
        hosts.root(
            number,
            "cd /root/muster-node && sh root-once.sh && rm -rf /root/muster-node",
            60,
        )?;
        Ok(())
    }
}
