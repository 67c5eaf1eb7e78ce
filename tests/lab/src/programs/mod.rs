//! `cargo xtask programs`: the programs that admins have judge exported archives.

mod alb;
mod archive;
mod balancer;
mod cases;
mod emr;
mod floating;
mod unpack;

use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, program, root};
use std::{fs, path::PathBuf};

pub(crate) static COMMAND: Command = Command {
    name: "programs",
    short: "Let tar, unzip, 7-Zip, sh, shellcheck, xmllint, nginx, haproxy, httpd, openssl judge archives",
    long: "\
Exports every preset, and every one with a load balancer with each kind of it, with and without
TLS. GNU tar, bsdtar, BusyBox, unzip and 7-Zip unpack the same tree; sha256sum, sh, shellcheck,
xmllint and node judge what is in it. On a
host of the lab, with the files where the archive installs them, nginx, haproxy and httpd check their
configuration, are started, and answer: over TLS to a client that knows the certificate, and with
no for the internal addresses of the product. What is made for Amazon EMR is judged by cfn-lint, and
its scripts and that of a load balancer of AWS run with the real AWS command line against moto, a
stand-in for AWS on this machine, also with a failure at each of their calls. Needs Linux and root,
as the lab does.",
    words: "",
    options: &[],
    run: |_: &Args| check(),
};

/// Where the archives lie while they are judged; the host sees it as [`SEEN`].
fn folder() -> PathBuf {
    root().join("target/programs")
}

/// The path of [`folder`] on the host.
const SEEN: &str = "/mnt/archives";

/// The whole check.
pub(crate) fn check() -> Result<()> {
    if std::env::var_os("LAB_DIR").is_some() {
        let cases = cases::all()?;
        emr::prepare(&cases)?;
        balancer::check(&cases)?;
        return floating::check(&cases);
    }
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let cases = cases::all()?;
    let mut judged = archive::Judged::new();
    for case in &cases {
        archive::check(case, &folder, &mut judged).with_context(|| case.id.clone())?;
    }
    println!(
        "{} archives are what tar, bsdtar, BusyBox, unzip, 7-Zip, sha256sum, sh, shellcheck, xmllint and node expect",
        cases.len()
    );
    emr::check(&cases, &folder)?;
    alb::check(&cases, &folder)?;
    beside_a_host()
}

/// Runs this command again, in the lab's network with one host.
fn beside_a_host() -> Result<()> {
    let mut hosts = program(root().join("tests/lab/hosts.sh"));
    hosts.env("LAB_BIND", format!("{}:{SEEN}", folder().display()));
    hosts.args(["run", "2"]).arg(std::env::current_exe()?).arg(COMMAND.name);
    let status = hosts.status().context("tests/lab/hosts.sh")?;
    if !status.success() {
        bail!("the part beside a host: {status}");
    }
    Ok(())
}
