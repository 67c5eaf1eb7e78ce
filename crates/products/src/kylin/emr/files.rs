//! What the archive has below `emr/`.

use super::cluster::{Cluster, HBASE, MAIN, Which};
use super::values::bucket;
use super::{
    MASTER_VARIABLE, active, below, client_dir, cluster_fs, environment, glue, master_unknown,
    on_s3, root, split, template::template,
};
use crate::common::machine::NO_PATH;
use crate::common::text::header;
use ::rules::{Context, FileKind, Reach};
use formats::json::Json;
use formats::shell::assign;
use formats::{File, Mode};
use model::Text;
use model::value::{AbsolutePath, UserName};

const fn made(
    name: &'static str,
    applies: fn(&Context) -> bool,
    render: fn(&Context) -> File,
) -> FileKind {
    FileKind { name, reach: Reach::Cluster { applies, render } }
}

macro_rules! script {
    ($name:literal, $applies:expr, $about:expr) => {
        made(concat!("emr/", $name), $applies, |_| {
            let text = include_str!(concat!("../scripts/emr/", $name));
            let mode = if text.starts_with("#!") { Mode::Executable } else { Mode::Plain };
            File::fixed(const { $about }, mode, text)
        })
    };
}

/// In the order in which they are shown.
pub(crate) static FILES: &[FileKind] = &[
    made("emr/hbase-applications.json", split, |cx| applications(cx, HBASE)),
    made("emr/hbase-configurations.json", split, |cx| configurations(cx, HBASE)),
    made("emr/hbase-ec2-attributes.json", split, |cx| attributes(cx, HBASE)),
    made("emr/hbase-instance-groups.json", split, |cx| groups(cx, HBASE)),
    made("emr/main-applications.json", active, |cx| applications(cx, MAIN)),
    made("emr/main-configurations.json", active, |cx| configurations(cx, MAIN)),
    made("emr/main-ec2-attributes.json", active, |cx| attributes(cx, MAIN)),
    made("emr/main-instance-groups.json", active, |cx| groups(cx, MAIN)),
    made("emr/template.json", active, stack),
    made("emr/settings.env", active, settings),
    script!(
        "lib.sh",
        active,
        Text::new("Functions that the scripts of this folder share.", "本目录各脚本共用的函数。")
    ),
    script!(
        "create-hbase.sh",
        split,
        Text::new(
            "Creates the HBase cluster and reads back its master's name.",
            "创建 HBase 集群并读回其 master 的名称。"
        )
    ),
    script!("create-main.sh", active, Text::new("Creates the build cluster.", "创建构建集群。")),
    script!(
        "create-all.sh",
        active,
        Text::new("Creates the clusters in their order.", "按顺序创建各集群。")
    ),
    script!(
        "create-stack.sh",
        active,
        Text::new(
            "Creates the clusters as a CloudFormation stack, instead of the other create-*.sh.",
            "用 CloudFormation 创建各集群，代替其他 create-*.sh。"
        )
    ),
    script!(
        "prepare-kylin-node.sh",
        active,
        Text::new(
            "Prepares a node for Kylin: HBase client, folders, environment, jars.",
            "为 Kylin 准备节点：HBase 客户端、目录、环境变量和 jar。"
        )
    ),
    script!(
        "check-connectivity.sh",
        active,
        Text::new(
            "Checks on a node that everything that Kylin needs can be reached.",
            "在节点上检查 Kylin 所需的一切是否可达。"
        )
    ),
    script!(
        "shutdown.sh",
        active,
        Text::new("Shuts the clusters down in order.", "按顺序关闭各集群。")
    ),
];

fn json(about: Text, value: &Json) -> File {
    let mut file = File::new(about);
    value.write(&mut file);
    file
}

fn applications(cx: &Context, which: Which) -> File {
    let about = const {
        Text::new(
            "For aws emr create-cluster --applications.",
            "供 aws emr create-cluster --applications 使用。",
        )
    };
    json(about, &Cluster::new(cx, which).applications_json())
}

fn configurations(cx: &Context, which: Which) -> File {
    let about = const {
        Text::new(
            "For aws emr create-cluster --configurations.",
            "供 aws emr create-cluster --configurations 使用。",
        )
    };
    json(about, &Cluster::new(cx, which).configurations_json("Properties"))
}

fn attributes(cx: &Context, which: Which) -> File {
    let about = const {
        Text::new(
            "For aws emr create-cluster --ec2-attributes.",
            "供 aws emr create-cluster --ec2-attributes 使用。",
        )
    };
    json(about, &Cluster::new(cx, which).attributes_json())
}

fn groups(cx: &Context, which: Which) -> File {
    let about = const {
        Text::new(
            "For aws emr create-cluster --instance-groups.",
            "供 aws emr create-cluster --instance-groups 使用。",
        )
    };
    json(about, &Cluster::new(cx, which).groups_json())
}

fn stack(cx: &Context) -> File {
    let about = const {
        Text::new(
            "The same clusters as a CloudFormation template.",
            "同样的集群，以 CloudFormation 模板描述。",
        )
    };
    json(about, &template(cx))
}

/// What the scripts are told.
fn settings(cx: &Context) -> File {
    let mut file = File::new(
        const {
            Text::new("What the scripts of this folder are told.", "本目录各脚本的参数。")
        },
    );
    header(cx, "#", &mut file);
    let path =
        |key: &str| cx.get::<AbsolutePath>(key).map_or_else(|_| NO_PATH.to_owned(), |path| path.0);
    let mut buckets: Vec<String> = ["emr.hbase_root", "emr.log_uri", "storage.working_dir"]
        .iter()
        .filter_map(|key| bucket(&cx.read(key)))
        .collect();
    buckets.sort();
    buckets.dedup();
    let read = cx.set_values_of("kylin.engine.spark-conf.spark.yarn.archive");
    let archive = read.into_iter().next().map(|found| found.value).unwrap_or_default();
    let word = |on: bool| if on { "yes" } else { "no" }.to_owned();
    let user = cx.get::<UserName>("service.user").map_or_else(|_| "kylin".to_owned(), |u| u.0);
    let values = [
        ("EMR_KIND", cx.text("emr.kind").into_owned()),
        ("EMR_REGION", cx.text("emr.region").into_owned()),
        ("EMR_RELEASE", cx.text("emr.release").into_owned()),
        ("EMR_MAIN_NAME", Cluster::new(cx, MAIN).name()),
        ("EMR_HBASE_NAME", if split(cx) { Cluster::new(cx, HBASE).name() } else { String::new() }),
        ("EMR_STACK", format!("{}-emr", stack_name(&cx.spec.name))),
        ("EMR_SUBNET", cx.text("emr.subnet").into_owned()),
        ("EMR_KEY", cx.text("emr.key").into_owned()),
        ("EMR_SERVICE_ROLE", cx.text("emr.service_role").into_owned()),
        ("EMR_LOG_URI", cx.text("emr.log_uri").into_owned()),
        ("EMR_PROTECT", word(cx.on("emr.protect"))),
        ("EMR_BUCKETS", buckets.join(" ")),
        ("EMR_STORAGE", if on_s3(cx) { "s3" } else { "hdfs" }.to_owned()),
        ("EMR_HBASE_ROOT", root(cx).map_or_else(String::new, |u| u.to_string())),
        ("EMR_CLUSTER_FS", cluster_fs(cx).unwrap_or_default()),
        ("EMR_MASTER_VARIABLE", if master_unknown(cx) { MASTER_VARIABLE } else { "" }.to_owned()),
        ("EMR_HBASE_MASTER", cx.text("emr.hbase_master").into_owned()),
        ("EMR_CONF_DIR", client_dir(cx).unwrap_or_default()),
        ("EMR_GLUE", word(glue(cx))),
        (
            "EMR_WORKING_DIR",
            below(&cx.read("storage.working_dir"), "")
                .map_or_else(String::new, |d| d.trim_end_matches('/').to_owned()),
        ),
        ("EMR_SPARK_ARCHIVE", archive),
        ("EMR_KYLIN_HOME", path("paths.home")),
        ("EMR_KYLIN_USER", user),
        ("EMR_ENVIRONMENT", environment(cx).join(" ")),
    ];
    for (name, value) in values {
        file.line(assign(name, &crate::common::text::one_line(&value)));
    }
    file
}

/// A name as `CloudFormation` takes it: letters, digits and hyphens, a letter first.
fn stack_name(name: &str) -> String {
    let plain: String =
        name.trim().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    let letter = plain.starts_with(|c: char| c.is_ascii_alphabetic());
    let short: String = plain.chars().take(100).collect();
    if letter { short } else { format!("kylin-{short}").trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::stack_name;

    #[test]
    fn stacks_have_plain_names() {
        assert_eq!(stack_name("kylin emr_1"), "kylin-emr-1");
        assert_eq!(stack_name("1"), "kylin-1");
        assert_eq!(stack_name("数据"), "kylin");
    }
}
