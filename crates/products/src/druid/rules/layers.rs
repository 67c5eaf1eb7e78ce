//! Overrides that stand where another file of the same process wins.

use super::asked::each;
use super::rule;
use crate::druid::programs::COMMON;
use crate::druid::sources::STARTUP;
use ::rules::{Context, Entry};
use model::{Edit, Message, Node, Place, Property, msg};

/// Whether a line of a process's own file is Muster's default: nobody chose it.
fn by_default(cx: &Context, node: &Node, entry: &Entry) -> bool {
    entry.places.iter().all(|place| match place {
        Place::Setting(field) => {
            !cx.spec.settings.contains_key(field) && !node.settings.contains_key(field)
        }
        _ => true,
    }) && !entry.places.iter().any(|place| matches!(place, Place::Override(..)))
}

rule!(
    /// An override of the common file for a key that a process has in its own.
    SHADOWED, "DRU127", "override-in-the-wrong-file", Warning,
    ["An override stands in the file that counts.", "覆盖项应写在起作用的文件中。"],
    ["Every process reads the common file and then its own runtime.properties, which wins. A key of which Muster writes a line there is not changed by an override of the common file, and that is the one that an override without the name of a file means. Name the process's file.",
     "每个进程先读取公共文件，再读取自己的 runtime.properties，后者优先。Muster 会写入该文件的配置项，不会因公共文件的覆盖项而改变；没有写文件名的覆盖项指的正是公共文件。请写明该进程的文件。"],
    [STARTUP], [],
    fires "druid-ha" [("overrides.cluster.druid.indexer.storage.type", "local")],
    clean "druid-ha" [("overrides.cluster.conf/druid/cluster/master/coordinator-overlord/runtime.properties:druid.indexer.storage.type", "local")],
    |cx, sink| {
        for (place, property, value) in cx.all_overrides() {
            let Place::Override(layer, _) = &place else { continue };
            if cx.file_of(property) != COMMON {
                continue;
            }
            let mut files: Vec<(&'static str, Message)> = Vec::new();
            for (program, node) in each(cx) {
                let Some(config) = cx.config_of(node.row) else { continue };
                let common = config.at(COMMON, property.key());
                let own = config.at(program.runtime, property.key());
                let (Some(common), Some(own)) = (common, own) else { continue };
                let here = common.places.contains(&place);
                if here && own.text() != value && by_default(cx, node, own) && files.iter().all(|(file, _)| *file != program.runtime) {
                    files.push((program.runtime, Message::from(program.title)));
                }
            }
            let Some((file, program)) = files.first() else { continue };
            let found = sink.report(place.clone(), msg!(en: "{p} has {k} in its own file, which wins over this override. Write it as {f}:{k}.",
                zh: "{p} 自己的文件中有 {k}，优先于此覆盖项。请写成 {f}:{k}。", p = program.clone(), k = model::value::shown(property.key()), f = *file));
            if files.len() == 1 {
                let right = Place::Override(layer.clone(), Property::new(file, property.key()));
                found.fix(msg!(en: "Write it there", zh: "改写到该文件"), vec![Edit::Set(right, value.to_owned()), Edit::Clear(place)]);
            }
        }
    }
);
