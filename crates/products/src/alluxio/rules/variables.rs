//! `${…}` in a value: Alluxio puts in another of its keys, and knows no environment.

use super::rule;
use crate::alluxio::roles::MASTER;
use crate::alluxio::secrets::named;
use crate::alluxio::sources::{PROPERTY_KEY, oracle};
use ::rules::{Context, NodeConfig};
use model::value::shown;
use model::{Edit, Layer, Node, Place, msg};
use std::collections::BTreeSet;

/// Keys by which a machine calls itself.
const NAMES: [&str; 9] = [
    "alluxio.fuse.web.hostname",
    "alluxio.job.worker.hostname",
    "alluxio.locality.node",
    "alluxio.user.hostname",
    "alluxio.worker.bind.host",
    "alluxio.worker.container.hostname",
    "alluxio.worker.data.hostname",
    "alluxio.worker.hostname",
    "alluxio.worker.web.hostname",
];

/// Whether a key names the machine that it stands on.
fn names_a_machine(cx: &Context, key: &str) -> bool {
    let of_masters = ["alluxio.job.master.hostname", "alluxio.master.hostname"].contains(&key);
    NAMES.contains(&key) || (of_masters && cx.with_roles(&[MASTER]).len() > 1)
}

/// The nodes that an override of a layer reaches, when these are several.
fn reached<'a>(cx: &'a Context, place: &Place) -> Vec<&'a Node> {
    let role = match place {
        Place::Override(Layer::Cluster, _) => None,
        Place::Override(Layer::Role(role), _) => Some(role),
        _ => return Vec::new(),
    };
    let configured = |n: &&Node| cx.config_of(n.row).and_then(NodeConfig::main).is_some();
    let of_role = |n: &&Node| role.is_none_or(|role| n.roles.contains(role));
    let all: Vec<&Node> = cx.spec.nodes.iter().filter(configured).filter(of_role).collect();
    if all.len() > 1 { all } else { Vec::new() }
}

/// What stands in `${…}`; `None` for one that is not closed.
fn references(text: &str) -> Vec<Option<&str>> {
    let after = text.match_indices("${").filter_map(|(at, _)| text.get(at + 2..));
    after.map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

rule!(
    /// Filled in from one file.
    FILLED_IN, "ALX057", "variable-filled-on-the-node", Info,
    ["Alluxio knows no variables of the environment: ${NAME} is filled in by the deployment.", "Alluxio 不读取环境变量：${NAME} 由部署过程填入。"],
    ["In Alluxio ${…} stands for another of its own keys. A name that is none ends every process that reads it, whatever the environment holds. So the deployment replaces ${NAME} in the file, from secrets.env, with one value for all machines. In a file of your own, write the value, or pass the key as -D in conf/alluxio-env.sh.",
     "在 Alluxio 中，${…} 表示它自己的另一个配置项。名称不存在时，凡读到它的进程都会退出，与环境变量无关。因此部署过程会用 secrets.env 中的值替换文件中的 ${NAME}，所有机器取值相同。在自己编写的文件中，请直接写值，或在 conf/alluxio-env.sh 中以 -D 传入该配置项。"],
    [oracle("alluxio-loader-reference"), PROPERTY_KEY], [("Invalid property key", "any log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.underfs.s3.region", "${S3_REGION}")],
    clean "alluxio-three" [("overrides.cluster.alluxio.worker.data.folder", "${alluxio.work.dir}/data")],
    |cx, sink| for (place, key, value) in cx.overrides() {
        let secret = cx.catalogue().find(key).is_some_and(|k| k.secret);
        let names: Vec<String> = named(value).into_iter().map(|v| v.0).collect();
        let one_name = names_a_machine(cx, key) && !reached(cx, &place).is_empty();
        if value.contains("${") && !names.is_empty() && !secret && !one_name {
            sink.report(place, msg!(en: "{k}: {names} is taken from secrets.env, the same on all machines; Alluxio itself reads no environment.",
                zh: "{k}：{names} 取自 secrets.env，所有机器相同；Alluxio 自身不读取环境变量。", k = key, names = names.join(", ")));
        }
    }
);

rule!(
    /// One name for many.
    ONE_NAME, "ALX058", "one-variable-for-many-names", Warning,
    ["What a machine calls itself is set for each machine.", "机器自身的名称应按机器分别设置。"],
    ["Alluxio reads no variable of the environment: ${NAME} would end every process that reads it. The deployment puts in one value from secrets.env instead, the same on all machines, and then every one of them bears one machine's name: workers replace each other, and clients take a far copy for a near one. What a shell would put in, $(hostname) or $HOST, stays as it is written. Set the key for each machine.",
     "Alluxio 不读取环境变量：${NAME} 会使读到它的进程退出。部署过程会改为填入 secrets.env 中的同一个值，于是所有机器都使用同一台机器的名称：worker 互相顶替，客户端把远端副本当作本地副本。而 $(hostname)、$HOST 这类 shell 写法会原样保留。请为每台机器分别设置。"],
    [oracle("alluxio-loader-reference"), PROPERTY_KEY], [],
    fires "alluxio-three" [("overrides.cluster.alluxio.user.hostname", "${ALLUXIO_CLIENT_HOSTNAME}")],
    clean "alluxio-three" [("nodes[0].overrides.alluxio.user.hostname", "a1.example.com")],
    |cx, sink| for (place, key, value) in cx.overrides() {
        // `$(hostname)` and `$HOSTNAME` are not even replaced: no shell reads the file.
        let by_shell = value.contains("$(") || value.contains('`')
            || value.trim().strip_prefix('$').is_some_and(|rest| !rest.starts_with('{'));
        let variable = value.contains("${") && !named(value).is_empty();
        if !names_a_machine(cx, key) || !(by_shell || variable) {
            continue;
        }
        let nodes = reached(cx, &place);
        if nodes.is_empty() {
            continue;
        }
        let own = |node: &&Node| {
            let set = Place::Override(Layer::Node(node.row), key.into());
            (!node.overrides.contains_key(&key.into())).then(|| Edit::Set(set, node.name.clone()))
        };
        let edits = nodes.iter().filter_map(own).chain([Edit::Clear(place.clone())]).collect();
        sink.report(place, msg!(en: "{k} would be the same on {n} machines, each of which needs its own name there.",
            zh: "{k} 在 {n} 台机器上会是同一个值，而每台都需要自己的名称。", k = key, n = nodes.len()))
        .fix(msg!(en: "Set each machine's own name", zh: "按机器设置各自的名称"), edits);
    }
);

/// Most references that are followed one behind the other.
const DEEP: usize = 64;

/// What is known while the references of one configuration are followed.
#[derive(Default)]
struct Way {
    /// The keys from the first one to here.
    keys: Vec<String>,
    /// Those that lead to a value.
    good: BTreeSet<String>,
}

/// The first reference of a key that leads to nothing, or back to a key on the way.
fn broken(cx: &Context, config: &NodeConfig, key: &str, way: &mut Way) -> Option<String> {
    if way.good.contains(key) || way.keys.len() > DEEP {
        return None;
    }
    way.keys.push(key.to_owned());
    for reference in references(cx.value(config, key)) {
        let Some(name) = reference else { return Some("${".to_owned()) };
        // The deployment puts these in.
        if !named(&format!("${{{name}}}")).is_empty() {
            continue;
        }
        let known = config.get(name).is_some() || cx.catalogue().find(name).is_some();
        if !known || way.keys.iter().any(|k| k == name) {
            return Some(name.to_owned());
        }
        let further = broken(cx, config, name, way);
        if further.is_some() {
            return further;
        }
    }
    way.keys.pop();
    way.good.insert(key.to_owned());
    None
}

rule!(
    /// A key that is none.
    REFERENCE, "ALX059", "reference-to-nothing", Error,
    ["${…} in a value names a key of this version, and not itself.", "值中的 ${…} 必须是该版本的配置项，且不能引用自身。"],
    ["Alluxio puts the other key's value in as soon as it reads the file. A key that the version does not know, or one that leads back to itself, ends every process at its start. Correct the name.",
     "Alluxio 在读取文件时就会填入被引用配置项的值。引用该版本不存在的配置项或循环引用，会使所有进程在启动时退出。请更正名称。"],
    [oracle("alluxio-loader-reference")], [("Invalid property key alluxio.", "any log"), ("Circular dependency found while resolving", "any log")],
    fires "alluxio-three" [("overrides.cluster.alluxio.work.dir", "${alluxio.hom}/work")],
    clean "alluxio-three" [("overrides.cluster.alluxio.work.dir", "${alluxio.home}/work")],
    |cx, sink| {
        let mut seen: BTreeSet<Place> = BTreeSet::new();
        for config in cx.configs() {
            let mut way = Way::default();
            for entry in config.entries().filter(|e| e.text().contains("${")) {
                let Some(place) = entry.places.first().filter(|p| matches!(p, Place::Override(..))) else { continue };
                way.keys.clear();
                let Some(name) = broken(cx, config, &entry.key, &mut way) else { continue };
                if seen.insert(place.clone()) {
                    sink.report(place.clone(), msg!(en: "{k}: ${{{n}}} leads to no value; every process would stop.", zh: "{k}：${{{n}}} 没有对应的值，所有进程都会停止。",
                        k = entry.key.as_str(), n = shown(&name)));
                }
            }
        }
    }
);
