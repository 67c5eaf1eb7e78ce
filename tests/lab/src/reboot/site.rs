//! What the site of a cluster has beside it, with units of its own.

use crate::host::Hosts;
use anyhow::{Result, bail};

const DATABASE: &str = include_str!("../../reboot/database.sh");

/// An empty MariaDB on a host, enabled as the site's own service.
pub(super) fn database(hosts: &Hosts, number: u32) -> Result<()> {
    hosts.root(number, DATABASE, 60).map(drop)
}

/// Its administrator stops or starts it: `verb` is systemd's word.
pub(super) fn let_database(hosts: &Hosts, number: u32, verb: &str) -> Result<()> {
    hosts.root(number, &format!("systemctl {verb} lab-database"), 60).map(drop)
}

/// Units that an earlier archive of a cluster left on a host, and one of another cluster.
pub(super) fn earlier_units(hosts: &Hosts, number: u32, cluster: &str) -> Result<()> {
    let text = format!(
        "unit() {{ printf '[Unit]\\nDescription=%s\\n[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' \"$2\" >/etc/systemd/system/$1; }}
         unit muster-earlier.service 'Earlier ({cluster})'
         unit muster-other.service 'Earlier (not-{cluster})'
         systemctl daemon-reload
         systemctl enable --now muster-earlier.service muster-other.service"
    );
    hosts.root(number, &text, 20).map(drop)
}

/// What root-once.sh made of them: the cluster's own one is gone for good, the other one runs.
pub(super) fn earlier_units_are_gone(hosts: &Hosts, number: u32) -> Result<()> {
    let text = "systemctl is-active muster-earlier.service muster-other.service || :
        ls /etc/systemd/system/muster-earlier.service 2>/dev/null || :
        systemctl disable --now muster-other.service 2>/dev/null
        rm /etc/systemd/system/muster-other.service
        systemctl daemon-reload";
    let said = hosts.root(number, text, 20)?;
    if said.split_whitespace().collect::<Vec<_>>() != ["inactive", "active"] {
        bail!("of a unit that the node no longer has, and one of another cluster: {said}");
    }
    Ok(())
}
