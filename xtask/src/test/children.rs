//! All that a run has started, and that none of it outlives the run.

use std::{thread, time::Duration};

/// So long a process may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(5);
const STEP: Duration = Duration::from_millis(100);

/// From now on a process whose parent is gone becomes a child of this one, so that it is known
/// whose it is. Linux alone can do this.
pub(super) fn adopt() {
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_child_subreaper(true);
}

/// When the parent dies, however it does, this process is told to end.
pub(super) fn end_with_parent() {
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGTERM);
}

/// Processor seconds of this process, and of all its children that have ended.
pub(super) fn processor() -> Option<f64> {
    use nix::sys::{
        resource::{UsageWho, getrusage},
        time::TimeValLike as _,
    };
    let seconds = |who| {
        let usage = getrusage(who).ok()?;
        let microseconds =
            usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
        Some(Duration::from_micros(u64::try_from(microseconds).ok()?).as_secs_f64())
    };
    Some(seconds(UsageWho::RUSAGE_SELF)? + seconds(UsageWho::RUSAGE_CHILDREN)?)
}

/// Takes leave of every child that ends, adopted ones too, until this one does; whether it succeeded.
pub(super) fn wait(id: u32) -> bool {
    use nix::{
        errno::Errno,
        sys::wait::{WaitStatus, wait},
    };
    loop {
        match wait() {
            Ok(WaitStatus::Exited(ended, status)) if ended.as_raw().cast_unsigned() == id => {
                return status == 0;
            }
            Ok(WaitStatus::Signaled(ended, ..)) if ended.as_raw().cast_unsigned() == id => {
                return false;
            }
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => return false,
        }
    }
}

/// Takes leave of those that have ended already: only then their seconds count, and they are gone.
pub(super) fn collect() {
    use nix::{
        sys::wait::{WaitPidFlag, WaitStatus, waitpid},
        unistd::Pid,
    };
    while let Ok(status) = waitpid(Pid::from_raw(-1), Some(WaitPidFlag::WNOHANG)) {
        if status == WaitStatus::StillAlive {
            return;
        }
    }
}

/// Ends every process below this one and gives the names of those that there were.
pub(super) fn end_all() -> Vec<String> {
    use nix::sys::signal::Signal;
    let names: Vec<String> = below().into_iter().map(|process| process.name).collect();
    let mut signal = Signal::SIGTERM;
    let mut waited = Duration::ZERO;
    loop {
        let left = below();
        if left.is_empty() || waited > GRACE * 2 {
            return names;
        }
        // Once to ask; after the time that they were given, again and again to end them.
        if waited.is_zero() || waited > GRACE {
            for process in &left {
                let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(process.id), signal);
            }
        }
        thread::sleep(STEP);
        waited += STEP;
        if waited > GRACE {
            signal = Signal::SIGKILL;
        }
    }
}

/// A running process.
struct Process {
    id: i32,
    parent: i32,
    name: String,
}

/// Every process below this one that still runs, as `/proc` tells; none where there is no `/proc`.
fn below() -> Vec<Process> {
    let mut others: Vec<Process> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path().join("stat")).ok())
        .filter_map(|stat| read(&stat))
        .collect();
    let mut parents = vec![i32::try_from(std::process::id()).unwrap_or_default()];
    let mut found = Vec::new();
    while let Some(parent) = parents.pop() {
        let (children, rest): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|process| process.parent == parent);
        parents.extend(children.iter().map(|process| process.id));
        found.extend(children);
        others = rest;
    }
    found
}

/// From a line of `/proc/ID/stat`: number, name in parentheses, state, number of the parent. `None`
/// for one that has ended and was not taken leave of.
fn read(stat: &str) -> Option<Process> {
    let (id, rest) = stat.split_once(" (")?;
    let (name, rest) = rest.rsplit_once(") ")?;
    let mut words = rest.split(' ');
    let state = words.next()?;
    let process = Process {
        id: id.parse().ok()?,
        parent: words.next()?.parse().ok()?,
        name: name.to_owned(),
    };
    (state != "Z").then_some(process)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_proc_is_read_whatever_the_name() {
        let process = read("12 (a) b (c)) S 7 12 12 0").expect("a process");
        assert_eq!((process.id, process.parent, process.name.as_str()), (12, 7, "a) b (c)"));
        assert!(read("12 (a) Z 7 12").is_none());
    }
}
