//! What a client of the cluster does, with Alluxio's own command on one of the hosts.

use crate::host::{Hosts, Output};
use anyhow::{Context as _, Result, bail};

/// Alluxio's command as the service user on a host.
#[derive(Clone, Copy)]
pub(crate) struct Client<'h> {
    pub(crate) hosts: &'h Hosts,
    /// Which host.
    pub(crate) number: u32,
}

/// Longer than the command itself tries again.
const LIMIT: u32 = 60;

impl Client<'_> {
    /// A line of `bin/alluxio`, which the shell of the host reads; it may go into a pipe.
    pub(crate) fn alluxio(&self, line: &str) -> Result<Output> {
        self.hosts.user_output(
            self.number,
            &format!("set -o pipefail; bash /opt/alluxio/bin/alluxio {line}"),
            LIMIT,
        )
    }

    /// The number of the host whose master leads.
    pub(crate) fn leader(&self) -> Result<u32> {
        let text = self.alluxio("fs masterInfo 2>/dev/null")?.text;
        let name = text.lines().find_map(|line| line.strip_prefix("Current leader master: "));
        name.and_then(host_number).with_context(|| format!("no leader is named:\n{text}"))
    }

    /// What `masterInfo` says of all masters.
    pub(crate) fn all_masters(&self) -> Result<String> {
        let text = self.alluxio("fs masterInfo 2>/dev/null")?.ok("masterInfo")?;
        let line = text.lines().find_map(|line| line.strip_prefix("All masters: "));
        line.map(str::to_owned).with_context(|| format!("no masters are named:\n{text}"))
    }

    /// Writes a file of a few blocks into the cluster, and gives the SHA-256 of its bytes.
    pub(crate) fn write(&self, path: &str, lines: u32) -> Result<String> {
        let local = "/tmp/lab-file";
        let sum = self.hosts.user(
            self.number,
            &format!("seq {lines} >{local} && sha256sum <{local}"),
            20,
        )?;
        self.alluxio(&format!("fs copyFromLocal {local} {path}"))?.ok("copyFromLocal")?;
        Ok(sum)
    }

    /// Reads it, and compares.
    pub(crate) fn reads(&self, path: &str, sum: &str) -> Result<()> {
        let read = self.alluxio(&format!("fs cat {path} 2>/tmp/lab-said | sha256sum"))?;
        if !read.success || read.text != sum {
            let script = "grep -vE 'INFO|^\\sat ' /tmp/lab-said | tail -n 12 | cut -c1-400";
            let said = self.hosts.user(self.number, script, 10)?;
            bail!("{path} on h{}: {} instead of {sum}{said}", self.number, read.text);
        }
        Ok(())
    }
}

/// The number of a host in `h2.lab.test:19998`, `h2.lab.test/10.74.0.12:19998` or the like.
fn host_number(text: &str) -> Option<u32> {
    text.trim().strip_prefix('h')?.split_once('.')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::host_number;

    #[test]
    fn a_leader_is_named_in_several_ways() {
        assert_eq!(host_number("h2.lab.test:19998"), Some(2));
        assert_eq!(host_number("h13.lab.test/10.74.0.23:19998"), Some(13));
        assert_eq!(host_number("null"), None);
    }
}
