//! Addresses on Hadoop's file systems.

use super::name::is_path_character;
use super::{Host, HostPort, Value, shown};
use crate::{Message, msg};
use std::fmt;

/// `scheme://authority/path`, for file systems: `hdfs://nn:8020/kylin`, `s3://bucket/x`,
/// `abfs://container@account.dfs.core.windows.net/x`, `maprfs:///x`, `file:///data`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uri {
    /// In lower case, without `://`.
    pub scheme: String,
    /// Host and port, a name service, a bucket, or a container with its account; empty where the
    /// client's own configuration names it.
    pub authority: String,
    /// From the first `/` on; empty when there is none.
    pub path: String,
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

/// Schemes of Azure, where a container stands before the account: `container@account`. What stands
/// there is never a login.
const CONTAINERS: [&str; 4] = ["wasb", "wasbs", "abfs", "abfss"];

/// Further schemes whose authority may be left out: it is that of the client's default file system.
const DEFAULTS: [&str; 5] = ["file", "hdfs", "viewfs", "maprfs", "adl"];

impl Uri {
    /// The file system without the path, as Hadoop reads it: `hdfs://nn:8020`, `maprfs:///`.
    pub fn file_system(&self) -> String {
        let slash = if self.authority.is_empty() { "/" } else { "" };
        format!("{}://{}{slash}", self.scheme, self.authority)
    }

    /// Whether both are on one file system.
    pub fn same_file_system(&self, other: &Uri) -> bool {
        self.scheme == other.scheme && self.authority.eq_ignore_ascii_case(&other.authority)
    }

    /// Whether the path is more than the root.
    pub fn has_path(&self) -> bool {
        !self.path.trim_matches('/').is_empty()
    }

    /// The container before the account, where the scheme has one.
    pub fn container(&self) -> Option<&str> {
        self.authority.split_once('@').map(|(container, _)| container)
    }

    /// The authority as host and port, when it is one; of a container and its account, the latter.
    ///
    /// # Errors
    /// Why it is none.
    pub fn host_port(&self) -> Result<HostPort, Message> {
        HostPort::parse(self.authority.rsplit('@').next().unwrap_or_default())
    }

    /// Whether the authority belongs to an example domain.
    pub fn is_example(&self) -> bool {
        self.host_port().is_ok_and(|h| Host::is_example(&h.host))
    }
}

impl Value for Uri {
    fn parse(text: &str) -> Result<Uri, Message> {
        let text = text.trim();
        let bad = || {
            msg!(en: "\"{t}\" is not of the form scheme://authority/path, for example hdfs://namenode:8020/path",
                 zh: "“{t}”不是 scheme://authority/path 的形式，例如 hdfs://namenode:8020/path", t = shown(text))
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(bad)?;
        let scheme_ok = !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let scheme = scheme.to_ascii_lowercase();
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let with_container = CONTAINERS.contains(&scheme.as_str());
        let (container, host) = match authority.split_once('@').filter(|_| with_container) {
            Some((container, account)) => (Some(container), account),
            None => (None, authority),
        };
        let container_ok = container.is_none_or(|name| {
            !name.is_empty()
                && !host.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '$'))
        });
        let authority_ok = host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']'));
        let path_ok = path.chars().all(|c| is_path_character(c) || c == '=');
        let may_be_empty = with_container || DEFAULTS.contains(&scheme.as_str());
        let empty = host.is_empty() && (!may_be_empty || path.is_empty());
        if !scheme_ok || !container_ok || !authority_ok || !path_ok || empty {
            return Err(bad());
        }
        if host.contains(':') {
            HostPort::parse(host)?;
        }
        Ok(Uri { scheme, authority: authority.to_owned(), path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_system_addresses_have_a_scheme() {
        for good in [
            "hdfs://nn:8020/kylin",
            "hdfs:///kylin",
            "s3://bucket",
            "file:///data",
            "wasb://kap@corp.blob.core.windows.net/kylin",
            "wasbs://$root@corp.blob.core.windows.net",
            "wasb:///kylin",
            "abfss://kylin@corp.dfs.core.windows.net/x",
            "maprfs:///kylin",
            "viewfs://cluster/kylin",
            "adl://corp.azuredatalakestore.net/kylin",
            "gs://bucket/kylin",
        ] {
            assert_eq!(Uri::parse(good).map(|u| u.to_string()), Ok(good.to_owned()));
        }
        for bad in [
            "nn:8020",
            "hdfs:/x",
            "hdfs://",
            "s3:///x",
            "gs:///x",
            "hdfs://nn:x/",
            "hdfs://a b/",
            "hdfs://user@nn:8020/x",
            "s3a://key:secret@bucket/x",
            "wasb://kap:secret@corp.blob.core.windows.net/x",
            "wasb://@corp.blob.core.windows.net/x",
            "wasb://kap@/x",
            "abfs://a@b@c/x",
            "",
        ] {
            assert!(Uri::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_system_is_named_without_its_path() {
        let of = |text: &str| Uri::parse(text).map(|u| (u.file_system(), u.has_path()));
        assert_eq!(of("hdfs://nn:8020/a"), Ok(("hdfs://nn:8020".into(), true)));
        assert_eq!(of("s3://bucket/"), Ok(("s3://bucket".into(), false)));
        assert_eq!(of("maprfs:///kylin"), Ok(("maprfs:///".into(), true)));
        let container = Uri::parse("wasb://kap@corp.example.com/x");
        assert_eq!(container.as_ref().map(Uri::container), Ok(Some("kap")));
        assert!(container.is_ok_and(|u| u.is_example()));
    }
}
