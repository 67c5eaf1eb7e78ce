//! The programs and files that come with the operating system.

use std::{fmt, path::Path};

/// Who needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Building and serving the site.
    Site,
    /// The whole test run.
    Tests,
}

/// One thing that a package of Debian brings.
#[derive(Debug)]
pub(crate) struct Need {
    /// A program on PATH, or the absolute path of a file.
    pub(crate) probe: &'static str,
    /// The Debian package that brings it.
    pub(crate) package: &'static str,
    /// What it is for, after "for".
    pub(crate) purpose: &'static str,
    pub(crate) scope: Scope,
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (Debian package {}), for {}", self.probe, self.package, self.purpose)
    }
}

const fn site(probe: &'static str, package: &'static str, purpose: &'static str) -> Need {
    Need { probe, package, purpose, scope: Scope::Site }
}

const fn tests(probe: &'static str, package: &'static str, purpose: &'static str) -> Need {
    Need { probe, package, purpose, scope: Scope::Tests }
}

/// Everything, each with the test or step that can't do without.
pub(crate) static NEEDS: &[Need] = &[
    site("cc", "gcc", "linking native programs"),
    site("node", "nodejs", "wasm-opt of binaryen"),
    site("npm", "npm", "the packages of package-lock.json"),
    tests("git", "git", "the list of tracked files"),
    tests("chromium", "chromium", "tests in a real browser"),
    tests("chromedriver", "chromium-driver", "tests in a real browser"),
    tests("shellcheck", "shellcheck", "checking shell scripts"),
    tests("bsdtar", "libarchive-tools", "the scripts of archives with the tar of macOS"),
    tests("original-awk", "original-awk", "the scripts of archives with the awk of macOS"),
    tests("nginx", "nginx", "checking and running the generated Nginx configuration"),
    tests("haproxy", "haproxy", "checking and running the generated HAProxy configuration"),
    tests(
        "apache2",
        "apache2-bin",
        "checking and running the generated Apache httpd configuration",
    ),
    tests("keepalived", "keepalived", "the floating address of two load balancers"),
    tests("openssl", "openssl", "the TLS path of the load balancers"),
    tests("curl", "curl", "the scripts' probes"),
    tests("redis-server", "redis-server", "checking and running the generated Redis configuration"),
    tests("redis-cli", "redis-tools", "asking the generated Redis"),
    tests("memcached", "memcached", "the lab's shared sessions"),
    tests("/usr/sbin/krb5kdc", "krb5-kdc", "a KDC that judges the Kerberos service"),
    tests("/usr/sbin/kadmin.local", "krb5-admin-server", "the keytab of that test"),
    tests("kinit", "krb5-user", "the Kerberos service"),
    tests("unzip", "unzip", "reading exported zip archives"),
    tests("bsdtar", "libarchive-tools", "unpacking exported archives as macOS and the BSDs do"),
    tests("7z", "p7zip-full", "unpacking exported archives as people on Windows do"),
    tests("xmllint", "libxml2-utils", "checking generated XML and SVG"),
    tests("ip", "iproute2", "the lab's hosts"),
    tests("nsenter", "util-linux", "the lab's hosts"),
    tests("sshd", "openssh-server", "the lab's hosts"),
    tests("systemctl", "systemd", "the lab's hosts with systemd as process 1"),
    tests("ssh", "openssh-client", "deploying to the lab's hosts"),
    tests("rsync", "rsync", "the lab's file trees"),
    tests("sudo", "sudo", "root by sudo and a password on the lab's hosts"),
    tests("script", "bsdutils", "the terminal at which the lab types passwords"),
    tests("/usr/bin/busybox", "busybox", "nodes with nothing but BusyBox"),
    tests("/usr/sbin/slapd", "slapd", "the directory of the lab's logins"),
    tests("ldapwhoami", "ldap-utils", "asking that directory"),
    tests("mariadbd", "mariadb-server", "the metastore of the lab's clusters"),
    tests("/usr/lib/postgresql/15/bin/postgres", "postgresql", "Druid's metadata store in the lab"),
    tests("/usr/share/java/zookeeper.jar", "libzookeeper-java", "the lab's ZooKeeper"),
    tests("python3", "python3-venv", "the AWS command line, which judges what is made for EMR"),
    tests("javac", "openjdk-17-jdk-headless", "the products' own code"),
    tests("mvn", "maven", "fetching the products' artifacts"),
    tests("patchelf", "patchelf", "older Java versions beside Debian's"),
];

/// The needs of a scope that this machine does not meet.
pub(crate) fn missing(scope: Scope) -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| need.scope <= scope && !is_there(need.probe)).collect()
}

fn is_there(probe: &str) -> bool {
    if probe.starts_with('/') { Path::new(probe).exists() } else { commands::find(probe).is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_needs_less_than_the_tests() {
        let of = |scope| NEEDS.iter().filter(|need| need.scope <= scope).count();
        assert!(of(Scope::Site) < of(Scope::Tests));
        assert_eq!(of(Scope::Tests), NEEDS.len());
    }

    #[test]
    fn a_program_or_a_file_is_looked_for() {
        assert!(is_there("sh") && is_there("/etc/passwd"));
        assert!(!is_there("no-such-program") && !is_there("/no/such/file"));
    }
}
