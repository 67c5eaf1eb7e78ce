//! What the files of the hosts are, and whether that is what the archive promises.

use super::{HOSTS, archive, story::Lab};
use crate::host::limited;
use anyhow::{Context as _, Result, bail};
use commands::program;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// By path: mode, owner and SHA-256.
type Files = BTreeMap<String, (String, String, String)>;

/// One line of `files.tsv`.
pub(super) struct Promised {
    mode: String,
    secret: bool,
    pub(super) source: String,
    pub(super) to: String,
}

/// Logs, data and pid files of the services, and what a JVM keeps for its tools.
pub(super) fn is_written_by_what_runs(path: &str) -> bool {
    path.starts_with("/tmp/hsperfdata_")
        || path.starts_with("/var/lib/zookeeper/") && !path.ends_with("/myid")
        || path.starts_with("/opt/kylin/logs/")
        || path.starts_with("/opt/kylin/bin/cached-")
        || path == "/opt/kylin/pid"
        || path.starts_with("/opt/kylin-lb/")
            && (path.ends_with(".log") || path.ends_with(".pid") || path.contains("/temp/"))
}

impl Lab<'_> {
    pub(super) fn promised(&self, archive: &str, number: u32) -> Result<Vec<Promised>> {
        let table = fs::read_to_string(self.node(archive, number).join("files.tsv"))?;
        let mut all = Vec::new();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [mode, secret, source, to, _] = cells.as_slice() else {
                bail!("files.tsv: {line:?}");
            };
            all.push(Promised {
                mode: (*mode).to_owned(),
                secret: *secret == "yes",
                source: (*source).to_owned(),
                to: (*to).to_owned(),
            });
        }
        Ok(all)
    }

    /// What changed on a host since the last mark, ssh's own traces left out: there are none.
    pub(super) fn changed(&self, number: u32) -> Result<BTreeSet<String>> {
        Ok(self.hosts.diff(number)?.lines().map(str::to_owned).collect())
    }

    /// The files that a package or a driver brings, at their places.
    pub(super) fn installed_from_packages(&self, number: u32) -> Result<BTreeSet<String>> {
        let mut all = BTreeSet::new();
        for entry in fs::read_dir(self.work.join("packages"))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let home = if name.contains("zookeeper") { "/opt/zookeeper" } else { "/opt/kylin" };
            if name.ends_with(".jar") {
                all.insert(format!("{home}/ext/{name}"));
                continue;
            }
            let listed = limited(20, program("tar").arg("tzf").arg(&path))?.ok("tar tzf")?;
            let inner = listed.lines().filter_map(|l| l.split_once('/')).map(|(_, rest)| rest);
            all.extend(inner.filter(|p| !p.is_empty()).map(|p| format!("{home}/{p}")));
        }
        if number == 4 { Ok(BTreeSet::new()) } else { Ok(all) }
    }

    /// Every promised file is there: content, mode, owner; secrets are rendered and private.
    pub(super) fn as_promised(&self, archive: &str, number: u32) -> Result<()> {
        let tree = self.files(number)?;
        let all = self.promised(archive, number)?;
        if all.is_empty() {
            bail!("files.tsv of h{number} is empty");
        }
        for file in all {
            let (mode, owner, sum) =
                tree.get(&file.to).with_context(|| format!("h{number} has no {}", file.to))?;
            if *mode != file.mode.trim_start_matches('0') || owner != "7070:7070" {
                bail!("h{number}: {} has mode {mode} and owner {owner}", file.to);
            }
            let source = fs::read(self.node(archive, number).join(&file.source))?;
            let wanted = bundle::sha256_hex(&source);
            if file.secret {
                let text = self.hosts.user(number, &format!("cat {}", file.to), 10)?;
                // Made with openssl, not with the class that the script calls.
                let known = "password=ANizsc/9NH/MbwN0oG660Q==";
                if text.contains("@{")
                    || text.contains(archive::PASSWORD)
                    || !text.contains(known)
                    || text.contains('\r')
                {
                    bail!("h{number}: {} is not rendered as it should be:\n{text}", file.to);
                }
                if mode != "600" {
                    bail!("h{number}: {} holds a secret and has mode {mode}", file.to);
                }
            } else if *sum != wanted {
                bail!("h{number}: {} is not the archive's {}", file.to, file.source);
            }
        }
        Ok(())
    }

    /// Mode, owner and SHA-256 of every file of a host that differs from the machine's.
    pub(super) fn files(&self, number: u32) -> Result<Files> {
        let mut all = BTreeMap::new();
        for line in self.hosts.tree(number)?.lines() {
            let mut cells = line.splitn(5, ' ');
            let mut next = || cells.next().unwrap_or_default().to_owned();
            let (mode, owner, _, sum, path) = (next(), next(), next(), next(), next());
            all.insert(path, (mode, owner, sum));
        }
        Ok(all)
    }

    /// All files of all hosts.
    pub(super) fn everything(&self) -> Result<Vec<Files>> {
        (1..=HOSTS).map(|n| self.files(n)).collect()
    }

    /// Compares all hosts with an earlier state, without what running programs write and what the
    /// deployment keeps for itself.
    pub(super) fn same_but_running(&self, before: &[Files], what: &str) -> Result<()> {
        let kept = |path: &String| {
            let state = "/var/lib/muster/deploy-lab/";
            let own = path.starts_with(state)
                && ["/deployments/", "/restart/", "/packages/"].iter().any(|p| path.contains(p));
            !own && !is_written_by_what_runs(path)
        };
        for (number, before) in (1..=HOSTS).zip(before) {
            let now = self.files(number)?;
            let differs: Vec<&String> = before
                .keys()
                .chain(now.keys())
                .filter(|path| kept(path) && before.get(*path) != now.get(*path))
                .collect();
            if !differs.is_empty() {
                bail!("{what}: h{number} differs in {differs:?}");
            }
        }
        Ok(())
    }
}
