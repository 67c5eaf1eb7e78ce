//! The load balancer of AWS: its script runs with the real AWS command line against moto, and its
//! rules are tried on the same paths as those of the other load balancers.

use super::{archive::top, cases::Case, emr::Moto};
use anyhow::{Context as _, Result, bail};
use commands::{output, program, python};
use std::{fs, path::Path};

const SCRIPT: &str = include_str!("alb.sh");
const AWS: &str = include_str!("alb-aws.sh");
const RULES: &str = include_str!("alb-rules.py");

/// Closed paths of Apache Kylin that its relatives do not have.
const REAL_TIME: [&str; 3] = [
    "streaming_coordinator/cubes/x/assign",
    "streaming%5Fcoordinator/x",
    "tables/p/t/s/snapshotLocalCache",
];

/// Judges every archive that has one.
pub(crate) fn check(cases: &[Case], folder: &Path) -> Result<()> {
    let mut judged = 0;
    let mut products = Vec::new(); // the script is the same in all archives of a product
    for case in cases.iter().filter(|case| case.setting("lb.kind") == "alb") {
        let alb = top(&folder.join(&case.id))?.join("alb");
        let mut rules = program(python().join("python3"));
        rules.args(["-c", RULES]).arg(&alb);
        if case.id.starts_with("kylin-") {
            rules.args(REAL_TIME);
        }
        output(&mut rules).with_context(|| case.id.clone())?;
        if !products.contains(&case.product.id) {
            products.push(case.product.id);
            let work = folder.join(format!("{}.alb", case.id));
            script(&alb, &work).with_context(|| case.id.clone())?;
        }
        judged += 1;
    }
    if judged == 0 {
        bail!("no case has a load balancer of AWS");
    }
    println!(
        "the rules of {judged} load balancers of AWS close what is internal; the AWS command line takes one of each product"
    );
    Ok(())
}

fn script(alb: &Path, work: &Path) -> Result<()> {
    fs::create_dir_all(work.join("bin"))?;
    fs::write(work.join("bin/aws"), AWS)?;
    output(program("chmod").arg("0755").arg(work.join("bin/aws")))?;
    let moto = Moto::start(work)?;
    let mut sh = program("timeout");
    sh.args(["300", "sh", "-c", SCRIPT, "alb.sh"]);
    sh.env("ALB", alb).env("WORK", work).env("REAL_AWS", python().join("aws"));
    for (name, value) in [
        ("AWS_ENDPOINT_URL", moto.address.as_str()),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_PAGER", ""),
    ] {
        sh.env(name, value);
    }
    let said = output(&mut sh)?;
    if !said.contains("the load balancer is as it should be") {
        bail!("{said}");
    }
    Ok(())
}
