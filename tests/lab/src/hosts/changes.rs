//! The second half of the story: edits by hand, the next deployment, the way back, and a node that
//! installs itself.

use super::{
    HOSTS, archive,
    story::{Lab, says},
};
use anyhow::{Result, bail};
use std::{fs, thread};

impl Lab<'_> {
    /// A hand edit is shown, without secrets, and nothing is changed anywhere.
    pub(super) fn hand_edit(&self) -> Result<()> {
        let file = "/opt/kylin/conf/kylin.properties";
        self.hosts.user(
            2,
            &format!("cp -p {file} ~/kept && echo 'kylin.web.hide-measures=RAW' >>{file}"),
            10,
        )?;
        self.mark()?;
        let text = self.refused("second", "deploy")?;
        says(
            &text,
            &[
                "was edited since the last deployment",
                "+kylin.web.hide-measures=RAW",
                "/etc/kylin-tls/server.crt can't be read by kylin",
                "No node was changed",
            ],
        )?;
        for secret in [archive::PASSWORD, "ANizsc/9NH"] {
            if text.contains(secret) {
                bail!("the difference shows a secret:\n{text}");
            }
        }
        self.nothing_changed("a deployment that met a hand edit")?;
        self.hosts.user(2, &format!("cp -p ~/kept {file} && rm ~/kept"), 10)?;
        self.report.say("a hand edit is shown and refused; no node was changed");
        Ok(())
    }

    /// A pid file with the number of somebody else's process is not believed: that process is neither
    /// taken for the service nor stopped.
    pub(super) fn stranger(&self) -> Result<()> {
        let service = "/var/lib/muster/deploy-lab/h4.lab.test/node/service/nginx.sh";
        let (pid, known) = ("/opt/kylin-lb/nginx.pid", "~/stranger");
        let text = self.hosts.user(
            4,
            &format!(
                "sh {service} stop
                 sleep 300 >/dev/null 2>&1 &
                 echo $! >{known}; cp {known} {pid}
                 sh {service} stop && sh {service} start && sh {service} check
                 kill $(cat {known}) && echo 'the stranger lived'; rm {known}"
            ),
            60,
        )?;
        says(
            &text,
            &["nginx is stopped", "nginx does not run", "nginx is started", "the stranger lived"],
        )?;
        self.report.say("a stranger's number in a pid file is neither believed nor stopped");
        Ok(())
    }

    /// A deployment that fails on the second node says so, and goes on when it can.
    pub(super) fn half_way(&self) -> Result<()> {
        let before = self.everything()?;
        fs::write(self.work.join("before.txt"), format!("{before:?}"))?;
        self.hosts.root(2, "chown root:root /opt/kylin/conf && chmod 755 /opt/kylin/conf", 10)?;
        let text = self.refused("second", "deploy")?;
        says(
            &text,
            &[
                "can't be written",
                "done:       h1.lab.test",
                "failed:     h2.lab.test",
                "untouched:  h3.lab.test h4.lab.test h5.lab.test",
                "run bin/deploy again",
                "take back what this deployment did, on the nodes where it did something: bin/rollback",
            ],
        )?;
        self.as_promised("second", 1)?;
        self.hosts.root(2, "chown kylin:kylin /opt/kylin/conf", 10)?;
        let text = self.run("second", "deploy")?;
        says(
            &text,
            &[
                "h1.lab.test: nothing to do",
                "was interrupted; this run goes on with it",
                "replace /opt/kylin/conf/kylin.properties",
                "deployed:",
            ],
        )?;
        for number in 1..=HOSTS {
            self.as_promised("second", number)?;
        }
        let text = self.run("second", "start")?;
        says(&text, &["configuration from before the last deployment; restart it"])?;
        self.report.say("a deployment that fails half-way says what is done; run again, it ends");

        self.run("second", "rollback")?;
        self.same_but_running(&before, "rollback")?;
        self.report.say("rollback restored every file of every host byte for byte");
        Ok(())
    }

    /// An edit made after a deployment is not thrown away by going back.
    pub(super) fn back_byte_for_byte(&self) -> Result<()> {
        self.run("second", "deploy --node h3.lab.test")?;
        let file = "/opt/kylin/conf/kylin.properties";
        self.hosts.user(3, &format!("cp -p {file} ~/kept && echo '# mine' >>{file}"), 10)?;
        let text = self.refused("second", "rollback --node h3.lab.test")?;
        says(&text, &["was edited since the deployment wrote it", "nothing was changed"])?;
        self.hosts.user(3, &format!("cp -p ~/kept {file} && rm ~/kept"), 10)?;
        self.run("second", "rollback --node h3.lab.test")?;
        self.as_promised("first", 3)?;
        self.report.say("rollback refuses to throw away an edit made since");
        Ok(())
    }

    /// A host that is cut off stops a deployment before anything is changed.
    pub(super) fn unreachable(&self) -> Result<()> {
        self.mark()?;
        self.hosts.cut(3)?;
        let text = self.refused("second", "deploy")?;
        self.hosts.join(3)?;
        says(&text, &["h3.lab.test can't be reached by ssh", "No node was changed"])?;
        self.nothing_changed("a deployment with a host cut off")?;
        self.report.say("a host that is cut off: refused, and no node was changed");
        Ok(())
    }

    /// Two administrators deploy at the same time: one of them is refused, by name, and what the other
    /// one deploys is whole.
    pub(super) fn two_at_once(&self) -> Result<()> {
        let both = thread::scope(|scope| {
            let deploy = |archive| scope.spawn(move || self.script(archive, "deploy"));
            ["first", "second"].map(deploy).map(thread::ScopedJoinHandle::join)
        });
        let mut won = None;
        for (archive, said) in ["first", "second"].into_iter().zip(both) {
            let Ok(said) = said else { bail!("a thread panicked") };
            let said = said?;
            if said.success {
                if let Some(other) = won.replace(archive) {
                    bail!("both {other} and {archive} were deployed");
                }
                continue;
            }
            says(
                &said.refused("a second deployment")?,
                &["another run is at work", "bin deploy by root@", "since 20"],
            )?;
        }
        let Some(won) = won else { bail!("none of two deployments was made") };
        for number in 1..=HOSTS {
            self.as_promised(won, number)?;
        }
        self.report
            .say(&format!("two deployments at once: {won} is whole, the other one was refused"));
        self.run(won, if won == "first" { "deploy --dry-run" } else { "rollback" })?;
        self.run("first", "deploy").map(|_| ())
    }

    /// The node's folder installs itself.
    pub(super) fn without_ssh(&self) -> Result<()> {
        self.run("first", "stop")?;
        self.hosts.root(
            2,
            "rm -rf /opt/kylin/* /opt/zookeeper/* /var/lib/zookeeper/* /var/lib/muster/deploy-lab/*/*",
            20,
        )?;
        let folder = archive::folder(self.work, "first");
        self.hosts.put(2, &folder, "/home/kylin/archive")?;
        self.hosts.root(2, "chown -R kylin:kylin /home/kylin/archive", 20)?;
        let install = "cd ~/archive && sh nodes/h2.lab.test/install.sh --packages packages --secrets secrets.env";
        let text = self.hosts.user(2, install, 60)?;
        says(&text, &["installed"])?;
        self.as_promised("first", 2)?;
        says(&self.hosts.user(2, install, 60)?, &["nothing to do"])?;
        self.hosts.root(2, "rm -rf /home/kylin/archive", 20)?;
        says(&self.run("first", "deploy --node h2.lab.test")?, &["nothing to do"])?;
        self.run("first", "start")?;
        self.report
            .say("a node's folder installed itself without ssh; bin/deploy finds nothing to do");
        Ok(())
    }

    /// systemd's own judgement, on the hosts where the programs are.
    pub(super) fn units(&self) -> Result<()> {
        for number in 1..=HOSTS {
            let text = self.hosts.root(
                number,
                "command -v systemd-analyze >/dev/null || { echo 'systemd-analyze is missing; install it with: apt-get install systemd'; exit 1; }
                 systemd-analyze verify /etc/systemd/system/muster-*.service 2>&1",
                30,
            )?;
            // Wrong words are only lines here, not an exit status.
            let complaints: Vec<&str> = text.lines().filter(|l| l.contains("muster-")).collect();
            if !complaints.is_empty() {
                bail!("systemd-analyze on h{number}:\n{}", complaints.join("\n"));
            }
        }
        self.report.say("systemd has nothing to say against the units");
        Ok(())
    }
}
