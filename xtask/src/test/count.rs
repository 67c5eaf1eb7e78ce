//! Counts the processor's seconds of a layer.
//!
//! What `wait` tells of children misses those of the lab's hosts: the kernel ends a host's processes
//! all at once, and nobody waits for them. A control group counts every process in it. Where none
//! can be made (not root, not Linux), what `wait` tells is better than nothing.

use super::children;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// This process and all that it starts.
pub(super) struct Count {
    group: Option<Group>,
}

/// A control group, of version 2 or of version 1's `cpuacct`.
struct Group {
    /// Where this process was before.
    home: PathBuf,
    folder: PathBuf,
    /// Seconds that the group had counted before: it may be left of a run that was killed.
    before: f64,
}

impl Count {
    /// Counts from now on.
    pub(super) fn begin(layer: &str) -> Self {
        Self { group: Group::enter(layer) }
    }

    /// The seconds until now; called once everything else has ended.
    pub(super) fn end(self) -> Option<f64> {
        match self.group {
            Some(group) => group.leave(),
            None => children::processor(),
        }
    }
}

impl Group {
    fn enter(layer: &str) -> Option<Self> {
        let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
        let home = home(&groups).into_iter().find(|home| seconds(home).is_some())?;
        let folder = home.join(format!("muster-{layer}"));
        if !folder.exists() {
            fs::create_dir(&folder).ok()?;
        }
        let before = seconds(&folder)?;
        move_to(&folder)?;
        Some(Self { home, folder, before })
    }

    fn leave(self) -> Option<f64> {
        let seconds = seconds(&self.folder)? - self.before;
        move_to(&self.home)?;
        let _ = fs::remove_dir(&self.folder);
        Some(seconds)
    }
}

/// Moves this process into a group.
fn move_to(group: &Path) -> Option<()> {
    fs::write(group.join("cgroup.procs"), "0").ok()
}

/// The groups of this process that could count, from `/proc/self/cgroup`.
fn home(groups: &str) -> Vec<PathBuf> {
    let folder = |line: &str| {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let top = match controllers {
            "" => "/sys/fs/cgroup".to_owned(),
            list if list.split(',').any(|name| name == "cpuacct") => {
                format!("/sys/fs/cgroup/{list}")
            }
            _ => return None,
        };
        Some(Path::new(&top).join(path.trim_start_matches('/')))
    };
    groups.lines().filter_map(folder).collect()
}

/// What a group has counted so far.
fn seconds(group: &Path) -> Option<f64> {
    let of = |text: &str, unit: f64| text.trim().parse::<f64>().ok().map(|count| count / unit);
    if let Ok(nanoseconds) = fs::read_to_string(group.join("cpuacct.usage")) {
        return of(&nanoseconds, 1e9);
    }
    let stat = fs::read_to_string(group.join("cpu.stat")).ok()?;
    of(stat.lines().find_map(|line| line.strip_prefix("usage_usec "))?, 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_of_both_versions_are_found() {
        let groups = "4:memory:/m\n2:cpu,cpuacct:/user/a\n0::/user.slice/b\n";
        let wanted = ["/sys/fs/cgroup/cpu,cpuacct/user/a", "/sys/fs/cgroup/user.slice/b"];
        assert_eq!(home(groups), wanted.map(PathBuf::from));
        assert_eq!(home("2:cpuacct:/\n"), [PathBuf::from("/sys/fs/cgroup/cpuacct/")]);
    }

    #[test]
    fn what_a_group_has_counted_is_read_in_both_units() {
        let folder = std::env::temp_dir().join(format!("muster-count-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let stat = folder.join("cpu.stat");
        fs::write(stat, "usage_usec 2500000\nuser_usec 1\n").expect("written");
        assert_eq!(seconds(&folder), Some(2.5));
        fs::write(folder.join("cpuacct.usage"), "1500000000\n").expect("written");
        assert_eq!(seconds(&folder), Some(1.5));
        fs::remove_dir_all(&folder).expect("removed");
    }
}
