//! A client's requests, by `curl`: every one has a time limit, since a host without power never answers.

use anyhow::{Context as _, Result, bail};
use commands::program;
use std::process::Stdio;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body as text.
    pub(crate) body: String,
    /// The first cookie that was set, as `NAME=value`; empty when there was none.
    pub(crate) cookie: String,
}

impl Answer {
    /// The body, when the status is the expected one.
    pub(crate) fn expect(self, status: u16) -> Result<String> {
        if self.status != status {
            let start: String = self.body.chars().take(300).collect();
            bail!("HTTP {} instead of {status}: {start}", self.status);
        }
        Ok(self.body)
    }
}

/// A request; the answer takes at most `limit` seconds. An error when no HTTP answer came.
pub(crate) struct Request<'a> {
    /// GET, POST, PUT.
    pub(crate) method: &'a str,
    /// The whole address.
    pub(crate) url: &'a str,
    /// User and password with a colon between, or none.
    pub(crate) login: Option<&'a str>,
    /// A body of JSON, or none.
    pub(crate) json: Option<&'a str>,
    /// A cookie, `NAME=value`, or none.
    pub(crate) cookie: Option<&'a str>,
    /// Seconds.
    pub(crate) limit: u32,
}

impl Request<'_> {
    /// Sends it.
    pub(crate) fn send(&self) -> Result<Answer> {
        let mut curl = program("curl");
        curl.args(["--silent", "--show-error", "--insecure", "--noproxy", "*"])
            .args(["--max-time", &self.limit.to_string(), "--request", self.method])
            .args(["--write-out", "\n%{http_code} %header{set-cookie}", "--output", "-"]);
        if let Some(login) = self.login {
            curl.args(["--user", login]);
        }
        if let Some(json) = self.json {
            curl.args(["--header", "Content-Type: application/json", "--data", json]);
        }
        if let Some(cookie) = self.cookie {
            curl.args(["--cookie", cookie]);
        }
        let out = curl
            .arg(self.url)
            .stdin(Stdio::null())
            .output()
            .context("curl can't be started; install it with: apt-get install curl")?;
        let text = String::from_utf8_lossy(&out.stdout);
        let (body, last) = text.rsplit_once('\n').unwrap_or(("", &text));
        let (status, cookie) = last.split_once(' ').unwrap_or((last, ""));
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let status: u16 = status.parse().unwrap_or(0);
        if status == 0 {
            let said = String::from_utf8_lossy(&out.stderr);
            bail!("{} {}: no answer: {}", self.method, self.url, said.trim());
        }
        Ok(Answer { status, body: body.to_owned(), cookie })
    }
}
