//! What each class of nodes gets: the values of the fields of one step, and what takes memory and disks.

use model::{Lang, Message, Node, Place, RowId, Text, msg};
use protocol::{BudgetView, ClaimView, ClassValue};
use rules::formula::Exact;
use rules::{Class, Context, Field, Scope, Unit, Use};
use std::collections::HashMap;
use std::hash::Hash;

/// So many rows are drawn; of the other nodes their number is told.
const MOST: usize = 8;

/// Nodes for which the same can be said.
struct Group<T> {
    what: T,
    rows: Vec<RowId>,
}

/// The classes of nodes, joined where the same is said of them, in the order of their first nodes.
fn groups<T: Clone + Eq + Hash>(cx: &Context, say: impl Fn(&Node) -> Option<T>) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = Vec::new();
    let mut known: HashMap<T, usize> = HashMap::new();
    for config in cx.configs() {
        let Some(what) = cx.node(config.node()).and_then(&say) else { continue };
        let at = *known.entry(what).or_insert_with_key(|what| {
            groups.push(Group { what: what.clone(), rows: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.rows.extend_from_slice(&config.nodes);
        }
    }
    groups
}

/// Whether a field may be another thing for each class of nodes, or a formula says how it comes
/// about.
pub(crate) fn by_class(field: &Field) -> bool {
    field.scope == Scope::Both || field.default.is_computed()
}

/// What a field is for each class of nodes; nothing where it is the same for all and no formula
/// says more.
pub(crate) fn of_classes(cx: &Context, field: &Field, lang: Lang) -> Vec<ClassValue> {
    if field.scope == Scope::Cluster {
        let set = cx.spec.settings.contains_key(field.key);
        let working =
            cx.default_worked_out(field, None).filter(|_| !set && field.default.is_computed());
        let value = |working: Message| ClassValue {
            nodes: String::new(),
            value: cx.text(field.key).into_owned(),
            working: working.render(lang),
        };
        return working.map(value).into_iter().collect();
    }
    if field.scope != Scope::Both {
        return Vec::new();
    }
    let groups = groups(cx, |node| {
        field.is_of(&node.roles).then(|| {
            let Read { value, by_hand, why } = read(cx, node, field);
            (value, by_hand, why.map(|why| why.render(lang)).unwrap_or_default())
        })
    });
    let explained = field.default.is_computed() && !cx.spec.settings.contains_key(field.key);
    if groups.len() < 2 && !explained && !groups.iter().any(|g| g.what.1) {
        return Vec::new();
    }
    let rest: usize = groups.iter().skip(MOST).map(|g| g.rows.len()).sum();
    let mut rows: Vec<ClassValue> = groups
        .into_iter()
        .take(MOST)
        .map(|Group { what: (value, _, working), rows }| ClassValue {
            nodes: names(cx, &rows, lang),
            value,
            working,
        })
        .collect();
    if rest > 0 {
        let nodes = more(rest).render(lang);
        rows.push(ClassValue { nodes, value: String::new(), working: String::new() });
    }
    rows
}

fn more(nodes: usize) -> Message {
    msg!(en: "{n} more nodes", zh: "另有 {n} 个节点", n = nodes)
}

/// What programs on a node read for a field, as the form shows it.
struct Read {
    value: String,
    /// Whether an override says so.
    by_hand: bool,
    why: Option<Message>,
}

fn read(cx: &Context, node: &Node, field: &Field) -> Read {
    if let Some((_, key, text)) = cx.field_overridden(node, field) {
        let text = text.trim();
        let number = match (field.written, field.unit()) {
            (Some((unit, read)), _) => read(text).map(|n| (unit, n)),
            (None, Some(unit)) => field.number(text).map(|n| (unit, n)),
            (None, None) => None,
        };
        let shown = number.map(|(unit, n)| Exact::whole(n).value(unit));
        let value = shown.unwrap_or_else(|| model::secret::masked(text));
        return Read { value, by_hand: true, why: Some(by_override(&key)) };
    }
    if let Some(read) = among(cx, node, field) {
        return read;
    }
    let value = cx.node_text(node, field.key);
    let why = if node.settings.contains_key(field.key) {
        Some(msg!(en: "set on the node", zh: "在节点上设置"))
    } else if cx.spec.settings.contains_key(field.key) {
        Some(msg!(en: "set for the cluster", zh: "在集群级设置"))
    } else {
        cx.default_worked_out(field, Some(&Class::of(node)))
    };
    Read { value, by_hand: false, why }
}

fn by_override(key: &str) -> Message {
    msg!(en: "by the override of {k}", zh: "由覆盖项 {k} 设置", k = key)
}

/// What is read of a number that stands among other words, where something else than the field says it.
fn among(cx: &Context, node: &Node, field: &Field) -> Option<Read> {
    let (number, place) = (field.among?)(cx, node)?;
    let why = match &place {
        Place::Override(_, property) => by_override(property.key()),
        Place::Setting(key) | Place::NodeSetting(_, key) if key != field.key => {
            let label = cx.product.field(key)?.label;
            msg!(en: "by the field \"{f}\"", zh: "由字段“{f}”设置", f = label)
        }
        _ => return None,
    };
    let unit = field.unit()?;
    // Of words without a number the program has a default of its own.
    let value = number.map_or_else(|| "—".to_owned(), |n| Exact::whole(n).value(unit));
    Some(Read { value, by_hand: true, why: Some(why) })
}

/// One thing that takes something: what it is, how much, how.
type Taken = (Text, u64, Use);

/// The memory of each class of nodes and what takes it; nodes on which nothing does are left out.
pub(crate) fn memory(cx: &Context, lang: Lang) -> Vec<BudgetView> {
    let groups = groups(cx, |node| {
        let claims: Vec<Taken> =
            cx.claims(node).into_iter().map(|c| (c.title, c.bytes, c.kind)).collect();
        let programs = claims.iter().any(|(.., kind)| *kind == Use::Program);
        programs.then(|| (cx.memory_of(node), claims))
    });
    let view = |Group { what: (memory, claims), rows }| budget(cx, &rows, "", memory, claims, lang);
    groups.into_iter().take(MOST).map(view).collect()
}

/// The disks of each class of nodes and what lies on them; those without anything are left out.
pub(crate) fn disks(cx: &Context, lang: Lang) -> Vec<BudgetView> {
    let groups = groups(cx, |node| {
        let held = cx.disks(node).into_iter().filter(|disk| !disk.holds.is_empty());
        let all: Vec<(String, u64, Vec<Taken>)> = held
            .map(|disk| {
                let on = disk.holds.into_iter().map(|one| (one.title, one.bytes, Use::Program));
                (disk.mount, disk.size, on.collect())
            })
            .collect();
        (!all.is_empty()).then_some(all)
    });
    let views = groups.into_iter().take(MOST).flat_map(|Group { what, rows }| {
        let view = |(mount, size, on): (String, u64, Vec<Taken>)| {
            budget(cx, &rows, &mount, Some(size), on, lang)
        };
        what.into_iter().map(view).collect::<Vec<_>>()
    });
    views.take(2 * MOST).collect()
}

fn budget(
    cx: &Context,
    rows: &[RowId],
    mount: &str,
    capacity: Option<u64>,
    taken: Vec<Taken>,
    lang: Lang,
) -> BudgetView {
    let view = |(title, bytes, kind): Taken| ClaimView {
        title: title.get(lang).to_owned(),
        bytes,
        size: size(bytes),
        kept: kind == Use::Kept,
    };
    let claims: Vec<ClaimView> = taken.into_iter().map(view).collect();
    let sum = claims.iter().fold(0_u64, |sum, claim| sum.saturating_add(claim.bytes));
    BudgetView {
        nodes: names(cx, rows, lang),
        mount: mount.to_owned(),
        capacity: capacity.unwrap_or_default(),
        total: capacity.map(size).unwrap_or_default(),
        sum: size(sum),
        rest: capacity.map(|all| size(all.abs_diff(sum))).unwrap_or_default(),
        over: capacity.is_some_and(|all| sum > all),
        claims,
    }
}

fn size(bytes: u64) -> String {
    Exact::whole(bytes).shown(Unit::Bytes)
}

/// The names of nodes: neighbours that are counted up are a range.
fn names(cx: &Context, rows: &[RowId], lang: Lang) -> String {
    const MOST: usize = 6;
    let names: Vec<String> = rows.iter().map(|row| cx.name(*row)).collect();
    let runs = formats::node_list::runs(names.iter().map(String::as_str));
    let rest: usize = runs.iter().skip(MOST).map(|(.., count)| count).sum();
    let run = |(first, last, count): &(&str, &str, usize)| match count {
        1 => (*first).to_owned(),
        2 => format!("{first}{}{last}", lang.pick(", ", "、")),
        _ => format!("{first} – {last}"),
    };
    let mut parts: Vec<String> = runs.iter().take(MOST).map(run).collect();
    if rest > 0 {
        parts.push(format!("+{rest}"));
    }
    parts.join(lang.pick(", ", "、"))
}
