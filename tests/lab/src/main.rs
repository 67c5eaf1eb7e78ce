//! `cargo xtask lab` and `cargo xtask programs`: real programs and real hosts judge what Muster writes.
//!
//! Each part of the lab is a line in [`PARTS`]. A part that needs hosts starts `tests/lab/hosts.sh run`, which
//! gives it a private network, and runs itself again inside.
#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

mod alluxio;
mod artifacts;
#[cfg(test)]
mod by_override;
mod drill;
mod druid;
mod host;
mod hosts;
mod http;
mod kill;
mod kylin;
mod oracle;
mod programs;
mod reboot;
mod report;
mod runbook;
mod turn;
mod unchecked;

use anyhow::{Result, bail};
use commands::{Args, Command, Opt};
use std::process::ExitCode;

static COMMANDS: &[&Command] = &[&COMMAND, &programs::COMMAND];

fn main() -> ExitCode {
    commands::main(COMMANDS, &[])
}

static COMMAND: Command = Command {
    name: "lab",
    short: "Try exported archives on real programs and real hosts",
    long: "PART is one of\n\n  \
           artifacts   what the lab is made of: Java 8, Kylin, ZooKeeper, Alluxio, Druid, drivers\n  \
           oracle      Kylin's own code loads the exported files of all presets\n  \
           hosts       the archive's scripts on five hosts: deploy, refuse, go back\n  \
           playbook    what bin/deploy makes of five hosts, Ansible makes with the playbook\n  \
           kill        a deployment or a rollback that is killed at any step is gone on with; a\n  \
         \x20            sample of the steps, or with --only all each of them\n  \
           cluster     an exported archive becomes a real Kylin cluster, twice\n  \
           sessions    a login on one node is known by another, and outlives the first\n  \
           runbook-split    the README of an archive is walked, command by command: Kylin with\n  \
         \x20                the read/write split, HBase, two HDFS, a directory, TLS\n  \
           runbook-kylin    the same for Kylin with MySQL, with shared sessions, and Kyligence *\n  \
           runbook-alluxio  the same for Alluxio by ZooKeeper and with the embedded journal *\n  \
           reboot           one of the three below *\n  \
           reboot-kylin     hosts with systemd: units, limits, killed processes; all hosts lose\n  \
         \x20                their power and get it back in several orders: Kylin, its balancers,\n  \
         \x20                ZooKeeper, Redis with sentinels\n  \
           reboot-alluxio   the same for Alluxio by ZooKeeper\n  \
           reboot-druid     the same for Druid, with an ensemble and MariaDB\n  \
           wrong       what Muster rejects is shown to fail, with the words that the rule quotes\n  \
           kylin       oracle, wrong, cluster and sessions\n  \
           alluxio-files    the code of Alluxio 2.9.6 and 1.8.1 reads the exported files\n  \
           alluxio-cluster  exported archives become real Alluxio clusters: by ZooKeeper, with\n  \
         \x20                the embedded journal, of 1.8.1 *\n  \
           alluxio-wrong    the same as wrong, for Alluxio *\n  \
           alluxio          all three of them\n  \
           druid-cluster    exported archives become real Druid clusters: 0.20 with MariaDB, 25\n  \
         \x20                with PostgreSQL and Indexers, 33 with Derby *\n  \
           druid-wrong      the same as wrong, for Druid *\n\n\
           * What differs in one thing takes turns from day to day: of such clusters and runbooks one\n\
           is told, of the mistakes a third; with --only all each, with --only turn-0 to turn-5 what\n\
           the run of another day takes.\n\n\
           Needs Linux, root and the Debian packages that `cargo xtask setup` installs; what is\n\
           missing is an error that names the package. Artifacts are kept in target/lab. All\n\
           hosts and processes are gone when the command ends, however it ends.",
    words: "PART",
    options: &[Opt {
        name: "only",
        value: Some("ID"),
        help: "only the preset, the case, the cluster or the part with this id",
    }],
    run,
};

/// A part: its name, and what it does with the value of `--only`.
type Part = (&'static str, fn(Option<&str>) -> Result<()>);

static PARTS: &[Part] = &[
    ("artifacts", |_| artifacts::everything()),
    ("oracle", oracle::run),
    ("hosts", hosts::run),
    ("playbook", hosts::playbook),
    ("kill", kill::run),
    ("cluster", kylin::cluster::run),
    ("sessions", kylin::sessions::run),
    ("runbook-split", runbook::split),
    ("runbook-kylin", runbook::kylin),
    ("runbook-alluxio", runbook::alluxio),
    ("reboot", reboot::run),
    ("reboot-kylin", reboot::kylin),
    ("reboot-alluxio", reboot::alluxio),
    ("reboot-druid", reboot::druid),
    ("wrong", kylin::wrong::run),
    ("kylin", kylin::run),
    ("alluxio-files", alluxio::files::run),
    ("alluxio-cluster", alluxio::cluster::run),
    ("alluxio-wrong", alluxio::wrong::run),
    ("alluxio", alluxio::run),
    ("druid-cluster", druid::cluster::run),
    ("druid-wrong", druid::wrong::run),
];

fn run(args: &Args) -> Result<()> {
    let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
    let [word] = args.words.as_slice() else {
        bail!("which part? one of: {}", names.join(", "));
    };
    let Some((_, part)) = PARTS.iter().find(|(name, _)| name == word) else {
        bail!("there is no part {word:?}; one of: {}", names.join(", "));
    };
    part(args.get("only"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_has_a_page() {
        assert_eq!(commands::check_pages(super::COMMANDS), Ok(()));
    }
}
