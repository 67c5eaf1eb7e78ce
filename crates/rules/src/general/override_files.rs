//! Overrides and the files that they belong to.

use super::role_choice::nearest;
use crate::{Context, Example, Rule, Sink, Source};
use model::value::shown;
use model::{Edit, Layer, Place, Property, RowId, Severity, Text, msg};

const FILES: Source =
    Source::own("Muster: an override reaches the nodes that have the file it belongs to");

/// An override of a file that none of its nodes has.
pub(super) static NO_SUCH_FILE: Rule = Rule {
    id: "GEN041",
    name: "override-of-no-file",
    severity: Severity::Warning,
    title: Text::new(
        "Every override belongs to a configuration file of the nodes it is for.",
        "每个覆盖项都属于其目标节点上的某个配置文件。",
    ),
    why: Text::new(
        "Overrides name their file: `file:key`, or the key alone for the product's main file. In a file that nobody writes, or that the nodes of this override do not have, it would reach nothing, and the program goes on with what it has. Correct the name of the file, or set it for nodes that have it.",
        "覆盖项会指明所属文件：`文件:键`，主配置文件可只写键。如果没有任何程序写入该文件，或目标节点没有该文件，覆盖项就不起作用，程序仍使用原来的值。请更正文件名，或为拥有该文件的节点设置。",
    ),
    sources: &[FILES],
    symptoms: &[],
    fires: Example::Edits("", &[("overrides.cluster.conf/no-such.cfg:a.b", "1")]),
    clean: Example::Edits("", &[("overrides.cluster.<int>", "1")]),
    check: no_such_file,
};

fn no_such_file(cx: &Context, sink: &mut Sink) {
    let known: Vec<&str> = cx.product.configs.iter().map(|c| c.name).collect();
    for (place, property, value) in cx.all_overrides() {
        let (Place::Override(layer, _), file) = (&place, cx.file_of(property)) else { continue };
        if !known.contains(&file) {
            let near = nearest(file, &known);
            let found = sink.report(
                place.clone(),
                msg!(en: "No configuration file is called \"{f}\", so {k} reaches nothing. There are {known}.",
                     zh: "没有名为“{f}”的配置文件，{k} 不起作用。可用的文件：{known}。",
                     f = shown(file), k = shown(property.key()), known = known.join(", ")),
            );
            if let Some(near) = near {
                let target = Place::Override(layer.clone(), Property::new(near, property.key()));
                found.fix(
                    msg!(en: "Set it in {f}", zh: "改为写入 {f}", f = near),
                    vec![Edit::Set(target, value.to_owned()), Edit::Clear(place.clone())],
                );
            }
            continue;
        }
        if has_nodes(cx, layer) && !reaches(cx, layer, file) {
            sink.report(
                place.clone(),
                msg!(en: "None of the nodes that this is for has {f}, so {k} reaches nothing.",
                     zh: "目标节点都没有 {f}，{k} 不起作用。", f = file, k = shown(property.key())),
            )
            .fix(msg!(en: "Remove it", zh: "删除它"), vec![Edit::Clear(place.clone())]);
        }
    }
}

/// Whether any node is meant at all; a role that nobody has is another rule's.
fn has_nodes(cx: &Context, layer: &Layer) -> bool {
    match layer {
        Layer::Cluster | Layer::Node(_) => !cx.spec.nodes.is_empty(),
        Layer::Role(role) => cx.spec.with_role(role).next().is_some(),
    }
}

/// Whether a node that is meant has the file.
fn reaches(cx: &Context, layer: &Layer, file: &str) -> bool {
    let meant = |row: &RowId| match layer {
        Layer::Cluster => true,
        Layer::Node(node) => node == row,
        Layer::Role(role) => cx.node(*row).is_some_and(|n| n.roles.contains(role)),
    };
    let with_file = cx.configs().iter().filter(|c| c.file(file).is_some());
    with_file.flat_map(|c| &c.nodes).any(meant)
}
