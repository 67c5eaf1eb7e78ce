//! What the release's own scripts read: options of Java, and the lists of hosts.

use super::rule;
use crate::alluxio::configure::hosts::{HOSTS, MASTERS, WORKERS};
use crate::alluxio::configure::{NAME, env};
use crate::alluxio::effective::jvm;
use crate::alluxio::roles::{ALLUXIO, MASTER, WORKER};
use crate::alluxio::sources::SCRIPTS;
use crate::alluxio::versions::two;
use crate::common::jvm::Options;
use ::rules::{Context, NodeHosts, Source};
use model::value::{Host, parse_list, shown};
use model::{Edit, Node, Place, msg};
use std::collections::BTreeSet;

const JAVA: Source = Source::lab(
    "java-option-words",
    "OpenJDK 17: -Xmx4gb, -Xms2g -Xmx1g, -Xmx64m -XX:InitialHeapSize=128m, -Xmx1g -Xmx64m",
);

/// Where the options of a process are set by hand.
fn by_hand(cx: &Context, node: &Node, key: &str) -> Option<Place> {
    [jvm::EVERY_JVM, key]
        .into_iter()
        .find_map(|key| cx.overridden(node, env::NAME, key))
        .map(|(place, _)| place)
}

rule!(
    /// Options with which a process does not start.
    OPTIONS, "ALX064", "process-options-java-refuses", Error,
    ["Java takes the options of every process.", "Java 接受每个进程的参数。"],
    ["The scripts hand the options on without quotes, so they are split at every blank, and a word that does not begin with a hyphen is taken for the program. Java ends at a size that it cannot read, such as 4gb, and at a heap that would begin larger than it may become; of two -Xmx the last one counts, and those of ALLUXIO_JAVA_OPTS stand behind the process' own. Correct the options.",
     "脚本不加引号地传递参数，因此参数在每个空格处分开，不以连字符开头的词会被当作程序名。遇到无法识别的大小（如 4gb），或初始堆内存大于最大堆内存时，Java 会退出；出现两个 -Xmx 时以最后一个为准，ALLUXIO_JAVA_OPTS 中的参数位于各进程自己的参数之后。请更正参数。"],
    [SCRIPTS, JAVA], [
        ("Initial heap size set to a larger value than the maximum heap size", "logs/master.out"),
        ("Invalid maximum heap size: -Xmx", "logs/worker.out"),
        ("Improperly specified VM option", "logs/worker.out"),
    ],
    fires "alluxio-three" [("overrides.cluster.conf/alluxio-env.sh:ALLUXIO_JAVA_OPTS", "-Xmx512m")],
    clean "alluxio-three" [("overrides.cluster.conf/alluxio-env.sh:ALLUXIO_JAVA_OPTS", "-Xms256m -Xmx512m")],
    |cx, sink| {
        let mut told: BTreeSet<(Place, &str)> = BTreeSet::new();
        for node in cx.with_roles(ALLUXIO) {
            for key in jvm::processes(cx, node) {
                let Some(why) = jvm::options(cx, node, key).wrong() else { continue };
                let Some(place) = by_hand(cx, node, key) else { continue };
                if told.insert((place.clone(), key)) {
                    sink.report(place, msg!(en: "The process with {k} will not start: {w}.",
                        zh: "使用 {k} 的进程无法启动：{w}。", k = key, w = why));
                }
            }
        }
    }
);

const ROOT: &str = "alluxio.master.mount.table.root.ufs";

rule!(
    /// A property that is said to Java instead.
    PROPERTY, "ALX067", "property-outside-of-its-file", Warning,
    ["Properties stand in alluxio-site.properties, not in alluxio-env.sh.", "配置项写在 alluxio-site.properties 中，而不是 alluxio-env.sh 中。"],
    ["A property that Java defines with -D wins over the file, without a word, and of some variables the scripts make such options. The checks here go by what wins; the tools of the release, and what others read in the file, do not. Set the property by its key, for the cluster, a role or a node.",
     "用 -D 定义的配置项会静默地优先于配置文件，脚本还会把某些变量转成这类参数。此处的检查以实际生效的值为准，但发行包自带的工具和查看文件的人并非如此。请按键设置该配置项（集群、角色或节点级）。"],
    [SCRIPTS], [],
    fires "alluxio-three" [("overrides.cluster.conf/alluxio-env.sh:ALLUXIO_MASTER_HOSTNAME", "m1.example.com")],
    clean "alluxio-three" [("overrides.cluster.alluxio.user.file.readtype.default", "CACHE")],
    |cx, sink| for (place, property, value) in cx.all_overrides().filter(|(_, p, _)| cx.file_of(p) == env::NAME) {
        // Of two names of one property the version's own.
        let here = |key: &&str| cx.catalogue().renamed(key).is_none() && (two(cx) || *key != ROOT);
        let of_variable = env::VARIABLES.iter().filter(|(name, _)| *name == property.key()).map(|(_, key)| *key);
        let of_variable = of_variable.filter(|key| property.key() != "ALLUXIO_UNDERFS_ADDRESS" || here(key));
        let options = Options::new(if property.key().ends_with("_JAVA_OPTS") { value } else { "" });
        // Those that the file refuses are options of Java.
        let of_file = |key: &&str| cx.catalogue().find(key).is_some_and(|k| !k.forbidden);
        let defined = options.defined().map(|(key, _)| key).filter(of_file);
        // By whatever name the file has it.
        let in_file = |key: &&str| {
            let catalogue = cx.catalogue();
            let here = catalogue.name_here(key).to_owned();
            let present = catalogue.renamed(key).map_or(here, |new| catalogue.name_here(&new).to_owned());
            let names = catalogue.former_names(&present).iter().map(String::as_str);
            let names: Vec<&str> = names.chain([*key, present.as_str()]).collect();
            cx.configs().iter().any(|config| names.iter().any(|name| config.at(NAME, name).is_some()))
        };
        let (both, alone): (Vec<&str>, Vec<&str>) = of_variable.chain(defined).partition(in_file);
        for key in both {
            sink.report(place.clone(), msg!(en: "{v} sets {k}, which wins over the file. Set the property instead, so that the file says what holds.",
                zh: "{v} 设置了 {k}，它优先于配置文件。请改为设置该配置项，使文件与实际一致。", v = property.key(), k = shown(key)));
        }
        // In a container often nothing else has them: one word for all.
        if !alone.is_empty() {
            sink.report(place.clone(), msg!(en: "{v} alone sets {k}, and no file does: whoever reads alluxio-site.properties, and every program that is started without {v}, does not see it. Set the property instead.",
                zh: "{k} 只由 {v} 设置，没有写入任何文件：查看 alluxio-site.properties 的人和不带 {v} 启动的程序都看不到。请改为设置该配置项。", v = property.key(), k = shown(&alone.join(", "))));
        }
    }
);

/// The hosts of a list that was set by hand, where, and the role that they should have.
fn lists(cx: &Context) -> Vec<(&'static str, &'static str, Place, Vec<Host>)> {
    let mut all = Vec::new();
    for (name, role) in [(MASTERS, MASTER), (WORKERS, WORKER)] {
        for config in cx.configs() {
            let Some(entry) = config.at(name, HOSTS).filter(|e| e.broken.is_none()) else {
                continue;
            };
            let place = entry.places.first().filter(|p| matches!(p, Place::Override(..)));
            let hosts = || parse_list::<Host>(entry.text()).into_iter().flatten().collect();
            let known = |place: &Place| all.iter().any(|(n, _, p, _)| *n == name && p == place);
            if let Some(place) = place.filter(|place| !known(place)) {
                all.push((name, role, place.clone(), hosts()));
            }
        }
    }
    all
}

/// The node that `localhost` in a list means wherever the scripts are to be run, which is the one
/// master: that master itself, and in a cluster of one machine that machine.
fn at_home<'c>(cx: &'c Context, role: &str) -> Option<&'c Node> {
    let masters = cx.with_roles(&[MASTER]);
    let only = masters.first().copied().filter(|_| masters.len() == 1);
    only.filter(|node| node.roles.contains(role))
}

rule!(
    /// A list that is not the nodes'.
    LIST, "ALX065", "list-of-other-hosts", Warning,
    ["conf/masters and conf/workers name the nodes with that role.", "conf/masters 和 conf/workers 列出具有相应角色的节点。"],
    ["Alluxio's own scripts start, stop, copy to and format the hosts in these lists, by ssh. A node that is missing is left out: it keeps an old file, or stays down. A host that is no node of this role gets a process that nobody configured, and format deletes what it holds. Remove the override: the lists follow from the roles.",
     "Alluxio 自带的脚本通过 ssh 在这些列表中的主机上启动、停止、复制文件和格式化。缺少的节点会被跳过：保留旧文件，或不会启动。不具有该角色的主机上则会运行未经配置的进程，format 还会删除其中的内容。请删除覆盖项：列表由角色得出。"],
    [SCRIPTS], [],
    fires "alluxio-three" [("overrides.cluster.conf/workers:hosts", "w1.example.com,w9.example.com")],
    clean "alluxio-three" [],
    |cx, sink| for (name, role, place, hosts) in lists(cx) {
        let nodes = cx.with_roles(&[role]);
        let home = at_home(cx, role).filter(|_| hosts.iter().any(Host::is_loopback));
        let named = |node: &&&Node| {
            home.is_some_and(|home| home.row == node.row) || cx.hosts_of(node.row).is_some_and(|own| own.all().any(|host| hosts.contains(host)))
        };
        let missing: Vec<_> = nodes.iter().filter(|n| !named(n)).map(|n| n.row).collect();
        let own: BTreeSet<&Host> =
            nodes.iter().filter_map(|n| cx.hosts_of(n.row)).flat_map(NodeHosts::all).collect();
        let strangers: Vec<String> = hosts.iter().filter(|h| !own.contains(h) && !h.is_loopback())
            .take(6).map(ToString::to_string).collect();
        let fix = || (msg!(en: "Remove the override", zh: "删除覆盖项"), vec![Edit::Clear(place.clone())]);
        if !missing.is_empty() {
            let (label, edits) = fix();
            sink.report(place.clone(), msg!(en: "{f} lacks {n}: Alluxio's own scripts leave them out.",
                zh: "{f} 缺少 {n}：Alluxio 自带的脚本会跳过它们。", f = name, n = cx.names(&missing))).fix(label, edits);
        }
        if !strangers.is_empty() {
            let (label, edits) = fix();
            sink.report(place.clone(), msg!(en: "{f} names {n}, which no node with the role {r} is.",
                zh: "{f} 中的 {n} 不是具有 {r} 角色的节点。", f = name, n = strangers.join(", "), r = role)).fix(label, edits);
        }
    }
);

rule!(
    /// The template's own line.
    LOCALHOST, "ALX066", "localhost-in-a-list", Error,
    ["A list of several hosts does not say localhost.", "多台主机的列表中不能写 localhost。"],
    ["The templates of conf/masters and conf/workers hold localhost. On every node it means the node itself: whoever runs Alluxio's start script there starts a process of that role on it, a second master for example. Name the nodes, or remove the override.",
     "conf/masters 和 conf/workers 的模板中写的是 localhost。它在每个节点上都指该节点自身：在哪里运行 Alluxio 的启动脚本，就会在哪里启动该角色的进程，例如第二个 master。请写节点名，或删除覆盖项。"],
    [SCRIPTS], [],
    fires "alluxio-three" [("overrides.cluster.conf/masters:hosts", "localhost")],
    clean "alluxio-three" [],
    |cx, sink| if cx.spec.nodes.len() > 1 {
        for (name, role, place, hosts) in lists(cx) {
            // The template's line is the one master, where the scripts are run.
            if at_home(cx, role).is_some() {
                continue;
            }
            if let Some(host) = hosts.iter().find(|host| host.is_loopback()) {
                sink.report(place.clone(), msg!(en: "{f} holds {h}, which is another machine on each node.",
                    zh: "{f} 中的 {h} 在每个节点上都指不同的机器。", f = name, h = host.to_string()))
                    .fix(msg!(en: "Remove the override", zh: "删除覆盖项"), vec![Edit::Clear(place)]);
            }
        }
    }
);
