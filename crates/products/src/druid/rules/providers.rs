//! Who runs tasks, where they are kept, how processes find each other: names of what is built at the start.

use super::asked::{Seen, each, is_variable, loading, loads, only_core};
use super::rule;
use crate::druid::effective::place_of;
use crate::druid::programs::{COORDINATOR_OVERLORD, OVERLORD_ALONE, Program};
use crate::druid::sources::{DISCOVERY, K8S_RUNNER, lab};
use ::rules::{Context, Sink};
use model::value::shown;
use model::{Edit, Node, Place, msg};

/// What can be chosen, by key: what stands without an extension, and what one brings.
struct Choice {
    key: &'static str,
    own: &'static [&'static str],
    of_extensions: &'static [(&'static str, &'static str)],
    /// For the Overlord alone.
    overlord: bool,
}

const OVERLORD_EXTENSION: &str = "druid-kubernetes-overlord-extensions";

static CHOICES: &[Choice] = &[
    Choice {
        key: "druid.indexer.runner.type",
        own: &["local", "remote", "httpRemote", "multik8s"],
        of_extensions: &[("k8s", OVERLORD_EXTENSION), ("k8sAndWorker", OVERLORD_EXTENSION)],
        overlord: true,
    },
    Choice {
        key: "druid.indexer.storage.type",
        own: &["local", "metadata"],
        of_extensions: &[],
        overlord: true,
    },
    Choice {
        key: "druid.discovery.type",
        own: &["curator"],
        of_extensions: &[("k8s", "druid-kubernetes-extensions")],
        overlord: false,
    },
];

impl Choice {
    fn concerns(&self, program: &Program) -> bool {
        !self.overlord || [COORDINATOR_OVERLORD.id, OVERLORD_ALONE.id].contains(&program.id)
    }
}

rule!(
    /// A kind that nobody provides.
    OPTION, "DRU118", "unknown-provider", Error,
    ["Who runs tasks, where they are kept and how processes find each other is a kind that exists.", "任务的运行方式、存储方式以及进程的发现方式必须是存在的类型。"],
    ["Names are compared letter by letter: with httpremote the Overlord ends at its start and lists those that it knows. k8s and k8sAndWorker are in an extension of the Overlord's, k8s of druid.discovery.type in another, which must be loaded. Correct the name, load the extension, or remove the line.",
     "名称区分大小写：写成 httpremote 时 Overlord 启动即退出，并列出它认识的名称。k8s 和 k8sAndWorker 来自 Overlord 的扩展，druid.discovery.type 的 k8s 来自另一扩展，必须加载。请更正名称、加载扩展，或删除该行。"],
    [lab("druid-unknown-provider"), K8S_RUNNER, DISCOVERY],
    [("Unknown provider […] of Key[type=TaskRunnerFactory", "the Overlord's log"),
     ("Unknown provider […] of Key[type=TaskStorage", "the Overlord's log"),
     ("Unknown provider […] of Key[type=DruidNodeDiscoveryProvider", "output of the start"),
     ("Unknown provider[…] of Key[type=org.apache.druid.indexing.overlord.TaskRunnerFactory", "the Overlord's log"),
     ("Unknown provider[…] of Key[type=org.apache.druid.indexing.overlord.TaskStorage", "the Overlord's log"),
     ("Unknown provider[…] of Key[type=org.apache.druid.discovery.DruidNodeDiscoveryProvider", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.druid.indexer.runner.type", "httpremote")],
    clean "druid-kinds" [("overrides.cluster.druid.indexer.runner.type", "httpRemote")],
    |cx, sink| {
        let mut seen = Seen::default();
        for (program, node) in each(cx) {
            for choice in CHOICES.iter().filter(|choice| choice.concerns(program)) {
                judge(cx, sink, &mut seen, choice, program, node);
            }
        }
    }
);

fn judge(
    cx: &Context,
    sink: &mut Sink,
    seen: &mut Seen,
    choice: &Choice,
    program: &'static Program,
    node: &Node,
) {
    let value = program.reads(cx, node, choice.key);
    if value.is_empty() || is_variable(&value) || choice.own.contains(&value.as_str()) {
        return;
    }
    let place = place_of(cx, node, program, choice.key);
    if let Some((_, name)) = choice.of_extensions.iter().find(|(own, _)| *own == value) {
        if !loads(cx, node, program, name) && seen.first(&place) {
            let (title, edits) = loading(cx, program, node, name);
            sink.report(place, msg!(en: "{k} is {v}, which {n} brings, and {p} does not load it: it would stop.",
                zh: "{k} 为 {v}，由扩展 {n} 提供，而 {p} 没有加载它：它会停止。", k = choice.key, v = shown(&value), n = *name, p = program.title))
                .fix(title, edits);
        }
        return;
    }
    let of_extensions = choice.of_extensions.iter().map(|(own, _)| *own);
    let known: Vec<&str> = choice.own.iter().copied().chain(of_extensions).collect();
    let near = known.iter().find(|one| one.eq_ignore_ascii_case(&value));
    // Another extension may bring more.
    if near.is_none() && !only_core(cx, node, program) || !seen.first(&place) {
        return;
    }
    let found = sink.report(place.clone(), msg!(en: "{k}: there is no \"{v}\"; there are {all}.", zh: "{k}：没有“{v}”；可用的有 {all}。",
        k = choice.key, v = shown(&value), all = known.join(", ")));
    if let (Some(right), Place::Override(..)) = (near, &place) {
        let edits = vec![Edit::Set(place, (*right).to_owned())];
        found.fix(msg!(en: "Write {t}", zh: "改为 {t}", t = *right), edits);
    }
}
