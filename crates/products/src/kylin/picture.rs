//! How the picture is ordered: who takes requests, who runs jobs, what helps them.

use super::emr::{self, Cluster};
use super::fields::storage::split;
use super::{connections, effective};
use crate::common::{session, zookeeper};
use ::rules::{Band, Context, Frame, Members, Picture};
use model::{Message, Text, msg};

/// Of Apache Kylin.
pub(crate) static PICTURE: Picture = Picture { bands: BANDS, frames };

/// Of those that descend from it, which have no clusters of their own making.
pub(crate) static WITHOUT_EMR: Picture = Picture { bands: BANDS, frames: ensembles };

static BANDS: &[Band] = &[
    Band {
        title: Text::new("Entry", "入口"),
        roles: &[crate::common::load_balancer::ROLE],
        aside: true,
    },
    Band { title: Text::new("Query nodes", "查询节点"), roles: &["query"], aside: false },
    Band {
        title: Text::new("Job and query nodes", "任务与查询节点"),
        roles: &["all"],
        aside: false,
    },
    Band { title: Text::new("Job nodes", "任务节点"), roles: &["job"], aside: false },
    Band {
        title: Text::new("Coordinators of streams", "流处理协调节点"),
        roles: &["stream_coordinator"],
        aside: false,
    },
    Band {
        title: Text::new("Sessions", "Session"),
        roles: &[session::roles::REDIS_ID, session::roles::MEMCACHED_ID],
        aside: true,
    },
    zookeeper::BAND,
];

fn ensembles(cx: &Context) -> Vec<Frame> {
    let mut all: Vec<Frame> = zookeeper::frame(cx).into_iter().collect();
    all.extend(session::frame(cx));
    all
}

fn frames(cx: &Context) -> Vec<Frame> {
    let mut all = ensembles(cx);
    all.extend(if emr::active(cx) { clusters(cx) } else { apart(cx).into_iter().collect() });
    all
}

/// A second cluster, which holds HBase.
fn apart(cx: &Context) -> Option<Frame> {
    (split(cx) && !connections::name_nodes(cx).is_empty()).then(|| Frame {
        title: const { Text::new("HBase's own cluster", "HBase 独立集群") }.into(),
        detail: None,
        members: Members::Outside(vec![
            connections::HBASE_CLUSTER,
            connections::HBASE_HDFS,
            connections::HBASE_ZOOKEEPER,
        ]),
    })
}

/// The clusters of EMR, with their machines.
fn clusters(cx: &Context) -> Vec<Frame> {
    let cluster = |which, members: Vec<Text>| {
        let cluster = Cluster::new(cx, which);
        Frame {
            title: msg!(en: "EMR cluster {name}", zh: "EMR 集群 {name}", name = cluster.name()),
            detail: Some(machines(&cluster)),
            members: Members::Outside(members),
        }
    };
    let holds = |names: &[Text]| names.to_vec();
    let hbase = holds(&[
        connections::HBASE_CLUSTER,
        connections::HBASE,
        connections::HBASE_HDFS,
        connections::HBASE_ZOOKEEPER,
    ]);
    let mut main = holds(&[connections::HADOOP]);
    if effective::others(cx).is_empty() {
        main.push(connections::ZOOKEEPER);
    }
    if emr::split(cx) {
        return vec![cluster(emr::MAIN, main), cluster(emr::HBASE, hbase)];
    }
    main.extend(hbase);
    vec![cluster(emr::MAIN, main)]
}

/// `1 m5.xlarge, 2 m5.2xlarge, 4 m5.2xlarge`: its masters, core and task machines.
fn machines(cluster: &Cluster) -> Message {
    let groups = cluster.machines();
    let groups: Vec<String> =
        groups.iter().map(|(name, count, kind)| format!("{name} {count} × {kind}")).collect();
    msg!(en: "{machines}", zh: "{machines}", machines = groups.join(", "))
}
