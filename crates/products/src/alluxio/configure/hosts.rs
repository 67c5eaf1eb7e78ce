//! What stands in `conf/masters` and `conf/workers`: one entry, the list of hosts. Its key is
//! [`HOSTS`], its value the hosts with commas between them; each becomes a line.

use crate::alluxio::roles::{ALLUXIO, MASTER, WORKER};
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Format};
use model::value::{Host, Value, parse_list};
use model::{Message, Place, msg};

/// The list of the masters, inside a node's folder.
pub(crate) const MASTERS: &str = "conf/masters";
/// The list of the workers.
pub(crate) const WORKERS: &str = "conf/workers";
/// The key of the one entry.
pub(crate) const HOSTS: &str = "hosts";

/// The list of the masters as a configuration file.
pub(crate) const MASTERS_KIND: ConfigKind = kind(MASTERS);
/// The list of the workers.
pub(crate) const WORKERS_KIND: ConfigKind = kind(WORKERS);

const fn kind(name: &'static str) -> ConfigKind {
    ConfigKind::beside(name).in_format(Format::Hosts(HOSTS)).holding(holds)
}

fn holds(key: &str, value: &str) -> Result<(), Message> {
    if key != HOSTS {
        return Err(msg!(en: "the file is a list, and its one key is \"{k}\"",
            zh: "该文件是一个列表，唯一的键是“{k}”", k = HOSTS));
    }
    parse_list::<Host>(value).into_iter().collect::<Result<Vec<_>, _>>().map(|_| ())
}

/// What stands in both.
pub(super) fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    if !ALLUXIO.iter().any(|role| class.has(role)) {
        return Vec::new();
    }
    let list = |name, role| ConfigFile::new(name, vec![(*entry(cx, role)).clone()]);
    vec![list(MASTERS, MASTER), list(WORKERS, WORKER)]
}

/// The nodes with a role: the same for all classes, and made once.
fn entry(cx: &Context, role: &'static str) -> std::rc::Rc<Entry> {
    cx.once(if role == MASTER { "alluxio-masters" } else { "alluxio-workers" }, || {
        let nodes = cx.with_roles(&[role]);
        let hosts: Result<Vec<String>, Message> =
            nodes.iter().map(|n| Host::parse(&n.name).map(|host| host.to_string())).collect();
        let reason = msg!(en: "A node with the role {r}.", zh: "具有 {r} 角色的节点。", r = role);
        let entry = match hosts {
            Ok(hosts) => Entry::new(HOSTS, hosts.join(","), &[], reason),
            Err(why) => Entry::new(HOSTS, "", &[], reason).broken(why),
        };
        entry.at(vec![Place::Nodes])
    })
}
