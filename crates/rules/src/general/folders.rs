//! Folders that a service is given.

use crate::{Context, Example, Field, Kind, Rule, Scope, Sink, Source};
use model::value::shown;
use model::{Edit, Message, Node, Place, Severity, Text, msg};
use std::collections::BTreeSet;

/// The field that every product has for the user of its services.
pub(super) const USER: &str = "service.user";

/// Folders that every Linux has and that are nobody's but the system's: those of the Filesystem
/// Hierarchy Standard 3.0 and of what the load balancers' and stores' packages bring.
#[rustfmt::skip]
pub const SYSTEM: &[&str] = &[
    "/", "/bin", "/boot", "/dev", "/efi", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32",
    "/lost+found", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/selinux", "/snap",
    "/srv", "/sys", "/tmp", "/usr", "/var",
    "/etc/alternatives", "/etc/apache2", "/etc/cron.d", "/etc/cron.daily", "/etc/cron.hourly",
    "/etc/cron.monthly", "/etc/cron.weekly", "/etc/default", "/etc/haproxy", "/etc/logrotate.d",
    "/etc/httpd", "/etc/init.d", "/etc/keepalived", "/etc/nginx", "/etc/pam.d", "/etc/profile.d",
    "/etc/redis", "/etc/security", "/etc/ssh", "/etc/ssl", "/etc/sudoers.d", "/etc/sysconfig",
    "/etc/sysctl.d", "/etc/systemd", "/etc/systemd/system", "/run/lock", "/run/systemd", "/run/user",
    "/usr/bin", "/usr/games", "/usr/include", "/usr/lib", "/usr/lib/jvm", "/usr/lib/systemd",
    "/usr/lib64", "/usr/libexec",
    "/usr/local", "/usr/local/bin", "/usr/local/etc", "/usr/local/lib", "/usr/local/sbin",
    "/usr/local/share", "/usr/sbin", "/usr/share", "/usr/share/java", "/usr/src",
    "/var/backups", "/var/cache", "/var/lib", "/var/lib/docker", "/var/local", "/var/lock", "/var/log", "/var/mail",
    "/var/opt", "/var/run", "/var/spool", "/var/spool/cron", "/var/tmp", "/var/lib/muster",
];

/// Folders in which nothing can be a service's own: root's home is closed to everybody else, the
/// others are the kernel's or hold the system's programs.
pub const BELOW: &[&str] = &[
    "/bin",
    "/boot",
    "/efi",
    "/proc",
    "/root",
    "/sbin",
    "/sys",
    "/usr/bin",
    "/usr/lib/jvm",
    "/usr/lib/systemd",
    "/usr/sbin",
    "/usr/share/java",
    "/var/lib/docker",
    "/var/lib/muster",
];

/// A folder that was never meant to be given away.
pub(super) static SYSTEM_FOLDER: Rule = Rule {
    id: "GEN060",
    name: "folder-of-the-system",
    severity: Severity::Error,
    title: Text::new(
        "A service is given folders of its own, never one of the system or another user's home.",
        "服务使用自己的目录，而不是系统目录或其他用户的主目录。",
    ),
    why: Text::new(
        "root-once.sh makes each folder of a service, gives it to the service user and sets its permissions to 0755. Done to /etc, /usr or /, sudo and sshd refuse to work, since the files that they trust could now be changed by that user, and whoever breaks into the service owns the machine; /tmp loses the mark that keeps users apart; a home folder is taken from the one who lives there. Name a folder of its own, such as /opt/olap or /data1/olap: it may be inside of /opt, /var/lib, /home or /mnt, but must not be one of these itself.",
        "root-once.sh 会创建服务的每个目录，把属主改为服务用户，并将权限设为 0755。若该目录是 /etc、/usr 或 /，sudo 和 sshd 会拒绝工作，因为它们信任的文件已可被该用户修改，攻破该服务即可控制整台机器；/tmp 会失去隔离各用户的粘滞位；主目录则会被从其主人手中夺走。请填写专用目录，例如 /opt/olap 或 /data1/olap：可以位于 /opt、/var/lib、/home 或 /mnt 之内，但不能就是这些目录本身。",
    ),
    sources: &[
        Source::own(
            "Muster: root-once.sh runs mkdir, chown and chmod 0755 for each folder of a service",
        ),
        Source::new(
            "Filesystem Hierarchy Standard 3.0: the root filesystem, /usr, /var",
            "https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html",
        ),
        Source::new(
            "sshd_config(5), StrictModes: keys are refused when files and folders belong to others",
            "https://man.openbsd.org/sshd_config#StrictModes",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits("", &[("settings.<folder>", "/etc")]),
    clean: Example::Edits("", &[("settings.<folder>", "/opt/own")]),
    check: system_folder,
};

/// A path without `.`, `..` and empty parts, as the system understands it.
pub fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The folder of the system that an absolute path is, or lies in where nothing can be a service's own.
pub fn folder_of_the_system(path: &str) -> Option<String> {
    let path = normal(path);
    let below = |folder: &&str| path.strip_prefix(folder).is_some_and(|r| r.starts_with('/'));
    if SYSTEM.contains(&path.as_str()) {
        return Some(path);
    }
    BELOW.iter().copied().find(|folder| below(folder)).map(str::to_owned)
}

/// The absolute paths of a field's or a key's text: one, or several with commas between them, each
/// perhaps with a size behind it; of JSON the strings that are one.
fn paths(text: &str) -> impl Iterator<Item = String> {
    let json = text.trim_start().starts_with('[');
    let each = text.split(if json { '"' } else { ',' }).map(str::trim);
    let each = each.map(|p| p.split_whitespace().next().unwrap_or_default());
    each.map(|p| p.strip_prefix("file://").unwrap_or(p)).filter(|p| p.starts_with('/')).map(normal)
}

/// Why a folder cannot be given to a user, if so. A folder in /home is a home where the document names
/// its user; elsewhere it may be a disk that is mounted there.
fn wrong(path: &str, user: &str, people: &BTreeSet<String>) -> Option<Message> {
    let below = |folder: &str| path.strip_prefix(folder).is_some_and(|r| r.starts_with('/'));
    if SYSTEM.contains(&path) {
        return Some(msg!(
            en: "{p} is a folder of the system, and root-once.sh would give it to {u}. Name a folder of its own, for example one inside of /opt or /data.",
            zh: "{p} 是系统目录，root-once.sh 会把它的属主改为 {u}。请填写专用目录，例如 /opt 或 /data 之下的目录。",
            p = shown(path), u = shown(user)));
    }
    if let Some(folder) = BELOW.iter().copied().find(|folder| below(folder)) {
        return Some(msg!(
            en: "{p} lies in {f}, where a service can have nothing of its own. Name a folder elsewhere, for example inside of /opt or /data.",
            zh: "{p} 位于 {f} 之内，服务在那里不能有自己的目录。请填写其他位置，例如 /opt 或 /data 之下的目录。",
            p = shown(path), f = folder));
    }
    let home =
        path.strip_prefix("/home/").filter(|name| *name != user && people.contains(*name))?;
    Some(msg!(
        en: "{p} is the home folder of {h}, and root-once.sh would give it to {u}. Name a folder inside of it, or one elsewhere.",
        zh: "{p} 是 {h} 的主目录，root-once.sh 会把它的属主改为 {u}。请填写其中的子目录或其他位置。",
        p = shown(path), h = shown(home), u = shown(user)))
}

/// What a field says for a node, where: an override of a key that it writes, the node's own value,
/// or the cluster's.
pub(super) fn said(cx: &Context, node: &Node, field: &Field) -> Vec<(Place, String)> {
    let mut said = Vec::new();
    let main = cx.main_file();
    let written = field.keys.iter().map(|key| (main, *key)).filter(|_| field.made.is_none());
    let made = field.made.unwrap_or_default().iter();
    let made = made.map(|(file, key)| (if file.is_empty() { main } else { *file }, *key));
    for (file, key) in made.chain(written) {
        if let Some((place, text)) = cx.overridden(node, file, key) {
            said.push((place, text.to_owned()));
        }
    }
    if said.is_empty() {
        let own = field.scope != Scope::Cluster && node.settings.contains_key(field.key);
        let key = field.key.to_owned();
        // What follows from another field is that field's.
        let typed = own || cx.spec.settings.contains_key(field.key);
        if !typed && !matches!(field.default, crate::Default::Fixed(_)) {
            return said;
        }
        let place = if own { Place::NodeSetting(node.row, key) } else { Place::Setting(key) };
        said.push((place, cx.node_text(node, field.key)));
    }
    said
}

/// The users that the document names: those who log in, and the services' own.
fn people(cx: &Context) -> BTreeSet<String> {
    let of = |key: &'static str| cx.spec.nodes.iter().map(move |node| cx.node_text(node, key));
    of(USER).chain(of("ssh.user")).filter(|user| !user.is_empty()).collect()
}

fn system_folder(cx: &Context, sink: &mut Sink) {
    let mut told: BTreeSet<(Place, String)> = BTreeSet::new();
    let fields: Vec<&Field> = cx.product.all_fields().filter(|f| (f.shown)(cx)).collect();
    let people = people(cx);
    for config in cx.configs() {
        let Some(node) = cx.node(config.node()) else { continue };
        let user = match cx.node_text(node, USER) {
            user if user.is_empty() => cx.product.id.to_owned(),
            user => user,
        };
        let mut here: BTreeSet<String> = BTreeSet::new();
        for field in fields.iter().filter(|f| f.made.is_some()) {
            for (place, text) in said(cx, node, field) {
                for path in paths(&text) {
                    let Some(why) = wrong(&path, &user, &people) else { continue };
                    here.insert(path.clone());
                    if told.insert((place.clone(), path)) {
                        report(cx, sink, &place, field, why, &user);
                    }
                }
            }
        }
        // What is made besides, such as the folder above one that was named.
        for path in made(cx, node) {
            let known = |h: &String| {
                path.strip_prefix(h.as_str())
                    .is_some_and(|r| r.is_empty() || h == "/" || r.starts_with('/'))
            };
            if here.iter().any(known) {
                continue;
            }
            let Some(why) = wrong(&path, &user, &people) else { continue };
            let cause = cause(cx, node, &fields, &path);
            let (place, field) = match &cause {
                Some((place, field)) => (place.clone(), Some(*field)),
                None => (written(cx, &path).unwrap_or(Place::NodeName(node.row)), None),
            };
            if told.insert((place.clone(), path)) {
                if let Some(field) = field {
                    report(cx, sink, &place, field, why, &user);
                    continue;
                }
                let found = sink.report(place.clone(), why);
                if matches!(place, Place::Override(..)) {
                    let title = msg!(en: "Remove the override", zh: "删除该覆盖项");
                    found.fix(title, vec![Edit::Clear(place)]);
                }
            }
        }
    }
}

/// The folders that root-once.sh makes on a node.
fn made(cx: &Context, node: &Node) -> BTreeSet<String> {
    let runs = |s: &crate::Service| s.roles.iter().any(|r| node.roles.contains(*r));
    let services = cx.product.services.iter().filter(|s| runs(s) && (s.applies)(cx, node));
    let folders = services.flat_map(|s| (s.folders)(cx, node));
    folders.filter(|f| f.starts_with('/')).map(|f| normal(&f)).collect()
}

/// The field that a folder comes from: one that names it, or else something directly in it.
fn cause<'f>(
    cx: &Context,
    node: &Node,
    fields: &[&'f Field],
    path: &str,
) -> Option<(Place, &'f Field)> {
    let inside = |p: &str| p.rsplit_once('/').is_some_and(|(up, _)| normal(up) == *path);
    let folders = || {
        let all = fields.iter().copied();
        let all =
            all.filter(|f| f.made.is_some() || matches!(f.kind, Kind::Path | Kind::PathOrUri));
        all.flat_map(|f| said(cx, node, f).into_iter().map(move |(place, text)| (place, f, text)))
    };
    let named = folders().find(|(_, _, text)| paths(text).any(|p| p == path));
    let found = named.or_else(|| folders().find(|(_, _, text)| paths(text).any(|p| inside(&p))));
    found.map(|(place, field, _)| (place, field))
}

/// The override that names a folder which no field does.
fn written(cx: &Context, path: &str) -> Option<Place> {
    let mut overrides = cx.overrides();
    overrides.find(|(_, _, text)| paths(text).any(|p| p == path)).map(|(place, ..)| place)
}

/// Reports with what takes the folder back: the default, or what holds without this value.
fn report(cx: &Context, sink: &mut Sink, place: &Place, field: &Field, why: Message, user: &str) {
    let good = |text: &str| {
        let mut all = paths(text).peekable();
        all.peek().is_some() && all.all(|p| wrong(&p, user, &BTreeSet::new()).is_none())
    };
    let without = match place {
        Place::Setting(key) if cx.spec.settings.contains_key(key) => cx.default(field, None),
        Place::NodeSetting(..) | Place::Override(..) => cx.text(field.key).into_owned(),
        _ => String::new(),
    };
    let found = sink.report(place.clone(), why);
    if good(&without) {
        found.fix(
            msg!(en: "Use {p}", zh: "使用 {p}", p = shown(&without)),
            vec![Edit::Clear(place.clone())],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{normal, paths, wrong};

    #[test]
    fn a_path_is_judged_as_the_system_understands_it() {
        let people = ["alice".to_owned()].into();
        for bad in [
            "/",
            "//",
            "/etc",
            "/etc/",
            "/etc//",
            "/opt/../etc",
            "/./usr/.",
            "/opt",
            "/var/lib/",
            "/home",
            "/root",
            "/root/kylin",
            "/usr/bin/kylin",
            "/home/alice",
            "/../..",
            "/proc/1",
            "/tmp",
            "/usr/share/java",
            "/usr/lib/jvm/own",
            "/usr/lib/systemd/system",
            "/var/lib/docker/volumes",
            "/efi",
        ] {
            assert!(wrong(&normal(bad), "kylin", &people).is_some(), "{bad}");
        }
        for good in [
            "/opt/kylin",
            "/opt/kylin/",
            "/etc/kylin",
            "/usr/local/kylin",
            "/var/lib/kylin",
            "/home/kylin",
            "/home/alice/kylin",
            "/home/disk1",
            "/mnt/ramdisk",
            "/data",
            "/rootfs",
            "/tmp/x",
            "/dev/shm",
        ] {
            assert!(wrong(&normal(good), "kylin", &people).is_none(), "{good}");
        }
        let all: Vec<String> = paths("/a/, file:///etc , hdfs://x/etc,b,/opt/../tmp").collect();
        assert_eq!(all, ["/a", "/etc", "/tmp"]);
    }
}
