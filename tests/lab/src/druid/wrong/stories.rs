//! Mistakes that end nothing: every process starts and is healthy, and what goes wrong then is told.

use super::place::{MASTER, Place, says};
use crate::{
    druid::client::{Job, Table, leader, sql},
    report::wait_for,
};
use anyhow::{Result, bail};
use std::time::Duration;

const ROWS: Table = Table { name: "rows", days: 1, rows: 3 };

/// `bin/start` has to notice: a program is never ready.
pub(super) fn start(place: &Place) -> Result<String> {
    place.run("bin/start", 400)?.refused("bin/start")
}

/// As little as a task needs: a master and a MiddleManager. The task fails.
pub(super) fn task(place: &Place) -> Result<String> {
    for program in [MASTER, "middleManager"] {
        place.start(1, program)?;
    }
    let number = place.number(1);
    let id =
        wait_for("a task that is taken", Duration::from_mins(2), || ROWS.submit(number, 8081))?;
    let state = wait_for("the end of a task", Duration::from_mins(2), || {
        match ROWS.state(number, 8081, &id)? {
            Some((state, text)) => Ok(format!("{state} {text}")),
            None => bail!("it runs"),
        }
    })?;
    if !state.starts_with("FAILED") {
        bail!("the task did not fail: {state}");
    }
    Ok(state)
}

/// The Router is healthy and finds nobody.
pub(super) fn query(place: &Place) -> Result<String> {
    for program in ["broker", "router"] {
        place.start(1, program)?;
    }
    place.healthy(1, "router")?;
    let asked = wait_for("an answer", Duration::from_mins(1), || {
        match sql(place.number(1), "SELECT 1", 10) {
            Err(error) if error.to_string().contains("no available brokers") => Ok(error),
            other => bail!("{other:?}"),
        }
    })?;
    Ok(format!("{asked:#}"))
}

/// One machine has loaded what the other has to answer, each with a folder of its own: the task ends
/// well, and its rows never come.
pub(super) fn own_folders(place: &Place) -> Result<String> {
    place.run("bin/start", 400)?.ok("bin/start")?;
    let number = place.number(1);
    let id =
        wait_for("a task that is taken", Duration::from_mins(1), || ROWS.submit(number, 8888))?;
    wait_for("the end of a task", Duration::from_mins(2), || {
        match ROWS.state(number, 8888, &id)? {
            Some((state, _)) if state == "SUCCESS" => Ok(()),
            other => bail!("{other:?}"),
        }
    })?;
    let seen = place.written(90, |logs| {
        says(logs, &["request[LOAD] with cause [java.lang.IllegalArgumentException"])
    })?;
    if ROWS.is_whole(number).is_ok() {
        bail!("the rows are there all the same");
    }
    Ok(seen)
}

/// The master with Derby dies: the other leads as Coordinator and never as Overlord.
pub(super) fn two_with_derby(place: &Place) -> Result<String> {
    for which in [1, 2] {
        place.start(which, MASTER)?;
        place.healthy(which, MASTER)?;
    }
    place.kill(1, MASTER)?;
    let other = place.number(2);
    wait_for("the other Coordinator", Duration::from_mins(2), || {
        match leader(Job::Coordinator, other)? {
            number if number == other => Ok(()),
            number => bail!("h{number} leads"),
        }
    })?;
    let seen = place.written(60, |logs| says(logs, &["listener becomeLeader() failed"]))?;
    if ROWS.submit(other, 8081).is_ok() {
        bail!("it takes a task all the same");
    }
    Ok(seen)
}
