//! The list of nodes by which Kylin's servers tell each other what changed.

use super::support::{
    BROADCASTER, DISCOVERY, REST_CLIENT, SERVERS, host_of, is_true, kylin_rows, place_of,
};
use crate::kylin::roles::PORT;
use crate::kylin::sources::{DEFAULTS, DOC_CLUSTER};
use ::rules::{Context, Example, Found, Rule, Sink, Source, Symptom};
use model::value::{Host, Value, shown};
use model::{Edit, Place, RowId, Severity, Text, msg};
use std::collections::BTreeSet;

/// Whether the nodes find each other by themselves: then the list in the file is only a start.
pub(super) fn discovers(cx: &Context) -> bool {
    let found = cx.values_of(DISCOVERY);
    !found.is_empty() && found.iter().all(|f| is_true(&f.value))
}

/// The entries of a list, as the client splits it.
pub(super) fn entries(found: &Found) -> Vec<&str> {
    found.value.split(',').map(str::trim).filter(|e| !e.is_empty()).collect()
}

/// Host and port of an entry; the port is 7070 when none is given.
fn server(entry: &str) -> Option<(Host, u16)> {
    let bare = entry.rsplit('@').next()?;
    let (host, port) = match bare.split_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (bare, PORT),
    };
    Host::parse(host).ok().map(|host| (host, port))
}

/// Whether the client's pattern takes an entry: `[user:password@]host[:digits]`.
fn matches_pattern(entry: &str) -> bool {
    let bare = match entry.split_once('@') {
        Some((login, rest)) => {
            if !login.split_once(':').is_some_and(|(u, p)| !u.is_empty() && !p.is_empty()) {
                return false;
            }
            rest
        }
        None => entry,
    };
    let (host, port) = bare.split_once(':').unwrap_or((bare, "7070"));
    !host.is_empty() && !port.is_empty() && port.chars().all(|c| c.is_ascii_digit())
}

/// The lists that somebody wrote; the one that is made from the nodes needs no check.
pub(super) fn by_hand(cx: &Context) -> Vec<Found> {
    cx.set_values_of(SERVERS).into_iter().filter(Found::overridden).collect()
}

/// The title and edits that take the list back to the one that is made from the nodes.
fn drop_override(found: &Found) -> Option<(model::Message, Vec<Edit>)> {
    found.overridden().then(|| {
        (
            msg!(en: "Remove the override: the list is made from the nodes", zh: "删除覆盖项，列表由节点生成"),
            vec![Edit::Clear(found.place.clone())],
        )
    })
}

pub(super) fn report(
    sink: &mut Sink,
    found: &Found,
    message: model::Message,
    related: impl IntoIterator<Item = Place>,
) {
    let report = sink.report(place_of(found), message).related(related);
    if let Some((title, edits)) = drop_override(found) {
        report.fix(title, edits);
    }
}

/// A node that nobody tells.
pub(super) static INCOMPLETE: Rule = Rule {
    id: "KYL017",
    name: "incomplete-cluster-servers",
    severity: Severity::Error,
    title: Text::new(
        "kylin.server.cluster-servers lists every Kylin node, the node itself included.",
        "kylin.server.cluster-servers 必须列出所有 Kylin 节点，包括节点自身。",
    ),
    why: Text::new(
        "Each server tells the ones in its own list what changed in the metadata. One that is missing keeps its old state for ever: a cube is ready on the job node, and its table is not to be found on the query node. The same list must stand on every node, because telling is one-way.",
        "每个服务器把元数据的变更通知给自己列表中的节点。未列出的节点会一直保留旧状态：Cube 在任务节点上已就绪，在查询节点上却找不到表。通知是单向的，因此每个节点上的列表必须相同。",
    ),
    sources: &[
        BROADCASTER,
        DOC_CLUSTER,
        Source::lab(
            "kylin-list-incomplete",
            "Lab, case C2: a list without the other node: it never sees the changes",
        ),
    ],
    symptoms: &[Symptom::new(
        "There is no available rest server; check the 'kylin.server.cluster-servers' config",
        "logs/kylin.log",
    )],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,K2.example.com,k3.example.com:7070",
        )],
    ),
    check: incomplete,
};

fn incomplete(cx: &Context, sink: &mut Sink) {
    let rows = kylin_rows(cx);
    if discovers(cx) {
        return;
    }
    for found in cx.values_of(SERVERS) {
        if found.literal().is_none() || (!found.overridden() && found.set) {
            continue;
        }
        let listed: BTreeSet<Host> = entries(&found).iter().filter_map(|e| host_of(e)).collect();
        let malformed = entries(&found).into_iter().any(|e| !matches_pattern(e));
        if malformed || (rows.len() > 1 && only_itself(cx, &found)) {
            continue; // These have rules of their own.
        }
        if untold(cx, &listed) {
            continue;
        }
        let missing: Vec<RowId> =
            rows.iter().copied().filter(|row| !is_listed(cx, &listed, *row)).collect();
        if !missing.is_empty() && rows.len() > 1 {
            report(
                sink,
                &found,
                msg!(en: "{missing} is not in kylin.server.cluster-servers: it will never hear of changes.",
                     zh: "kylin.server.cluster-servers 中没有 {missing}：该节点永远收不到变更通知。", missing = cx.names(&missing)),
                missing.iter().map(|row| Place::Node(*row)),
            );
        }
    }
}

/// Whether a list has addresses where the document has names, as many of one as of the other: nothing
/// says that they are not the same machines.
pub(super) fn untold(cx: &Context, listed: &BTreeSet<Host>) -> bool {
    let rows = kylin_rows(cx);
    let missing: Vec<&::rules::NodeHosts> = rows
        .iter()
        .filter(|row| !is_listed(cx, listed, **row))
        .filter_map(|row| cx.hosts_of(*row))
        .collect();
    let ours = |host: &Host| {
        rows.iter().filter_map(|row| cx.hosts_of(*row)).any(|own| own.all().any(|h| h == host))
    };
    let numbers = |host: &Host| matches!(host, Host::V4(_) | Host::V6(_));
    let addresses = listed.iter().filter(|host| numbers(host) && !host.is_loopback());
    !missing.is_empty()
        && missing
            .iter()
            .all(|own| own.address.is_none() && !own.name.as_ref().is_some_and(numbers))
        && addresses.filter(|host| !ours(host)).count() == missing.len()
}

fn is_listed(cx: &Context, listed: &BTreeSet<Host>, row: RowId) -> bool {
    let few = listed.len() <= 200;
    let same = |h: &Host| listed.contains(h) || (few && listed.iter().any(|l| same_machine(l, h)));
    cx.hosts_of(row).is_none_or(|hosts| hosts.all().any(same))
}

/// Whether two names are of one machine: `k1` and `k1.example.com`. An address has no short form.
pub(super) fn same_machine(a: &Host, b: &Host) -> bool {
    let (Host::Name(a), Host::Name(b)) = (a, b) else { return false };
    ::rules::same_machine(a, b)
}

/// A list that means the machine itself.
pub(super) static LOOPBACK: Rule = Rule {
    id: "KYL018",
    name: "loopback-cluster-servers",
    severity: Severity::Error,
    title: Text::new(
        "With several nodes kylin.server.cluster-servers names the nodes, not localhost.",
        "有多个节点时，kylin.server.cluster-servers 应列出各节点，而不是 localhost。",
    ),
    why: Text::new(
        "localhost:7070 is Kylin's own default, and on each node it means that node: every server tells only itself, and a project made on one is never seen on another. Name the nodes as they are called everywhere.",
        "localhost:7070 是 Kylin 的默认值，在每个节点上都指该节点自身：每个服务器只通知自己，在一个节点上创建的项目，其他节点永远看不到。请使用在任何节点上都有效的名称。",
    ),
    sources: &[
        DEFAULTS,
        BROADCASTER,
        Source::lab(
            "kylin-list-of-localhost",
            "Lab, case C1: default cluster-servers, two nodes: stale for ever",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.server.cluster-servers", "localhost:7070")],
    ),
    clean: Example::Edits(
        "kylin-one",
        &[("overrides.cluster.kylin.server.cluster-servers", "localhost:7070")],
    ),
    check: |cx, sink| {
        if kylin_rows(cx).len() < 2 || discovers(cx) {
            return;
        }
        for found in cx.values_of(SERVERS).into_iter().filter(|f| !f.set || f.overridden()) {
            if only_itself(cx, &found) {
                report(
                    sink,
                    &found,
                    msg!(en: "{nodes}: \"{t}\" in kylin.server.cluster-servers means each node itself, so none tells the others of changes.",
                         zh: "{nodes}：kylin.server.cluster-servers 中的“{t}”指各节点自身，节点之间不会互相通知变更。",
                         nodes = cx.names(&found.nodes), t = shown(&found.value)),
                    [],
                );
            }
        }
    },
};

/// Whether a list that names the machine itself names no other one: localhost among names of nodes is
/// one more name of the machine, and those are told.
fn only_itself(cx: &Context, found: &Found) -> bool {
    let hosts: BTreeSet<Host> = entries(found).iter().filter_map(|e| host_of(e)).collect();
    let others = hosts.iter().any(|host| !host.is_loopback());
    let loopback = hosts.iter().any(Host::is_loopback);
    loopback && (!others || kylin_rows(cx).iter().all(|row| !is_listed(cx, &hosts, *row)))
}

/// One bad entry, and nobody is told.
pub(super) static MALFORMED: Rule = Rule {
    id: "KYL019",
    name: "malformed-cluster-servers",
    severity: Severity::Error,
    title: Text::new(
        "Every entry of kylin.server.cluster-servers is host or host:port.",
        "kylin.server.cluster-servers 的每一项都是 host 或 host:port。",
    ),
    why: Text::new(
        "A client is made for every entry before the first one is told anything. One entry that does not fit (a scheme, a path, an IPv6 address, another separator than a comma, a port that is no number) makes that fail, so no node at all hears of changes from this server; the start succeeds and the log has one line per event. Write name:7070 entries with commas between them.",
        "在通知任何节点之前，会先为每一项创建客户端。只要有一项格式不符（带协议或路径、IPv6 地址、用逗号以外的分隔符、端口不是数字），创建就会失败，于是所有节点都收不到该服务器的变更通知；启动一切正常，日志中每个事件只有一行错误。请写成以逗号分隔的 name:7070。",
    ),
    sources: &[
        REST_CLIENT,
        Source::lab(
            "kylin-list-malformed",
            "Lab, case C3: one malformed entry among good ones: no node gets anything",
        ),
    ],
    symptoms: &[
        Symptom::new(
            "IllegalArgumentException: URI: … -- does not match pattern",
            "logs/kylin.log",
        ),
        Symptom::new("error running wiping", "logs/kylin.log"),
    ],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "http://k1.example.com:7070,k2.example.com:7070,k3.example.com:7070",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070, k2.example.com:7070,k3.example.com",
        )],
    ),
    check: |cx, sink| {
        for found in by_hand(cx) {
            if found.literal().is_none() {
                continue;
            }
            if let Some(bad) = entries(&found).into_iter().find(|e| !matches_pattern(e)) {
                report(
                    sink,
                    &found,
                    msg!(en: "\"{e}\" in kylin.server.cluster-servers is not host:port. Kylin then tells no node at all of changes.",
                         zh: "kylin.server.cluster-servers 中的“{e}”不是 host:port，Kylin 因此不会向任何节点通知变更。", e = shown(bad)),
                    [],
                );
            }
        }
    },
};

/// The same server twice.
pub(super) static DUPLICATE: Rule = Rule {
    id: "KYL020",
    name: "duplicate-cluster-servers",
    severity: Severity::Info,
    title: Text::new(
        "kylin.server.cluster-servers names every node once.",
        "kylin.server.cluster-servers 中每个节点只出现一次。",
    ),
    why: Text::new(
        "A server that is listed twice is told everything twice; localhost beside the names of nodes is the node itself once more. That does no harm, but usually another node was meant. Correct the list.",
        "重复列出的服务器会收到两次通知；在各节点名称之外再写 localhost，就是把节点自身又列了一次。这没有危害，但通常说明本应填写另一个节点。请更正列表。",
    ),
    sources: &[BROADCASTER, Source::lab("kylin-list-with-doubles", "Lab: duplicate entry: works")],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070,k3.example.com",
        )],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[(
            "overrides.cluster.kylin.server.cluster-servers",
            "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070",
        )],
    ),
    check: |cx, sink| {
        for found in by_hand(cx) {
            let mut seen = BTreeSet::new();
            let twice =
                entries(&found).into_iter().find(|e| server(e).is_some_and(|s| !seen.insert(s)));
            let several = kylin_rows(cx).len() > 1 && !only_itself(cx, &found);
            let itself = entries(&found)
                .into_iter()
                .find(|e| several && host_of(e).is_some_and(|host| host.is_loopback()));
            if let Some(itself) = itself {
                report(
                    sink,
                    &found,
                    msg!(en: "\"{e}\" in kylin.server.cluster-servers is each node itself, which its own name in the list tells already.",
                         zh: "kylin.server.cluster-servers 中的“{e}”指各节点自身，而列表中已有节点自己的名称。", e = shown(itself)),
                    [],
                );
            }
            if let Some(twice) = twice {
                report(
                    sink,
                    &found,
                    msg!(en: "\"{e}\" is in kylin.server.cluster-servers twice.",
                         zh: "“{e}”在 kylin.server.cluster-servers 中出现了两次。", e = shown(twice)),
                    [],
                );
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_judged_as_the_client_does() {
        for good in ["k1", "k1:7070", "ADMIN:KYLIN@k1:7070", "10.0.0.1:7070"] {
            assert!(matches_pattern(good), "{good}");
        }
        for bad in [
            "http://k1:7070",
            "a:1;b:2",
            "[fd00::1]:7070",
            "k1:port",
            "k1:7070/kylin",
            "k1:",
            ":7070",
        ] {
            assert!(!matches_pattern(bad), "{bad}");
        }
        assert_eq!(server("k1"), server("K1:7070"));
    }
}
