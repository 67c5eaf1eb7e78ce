//! The user and the group of the services.

use super::folders::{USER, said};
use crate::{Context, Example, Rule, Sink, Source};
use model::value::shown;
use model::{Edit, Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// The field that every product has for the group of its services.
const GROUP: &str = "service.group";

/// Groups whose members may do what root may, or read what only root should.
const MIGHTY: &[&str] = &["root", "adm", "disk", "docker", "lxd", "shadow", "sudo", "wheel"];

/// The user who may do everything.
pub(super) static ROOT_USER: Rule = Rule {
    id: "GEN061",
    name: "root-runs-the-services",
    severity: Severity::Error,
    title: Text::new(
        "The service user is not root, and its group gives it no rights of root's.",
        "服务用户不是 root，其用户组也不带来 root 的权限。",
    ),
    why: Text::new(
        "Whoever gets into a service of root's has the whole machine, and every mistake of a script can reach everything: nothing here needs that. The units, the folders and the line in sudoers are made for a user of their own, who may restart exactly these services. Take the name of the product, or one of your own; root-once.sh makes the user where it is missing. A group can give the same: members of docker, disk, sudo or wheel become root in one command, those of shadow and adm read passwords and logs.",
        "攻入以 root 运行的服务就等于控制整台机器，脚本的任何错误也可能影响一切，而这里没有任何东西需要 root。systemd 单元、目录和 sudoers 条目都是为专用用户准备的，该用户只能重启这些服务。请使用产品的名称或自选用户名；若用户不存在，root-once.sh 会创建它。用户组也可能带来同样的权限：docker、disk、sudo 或 wheel 的成员一条命令即可成为 root，shadow 和 adm 的成员可以读取密码和日志。",
    ),
    sources: &[
        Source::own(
            "Muster: units run as the service user, and sudoers names it for exactly its units",
        ),
        Source::new(
            "Filesystem Hierarchy Standard 3.0, /root: use of the root account",
            "https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s14.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.service.user", "root")]),
    clean: Example::Edits("", &[("settings.service.user", "olap")]),
    check: root_user,
};

fn root_user(cx: &Context, sink: &mut Sink) {
    mighty_group(cx, sink);
    let Some(field) = cx.field(USER) else { return };
    let mut told: BTreeSet<Place> = BTreeSet::new();
    for config in cx.configs() {
        let Some(node) = cx.node(config.node()).filter(|n| cx.node_text(n, USER) == "root") else {
            continue;
        };
        for (place, _) in said(cx, node, field) {
            if told.insert(place.clone()) {
                let found = sink.report(
                    place.clone(),
                    msg!(en: "The services would run as root. Name a user of their own.",
                         zh: "服务将以 root 身份运行。请填写专用用户。"),
                );
                let own = matches!(place, Place::NodeSetting(..));
                let without =
                    if own { cx.text(USER).into_owned() } else { cx.default(field, None) };
                if !without.is_empty() && without != "root" {
                    found.fix(
                        msg!(en: "Use {u}", zh: "使用 {u}", u = shown(&without)),
                        vec![Edit::Clear(place)],
                    );
                }
            }
        }
    }
}

/// A group that was named, which gives its members rights of root's.
fn mighty_group(cx: &Context, sink: &mut Sink) {
    let Some(field) = cx.field(GROUP) else { return };
    let mut told: BTreeSet<Place> = BTreeSet::new();
    for config in cx.configs() {
        let Some(node) = cx.node(config.node()) else { continue };
        for (place, group) in said(cx, node, field) {
            if !MIGHTY.contains(&group.as_str()) || !told.insert(place.clone()) {
                continue;
            }
            let found = sink.report(
                place.clone(),
                msg!(en: "Members of the group {g} have rights of root's, and the services would have them. Name a group of their own.",
                     zh: "用户组 {g} 的成员拥有 root 的权限，服务也会因此获得。请填写专用的用户组。", g = shown(&group)),
            );
            let own = matches!(place, Place::NodeSetting(..));
            let without = if own { cx.text(GROUP).into_owned() } else { cx.default(field, None) };
            if !without.is_empty() && !MIGHTY.contains(&without.as_str()) {
                found.fix(
                    msg!(en: "Use {g}", zh: "使用 {g}", g = shown(&without)),
                    vec![Edit::Clear(place)],
                );
            }
        }
    }
}
