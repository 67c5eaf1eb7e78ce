//! Hosts, ports and addresses.

use super::{Value, shown};
use crate::{Message, msg};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A host name (RFC 1123) or an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Host {
    /// Labels of letters, digits and inner hyphens; lower case.
    Name(String),
    /// Four decimal parts.
    V4(Ipv4Addr),
    /// In any of its forms, without brackets.
    V6(Ipv6Addr),
}

impl Host {
    /// Whether it means the machine itself, or no machine: `localhost`, 127.0.0.0/8, `::1`, 0.0.0.0.
    pub fn is_loopback(&self) -> bool {
        match self {
            Host::Name(name) => {
                name == "localhost"
                    || name.starts_with("localhost.")
                    || name.ends_with(".localhost")
            }
            Host::V4(ip) => ip.is_loopback() || ip.is_unspecified(),
            Host::V6(ip) => ip.is_loopback() || ip.is_unspecified(),
        }
    }

    /// Whether it belongs to a name that exists for examples only (RFC 2606).
    pub fn is_example(&self) -> bool {
        let Host::Name(name) = self else { return false };
        name == "example" || name.ends_with(".example") || {
            let mut labels = name.rsplit('.');
            let (last, second) = (labels.next(), labels.next());
            second == Some("example") && matches!(last, Some("com" | "org" | "net"))
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Name(name) => f.write_str(name),
            Host::V4(ip) => ip.fmt(f),
            Host::V6(ip) => ip.fmt(f),
        }
    }
}

impl Value for Host {
    fn parse(text: &str) -> Result<Host, Message> {
        let text = text.trim();
        let bare = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        if bare.contains(':') {
            return bare.parse().map(Host::V6).map_err(|_| {
                msg!(en: "\"{t}\" is not a host name or an address: a colon stands in IPv6 addresses only, and no port belongs here",
                     zh: "“{t}”不是主机名或地址：冒号只出现在 IPv6 地址中，此处不写端口", t = shown(text))
            });
        }
        if text.is_empty() {
            return Err(msg!(en: "a host name or an address is missing", zh: "缺少主机名或地址"));
        }
        let numeric = text.split('.').all(|l| l.chars().all(|c| c.is_ascii_digit()));
        if numeric {
            return text.parse().map(Host::V4).map_err(|_| {
                msg!(en: "\"{t}\" is not an IPv4 address: four numbers from 0 to 255, without leading zeros",
                     zh: "“{t}”不是 IPv4 地址：应为四个 0 到 255 的数，且不带前导零", t = shown(text))
            });
        }
        check_name(text)?;
        Ok(Host::Name(text.to_ascii_lowercase()))
    }
}

/// RFC 1123: labels of 1 to 63 letters, digits and inner hyphens, at most 253 in all.
fn check_name(text: &str) -> Result<(), Message> {
    if let Some(c) = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')) {
        return Err(msg!(
            en: "\"{t}\" is not a host name: '{c}' is not allowed, only letters, digits, hyphens and dots",
            zh: "“{t}”不是主机名：不允许字符“{c}”，只能使用字母、数字、连字符和点",
            t = shown(text), c = super::shown(c.encode_utf8(&mut [0; 4]))));
    }
    if text.len() > 253 {
        return Err(msg!(en: "the host name \"{t}\" has {n} characters; 253 is the most",
            zh: "主机名“{t}”有 {n} 个字符，最多 253 个", t = shown(text), n = text.len()));
    }
    for label in text.split('.') {
        if label.is_empty() {
            return Err(msg!(en: "\"{t}\" is not a host name: a part between dots is empty",
                zh: "“{t}”不是主机名：两点之间不能为空", t = shown(text)));
        }
        if label.len() > 63 {
            return Err(
                msg!(en: "\"{t}\" is not a host name: the part \"{l}\" has more than 63 characters",
                zh: "“{t}”不是主机名：“{l}”一段超过 63 个字符", t = shown(text), l = shown(label)),
            );
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(
                msg!(en: "\"{t}\" is not a host name: \"{l}\" starts or ends with a hyphen",
                zh: "“{t}”不是主机名：“{l}”以连字符开头或结尾", t = shown(text), l = shown(label)),
            );
        }
    }
    Ok(())
}

/// A TCP port, 1 to 65535.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Port(pub u16);

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Value for Port {
    fn parse(text: &str) -> Result<Port, Message> {
        let text = text.trim();
        let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        match text.parse::<u16>() {
            Ok(n) if digits && n > 0 && !text.starts_with('0') => Ok(Port(n)),
            _ => Err(msg!(en: "\"{t}\" is not a port: a whole number from 1 to 65535",
                zh: "“{t}”不是端口：应为 1 到 65535 的整数", t = shown(text))),
        }
    }
}

/// A host with or without a port. IPv6 addresses stand in brackets when a port follows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostPort {
    /// The host.
    pub host: Host,
    /// The port, when one was given.
    pub port: Option<Port>,
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.host, self.port) {
            (Host::V6(ip), Some(port)) => write!(f, "[{ip}]:{port}"),
            (host, Some(port)) => write!(f, "{host}:{port}"),
            (host, None) => host.fmt(f),
        }
    }
}

impl Value for HostPort {
    fn parse(text: &str) -> Result<HostPort, Message> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix('[') {
            if let Some((host, port)) = rest.split_once("]:") {
                return Ok(HostPort { host: Host::parse(host)?, port: Some(Port::parse(port)?) });
            }
        } else if text.matches(':').count() == 1
            && let Some((host, port)) = text.split_once(':')
        {
            return Ok(HostPort { host: Host::parse(host)?, port: Some(Port::parse(port)?) });
        }
        Ok(HostPort { host: Host::parse(text)?, port: None })
    }
}

/// The parts of a list with commas, each read on its own; empty parts are errors unless the whole
/// text is empty.
pub fn parse_list<T: Value>(text: &str) -> Vec<Result<T, Message>> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    text.split(',').map(T::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_follow_rfc_1123() {
        for good in ["k1", "K1.Example.com", "a-b.c", "10.0.0.1", "fd00::1", "[fd00::1]", "1a"] {
            assert!(Host::parse(good).is_ok(), "{good}");
        }
        let long = "a".repeat(300);
        for bad in [
            "",
            "a b",
            "a'b",
            "a;b",
            "$(id)",
            "a\nb",
            "-a",
            "a-",
            "../x",
            "bücher",
            "a..b",
            "a_b",
            "1.2.3",
            "256.1.1.1",
            "01.2.3.4",
            "::zz",
            &long,
        ] {
            assert!(Host::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ports_are_whole_numbers_in_range() {
        assert_eq!(Port::parse(" 7070 "), Ok(Port(7070)));
        for bad in ["0", "70000", "-1", "+1", "07070", "7o7o", "", "1.0"] {
            assert!(Port::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn host_and_port_are_told_apart() {
        assert_eq!(HostPort::parse("k1:7070").map(|h| h.to_string()), Ok("k1:7070".into()));
        assert_eq!(HostPort::parse("[::1]:80").map(|h| h.to_string()), Ok("[::1]:80".into()));
        assert_eq!(HostPort::parse("::1").map(|h| h.port), Ok(None));
        assert!(HostPort::parse("http://k1:7070").is_err());
        assert!(HostPort::parse("k1:").is_err());
    }

    #[test]
    fn examples_and_loopback_are_known() {
        let host = |t: &str| Host::parse(t).expect(t);
        assert!(host("k1.example.com").is_example() && !host("k1.examples.com").is_example());
        assert!(host("localhost").is_loopback() && host("127.9.9.9").is_loopback());
        assert!(!host("10.0.0.1").is_loopback());
    }
}
