//! The power of all hosts is taken at once and given back in an order.

use super::{Cluster, at_once};
use crate::{
    host::Hosts,
    report::{Report, wait_for},
};
use anyhow::Result;
use std::{thread, time::Duration};

/// An order in which the power comes back.
pub(super) struct Order {
    /// For the report.
    pub(super) name: &'static str,
    /// Hosts that get it together, one group after the other.
    pub(super) groups: &'static [&'static [u32]],
    /// So long after each group but the last.
    pub(super) pause: Duration,
}

/// A cluster stands again so long after the last host has its power.
const STANDS: Duration = Duration::from_mins(4);

impl Cluster<'_> {
    /// Takes the power of all hosts of an order at once, and gives it back.
    pub(super) fn power(&self, order: &Order) -> Result<()> {
        at_once(&order.groups.concat(), |host| self.hosts.power_off(*host))?;
        for (at, group) in order.groups.iter().enumerate() {
            if at > 0 {
                thread::sleep(order.pause);
            }
            at_once(group, |host| self.hosts.power_on(*host))?;
        }
        Ok(())
    }

    /// The power goes and comes back in each order, and each time the cluster does what it did before,
    /// as `works` says, and is `whole` then. At the first boot the numbers of `strangers`' pid files,
    /// of these hosts, are somebody else's.
    pub(super) fn loses_its_power(
        &self,
        orders: &[Order],
        strangers: &[(u32, &str)],
        works: impl Fn() -> Result<()>,
        whole: impl Fn() -> Result<()>,
    ) -> Result<()> {
        for (number, files) in strangers {
            stranger(self.hosts, *number, self.user, files)?;
        }
        for (at, order) in orders.iter().enumerate() {
            self.comes_back(order, &works)?;
            whole()?;
            if at == 0 {
                strangers
                    .iter()
                    .try_for_each(|(number, _)| stranger_was_there(self.hosts, *number))?;
                self.say("no number in a pid file was believed for a stranger");
            }
        }
        Ok(())
    }

    /// Takes and gives back the power of the whole cluster, and waits until `works` and `bin/verify` say that it does
    /// what it did before. Nobody starts anything.
    pub(super) fn comes_back(&self, order: &Order, works: impl Fn() -> Result<()>) -> Result<()> {
        let dead: Vec<u32> = self.nodes.iter().map(|(number, _)| *number).collect();
        self.archive.foretells_nothing(&dead)?;
        self.power(order)?;
        let since = Report::new();
        wait_for(order.name, STANDS, &works)?;
        let worked = since.seconds();
        let left = Duration::from_secs_f64((STANDS.as_secs_f64() - worked).max(1.0));
        wait_for(order.name, left, || self.archive.run(self.hosts, "verify", 240).map(drop))?;
        let verified = since.seconds();
        works()?;
        self.each_once()?;
        self.say(&format!(
            "power off, then on, {}: clients are served {worked:.0} s after the last host has its \
             power, bin/verify is green after {verified:.0} s",
            order.name
        ));
        Ok(())
    }
}

/// A process of the service user that gets, at the next boot, the numbers of these pid files.
pub(super) fn stranger(hosts: &Hosts, number: u32, user: &str, files: &str) -> Result<()> {
    let text = format!("{}\nstranger {user} {files}", include_str!("../../reboot/stranger.sh"));
    hosts.root(number, &text, 20).map(drop)
}

/// Whether it is there, with a number that a pid file had; then it goes.
pub(super) fn stranger_was_there(hosts: &Hosts, number: u32) -> Result<()> {
    let text = "systemctl is-active lab-stranger.service
        systemctl disable --now lab-stranger.service
        rm /etc/systemd/system/lab-stranger.service
        systemctl daemon-reload";
    hosts.root(number, text, 20).map(drop)
}
