//! What the programs on a node take of its memory and of its disks: a part of the product, one rule
//! and one bar for each of the two.

use crate::{Context, Measured};
use model::{Node, Place, Text};

/// How memory is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    /// A program takes it.
    Program,
    /// It is kept free: for the system, for what a JVM needs beside its heap, for other programs.
    Kept,
}

/// What one thing takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it is: "heap of the worker".
    pub title: Text,
    /// How much, in bytes, by what the program will read.
    pub bytes: u64,
    /// Where that is set.
    pub place: Place,
    /// How it is used.
    pub kind: Use,
}

/// What may be kept in a folder of a node, where its configuration says how much.
#[derive(Clone, Debug, PartialEq)]
pub struct OnDisk {
    /// What it is: "segment cache".
    pub title: Text,
    /// The folder, as an absolute path.
    pub folder: String,
    /// How much it may become, in bytes, by what the program will read.
    pub bytes: u64,
    /// Where that is set.
    pub place: Place,
    /// The product's own rule that compares this alone with its disk, where it has one.
    pub judged_by: Option<&'static str>,
}

/// The disks of a node and what lies on them.
pub struct Disks {
    /// The field with a node's disks, one of those that can be measured.
    pub field: &'static str,
    /// What the node's programs may keep in folders, whatever disk these are on. What has no size in
    /// any file is left out: nobody could say that it does not fit.
    pub holds: fn(&Context, &Node) -> Vec<OnDisk>,
}

/// A disk that the document names, and what lies on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Disk {
    /// Where it is mounted.
    pub mount: String,
    /// Its size in bytes.
    pub size: u64,
    /// What lies on it, each more than nothing.
    pub holds: Vec<OnDisk>,
}

impl Disk {
    /// What lies on it together, in bytes.
    pub fn sum(&self) -> u64 {
        self.holds.iter().fold(0, |sum, one| sum.saturating_add(one.bytes))
    }
}

/// The disk on which a path lies, of their mount points: the longest one above it.
pub fn disk_of<'m>(mounts: impl Iterator<Item = &'m str>, path: &str) -> Option<usize> {
    let above = |mount: &str| {
        let mount = mount.trim_end_matches('/');
        path.strip_prefix(mount).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let on = mounts.enumerate().filter(|(_, mount)| above(mount));
    on.max_by_key(|(_, mount)| mount.len()).map(|(at, _)| at)
}

/// The memory of a node and what takes it; its disks and what lies on them.
pub struct Budget {
    /// The steps of the wizard that show it.
    pub steps: &'static [&'static str],
    /// The field with a node's memory.
    pub memory: &'static str,
    /// What takes it on a node, in the order in which it is shown: what the product's own programs
    /// take, the others on that node, what is kept free. Nothing for a node of which nothing is
    /// known to take any.
    pub claims: fn(&Context, &Node) -> Vec<Claim>,
    /// The disks; nothing for a product that has no field for them.
    pub disks: Option<Disks>,
}

impl Context<'_> {
    /// What takes the memory of a node, each more than nothing.
    pub fn claims(&self, node: &Node) -> Vec<Claim> {
        let mut claims = (self.product.budget.claims)(self, node);
        claims.retain(|claim| claim.bytes > 0);
        claims
    }

    /// The memory of a node in bytes, where it is known.
    pub fn memory_of(&self, node: &Node) -> Option<u64> {
        let key = self.product.budget.memory;
        let text = self.node_text(node, key);
        self.field(key)?.number(&text)
    }

    /// The disks that the document names of a node, in its order, with what lies on each. What lies on
    /// none of them is left out.
    pub fn disks(&self, node: &Node) -> Vec<Disk> {
        let Some(budget) = &self.product.budget.disks else { return Vec::new() };
        let Some(field) = self.field(budget.field).filter(|field| field.is_of(&node.roles)) else {
            return Vec::new();
        };
        let Some(Measured::Disks(notation)) = field.measured else { return Vec::new() };
        let disks = (notation.read)(&self.node_text(node, field.key));
        let mut disks: Vec<Disk> = disks
            .into_iter()
            .map(|(mount, size)| Disk { mount, size, holds: Vec::new() })
            .collect();
        if disks.is_empty() {
            return disks;
        }
        for one in (budget.holds)(self, node).into_iter().filter(|one| one.bytes > 0) {
            let at = disk_of(disks.iter().map(|disk| disk.mount.as_str()), &one.folder);
            if let Some(disk) = at.and_then(|at| disks.get_mut(at)) {
                disk.holds.push(one);
            }
        }
        disks
    }

    /// Where what a program reads for a field is set for a node: the override, the node's own
    /// field, or the cluster's.
    pub fn place_of_field(&self, node: &Node, key: &str) -> Place {
        let Some(field) = self.field(key) else { return Place::Document };
        if let Some((place, ..)) = self.field_overridden(node, field) {
            return place;
        }
        if field.scope != crate::Scope::Cluster && node.settings.contains_key(key) {
            return Place::NodeSetting(node.row, key.to_owned());
        }
        Place::Setting(key.to_owned())
    }
}

/// The sum in bytes.
pub(crate) fn sum(claims: &[Claim]) -> u64 {
    claims.iter().fold(0, |sum, claim| sum.saturating_add(claim.bytes))
}

#[cfg(test)]
mod tests {
    use super::disk_of;

    #[test]
    fn a_path_lies_on_the_nearest_mount_above_it() {
        let all = ["/", "/data", "/data/fast"];
        let on = |path: &str| disk_of(all.into_iter(), path);
        assert_eq!(on("/data/fast/segments"), Some(2));
        assert_eq!(on("/data/fastest"), Some(1));
        assert_eq!(on("/opt/x"), Some(0));
        assert_eq!(disk_of(all.into_iter().skip(1), "/opt/x"), None);
    }
}
