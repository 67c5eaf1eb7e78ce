//! What the files beside a product say only together: a session manager and the names of nodes, a login
//! and the file that sets it.

use crate::beside::Said;
use crate::read::Note;
use crate::target::Line;
use model::{Message, Severity, msg};
use std::collections::BTreeMap;

/// Judges the files of one host.
pub(crate) fn together(said: &Said, notes: &mut Vec<Note>) {
    route(said, notes);
    logins(said, notes);
}

fn note(severity: Severity, line: &Line, message: Message) -> Note {
    Note { severity, path: line.path.to_string(), span: line.span, message }
}

fn of<'s>(said: &'s Said, key: &str) -> Option<&'s Line> {
    said.values().find_map(|lines| lines.get(key))
}

/// A name of the node in session ids, beside a manager that does not stand it.
fn route(said: &Said, notes: &mut Vec<Note>) {
    let (Some(route), Some(class)) = (of(said, "jvmRoute"), of(said, "Manager className")) else {
        return;
    };
    if class.value == "com.radiadesign.catalina.session.RedisSessionManager" {
        notes.push(note(Severity::Error, route, msg!(
            en: "jvmRoute beside this session manager: every new session makes it loop for ever, the request hangs, and Redis fills. Take jvmRoute out.",
            zh: "该 Session 管理器与 jvmRoute 同用：每个新 Session 都会使其陷入死循环，请求挂起并写满 Redis。请去掉 jvmRoute。")));
    }
    let shared = of(said, "Manager sticky").is_some_and(|line| line.value == "false");
    if shared && class.value.ends_with(".MemcachedBackupSessionManager") {
        notes.push(note(Severity::Warning, route, msg!(
            en: "jvmRoute beside sticky=\"false\": the manager looks for sessions under another name, and people are logged out. Take jvmRoute out.",
            zh: "jvmRoute 与 sticky=\"false\" 同用：管理器以另一个名称查找 Session，用户会被登出。请去掉 jvmRoute。")));
    }
}

/// `${NAME}` in a manager's file is a system property: a variable of the environment is never read.
fn logins(said: &Said, notes: &mut Vec<Note>) {
    const KEYS: [&str; 3] =
        ["redis.password", "Manager password", "Manager/Store connectionPassword"];
    let Some(system) = said.get("catalina.properties") else { return };
    let lines =
        said.values().flat_map(BTreeMap::iter).filter(|(key, _)| KEYS.contains(&key.as_str()));
    for (key, line) in lines.filter(|(_, line)| !line.taken) {
        let name = line.value.strip_prefix("${").and_then(|v| v.strip_suffix('}'));
        if let Some(name) = name.filter(|name| !system.contains_key(*name)) {
            notes.push(note(Severity::Warning, line, msg!(
                en: "{k} names {n}, which catalina.properties does not set: unless the start sets it with -D, the text itself is sent as the password. A variable of the environment is not read.",
                zh: "{k} 引用 {n}，而 catalina.properties 没有设置它：除非启动时用 -D 设置，否则会把该文本原样作为密码发送。不会读取环境变量。",
                k = key.as_str(), n = model::value::shown(name))));
        }
    }
}
