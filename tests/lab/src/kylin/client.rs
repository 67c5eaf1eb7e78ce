//! What a client of Kylin does: log in, make a project, ask in SQL.

use crate::{
    http::{Answer, Request},
    report::wait_for,
};
use anyhow::{Result, bail};
use std::time::Duration;

/// Kylin's first administrator.
pub(crate) const ADMIN: &str = "ADMIN:KYLIN";

/// A Kylin, or the load balancer before it: `http://host:port`.
#[derive(Clone, Copy)]
pub(crate) struct Kylin<'a>(pub(crate) &'a str);

impl Kylin<'_> {
    fn ask(
        &self,
        method: &str,
        path: &str,
        json: Option<&str>,
        login: Option<&str>,
    ) -> Result<Answer> {
        let url = format!("{}/kylin/api/{path}", self.0);
        Request { method, url: &url, login, json, cookie: None, limit: 15 }.send()
    }

    /// Logs in as the page does: the cookie of the session.
    pub(crate) fn session(&self) -> Result<String> {
        let answer = self.get("user/authentication")?;
        let cookie = answer.cookie.clone();
        answer.expect(200)?;
        if !cookie.starts_with("JSESSIONID=") {
            bail!("{}: the login gives no session but {cookie:?}", self.0);
        }
        Ok(cookie)
    }

    /// Asks with a session and nothing else: 200 when this node knows it, 302 to the login when not.
    pub(crate) fn asks_with(&self, session: &str) -> Result<Answer> {
        let url = format!("{}/kylin/api/projects", self.0);
        let cookie = Some(session);
        Request { method: "GET", url: &url, login: None, json: None, cookie, limit: 15 }.send()
    }

    /// Ends a session, as the page does.
    pub(crate) fn logs_out(&self, session: &str) -> Result<Answer> {
        let url = format!("{}/kylin/j_spring_security_logout", self.0);
        let cookie = Some(session);
        Request { method: "GET", url: &url, login: None, json: None, cookie, limit: 15 }.send()
    }

    /// GET as administrator.
    pub(crate) fn get(&self, path: &str) -> Result<Answer> {
        self.ask("GET", path, None, Some(ADMIN))
    }

    /// A request without login.
    pub(crate) fn anonymous(&self, method: &str, path: &str) -> Result<Answer> {
        self.ask(method, path, None, None)
    }

    /// Logs in, and is refused with a wrong password.
    pub(crate) fn login(&self) -> Result<()> {
        self.get("user/authentication")?.expect(200)?;
        self.ask("GET", "user/authentication", None, Some("ADMIN:wrong"))?.expect(401)?;
        Ok(())
    }

    /// Makes a project.
    pub(crate) fn make_project(&self, name: &str) -> Result<()> {
        let json = format!(r#"{{"projectDescData":"{{\"name\":\"{name}\"}}"}}"#);
        self.ask("POST", "projects", Some(&json), Some(ADMIN))?.expect(200).map(drop)
    }

    /// Waits until the project is there; other nodes hear of it a second or two later.
    pub(crate) fn sees_project(&self, name: &str) -> Result<()> {
        let wanted = format!("\"name\":\"{name}\"");
        wait_for(&format!("{} sees project {name}", self.0), Duration::from_secs(15), || {
            let projects = self.get("projects")?.expect(200)?;
            if !projects.contains(&wanted) {
                bail!("it has {projects}");
            }
            Ok(())
        })
    }

    /// Sends SQL; the answer as it comes.
    pub(crate) fn query(&self, project: &str) -> Result<Answer> {
        let json = format!(r#"{{"sql":"select 1","project":"{project}"}}"#);
        self.ask("POST", "query", Some(&json), Some(ADMIN))
    }

    /// Sends SQL; the result must be the right one.
    pub(crate) fn answers(&self, project: &str) -> Result<()> {
        let body = self.query(project)?.expect(200)?;
        if !body.contains(r#""results":[["1"]]"#) {
            bail!("{}: select 1 gave {body}", self.0);
        }
        Ok(())
    }

    /// Whether this node runs the jobs (scheduler 100 only).
    pub(crate) fn leads(&self) -> Result<bool> {
        let body = self.get("service_discovery/state/is_active_job_node")?.expect(200)?;
        Ok(body.contains("true"))
    }
}
