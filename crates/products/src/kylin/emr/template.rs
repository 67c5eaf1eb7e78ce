//! The same clusters as a `CloudFormation` template.

use super::cluster::{Cluster, HBASE, MAIN};
use super::split;
use crate::common::text::one_line;
use ::rules::Context;
use formats::json::Json;

/// The template.
pub(super) fn template(cx: &Context) -> Json {
    let mut resources = Vec::new();
    let mut outputs = Vec::new();
    let mut add = |name: &str, which, after: Option<&str>| {
        resources.push((name.to_owned(), resource(cx, &Cluster::new(cx, which), after)));
        outputs.push((
            format!("{name}Id"),
            Json::object([("Value", Json::object([("Ref", Json::text(name))]))]),
        ));
    };
    if split(cx) {
        add("HBaseCluster", HBASE, None);
        add("MainCluster", MAIN, Some("HBaseCluster"));
    } else {
        add("MainCluster", MAIN, None);
    }
    let about = format!("Kylin's EMR clusters: {}", one_line(cx.spec.name.trim()));
    Json::object([
        ("AWSTemplateFormatVersion", Json::text("2010-09-09")),
        ("Description", Json::text(about)),
        ("Resources", Json::Object(resources)),
        ("Outputs", Json::Object(outputs)),
    ])
}

fn resource(cx: &Context, cluster: &Cluster, after: Option<&str>) -> Json {
    let name = |name: &str, value: Json| (name.to_owned(), value);
    let mut instances = Vec::new();
    let mut tasks = Vec::new();
    for group in cluster.groups() {
        let value = cluster.group_json(&group, false);
        match group.role {
            "MASTER" => instances.push(name("MasterInstanceGroup", value)),
            "CORE" => instances.push(name("CoreInstanceGroup", value)),
            _ => tasks.push(value),
        }
    }
    if !tasks.is_empty() {
        instances.push(name("TaskInstanceGroups", Json::List(tasks)));
    }
    instances.extend(
        [
            cluster.text("Ec2KeyName", "emr.key"),
            cluster.text("Ec2SubnetId", "emr.subnet"),
            cluster.text("EmrManagedMasterSecurityGroup", "emr.sg_master"),
            cluster.text("EmrManagedSlaveSecurityGroup", "emr.sg_core"),
            cluster.text("ServiceAccessSecurityGroup", "emr.sg_service"),
        ]
        .into_iter()
        .flatten(),
    );
    instances.push(name("KeepJobFlowAliveWhenNoSteps", Json::Switch(true)));
    let protect = Json::Switch(cx.on("emr.protect"));
    instances.push(name("TerminationProtected", cluster.because(protect, &["emr.protect"])));

    let mut properties = vec![name("Name", Json::text(cluster.name()))];
    properties.extend(cluster.text("ReleaseLabel", "emr.release"));
    properties.push(name("Applications", cluster.applications_json()));
    let configurations = cluster.configurations_json("ConfigurationProperties");
    if configurations != Json::List(Vec::new()) {
        properties.push(name("Configurations", configurations));
    }
    properties.push(name("Instances", Json::Object(instances)));
    properties.extend(
        [
            cluster.text("JobFlowRole", "emr.instance_profile"),
            cluster.text("ServiceRole", "emr.service_role"),
            cluster.text("LogUri", "emr.log_uri"),
        ]
        .into_iter()
        .flatten(),
    );
    properties.push(name("VisibleToAllUsers", Json::Switch(true)));

    let mut parts = vec![name("Type", Json::text("AWS::EMR::Cluster"))];
    parts.extend(after.map(|other| name("DependsOn", Json::text(other))));
    parts.push(name("Properties", Json::Object(properties)));
    Json::Object(parts)
}
