//! The connect string: servers with commas between them, and one chroot at the end.

use model::value::{HostPort, Port, Value, shown};
use model::{Message, msg};
use std::fmt;

/// The port that the client takes when none is given.
pub(crate) const DEFAULT_PORT: Port = Port(2181);

/// A connect string that was read. It prints with a port at every server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect {
    /// The servers; never empty.
    pub servers: Vec<HostPort>,
    /// From the first `/` on; empty for none.
    pub chroot: String,
}

impl fmt::Display for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, server) in self.servers.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let server =
                HostPort { host: server.host.clone(), port: server.port.or(Some(DEFAULT_PORT)) };
            write!(f, "{comma}{server}")?;
        }
        f.write_str(&self.chroot)
    }
}

impl Value for Connect {
    fn parse(text: &str) -> Result<Connect, Message> {
        let text = text.trim();
        let (list, chroot) = match text.find('/') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        if chroot.contains(',') {
            return Err(msg!(
                en: "\"{t}\" has a path before the last server; ZooKeeper takes all that follows for one path. Write it once, at the end: h1:2181,h2:2181/path",
                zh: "“{t}”在最后一个服务器之前出现了路径，ZooKeeper 会把其后全部内容当成一个路径。路径只写一次，放在末尾：h1:2181,h2:2181/path",
                t = shown(text)));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':');
        if !chroot.chars().all(plain) || chroot.ends_with('/') || chroot.contains("//") {
            return Err(msg!(
                en: "the path \"{t}\" at the end is not a ZooKeeper path: letters, digits and . _ - :, no slash at the end",
                zh: "末尾的路径“{t}”不是 ZooKeeper 路径：只允许字母、数字和 . _ - :，且末尾不能有斜杠",
                t = shown(chroot)));
        }
        if let Some(c) = list.chars().find(|c| matches!(c, ';' | '|')) {
            return Err(msg!(en: "\"{t}\" has '{c}' between servers; only commas separate them",
                zh: "“{t}”用“{c}”分隔服务器，只能使用逗号", t = shown(text), c = c.to_string()));
        }
        let servers = list.split(',').map(HostPort::parse).collect::<Result<Vec<_>, _>>()?;
        Ok(Connect { servers, chroot: chroot.to_owned() })
    }
}

/// Whether a text is a connect string.
pub fn check_connect(text: &str) -> Result<(), Message> {
    Connect::parse(text).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connect_string_gets_ports_and_keeps_one_chroot() {
        let print = |t: &str| Connect::parse(t).map(|c| c.to_string());
        assert_eq!(print("z1:2181, z2 ,z3:2182/a/b"), Ok("z1:2181,z2:2181,z3:2182/a/b".into()));
        assert_eq!(print("10.0.0.1"), Ok("10.0.0.1:2181".into()));
        for bad in ["", "z1/a,z2/a", "z1,", "z1;z2", "z1/", "z1//a", "http://z1:2181", "z1:0"] {
            assert!(print(bad).is_err(), "{bad}");
        }
    }
}
