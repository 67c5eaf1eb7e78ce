//! What stands before the nodes: AWS' own load balancer, and Apache httpd with a floating address.

use super::{
    all_clean, begin, choose, clean, exported, fill, fix, flagged, not_flagged, open, own_site,
    paste, says, switch_on, there,
};
use anyhow::Result;

/// AWS: the requests for the CLI, a certificate of ACM, and a limit that AWS has.
#[test]
fn an_application_load_balancer() -> Result<()> {
    let visit = begin("en-US")?;
    paste(
        &visit,
        "k1.corp.internal all\nk2.corp.internal all\nk3.corp.internal query",
        &["k1.corp.internal", "k2.corp.internal", "k3.corp.internal"],
    )?;
    visit.step("load_balancer")?;
    choose(&visit, "lb.kind", "alb")?;
    there(&visit, "alb/create-alb.sh")?;
    for (field, good) in [
        ("lb.alb_region", "eu-central-1"),
        ("lb.alb_vpc", "vpc-0a1b2c3d4e5f60718"),
        ("lb.alb_subnets", "subnet-0a1b2c3d4e5f60718,subnet-0a1b2c3d4e5f60719"),
        ("lb.alb_groups", "sg-0a1b2c3d4e5f60718"),
    ] {
        flagged(&visit, field, "GEN008")?;
        fill(&visit, field, good)?;
        not_flagged(&visit, field, "GEN008")?;
    }
    // One subnet is not enough for AWS, and is said where it is typed.
    fill(&visit, "lb.alb_subnets", "subnet-0a1b2c3d4e5f60718")?;
    visit.some_errors()?;
    fill(&visit, "lb.alb_subnets", "subnet-0a1b2c3d4e5f60718,subnet-0a1b2c3d4e5f60719")?;
    fill(&visit, "lb.name", "kylin.corp.internal")?;
    switch_on(&visit, "lb.tls")?;
    let arn =
        "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
    flagged(&visit, "lb.alb_certificate", "GEN008")?;
    fill(&visit, "lb.alb_certificate", arn)?;
    not_flagged(&visit, "lb.alb_certificate", "GEN008")?;
    fill(&visit, "lb.read_timeout", "2 h")?;
    flagged(&visit, "lb.read_timeout", "LB018")?;
    clean(&visit)?;
    fix(&visit, "lb.read_timeout", "LB018")?;
    open(&visit, "alb/listener.json")?;
    says(&visit, arn)?;
    open(&visit, "alb/load-balancer-attributes.json")?;
    says(&visit, "330")?;
    open(&visit, "alb/load-balancer.json")?;
    says(&visit, "subnet-0a1b2c3d4e5f60719")?;
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}

/// Two httpd with one address between them, in Chinese.
#[test]
fn a_pair_of_httpd() -> Result<()> {
    let visit = begin("zh-CN")?;
    let one =
        "k1.corp.internal all\nk2.corp.internal query\nlb1.corp.internal 10.0.0.11 load_balancer";
    paste(&visit, one, &["k1.corp.internal", "k2.corp.internal", "lb1.corp.internal"])?;
    visit.step("load_balancer")?;
    choose(&visit, "lb.kind", "httpd")?;
    fill(&visit, "lb.name", "kylin.corp.internal")?;
    open(&visit, "load-balancer/httpd.conf")?;
    says(&visit, "BalancerMember")?;
    // An address that moves needs somewhere to go.
    fill(&visit, "lb.floating_address", "10.0.0.11/24")?;
    flagged(&visit, "lb.floating_address", "LB015")?;
    let said = flagged(&visit, "lb.floating_address", "LB016")?;
    anyhow::ensure!(said.contains("错误") && said.contains("lb1"), "{said}");
    clean(&visit)?;
    let two = format!("{one}\nlb2.corp.internal 10.0.0.12 load_balancer");
    visit.step("nodes")?;
    visit.focus("#paste")?;
    visit.press("Ctrl+A")?;
    visit.insert(&two)?;
    visit.click("#paste-replace")?;
    visit.wait_names(&[
        "k1.corp.internal",
        "k2.corp.internal",
        "lb1.corp.internal",
        "lb2.corp.internal",
    ])?;
    visit.step("load_balancer")?;
    not_flagged(&visit, "lb.floating_address", "LB015")?;
    flagged(&visit, "lb.floating_address", "LB016")?;
    fill(&visit, "lb.floating_address", "10.0.0.100/24")?;
    not_flagged(&visit, "lb.floating_address", "LB016")?;
    open(&visit, "load-balancer/keepalived.conf")?;
    says(&visit, "10.0.0.100/24")?;
    says(&visit, "unicast_peer")?;
    // Each host has its own file: the first one has the higher priority.
    says(&visit, "priority 200")?;
    visit.click("#files .variant:not([aria-pressed=true])")?;
    says(&visit, "priority 190")?;
    own_site(&visit)?;
    all_clean(&visit)?;
    exported(visit)
}
