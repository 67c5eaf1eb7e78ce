//! The load balancer with TLS.

use super::story::{Lab, says};
use crate::{host::limited, report::wait_for};
use anyhow::{Result, bail};
use commands::program;
use std::{fs, time::Duration};

impl Lab<'_> {
    /// What an administrator gets from a certificate authority, and puts onto the balancer's host.
    pub(super) fn certificate(&self) -> Result<()> {
        let folder = self.work.join("tls");
        fs::create_dir_all(&folder)?;
        let mut openssl = program("openssl");
        openssl.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]);
        openssl.args(["-subj", "/CN=h4.lab.test", "-addext", "subjectAltName=DNS:h4.lab.test"]);
        openssl.args(["-keyout", "server.key", "-out", "server.crt"]);
        limited(30, openssl.current_dir(&folder))?.ok("openssl req")?;
        self.hosts.put(4, &folder, "/etc/kylin-tls")?;
        let own = "chown -R kylin:kylin /etc/kylin-tls && chmod 600 /etc/kylin-tls/server.key";
        self.hosts.root(4, own, 10).map(drop)
    }

    /// HAProxy with TLS: certificate and key become one private file, and openssl trusts the chain.
    pub(super) fn tls(&self) -> Result<()> {
        let certificate = self.work.join("tls");
        self.carry_and_run(4, "second")?;
        self.run("second", "deploy --node h4.lab.test")?;
        let mode = self.hosts.root(4, "stat -c '%a %U' /opt/kylin-lb/server.pem", 10)?;
        if mode.trim() != "600 kylin" {
            bail!("server.pem: {mode}");
        }
        self.run("second", "start --node h4.lab.test")?;
        let mut openssl = program("openssl");
        openssl.args(["s_client", "-connect", "h4.lab.test:8443", "-servername", "h4.lab.test"]);
        openssl.args([
            "-verify_return_error",
            "-verify_hostname",
            "h4.lab.test",
            "-brief",
            "-CAfile",
        ]);
        openssl.arg(certificate.join("server.crt"));
        says(&limited(20, &openssl)?.ok("openssl s_client")?, &["Verification: OK"])?;
        // h5 can't be reached from here: until the balancer knows that, requests wait for it.
        wait_for("a node behind the load balancer", Duration::from_mins(1), || {
            let mut curl = program("curl");
            curl.args(["-sS", "-m", "10", "--cacert"]).arg(certificate.join("server.crt"));
            curl.arg("https://h4.lab.test:8443/kylin/api/admin/version");
            says(&limited(20, &curl)?.ok("curl")?, &["3.1.3"])
        })?;
        self.report
            .say("TLS: openssl and curl trust the load balancer, and a node answers behind it");
        Ok(())
    }
}
