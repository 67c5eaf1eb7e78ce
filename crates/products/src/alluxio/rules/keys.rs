//! Keys that do not belong into the file, or not into everybody's.

use super::rule;
use crate::alluxio::roles::{MASTER, WORKER};
use crate::alluxio::sources::{CONFIGURATION, IMPERSONATION, lab, oracle};
use crate::alluxio::versions::two;
use ::rules::{Context, NodeConfig, Sink};
use model::{Edit, Layer, Place, msg};
use std::collections::BTreeSet;

/// The start scripts give these as -D, which wins before the file is looked at.
const GIVEN: [&str; 3] = ["alluxio.conf.dir", "alluxio.logs.dir", "alluxio.user.logs.dir"];

rule!(
    /// A key that stops everything.
    FORBIDDEN, "ALX033", "key-not-for-the-file", Error,
    ["No key stands in the file that Alluxio refuses there.", "文件中不能有 Alluxio 拒绝的配置项。"],
    ["Masters, workers and clients all stop when they find one of these keys in the file: they are options of the JVM. Set the variable of conf/alluxio-env.sh instead.",
     "在文件中发现这类配置项时，master、worker 和客户端都会停止：它们是 JVM 参数。请改用 conf/alluxio-env.sh 中的变量。"],
    [oracle("alluxio-loader-forbidden-key"), CONFIGURATION], [("is not accepted in alluxio-site.properties, and must be specified as a JVM property", "any log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.logserver.hostname", "log.example.com")],
    clean "alluxio-three" [("overrides.cluster.alluxio.locality.script", "rack.sh")],
    |cx, sink| report(cx, sink, false)
);

rule!(
    /// A key that the scripts decide.
    IGNORED, "ALX034", "key-of-the-scripts", Warning,
    ["Folders of configuration and logs are not set in the file.", "配置目录和日志目录不在文件中设置。"],
    ["The start scripts give these folders to the JVM, which wins: the line in the file is ignored without a word. Set ALLUXIO_CONF_DIR, ALLUXIO_LOGS_DIR or ALLUXIO_USER_LOGS_DIR in conf/alluxio-env.sh.",
     "启动脚本会把这些目录作为 JVM 参数传入，优先于文件：文件中的设置会被静默忽略。请在 conf/alluxio-env.sh 中设置 ALLUXIO_CONF_DIR、ALLUXIO_LOGS_DIR 或 ALLUXIO_USER_LOGS_DIR。"],
    [oracle("alluxio-loader-folder-of-the-scripts")], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.logs.dir", "/var/log/alluxio")],
    clean "alluxio-three" [],
    |cx, sink| report(cx, sink, true)
);

fn report(cx: &Context, sink: &mut Sink, given: bool) {
    for (place, key, _) in cx.overrides() {
        let forbidden = cx.catalogue().find(key).is_some_and(|k| k.forbidden);
        if !forbidden || GIVEN.contains(&key) != given {
            continue;
        }
        let message = if given {
            msg!(en: "{k} is ignored in the file: the start scripts set it.", zh: "{k} 在文件中会被忽略：由启动脚本设置。", k = key)
        } else {
            msg!(en: "{k} must not stand in the file: every process would stop.", zh: "{k} 不能写在文件中：所有进程都会停止。", k = key)
        };
        sink.report(place.clone(), message)
            .fix(msg!(en: "Remove {k}", zh: "删除 {k}", k = key), vec![Edit::Clear(place)]);
    }
}

rule!(
    /// A worker's key for everybody.
    WORKER_KEY, "ALX050", "worker-key-for-all", Info,
    ["Keys of workers are set for the role worker.", "worker 的配置项应设置在 worker 角色上。"],
    ["A 2.9 worker inherits what its own file does not say from the leader's file. A worker's key that is set for the whole cluster also stands in the masters' files, and reaches a worker that was meant to differ. Set it for the role worker.",
     "2.9 的 worker 会从主（leader）的文件继承自己文件中没有的内容。在集群级设置的 worker 配置项也会写入 master 的文件，并传到本应不同的 worker。请设置在 worker 角色上。"],
    [lab("alluxio-worker-inherits")], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.worker.data.folder", "/blocks/")],
    clean "alluxio-three" [("overrides.role.worker.alluxio.worker.data.folder", "/blocks/")],
    |cx, sink| {
        let apart = cx.with_roles(&[MASTER]).iter().any(|n| !n.roles.contains(WORKER));
        if !two(cx) || !apart {
            return;
        }
        for (place, key, value) in cx.overrides() {
            if !matches!(place, Place::Override(Layer::Cluster, _)) || !key.starts_with("alluxio.worker.") {
                continue;
            }
            let target = Place::Override(Layer::Role(WORKER.to_owned()), key.into());
            sink.report(place.clone(), msg!(en: "{k} is set for the whole cluster, so it stands in the masters' files, too.",
                zh: "{k} 在集群级设置，因此也会写入 master 的文件。", k = key))
            .fix(
                msg!(en: "Set it for the role worker", zh: "改为设置在 worker 角色上"),
                vec![Edit::Set(target, value.to_owned()), Edit::Clear(place)],
            );
        }
    }
);

rule!(
    /// Who may act for others, said to nobody who asks.
    ACTING, "ALX075", "impersonation-on-no-master", Warning,
    ["Masters are told who may act for others.", "由 master 决定谁可以代理其他用户。"],
    ["A program such as YARN, Hive or Presto acts for its users, and the master refuses that unless its own file names the program's user: alluxio.master.security.impersonation.USER.users or .groups, with the users or groups for whom it may act, or * for all. On workers alone the key helps nothing, since a master is asked first. Set it for the cluster, and start the masters again.",
     "YARN、Hive、Presto 等程序会代理其用户访问；除非 master 自己的文件写明该程序的用户，否则会被拒绝：alluxio.master.security.impersonation.用户.users 或 .groups，值为可被代理的用户或组，* 表示全部。只写在 worker 上没有作用，因为首先访问的是 master。请在集群级设置，并重启 master。"],
    [IMPERSONATION], [("is not configured to allow any impersonation", "client, logs/master.log"), ("is not configured for any impersonation", "client, logs/master.log")],
    fires "alluxio-three" [("overrides.role.worker.alluxio.master.security.impersonation.yarn.users", "*")],
    clean "alluxio-three" [("overrides.role.master.alluxio.master.security.impersonation.yarn.users", "*")],
    |cx, sink| {
        let masters: Vec<&NodeConfig> =
            cx.with_roles(&[MASTER]).iter().filter_map(|node| cx.config_of(node.row)).collect();
        let mut seen = BTreeSet::new();
        for (place, key, _) in cx.overrides().filter(|(_, key, _)| key.starts_with("alluxio.master.security.impersonation.")) {
            let nobody = !masters.is_empty() && masters.iter().all(|config| config.get(key).is_none());
            if nobody && seen.insert(key) {
                sink.report(place, msg!(en: "No master has {k}, so each refuses whoever acts for others.", zh: "没有 master 具有 {k}，因此会拒绝代理其他用户的访问。", k = key));
            }
        }
    }
);
