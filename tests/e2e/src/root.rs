//! A browser as a whole, over the `DevTools` protocol: what chromedriver, which speaks to pages,
//! has no way to say.

use crate::browser::PATIENCE;
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::{
    fs,
    net::{Ipv4Addr, TcpStream},
    path::Path,
    sync::{Mutex, PoisonError},
};
use tungstenite::{Message, WebSocket};

/// A connection to a running browser.
#[derive(Debug)]
pub(crate) struct Root {
    line: Mutex<(WebSocket<TcpStream>, u64)>,
}

impl Root {
    /// To the browser with this profile: its port and its address stand in a file there.
    pub(crate) fn connect(profile: &Path) -> Result<Self> {
        let file = profile.join("DevToolsActivePort");
        let said = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let (port, path) = said.trim().split_once('\n').context("the browser says no address")?;
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port.parse::<u16>()?))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let (line, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream)?;
        Ok(Self { line: Mutex::new((line, 0)) })
    }

    /// What a command answers. Nothing else is heard: events are not asked for.
    pub(crate) fn call(&self, method: &str, params: &Value) -> Result<Value> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let (socket, last) = &mut *line;
        *last += 1;
        let id = *last;
        let command = json!({ "id": id, "method": method, "params": params });
        socket.send(Message::text(command.to_string())).with_context(|| method.to_owned())?;
        loop {
            let Message::Text(text) = socket.read().with_context(|| method.to_owned())? else {
                continue;
            };
            let answer: Value = serde_json::from_str(&text)?;
            if answer["id"] != id {
                continue;
            }
            if !answer["error"].is_null() {
                bail!("{method}: {}", answer["error"]);
            }
            return Ok(answer["result"].clone());
        }
    }

    /// A command's answer that is a text.
    pub(crate) fn text(&self, method: &str, params: &Value, part: &str) -> Result<String> {
        let answer = self.call(method, params)?;
        let text = answer[part].as_str().map(str::to_owned);
        text.with_context(|| format!("{method} gave {answer}"))
    }
}
