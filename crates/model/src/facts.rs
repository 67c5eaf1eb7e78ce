//! What `bin/preflight` found on the real machines: the content of a `facts.json`.
//!
//! It is no part of the document: it is of one day, and rules judge the document by it. What an older
//! preflight did not look at is `None` here, and nothing is said about it.

/// What was found on all machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// When, as `2026-11-29T08:55:46Z`; empty in files of before it was written.
    pub date: String,
    /// The name of the cluster whose archive looked.
    pub cluster: String,
    /// The id of that archive.
    pub archive: String,
    /// The machines, in the order of the file.
    pub machines: Vec<Machine>,
}

impl Facts {
    /// The machine of a node, by the node's name.
    pub fn machine(&self, node: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.node == node.trim())
    }

    /// The day on which the machines were looked at: `2026-11-29`; empty when it is not known.
    pub fn day(&self) -> &str {
        self.date.split('T').next().unwrap_or_default()
    }
}

/// What was found on one machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// The node's name in the archive.
    pub node: String,
    /// Whether ssh worked.
    pub reachable: Option<bool>,
    /// What it calls itself: `uname -n`.
    pub hostname: String,
    /// The same in full: `hostname -f`.
    pub fqdn: String,
    /// Its addresses, but for loopback and link-local ones.
    pub addresses: Vec<String>,
    /// `x86_64`, `aarch64` …; empty when it is not known.
    pub architecture: String,
    /// The distribution's own name for itself.
    pub distribution: String,
    /// Logical cores.
    pub cores: Option<u32>,
    /// Memory in bytes, as the kernel counts it: less than what was bought.
    pub memory: Option<u64>,
    /// Its disks and other file systems of devices.
    pub disks: Vec<Disk>,
    /// Which address each node's name has there; an empty one where it has none.
    pub resolves: Vec<(String, String)>,
    /// The folders of the deployment, and how many bytes are free there.
    pub folders: Vec<(String, u64)>,
    /// What a deployment takes on each file system.
    pub rooms: Vec<Room>,
    /// How many files a process of the service user may open; [`u64::MAX`] for any number.
    pub open_files: Option<u64>,
    /// `Enforcing`, `Permissive`, `Disabled`; empty where there is no `SELinux`.
    pub selinux: String,
    /// Whether firewalld runs.
    pub firewalld: bool,
    /// The TCP ports that somebody listens on.
    pub listening: Vec<u16>,
    /// The services of the archive that run there, by id; `None` when nobody looked.
    pub running: Option<Vec<String>>,
    /// The version of the Java that the services would be started with, as it says it, or `none`;
    /// empty when nobody looked.
    pub java: String,
    /// The number that its kernel took at the last boot: one machine has one.
    pub boot: String,
    /// How many seconds its clock is ahead of the one of the machine that looked.
    pub clock_skew: Option<i64>,
    /// What keeps its clock right: the name of a program, or `none`; empty when nobody looked.
    pub time_service: String,
}

/// A file system of a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    /// Where it is mounted.
    pub mount: String,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// How many bytes are free.
    pub free: Option<u64>,
}

/// What a deployment takes on a file system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Where it is mounted.
    pub mount: String,
    /// How many bytes are needed.
    pub needed: u64,
    /// How many bytes are free.
    pub free: u64,
}
