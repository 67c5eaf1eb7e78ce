//! What is made for Amazon EMR: botocore and cfn-lint judge the files, and the scripts run with
//! the real AWS command line against moto, which stands in for AWS on this machine.

use super::{SEEN, archive::top, cases::Case};
use anyhow::{Context as _, Result, bail};
use commands::{output, program, python, root};
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Runs an archive's scripts; see there.
const SCRIPTS: &str = include_str!("emr.sh");
/// Stands before the real `aws`: writes down each call, fails where it is told to.
const AWS: &str = include_str!("emr-aws.sh");
/// Puts a cluster's files together as one request and lets botocore judge it.
const REQUEST: &str = include_str!("emr-request.py");
/// Prepares and checks a node with stand-ins for Hadoop's commands.
const NODE: &str = include_str!("emr-node.sh");

fn on_emr(case: &Case) -> bool {
    case.product.field("emr.kind").is_some() && case.setting("emr.kind") != "none"
}

/// Judges the files and runs the scripts of every archive that has some.
pub(crate) fn check(cases: &[Case], folder: &Path) -> Result<()> {
    let mut judged = 0;
    for case in cases.iter().filter(|case| on_emr(case)) {
        let emr = top(&folder.join(&case.id))?.join("emr");
        files(&emr).with_context(|| case.id.clone())?;
        scripts(case, &emr, folder).with_context(|| case.id.clone())?;
        judged += 1;
    }
    if judged == 0 {
        bail!("no case is on EMR");
    }
    println!(
        "botocore, cfn-lint and the AWS command line take the EMR files of {judged} archives; the scripts stop clearly at each failure"
    );
    Ok(())
}

fn files(emr: &Path) -> Result<()> {
    let cfn_lint = python().join("cfn-lint");
    output(
        program(cfn_lint).args(["--non-zero-exit-code", "warning"]).arg(emr.join("template.json")),
    )?;
    output(program(python().join("python3")).args(["-c", REQUEST]).arg(emr))?;
    Ok(())
}

fn scripts(case: &Case, emr: &Path, folder: &Path) -> Result<()> {
    let work = folder.join(format!("{}.emr", case.id));
    fs::create_dir_all(work.join("bin"))?;
    fs::write(work.join("bin/aws"), AWS)?;
    output(program("chmod").arg("0755").arg(work.join("bin/aws")))?;
    let moto = Moto::start(&work)?;
    let archive = emr.parent().context("emr has no parent")?;
    let mut sh = program("timeout");
    sh.args(["500", "sh", "-c", SCRIPTS, "emr.sh"]);
    for (name, value) in [
        ("AWS_ENDPOINT_URL", moto.address.as_str()),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_PAGER", ""),
        ("KIND", &case.setting("emr.kind")),
        ("STORAGE", &case.setting("emr.hbase_storage")),
        ("REGION", &case.setting("emr.region")),
        ("KEY", &case.setting("emr.key")),
        ("SUBNET", &case.setting("emr.subnet")),
    ] {
        sh.env(name, value);
    }
    sh.env("ARCHIVE", archive).env("WORK", &work);
    sh.env("REAL_AWS", python().join("aws"));
    let said = output(&mut sh)?;
    if !said.contains("all scripts do as they should") {
        bail!("{said}");
    }
    Ok(())
}

/// moto, for as long as this lives.
pub(crate) struct Moto {
    child: Child,
    pub(crate) address: String,
}

impl Moto {
    pub(crate) fn start(work: &Path) -> Result<Moto> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = fs::File::create(work.join("moto.log"))?;
        let mut moto = Command::new(python().join("moto_server"));
        moto.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdin(Stdio::null());
        moto.stdout(log.try_clone()?).stderr(log);
        let child = moto.spawn().context("moto_server; `cargo xtask setup` installs it")?;
        let started = Moto { child, address: format!("http://127.0.0.1:{port}") };
        let begin = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if begin.elapsed() > Duration::from_mins(1) {
                bail!("moto does not listen: {}", fs::read_to_string(work.join("moto.log"))?);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(started)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// On a host of the lab: a node is prepared, twice, and checked.
pub(crate) fn prepare(cases: &[Case]) -> Result<()> {
    for case in cases.iter().filter(|case| on_emr(case)) {
        let mut hosts = program(root().join("tests/lab/hosts.sh"));
        hosts.args(["sh", "1", "timeout", "60", "env"]);
        let archive = PathBuf::from(SEEN).join(&case.id);
        hosts.arg(format!("ARCHIVE={}", archive.display()));
        for (name, key) in
            [("KIND", "emr.kind"), ("STORAGE", "emr.hbase_storage"), ("CONF", "emr.hbase_conf_dir")]
        {
            hosts.arg(format!("{name}={}", case.setting(key)));
        }
        let said = output(hosts.args(["sh", "-euc", NODE])).with_context(|| case.id.clone())?;
        if !said.contains("the node is prepared") {
            bail!("{}: {said}", case.id);
        }
    }
    println!("nodes of EMR are prepared, and a second run changes nothing");
    Ok(())
}
