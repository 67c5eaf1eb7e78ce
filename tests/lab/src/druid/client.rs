//! What clients of a cluster do, over HTTP.

use crate::{host::Hosts, http::Request, report::wait_for};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write as _, time::Duration};

/// How long one question may take, in seconds.
const LIMIT: u32 = 10;

fn address(number: u32, port: u16, path: &str) -> String {
    format!("http://{}:{port}{path}", Hosts::name(number))
}

fn ask(method: &str, url: &str, body: Option<&Value>, limit: u32) -> Result<String> {
    let text = body.map(Value::to_string);
    let request = Request { method, url, login: None, json: text.as_deref(), cookie: None, limit };
    request.send()?.expect(200)
}

/// Which of a master's two jobs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Job {
    /// Places segments.
    Coordinator,
    /// Hands out tasks.
    Overlord,
}

/// The number of the host that leads, in the word of one of the masters.
pub(super) fn leader(job: Job, asked: u32) -> Result<u32> {
    let path = match job {
        Job::Coordinator => "/druid/coordinator/v1/leader",
        Job::Overlord => "/druid/indexer/v1/leader",
    };
    let said = ask("GET", &address(asked, 8081, path), None, LIMIT)?;
    host_number(&said).with_context(|| format!("no {job:?} is named: {said}"))
}

/// The number of a host in `http://h2.lab.test:8081` or the like.
fn host_number(text: &str) -> Option<u32> {
    text.trim().rsplit("//").next()?.strip_prefix('h')?.split_once('.')?.0.parse().ok()
}

/// Rows of a query in SQL, asked through a Router.
pub(super) fn sql(router: u32, query: &str, limit: u32) -> Result<Vec<Vec<Value>>> {
    let body = json!({"query": query, "resultFormat": "array"});
    let text = ask("POST", &address(router, 8888, "/druid/v2/sql"), Some(&body), limit)?;
    serde_json::from_str(&text).with_context(|| format!("no rows: {text}"))
}

/// Every process that Druid knows of, as `type name:port`.
pub(super) fn servers(router: u32) -> Result<BTreeSet<String>> {
    let rows = sql(router, "SELECT server_type, server FROM sys.servers", LIMIT)?;
    let word = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or("?").to_owned();
    Ok(rows.iter().map(|row| format!("{} {}", word(row.first()), word(row.get(1)))).collect())
}

/// A table that is loaded: its name, on how many days, and how many rows a day has.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    /// The data source.
    pub(crate) name: &'static str,
    /// A segment each.
    pub(crate) days: u32,
    /// On each of them.
    pub(crate) rows: u32,
}

impl Table {
    /// How many rows it has, and the sum of their numbers.
    pub(crate) fn whole(self) -> (u64, u64) {
        let (days, rows) = (u64::from(self.days), u64::from(self.rows));
        (days * rows, days * rows * (rows + 1) / 2)
    }

    /// What the cluster answers to that.
    pub(super) fn answer(self, router: u32, limit: u32) -> Result<(u64, u64)> {
        let query = format!("SELECT COUNT(*), SUM(number) FROM \"{}\"", self.name);
        let rows = sql(router, &query, limit)?;
        let number = |at: usize| rows.first()?.get(at)?.as_u64();
        number(0).zip(number(1)).with_context(|| format!("no numbers: {rows:?}"))
    }

    /// Whether every row is there.
    pub(crate) fn is_whole(self, router: u32) -> Result<()> {
        let answer = self.answer(router, LIMIT)?;
        if answer != self.whole() {
            bail!("{} has {answer:?} instead of {:?}", self.name, self.whole());
        }
        Ok(())
    }

    /// How many copies its segments have in Historicals: the fewest and the most.
    pub(crate) fn copies(self, router: u32) -> Result<(u64, u64)> {
        let query = format!(
            "SELECT COUNT(*), MIN(num_replicas), MAX(num_replicas) FROM sys.segments \
             WHERE datasource = '{}' AND is_published = 1",
            self.name
        );
        let rows = sql(router, &query, LIMIT)?;
        let number = |at: usize| rows.first()?.get(at)?.as_u64();
        match (number(0), number(1), number(2)) {
            (Some(count), Some(least), Some(most)) if count == u64::from(self.days) => {
                Ok((least, most))
            }
            _ => bail!("the segments of {}: {rows:?}", self.name),
        }
    }

    fn task(self) -> Value {
        let mut lines = String::new();
        for day in 1..=self.days {
            for row in 1..=self.rows {
                let _ = writeln!(lines, "2024-01-{day:02}T00:00:00Z,{row}");
            }
        }
        json!({"type": "index_parallel", "spec": {
            "dataSchema": {
                "dataSource": self.name,
                "timestampSpec": {"column": "time", "format": "iso"},
                "dimensionsSpec": {"dimensions": [{"type": "long", "name": "number"}]},
                "granularitySpec": {
                    "segmentGranularity": "DAY", "queryGranularity": "NONE", "rollup": false
                }
            },
            "ioConfig": {
                "type": "index_parallel",
                "inputSource": {"type": "inline", "data": lines},
                "inputFormat": {"type": "csv", "columns": ["time", "number"]}
            },
            "tuningConfig": {"type": "index_parallel"}
        }})
    }

    /// Hands the task to a Router or an Overlord, by its port; its id.
    pub(super) fn submit(self, number: u32, port: u16) -> Result<String> {
        let url = address(number, port, "/druid/indexer/v1/task");
        let text = ask("POST", &url, Some(&self.task()), 30)?;
        let answer: Value = serde_json::from_str(&text)?;
        let id = answer.get("task").and_then(Value::as_str);
        id.map(str::to_owned).with_context(|| format!("no task: {text}"))
    }

    /// How a task has ended, with all that is said of it; nothing while it runs.
    pub(super) fn state(
        self,
        number: u32,
        port: u16,
        id: &str,
    ) -> Result<Option<(String, String)>> {
        let url = address(number, port, &format!("/druid/indexer/v1/task/{id}/status"));
        let text = ask("GET", &url, None, LIMIT)?;
        let answer: Value = serde_json::from_str(&text)?;
        let state = answer.pointer("/status/statusCode").and_then(Value::as_str);
        let state = state.with_context(|| format!("no state of {}: {text}", self.name))?;
        Ok((state != "RUNNING").then(|| (state.to_owned(), text.clone())))
    }

    /// Loads it through a Router by a task, and waits until its rows are answered.
    pub(crate) fn load(self, router: u32) -> Result<()> {
        let id =
            wait_for("a task that is taken", Duration::from_mins(1), || self.submit(router, 8888))?;
        let (state, text) = wait_for("the end of a task", Duration::from_mins(3), || {
            self.state(router, 8888, &id)?.context("it runs")
        })?;
        if state != "SUCCESS" {
            bail!("the task of {} has failed: {text}", self.name);
        }
        wait_for("the rows of a task", Duration::from_mins(2), || self.is_whole(router))
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, host_number};

    #[test]
    fn a_leader_is_named_by_its_address() {
        assert_eq!(host_number("http://h2.lab.test:8081"), Some(2));
        assert_eq!(host_number("h13.lab.test:8081\n"), Some(13));
        assert_eq!(host_number(""), None);
    }

    #[test]
    fn a_table_knows_its_rows() {
        let table = Table { name: "t", days: 2, rows: 3 };
        assert_eq!(table.whole(), (6, 12));
        let data = table.task();
        let lines = data.pointer("/spec/ioConfig/inputSource/data").and_then(|d| d.as_str());
        assert_eq!(lines.map(|lines| lines.lines().count()), Some(6));
    }
}
