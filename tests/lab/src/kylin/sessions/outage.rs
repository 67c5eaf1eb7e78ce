//! Browsers that ask without a pause while something dies: how long was somebody without an answer,
//! and was anybody logged out?

use crate::{host::Hosts, kylin::client::Kylin, report::Report};
use anyhow::{Context as _, Result, anyhow, bail};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Between two requests of a browser.
const PAUSE: Duration = Duration::from_millis(100);

/// A browser that is logged in: the cookie of its session, replaced by each that an answer sets.
pub(super) struct Browser(pub(super) String);

/// What one browser saw.
struct Seen {
    asked: usize,
    /// Requests that began before the event was over, and were not answered with 200.
    in_flight: usize,
    /// The same for those that began afterwards.
    refused: usize,
    /// From the beginning of a request to the next answer with 200, at the longest.
    longest: Duration,
    /// What the last one that was refused got.
    last: String,
}

/// An event, and what is expected of it.
pub(super) struct Event<'a> {
    /// What happens, for people.
    pub(super) name: &'a str,
    /// Who is asked, one after the other.
    pub(super) nodes: &'a [Kylin<'a>],
    /// How long they ask after it.
    pub(super) after: Duration,
    /// The most seconds that a browser may be without an answer.
    pub(super) promise: u64,
}

impl Browser {
    /// As many as asked for, of those whose session the memcached of this name holds: `n1`.
    ///
    /// Somebody who logs in meets any of them, and a Tomcat takes up to 30 s to find one again that
    /// was away.
    pub(super) fn of(memcached: &str, count: usize, nodes: &[Kylin]) -> Result<Vec<Browser>> {
        let end = Instant::now() + Duration::from_mins(1);
        let mut found = Vec::new();
        for node in nodes.iter().cycle() {
            if found.len() == count {
                break;
            }
            if Instant::now() > end {
                bail!("in a minute no {count} logins went to {memcached}");
            }
            let session = node.session()?;
            if session.ends_with(&format!("-{memcached}")) {
                found.push(Browser(session));
            }
        }
        Ok(found)
    }

    /// Asks until told to stop.
    fn asks(&mut self, event: &Event, over: &AtomicBool, stop: &AtomicBool) -> Seen {
        let mut seen = Seen {
            asked: 0,
            in_flight: 0,
            refused: 0,
            longest: Duration::ZERO,
            last: String::new(),
        };
        let mut since = Instant::now();
        for node in event.nodes.iter().cycle() {
            if stop.load(Ordering::SeqCst) {
                break;
            }
            let later = over.load(Ordering::SeqCst);
            let answer = node.asks_with(&self.0);
            seen.asked += 1;
            match answer {
                Ok(answer) => {
                    if !answer.cookie.is_empty() {
                        answer.cookie.clone_into(&mut self.0);
                    }
                    if answer.status == 200 {
                        seen.longest = seen.longest.max(since.elapsed());
                        thread::sleep(PAUSE);
                        since = Instant::now();
                        continue;
                    }
                    seen.last = format!("{}: HTTP {}", node.0, answer.status);
                }
                Err(why) => seen.last = why.to_string(),
            }
            if later {
                seen.refused += 1;
            } else {
                // Nobody can take back what was on its way: the time begins with the next one.
                seen.in_flight += 1;
                since = Instant::now();
            }
            thread::sleep(PAUSE);
        }
        // Who waits for an answer to the end has waited for so long.
        if !seen.last.is_empty() && since.elapsed() > PAUSE {
            seen.longest = seen.longest.max(since.elapsed());
        }
        seen
    }
}

/// Lets an event happen to browsers that ask all the time. Fails when one of them is logged out, or
/// was without an answer for longer than promised; says what was measured.
///
/// Those whose request was in flight at that very moment may be logged out, as the runbook says: a
/// memcached that dies between two questions of one request. With ten requests a second each, that
/// is at most one of them.
pub(super) fn during(
    browsers: &mut [Browser],
    event: &Event,
    report: Report,
    happens: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let (over, stop) = (AtomicBool::new(false), AtomicBool::new(false));
    let (happened, all) = thread::scope(|scope| {
        let threads: Vec<_> = browsers
            .iter_mut()
            .map(|browser| scope.spawn(|| browser.asks(event, &over, &stop)))
            .collect();
        thread::sleep(Duration::from_secs(1));
        let happened = happens();
        over.store(true, Ordering::SeqCst);
        if happened.is_ok() {
            thread::sleep(event.after);
        }
        stop.store(true, Ordering::SeqCst);
        let all: Vec<_> = threads.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (happened, all)
    });
    happened?;
    let all: Vec<Seen> =
        all.into_iter().collect::<Result<_, _>>().map_err(|_| anyhow!("a thread has panicked"))?;
    let name = event.name;
    let (mut lost, mut caught, mut longest) = (Vec::new(), 0, Duration::ZERO);
    for (browser, seen) in browsers.iter().zip(&all) {
        let known = |node: &Kylin| node.asks_with(&browser.0)?.expect(200).map(drop);
        match event.nodes.iter().try_for_each(known) {
            // It waits for a login of its own from then on, not for an answer.
            Err(_) if seen.in_flight > 0 => {
                caught += 1;
                continue;
            }
            Err(why) => lost.push(format!("{why:#} (before: {})", seen.last)),
            Ok(()) => {}
        }
        longest = longest.max(seen.longest);
    }
    let sum = |count: fn(&Seen) -> usize| all.iter().map(count).sum::<usize>();
    report.say(&format!(
        "{name}: {} requests of {} browsers, {} refused, {} more in flight; the longest without an answer {:.2} s of {} s promised; {} logged out, {caught} in flight",
        sum(|seen| seen.asked),
        browsers.len(),
        sum(|seen| seen.refused),
        sum(|seen| seen.in_flight),
        longest.as_secs_f64(),
        event.promise,
        lost.len(),
    ));
    if !lost.is_empty() || caught > 1 {
        bail!("{name}: logged out for good: {}, and {caught} in flight", lost.join("; "));
    }
    if longest > Duration::from_secs(event.promise) {
        let said: Vec<&str> = all.iter().map(|seen| seen.last.as_str()).collect();
        bail!(
            "{name}: {:.1} s without an answer, and {} s are promised: {said:?}",
            longest.as_secs_f64(),
            event.promise
        );
    }
    Ok(())
}

/// Makes the balancer on h1 leave a node out that lives: h1 gets no answer from it for two requests.
/// Then the node is there again, as after a restart.
pub(super) fn left_out(hosts: &Hosts, node: u32, balancer: Kylin, session: &str) -> Result<()> {
    hosts.root(node, "ip route add blackhole 10.74.0.11/32", 10)?;
    let asked = (0..2).try_for_each(|_| balancer.asks_with(session)?.expect(200).map(drop));
    hosts.root(node, "ip route del blackhole 10.74.0.11/32", 10)?;
    asked.context("the balancer, while it does not reach one of two nodes")
}
