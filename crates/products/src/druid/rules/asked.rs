//! What the rules ask of the programs: what each reads, where that is set, and how it is mended.

use crate::druid::effective::{extensions, place_of};
use crate::druid::notation::{as_list, list};
use crate::druid::programs::{PROGRAMS, Program, programs_of};
use ::rules::{Context, Found, Sink};
use model::{Edit, Message, Node, Place, msg};

/// The key of the list of extensions.
pub(super) const LOAD_LIST: &str = "druid.extensions.loadList";
/// The field with extensions that no choice needs.
pub(super) const MORE: &str = "ingestion.more";

/// Each program with one node of each class that runs it.
pub(super) fn each<'c>(cx: &'c Context) -> impl Iterator<Item = (&'static Program, &'c Node)> {
    let nodes = cx.configs().iter().filter_map(|config| cx.node(config.node()));
    nodes.flat_map(|node| programs_of(node).map(move |program| (program, node)))
}

/// The same of programs whose nodes have one of some roles.
pub(super) fn each_of<'c>(
    cx: &'c Context,
    roles: &'c [&str],
) -> impl Iterator<Item = (&'static Program, &'c Node)> {
    each(cx).filter(|(program, _)| roles.contains(&program.role))
}

/// The values of a key that programs read, each place and value once with all its nodes.
pub(super) fn values(cx: &Context, key: &str) -> Vec<Found> {
    values_of(cx, key, |_| true)
}

/// The same of some programs.
pub(super) fn values_of(cx: &Context, key: &str, wanted: impl Fn(&Program) -> bool) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let programs = PROGRAMS.iter().filter(|program| wanted(program));
    for process in programs.filter_map(|program| program.process(cx)) {
        for found in cx.values_read_by(process, key) {
            match all.iter_mut().find(|f| f.place == found.place && f.value == found.value) {
                Some(known) => {
                    let new = found.nodes.iter().filter(|row| !known.nodes.contains(row));
                    let new: Vec<_> = new.copied().collect();
                    known.nodes.extend(new);
                }
                None => all.push(found),
            }
        }
    }
    all
}

/// The same where somebody set them.
pub(super) fn set(cx: &Context, key: &str) -> Vec<Found> {
    let mut all = values(cx, key);
    all.retain(|found| found.set);
    all
}

/// Whether a value holds a variable, so that it is known on the machine only.
pub(super) fn is_variable(value: &str) -> bool {
    value.contains("${") || value.contains("@{")
}

/// Places that were reported.
#[derive(Default)]
pub(super) struct Seen(Vec<Place>);

impl Seen {
    /// Whether a place is new; it is not from then on.
    pub(super) fn first(&mut self, place: &Place) -> bool {
        let new = !self.0.contains(place);
        if new {
            self.0.push(place.clone());
        }
        new
    }
}

/// Where what a program reads is set: a place that somebody can change, else this field.
pub(super) fn place_or(
    cx: &Context,
    node: &Node,
    program: &Program,
    key: &str,
    field: &str,
) -> Place {
    match place_of(cx, node, program, key) {
        Place::NodeRoles(_) => Place::Setting(field.to_owned()),
        place => place,
    }
}

/// Reports what an override says, with the fix that takes it away; what a field says, without one.
pub(super) fn report(sink: &mut Sink, place: Place, message: Message) {
    let reported = sink.report(place.clone(), message);
    if matches!(place, Place::Override(..)) {
        let title = msg!(en: "Remove the override", zh: "删除该覆盖项");
        reported.fix(title, vec![Edit::Clear(place)]);
    }
}

/// Whether a program's list names an extension; so does a list that cannot be read, of which another
/// rule speaks.
pub(super) fn loads(cx: &Context, node: &Node, program: &Program, name: &str) -> bool {
    extensions(cx, node, program).is_none_or(|list| list.iter().any(|one| one == name))
}

/// The kinds of receivers of a program's metrics, each with the key that names it.
pub(super) fn emitters(
    cx: &Context,
    node: &Node,
    program: &Program,
) -> Vec<(String, &'static str)> {
    const KIND: &str = "druid.emitter";
    let kind = program.reads(cx, node, KIND);
    let of = match kind.as_str() {
        "composing" => "druid.emitter.composing.emitters",
        "switching" => "druid.emitter.switching.defaultEmitters",
        _ => return vec![(kind, KIND)],
    };
    let listed = list(&program.reads(cx, node, of)).unwrap_or_default();
    listed.into_iter().map(|name| (name, of)).collect()
}

/// Whether all that a program loads is an extension of the release or a contributed one, of which is
/// known what they bring.
pub(super) fn only_known(cx: &Context, node: &Node, program: &Program) -> bool {
    let known = |name: &String| {
        crate::druid::configure::core(cx, name).is_some()
            || super::extensions::CONTRIBUTED.contains(&name.as_str())
    };
    extensions(cx, node, program).is_some_and(|list| list.iter().all(known))
}

/// Whether all that a program loads comes with the release: then what that does not know, nothing does.
pub(super) fn only_core(cx: &Context, node: &Node, program: &Program) -> bool {
    let known = |name: &String| crate::druid::configure::core(cx, name) == Some(true);
    extensions(cx, node, program).is_some_and(|list| list.iter().all(known))
}

/// The title and the edit that load an extension: in the list that somebody wrote, else in the field.
pub(super) fn loading(
    cx: &Context,
    program: &Program,
    node: &Node,
    name: &str,
) -> (Message, Vec<Edit>) {
    let title = msg!(en: "Load {n}", zh: "加载 {n}", n = name);
    let place = place_of(cx, node, program, LOAD_LIST);
    let edit = if matches!(place, Place::Override(..)) {
        let mut list = extensions(cx, node, program).unwrap_or_default();
        list.push(name.to_owned());
        Edit::Set(place, as_list(&list))
    } else {
        let known = cx.text(MORE);
        let more = if known.is_empty() { name.to_owned() } else { format!("{known},{name}") };
        Edit::Set(Place::Setting(MORE.to_owned()), more)
    };
    (title, vec![edit])
}
