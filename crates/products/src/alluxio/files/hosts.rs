//! `conf/masters` and `conf/workers`, which Alluxio's own scripts read: a bare host on a line, no
//! port and no comment behind it, since copyDir takes every word for a host.

use crate::alluxio::roles::{MASTER, WORKER};
use crate::common::text::{header, not_usable, one_line};
use ::rules::Context;
use formats::{File, Origin};
use model::value::{Host, Value};
use model::{Node, Place, Text, msg};

pub(super) fn masters(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "The masters, for Alluxio's own scripts.",
        "master 列表，供 Alluxio 自带的脚本使用。",
    );
    list(cx, ABOUT, MASTER)
}

pub(super) fn workers(cx: &Context, _: &Node) -> File {
    const ABOUT: Text = Text::new(
        "The workers, for Alluxio's own scripts.",
        "worker 列表，供 Alluxio 自带的脚本使用。",
    );
    list(cx, ABOUT, WORKER)
}

fn list(cx: &Context, about: Text, role: &'static str) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(about);
    header(cx, "#", &mut file);
    for node in cx.with_roles(&[role]) {
        let origin = Origin {
            reason: msg!(en: "A node with the role {r}.", zh: "具有 {r} 角色的节点。", r = role),
            places: vec![Place::NodeRoles(node.row), Place::NodeName(node.row)],
        };
        match Host::parse(&node.name) {
            Ok(host) => file.because(host.to_string(), origin),
            Err(why) => {
                file.because(format!("# {}", one_line(&not_usable(&why, lang))), origin);
            }
        }
    }
    file
}
