//! The step "Ports".

use crate::alluxio::choice::{Topology, jobs, topology};
use crate::alluxio::roles::PROXY;
use crate::alluxio::sources::DOC_REQUIREMENTS;
use crate::alluxio::versions::{WITH_1_8, two};
use ::rules::{Answer, Context, Field, Kind, Pick};
use model::Text;

const STEP: &str = "ports";
const MASTERS: Text = Text::new("Masters", "Master");
const WORKERS: Text = Text::new("Workers", "Worker");
const JOBS: Text = Text::new("Job service", "Job 服务");

const fn port(
    key: &'static str,
    group: Text,
    label: Text,
    help: Text,
    keys: &'static [&'static str],
    default: &'static str,
) -> Field {
    Field::new(key, STEP, group, label, help, Kind::Port)
        .default(default)
        .required()
        .keys(keys)
        .source(DOC_REQUIREMENTS)
}

fn raft(cx: &Context) -> bool {
    topology(cx) == Topology::Embedded
}

/// In the order in which they are shown.
pub(super) static FIELDS: &[Field] = &[
    port(
        "ports.master_rpc",
        MASTERS,
        Text::new("Master", "Master"),
        Text::new("For clients and workers.", "供客户端和 worker 使用。"),
        &["alluxio.master.rpc.port", "alluxio.master.port"],
        "19998",
    ),
    port(
        "ports.master_web",
        MASTERS,
        Text::new("Master's page", "Master 页面"),
        Text::new(
            "The web page, REST and metrics of the leader.",
            "主（leader）的 Web 页面、REST 和指标。",
        ),
        &["alluxio.master.web.port"],
        "19999",
    ),
    port(
        "ports.journal",
        MASTERS,
        Text::new("Embedded journal", "内嵌 Journal"),
        Text::new("Between the masters.", "master 之间使用。"),
        &["alluxio.master.embedded.journal.port", "alluxio.master.embedded.journal.addresses"],
        "19200",
    )
    .shown(raft),
    Field::new(
        "ports.worker_rpc",
        STEP,
        WORKERS,
        Text::new("Worker", "Worker"),
        Text::new(
            "For clients. 1.8 uses 29998 here and another port for data.",
            "供客户端使用。1.8 此处为 29998，数据另用一个端口。",
        ),
        Kind::Port,
    )
    .pick(&Pick { cases: &[(&WITH_1_8, Answer::Is("29998"))], otherwise: Answer::Is("29999") })
    .required()
    .keys(&["alluxio.worker.rpc.port", "alluxio.worker.port"])
    .source(DOC_REQUIREMENTS),
    port(
        "ports.worker_data",
        WORKERS,
        Text::new("Worker's data", "Worker 数据"),
        Text::new("For clients that read and write blocks.", "供客户端读写数据块。"),
        &["alluxio.worker.data.port"],
        "29999",
    )
    .shown(|cx| !two(cx)),
    port(
        "ports.worker_web",
        WORKERS,
        Text::new("Worker's page", "Worker 页面"),
        Text::new("The web page and metrics of a worker.", "worker 的 Web 页面和指标。"),
        &["alluxio.worker.web.port"],
        "30000",
    ),
    port(
        "ports.job_master_rpc",
        JOBS,
        Text::new("Job master", "Job master"),
        Text::new("For masters and job workers.", "供 master 和 job worker 使用。"),
        &["alluxio.job.master.rpc.port"],
        "20001",
    )
    .shown(jobs),
    port(
        "ports.job_master_web",
        JOBS,
        Text::new("Job master's page", "Job master 页面"),
        Text::new("Its web page and metrics.", "其 Web 页面和指标。"),
        &["alluxio.job.master.web.port"],
        "20002",
    )
    .shown(jobs),
    port(
        "ports.job_journal",
        JOBS,
        Text::new("Job master's election", "Job master 选举"),
        Text::new("Between the job masters.", "job master 之间使用。"),
        &["alluxio.job.master.embedded.journal.port"],
        "20003",
    )
    .shown(|cx| jobs(cx) && raft(cx)),
    port(
        "ports.job_worker_rpc",
        JOBS,
        Text::new("Job worker", "Job worker"),
        Text::new("For the job master.", "供 job master 使用。"),
        &["alluxio.job.worker.rpc.port"],
        "30001",
    )
    .shown(jobs),
    port(
        "ports.job_worker_data",
        JOBS,
        Text::new("Job worker's data", "Job worker 数据"),
        Text::new("Reserved by the job worker.", "由 job worker 保留。"),
        &["alluxio.job.worker.data.port"],
        "30002",
    )
    .shown(jobs),
    port(
        "ports.job_worker_web",
        JOBS,
        Text::new("Job worker's page", "Job worker 页面"),
        Text::new("Its web page and metrics.", "其 Web 页面和指标。"),
        &["alluxio.job.worker.web.port"],
        "30003",
    )
    .shown(jobs),
    port(
        "ports.proxy",
        Text::same("Proxy"),
        Text::same("Proxy"),
        Text::new("REST and S3 for programs.", "供程序使用的 REST 和 S3。"),
        &["alluxio.proxy.web.port"],
        "39999",
    )
    .shown(|cx| cx.spec.with_role(PROXY).next().is_some()),
];
