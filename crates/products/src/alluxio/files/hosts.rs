//! `conf/masters` and `conf/workers`, which Alluxio's own scripts read: a bare host on a line, no
//! port and no comment behind it, since copyDir takes every word for a host.

use crate::alluxio::configure::hosts::{HOSTS, MASTERS, WORKERS};
use crate::common::text::{header, not_usable, one_line};
use ::rules::Context;
use formats::{File, Origin};
use model::value::{Host, parse_list};
use model::{Node, Place, RowId, Text};
use std::collections::HashMap;

pub(super) fn masters(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "The masters, for Alluxio's own scripts.",
        "master 列表，供 Alluxio 自带的脚本使用。",
    );
    list(cx, node, ABOUT, MASTERS)
}

pub(super) fn workers(cx: &Context, node: &Node) -> File {
    const ABOUT: Text = Text::new(
        "The workers, for Alluxio's own scripts.",
        "worker 列表，供 Alluxio 自带的脚本使用。",
    );
    list(cx, node, ABOUT, WORKERS)
}

fn list(cx: &Context, node: &Node, about: Text, name: &str) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(about);
    header(cx, "#", &mut file);
    let Some(entry) = cx.config_of(node.row).and_then(|config| config.at(name, HOSTS)) else {
        return file;
    };
    let origin = |row: Option<&RowId>| Origin {
        reason: entry.reason.clone(),
        places: match row {
            Some(row) => vec![Place::NodeRoles(*row), Place::NodeName(*row)],
            None => entry.places.clone(),
        },
    };
    if let Some(why) = &entry.broken {
        file.because(format!("# {}", one_line(&not_usable(why, lang))), origin(None));
        return file;
    }
    // What follows from the nodes leads to each of them.
    let by_hand = matches!(entry.places.first(), Some(Place::Override(..)));
    let rows: HashMap<&Host, RowId> = if by_hand {
        HashMap::new()
    } else {
        let named = cx.spec.nodes.iter().zip(cx.hosts());
        named.filter_map(|(node, hosts)| Some((hosts.name.as_ref()?, node.row))).collect()
    };
    for host in parse_list::<Host>(entry.text()).into_iter().flatten() {
        file.because(host.to_string(), origin(rows.get(&host)));
    }
    file
}
