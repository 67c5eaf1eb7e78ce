//! A client that asks without a pause while something happens to the cluster.

use super::client::Table;
use anyhow::{Result, bail};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

/// How long the client waits for an answer before it asks elsewhere, in seconds.
const PATIENCE: u32 = 5;

/// A silence that goes on when the change is over is listened to so long: what is measured is all of it,
/// and on a busy machine a short change may end before the first answer.
const SILENCE: Duration = Duration::from_mins(2);

/// What the client saw.
#[derive(Default)]
pub(super) struct Seen {
    /// Questions that were answered with every row.
    pub(super) answered: u32,
    /// Questions without an answer from any Router.
    pub(super) unanswered: u32,
    /// The longest time between two answers.
    pub(super) longest: Duration,
    /// Answers with too few rows.
    wrong: Vec<String>,
}

impl Seen {
    /// An error when a row was missing in an answer, or no answer came for too long.
    pub(super) fn within(self, limit: Duration) -> Result<Seen> {
        if let Some(first) = self.wrong.first() {
            bail!("{} answers lack rows, the first: {first}", self.wrong.len());
        }
        if self.longest > limit {
            bail!("no answer for {:.0} s", self.longest.as_secs_f64());
        }
        if self.answered == 0 {
            bail!("there was no answer at all");
        }
        Ok(self)
    }

    /// For people.
    pub(super) fn told(&self) -> String {
        format!(
            "{} questions answered, {} not, {:.1} s without an answer at most",
            self.answered,
            self.unanswered,
            self.longest.as_secs_f64()
        )
    }
}

/// Asks for all rows of a table while something is done; a Router that does not answer is left for
/// the next one, as a load balancer does it. The last question is one that is answered.
pub(super) fn watched<T>(
    table: Table,
    routers: &[u32],
    done: impl FnOnce() -> Result<T>,
) -> Result<(T, Seen)> {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let client = scope.spawn(|| {
            let mut seen = Seen::default();
            let mut last = Instant::now();
            let mut before_end = None;
            loop {
                if over.load(Ordering::Relaxed) {
                    let answered = *before_end.get_or_insert(seen.answered);
                    if seen.answered > answered || last.elapsed() > SILENCE {
                        break;
                    }
                }
                ask(table, routers, &mut seen, &mut last);
                thread::sleep(Duration::from_millis(200));
            }
            seen.longest = seen.longest.max(last.elapsed());
            seen
        });
        let result = done();
        over.store(true, Ordering::Relaxed);
        let seen = client.join().map_err(|_| anyhow::anyhow!("the client has panicked"))?;
        Ok((result?, seen))
    })
}

fn ask(table: Table, routers: &[u32], seen: &mut Seen, last: &mut Instant) {
    for router in routers {
        let Ok(answer) = table.answer(*router, PATIENCE) else { continue };
        if answer == table.whole() {
            seen.longest = seen.longest.max(last.elapsed());
            *last = Instant::now();
            seen.answered += 1;
        } else {
            seen.wrong.push(format!("{answer:?} instead of {:?}", table.whole()));
        }
        return;
    }
    seen.unanswered += 1;
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use std::time::Duration;

    #[test]
    fn lost_rows_and_long_silences_are_errors() {
        let seen = |answered, longest, wrong| Seen {
            answered,
            unanswered: 1,
            longest: Duration::from_secs(longest),
            wrong,
        };
        assert!(seen(1, 3, Vec::new()).within(Duration::from_secs(4)).is_ok());
        assert!(seen(1, 5, Vec::new()).within(Duration::from_secs(4)).is_err());
        assert!(seen(0, 3, Vec::new()).within(Duration::from_secs(4)).is_err());
        assert!(seen(1, 3, vec!["x".to_owned()]).within(Duration::from_secs(4)).is_err());
    }
}
