//! Alluxio 2.9 by ZooKeeper, and with the embedded journal. h1 to h3 are masters, h4 and h5 workers.
//!
//! The machines of the second let root in with no key, and nobody else but a user who may use
//! sudo with a password: `bin/root-once --login` asks for both. The masters let root in as well, for
//! what is carried there without ssh; the workers do not.

use super::change::Change;
use super::walk::{Hand, NOTHING_DEPLOYED, Other, Story, Walk};
use crate::{alluxio, artifacts};
use anyhow::{Context as _, Result};
use model::Lang;

/// What the user with sudo types.
const TYPED: &str = "Regen & 4 \"Wolken\"";

pub(super) static ZOOKEEPER: Story = Story {
    name: "alluxio-zookeeper",
    lang: Lang::Zh,
    document: "alluxio/documents/zookeeper.toml",
    folder: "alluxio-lab",
    hosts: 6,
    share: alluxio::SHARE,
    binds: || format!(" {}/alluxio:/usr/lib/alluxio-lab", artifacts::folder().display()),
    secrets: &[],
    site: |_| Ok(()),
    words: &[("bin/preflight", share)],
    others: &[
        Other { begins: "bin/start --restart", hand: NOTHING_DEPLOYED },
        Other { begins: CARRIED, hand: Hand::Carried(&[1, 2, 3]) },
    ],
    seen: |_| Ok(()),
    change: None,
};

/// Permissions are switched off, which all of it must stand still for; workers tell the masters less often.
static CHANGE: Change = Change {
    files: &[(SITE, &[1, 2, 3, 4, 5]), (ENV, &[1, 2, 3, 4, 5])],
    by_hand: &[
        (2, SITE, "alluxio.master.worker.timeout=7min"),
        (4, SITE, "alluxio.worker.block.heartbeat.interval=2s"),
    ],
    document: |text| {
        text.replace(
            "[overrides.cluster]\n",
            "[overrides.cluster]\n\"alluxio.security.authorization.permission.enabled\" = \"false\"\n",
        )
    },
    serious: &["security"],
    restarted: &["alluxio-master", "alluxio-worker"],
};
const SITE: &str = "/opt/alluxio/conf/alluxio-site.properties";
const ENV: &str = "/opt/alluxio/conf/alluxio-env.sh";

pub(super) static EMBEDDED: Story = Story {
    name: "alluxio-embedded",
    lang: Lang::En,
    document: "alluxio/documents/embedded.toml",
    site: passwords,
    words: &[("bin/preflight", share), ("alluxio/first-start.sh", ramdisks)],
    others: &[
        Other {
            begins: "bin/root-once --dry-run",
            hand: Hand::Typed {
                password: TYPED,
                more: " --login ops",
                asked: &["ops@h5.lab.test's password: ", "[sudo] password of ops on h5.lab.test: "],
            },
        },
        Other {
            begins: "/opt/alluxio/bin/alluxio fsadmin journal quorum remove",
            hand: Hand::Nobody("it takes a master away for good, and is not part of the way up"),
        },
        Other { begins: "bin/start --restart", hand: NOTHING_DEPLOYED },
        Other { begins: CARRIED, hand: Hand::Carried(&[1, 2]) },
    ],
    change: Some(&CHANGE),
    ..ZOOKEEPER
};

/// The commands without ssh begin with it.
const CARRIED: &str = "sudo -u alluxio sh nodes/h1";

/// The share is there, and can be written by the service user.
fn share(walk: &Walk) -> Result<()> {
    let text = format!(
        "install -d -o alluxio -g alluxio {0} {0}/alluxio {0}/alluxio/root",
        alluxio::SHARE
    );
    walk.hosts.root(1, &text, 10).map(drop)
}

/// The line that preflight prints for machines without systemd, as root.
fn ramdisks(walk: &Walk) -> Result<()> {
    let said = walk.script("bin/preflight")?.ok("bin/preflight")?;
    let line = said.lines().find(|line| line.contains("mount -t tmpfs "));
    let line = line.and_then(|line| line.split_once("as root: ")?.1.split(';').next());
    let line = line.context("preflight prints no line to mount the ramdisk with")?;
    for number in 4..=5 {
        walk.hosts.root(number, line, 10)?;
    }
    Ok(())
}

/// Nobody but a user with sudo comes in, by a password.
fn passwords(walk: &Walk) -> Result<()> {
    for number in 1..=5 {
        let root = if number <= 3 { "prohibit-password" } else { "no" };
        let text = format!(
            "useradd --create-home --shell /bin/bash --groups sudo ops
             printf '%s' 'ops:{TYPED}' | chpasswd
             sed -i 's/^PasswordAuthentication .*/PasswordAuthentication yes/; s/^PermitRootLogin .*/PermitRootLogin {root}/' /etc/ssh/sshd_config
             kill -HUP 1"
        );
        walk.hosts.root(number, &text, 10)?;
    }
    Ok(())
}
