//! The admin's machine: a host of the lab that has the archive and a key, and knows nothing else.

use crate::{
    artifacts,
    host::{Hosts, Output},
};
use anyhow::{Context as _, Result};
use std::{
    cell::RefCell,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Who sits there; on the other hosts this user has no rights.
pub(super) const ADMIN: &str = "admin";

/// Where every host has what `packages/` is filled with.
pub(super) const PACKAGES: &str = "/mnt/packages";

/// What every host is given.
pub(super) fn binds(more: &str) -> String {
    format!("{} {}:{PACKAGES}{more}", artifacts::binds(), artifacts::packages().display())
}

/// The machine, and where its user stands.
pub(super) struct Desk<'h> {
    hosts: &'h Hosts,
    number: u32,
    /// As `cd` left it.
    here: RefCell<String>,
}

impl<'h> Desk<'h> {
    /// Makes a host the admin's machine: the key that lets in as root everywhere, the hosts' own
    /// keys, the archive, and an editor that fills in secrets.
    pub(super) fn new(
        hosts: &'h Hosts,
        number: u32,
        archive: &Path,
        secrets: &[(&str, &str)],
    ) -> Result<Desk<'h>> {
        let state = hosts.folder();
        for file in ["key", "key.pub", "known_hosts"] {
            hosts.put(number, &state.join(file), &format!("/root/{file}"))?;
        }
        hosts.put(number, archive, &format!("/home/{ADMIN}/"))?;
        let mut values = String::new();
        for (name, value) in secrets {
            let _ = writeln!(values, "{name}={value}");
        }
        let here = archive.with_file_name("secrets");
        for (name, text) in [("values", values.as_str()), ("vi", EDITOR)] {
            fs::write(here.with_file_name(name), text).context("secrets of the lab")?;
            hosts.put(number, &here.with_file_name(name), &format!("/root/{name}"))?;
        }
        hosts.root(
            number,
            &format!(
                "install -o {ADMIN} -m 0600 /root/key /home/{ADMIN}/.ssh/id_ed25519
                 install -o {ADMIN} -m 0644 /root/key.pub /home/{ADMIN}/.ssh/id_ed25519.pub
                 install -o {ADMIN} -m 0644 /root/known_hosts /home/{ADMIN}/.ssh/known_hosts
                 install -o {ADMIN} -m 0600 /root/values /usr/local/share/lab-secrets
                 install -m 0755 /root/vi /usr/local/bin/vi
                 chown {ADMIN} /home/{ADMIN}/*
                 rm /root/key /root/key.pub /root/known_hosts /root/values /root/vi"
            ),
            20,
        )?;
        Ok(Desk { hosts, number, here: RefCell::new(format!("/home/{ADMIN}")) })
    }

    /// Runs lines of a shell where the ones before ended.
    pub(super) fn run(&self, lines: &str, limit: u32) -> Result<Output> {
        let output = self.hosts.user_output(self.number, &self.script(lines)?, limit)?;
        self.remember()?;
        Ok(output)
    }

    /// The lines, between what keeps the folder from one run to the next.
    fn script(&self, lines: &str) -> Result<String> {
        let file = format!("/home/{ADMIN}/.lab-lines");
        let text = format!("cd '{}'\n{lines}\npwd >/home/{ADMIN}/.lab-here\n", self.here.borrow());
        let local = self.scratch();
        fs::write(&local, text).context("lines of the README")?;
        self.hosts.put(self.number, &local, &file)?;
        Ok(format!("sh -e {file}"))
    }

    fn scratch(&self) -> PathBuf {
        self.hosts.folder().join("lab-lines")
    }

    fn remember(&self) -> Result<()> {
        let file = format!("/home/{ADMIN}/.lab-here");
        let here =
            self.hosts.user(self.number, &format!("cat {file} 2>/dev/null || echo ~"), 10)?;
        here.trim().clone_into(&mut self.here.borrow_mut());
        Ok(())
    }

    /// The same at a terminal, where somebody types a password whenever it is asked for.
    pub(super) fn typed(&self, lines: &str, password: &str, limit: u32) -> Result<Output> {
        let script = self.script(lines)?;
        let output = self.hosts.typed(self.number, ADMIN, &script, password, limit)?;
        self.remember()?;
        Ok(output)
    }

    /// Lines as root on a node, by ssh, with the admin's key at hand there.
    pub(super) fn root(&self, node: u32, lines: &str, limit: u32) -> Result<Output> {
        let text = format!(
            "eval \"$(ssh-agent -s)\" >/dev/null
             trap 'ssh-agent -k >/dev/null' EXIT
             ssh-add -q ~/.ssh/id_ed25519
             ssh -A root@{} sh -e <<'LINES_OF_THE_README'
{lines}
LINES_OF_THE_README",
            Hosts::name(node)
        );
        self.hosts.user_output(self.number, &text, limit)
    }
}

/// In the place of vi: writes the value of every name that has none.
const EDITOR: &str = r#"#!/bin/sh
set -eu
while IFS= read -r line; do
    case $line in
    '#'*) ;;
    *=)
        value=$(grep "^$line" /usr/local/share/lab-secrets) || { echo "vi: the lab knows no value for $line" >&2; exit 1; }
        line=$value
        ;;
    esac
    printf '%s\n' "$line"
done <"$1" >"$HOME/.edited"
cat "$HOME/.edited" >"$1"
rm "$HOME/.edited"
"#;
