//! `lab playbook`: what `bin/root-once` and `bin/deploy` make of five hosts, the real Ansible makes
//! of the same hosts with `bin/playbook.yml`: every file and folder, with modes and owners.

use super::{
    HOSTS, archive,
    story::{Lab, says},
};
use crate::{
    host::{Hosts, Output, limited},
    kylin::surroundings,
};
use anyhow::{Context as _, Result, bail};
use commands::{program, python};
use std::{collections::BTreeMap, thread};

/// Of a host, by path: kind, mode, owner, and the sum or the link's target.
type Seen = BTreeMap<String, String>;

/// Everything in order; each step starts from what the one before left.
pub(super) fn tell(lab: &Lab, _only: Option<&str>) -> Result<()> {
    let hosts = lab.hosts;
    surround(hosts)?;
    lab.run("first", "root-once")?;
    lab.run("first", "deploy")?;
    let first = lab.seen_everywhere()?;
    lab.run("second", "deploy --node h1.lab.test --node h3.lab.test")?;
    let second = lab.seen_everywhere()?;
    lab.report.say("bin/root-once and bin/deploy: seen, to be compared");

    (1..=HOSTS).try_for_each(|number| hosts.wipe(number))?;
    surround(hosts)?;
    lab.shown_first()?;
    lab.whole_way(&first)?;
    lab.again_nothing()?;
    lab.hand_edit_stops_all()?;
    lab.another_archive(&first, &second)?;
    lab.one_at_a_time(&first)?;
    lab.by_sudo(&first)?;
    lab.report.say("all seen");
    Ok(())
}

/// What a site brings.
fn surround(hosts: &Hosts) -> Result<()> {
    [1, 2, 3, 5].into_iter().try_for_each(|number| surroundings::gateway(hosts, number))
}

/// How many tasks changed something, by node, as Ansible sums it up at its end.
fn changes(text: &str) -> Result<BTreeMap<String, u32>> {
    let recap = text.split_once("PLAY RECAP").context("no recap")?.1;
    let count = |line: &str| {
        let (node, counts) = line.split_once(':')?;
        let number = counts.split_whitespace().find_map(|word| word.strip_prefix("changed="))?;
        Some((node.trim().to_owned(), number.parse().ok()?))
    };
    Ok(recap.lines().filter_map(count).collect())
}

impl Lab<'_> {
    fn ansible(&self, archive: &str, line: &str) -> Result<Output> {
        let bin = archive::folder(self.work, archive).join("bin");
        let mut command = program(python().join("ansible-playbook"));
        command.arg("-i").arg(bin.join("inventory.ini")).arg(bin.join("playbook.yml"));
        command.arg(format!("--ssh-extra-args=-F {}", self.hosts.ssh_config().display()));
        command.args(line.split_whitespace()).current_dir("/");
        command.env("ANSIBLE_NOCOLOR", "1").env("ANSIBLE_LOCALHOST_WARNING", "0");
        let said = limited(240, &command)?;
        if said.text.contains(archive::PASSWORD) {
            bail!("Ansible shows a secret:\n{}", said.text);
        }
        Ok(said)
    }

    fn play(&self, archive: &str, line: &str) -> Result<String> {
        self.ansible(archive, line)?.ok(&format!("the playbook of {archive} {line}"))
    }

    /// What a deployment makes on a host, who did it and when left out.
    fn seen(&self, number: u32) -> Result<Seen> {
        let text = self.hosts.root(
            number,
            "places='/opt /etc/systemd/system /etc/sudoers.d /etc/security/limits.d'
             for state in /var/lib/muster /var/lib/zookeeper; do
                 [ ! -e $state ] || places=\"$places $state\"
             done
             find $places -printf '%p\t%y %m %u:%g %l\\n'
             find $places -type f ! -path '*/deployments/*/archive' -printf 'sum:' -exec sha256sum -b {} \\; |
                 sed 's/^sum:\\([^ ]*\\) \\*\\(.*\\)/sum:\\2\t\\1/'
             printf 'account\t'
             getent passwd kylin | cut -d: -f6-7",
            60,
        )?;
        let lines = text.lines().filter_map(|line| line.split_once('\t'));
        Ok(lines.map(|(path, is)| (path.to_owned(), is.to_owned())).collect())
    }

    fn seen_everywhere(&self) -> Result<Vec<Seen>> {
        (1..=HOSTS).map(|number| self.seen(number)).collect()
    }

    fn same_as(&self, number: u32, should: &Seen, what: &str) -> Result<()> {
        let is = self.seen(number)?;
        let differs: Vec<String> = should
            .keys()
            .chain(is.keys().filter(|path| !should.contains_key(*path)))
            .filter(|path| is.get(*path) != should.get(*path))
            .map(|path| format!("{path}: {:?} instead of {:?}", is.get(path), should.get(path)))
            .collect();
        if !differs.is_empty() {
            bail!("{what}: h{number} differs in {}:\n{}", differs.len(), differs.join("\n"));
        }
        // What Ansible itself needed on the way is gone.
        let left = self.hosts.root(
            number,
            "find ~ /home /tmp /var/tmp -type f ! -path '*/.ssh/*' ! -name '.bash*' ! -name '.*rc' ! -name .profile",
            20,
        )?;
        if !left.trim().is_empty() {
            bail!("{what} left files on h{number}:\n{left}");
        }
        Ok(())
    }

    fn same_everywhere(&self, should: &[Seen], what: &str) -> Result<()> {
        (1..=HOSTS).zip(should).try_for_each(|(number, seen)| self.same_as(number, seen, what))
    }

    fn unchanged(&self, before: &[Seen], what: &str) -> Result<()> {
        self.nothing_changed(what)?;
        self.same_everywhere(before, what)
    }

    /// On hosts that nothing was done on: what root's script would do is shown, nothing is done.
    fn shown_first(&self) -> Result<()> {
        let before = self.seen_everywhere()?;
        self.mark()?;
        let text = self.play("first", "--tags root --check --diff")?;
        says(&text, &["root-once: mkdir -p /opt/kylin", "h5.lab.test"])?;
        let counts = changes(&text)?;
        if counts.len() != HOSTS as usize || counts.values().any(|count| *count != 1) {
            bail!("a look at root's part counts {counts:?}:\n{text}");
        }
        self.unchanged(&before, "a look at root's part")?;
        // Without root's part nothing is deployed, and the reason is said.
        let text = self.ansible("first", "--tags deploy")?.refused("the playbook without root")?;
        says(&text, &["run root-once.sh of this folder as root first", "no node was changed"])?;
        self.unchanged(&before, "the playbook without root's part")?;
        self.report.say("--check shows what root's part would do, and does nothing");
        Ok(())
    }

    fn whole_way(&self, first: &[Seen]) -> Result<()> {
        let text = self.play("first", "")?;
        says(&text, &["h5.lab.test: installed", "write /opt/kylin/conf/kylin.properties"])?;
        self.same_everywhere(first, "the playbook")?;
        for number in 1..=HOSTS {
            self.as_promised("first", number)?;
        }
        self.report
            .say("the playbook: every file, folder, mode and owner is as bin/deploy makes it");
        Ok(())
    }

    fn again_nothing(&self) -> Result<()> {
        self.mark()?;
        let text = self.play("first", "--diff")?;
        let counts = changes(&text)?;
        if counts.len() != HOSTS as usize || counts.values().any(|count| *count != 0) {
            bail!("the second run counts {counts:?}:\n{text}");
        }
        self.nothing_changed("the second run of the playbook")?;
        says(&self.run("first", "deploy --node h1.lab.test")?, &["nothing to do"])?;
        self.report.say("the second run: changed=0 on all, and bin/deploy finds nothing to do");
        Ok(())
    }

    /// One node refuses: it says why, and no other one is changed.
    fn hand_edit_stops_all(&self) -> Result<()> {
        let file = "/opt/kylin/conf/kylin.properties";
        let edit = format!("cp -p {file} ~/kept && echo 'kylin.web.hide-measures=RAW' >>{file}");
        self.hosts.user(3, &edit, 10)?;
        self.mark()?;
        let text = self.ansible("second", "--limit h1.lab.test,h3.lab.test")?;
        let text = text.refused("the playbook with a hand edit")?;
        says(
            &text,
            &[
                "was edited since the last deployment",
                "+kylin.web.hide-measures=RAW",
                "not ready, see above; no node was changed",
            ],
        )?;
        self.nothing_changed("the playbook that met a hand edit")?;
        self.hosts.user(3, &format!("cp -p ~/kept {file} && rm ~/kept"), 10)?;
        self.report.say("a hand edit on one node stops the playbook before any node is changed");
        Ok(())
    }

    /// The next archive is looked at, deployed, and taken back by `bin/rollback`.
    fn another_archive(&self, first: &[Seen], second: &[Seen]) -> Result<()> {
        let limit = "--tags deploy --limit h1.lab.test,h3.lab.test";
        self.mark()?;
        let text = self.play("second", &format!("{limit} --check --diff"))?;
        says(&text, &["would replace /opt/kylin/conf/kylin.properties"])?;
        let counts = changes(&text)?;
        if counts.len() != 2 || counts.values().any(|count| *count != 1) {
            bail!("a look at the next archive counts {counts:?}:\n{text}");
        }
        self.unchanged(first, "a look at the next archive")?;
        let text = self.play("second", limit)?;
        says(&text, &["replace /opt/kylin/conf/kylin.properties"])?;
        self.same_everywhere(second, "the playbook of the next archive")?;
        says(&self.run("second", "rollback")?, &["rolled back:"])?;
        for number in [1, 3] {
            self.as_promised("first", number)?;
        }
        self.same_everywhere(first, "bin/rollback of what the playbook deployed")?;
        self.report.say("the next archive: shown, deployed, taken back by bin/rollback");
        Ok(())
    }

    /// While `bin/deploy` is at work the playbook is refused, and while the playbook is, `bin/deploy`.
    fn one_at_a_time(&self, first: &[Seen]) -> Result<()> {
        const SYNC: &str = "/usr/local/bin/sync";
        const GO: &str = "/tmp/go-on";
        let nodes = "--node h1.lab.test --node h3.lab.test";
        let limit = "--tags deploy --limit h1.lab.test,h3.lab.test";
        // A deployment waits for the disk, and here for a word, too.
        let wait = format!(
            "printf '%s\\n' '#!/bin/sh' 'until [ -e {GO} ]; do sleep 0.1; done' 'exec /usr/bin/sync \"$@\"' >{SYNC}
             chmod 755 {SYNC}"
        );
        self.hosts.root(3, &wait, 10)?;
        let deploy = || self.script("second", &format!("deploy {nodes}"));
        let play = || self.ansible("second", limit);
        self.refused_meanwhile(&deploy, &play, "bin deploy by")?;
        self.refused_meanwhile(&play, &deploy, "bin playbook.yml by")?;
        self.hosts.root(3, &format!("rm {SYNC}"), 10)?;
        self.same_everywhere(first, "runs that exclude each other")?;
        self.report.say("bin/deploy and the playbook exclude each other, and say who is at work");
        Ok(())
    }

    /// Begins one run, has the other one refused, and takes back what the first has done.
    fn refused_meanwhile(
        &self,
        first: &(dyn Fn() -> Result<Output> + Sync),
        second: &dyn Fn() -> Result<Output>,
        who: &str,
    ) -> Result<()> {
        const GO: &str = "/tmp/go-on";
        const LOCK: &str = "/var/lib/muster/deploy-lab/h1.lab.test/cluster-lock";
        let done = thread::scope(|scope| {
            let run = scope.spawn(first);
            let refused = (|| {
                self.hosts.root(1, &format!("until [ -L {LOCK} ]; do sleep 0.1; done"), 100)?;
                let text = second()?.refused("a run beside another one")?;
                says(&text, &["another run is at work", who, "since 20", "or end it there: kill"])
            })();
            self.hosts.root(3, &format!(": >{GO}"), 10)?;
            let Ok(done) = run.join() else { bail!("a thread panicked") };
            refused.and(done)
        })?;
        done.ok("the run that was there first")?;
        self.hosts.root(1, &format!("! [ -L {LOCK} ]"), 10)?;
        says(&self.run("second", "rollback")?, &["rolled back:"])?;
        self.hosts.root(3, &format!("rm {GO}"), 10).map(drop)
    }

    /// Nobody but a user with sudo can log in, who types a password; the service user is not there yet.
    fn by_sudo(&self, first: &[Seen]) -> Result<()> {
        const PASSWORD: &str = "rain-on-tin-31";
        let number = 2;
        self.hosts.wipe(number)?;
        surroundings::gateway(self.hosts, number)?;
        self.hosts.root(
            number,
            &format!(
                "userdel -r kylin 2>/dev/null || :
                 useradd --create-home --shell /bin/bash ops
                 printf '%s' 'ops:{PASSWORD}' | chpasswd
                 echo 'ops ALL=(ALL) ALL' >/etc/sudoers
                 mkdir -m 700 /home/ops/.ssh
                 mv ~/.ssh/authorized_keys /home/ops/.ssh/
                 chown -R ops: /home/ops"
            ),
            20,
        )?;
        let file = self.work.join("become");
        std::fs::write(&file, format!("{PASSWORD}\n"))?;
        let line = format!(
            "--limit h2.lab.test -e ansible_user=ops --become-password-file {}",
            file.display()
        );
        let text = self.play("first", &line)?;
        says(&text, &["h2.lab.test: installed"])?;
        if let Some(should) = first.get(1) {
            self.same_as(number, should, "the playbook by sudo")?;
        }
        let counts = changes(&self.play("first", &line)?)?;
        if counts.values().any(|count| *count != 0) {
            bail!("the second run by sudo counts {counts:?}");
        }
        self.report
            .say("by a user with sudo and its password: the same, and nothing the second time");
        Ok(())
    }
}
