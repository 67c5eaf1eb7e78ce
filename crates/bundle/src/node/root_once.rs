//! `root-once.sh`: what needs root, once, in plain commands that an admin reads in a minute.

use super::{Site, unit};
use formats::{File, Mode, shell};
use model::Text;
use model::value::{AbsolutePath, Value, shown};
use rules::general;
use std::collections::BTreeSet;

pub(super) fn file(site: &Site) -> File {
    let mut file = File::new(
        const {
            Text::new(
                "What needs root on this node, once: user, folders, limits, units, sudoers.",
                "本节点上仅需以 root 执行一次的步骤：用户、目录、资源限制、systemd 单元和 sudoers。",
            )
        },
    );
    file.mode = Mode::Executable;
    let (user, group) = (site.account.user.as_str(), site.account.group.as_str());
    file.text(HEAD);
    file.line(format!("user={user}"));
    file.line(format!("group={group}"));
    file.line(format!("state={}", site.state()));
    file.line(format!("cluster={}", site.cluster));
    // sudo does not read files with a dot in their names.
    file.line(format!("name=muster-{}", site.cluster.replace('.', "_")));
    file.text(NEEDS);
    refusals(site, &mut file);
    file.text(ACCOUNT);
    file.line("");
    file.line("folders folder");
    limits(site, &mut file, user);
    kernel(site, &mut file);
    file.line("");
    file.line("# Units of an earlier archive of this cluster that this node no longer has.");
    file.line("for unit in /etc/systemd/system/muster-*.service; do");
    let names: Vec<String> = site.services.iter().map(|s| format!("*/{}", unit::name(s))).collect();
    if !names.is_empty() {
        file.line(format!("    case $unit in {}) continue ;; esac", names.join(" | ")));
    }
    file.line(format!(
        "    case $(grep -s '^Description=' \"$unit\") in *{}) ;; *) continue ;; esac",
        shell::quote(&format!(" ({})", site.cluster))
    ));
    file.line("    [ ! -d /run/systemd/system ] || run systemctl disable --now \"${unit##*/}\"");
    file.line("    run rm -f \"$unit\"");
    file.line("    [ ! -d /run/systemd/system ] || run systemctl daemon-reload");
    file.line("done");
    if site.services.is_empty() {
        file.line("[ ! -e \"/etc/sudoers.d/$name\" ] || run rm -f \"/etc/sudoers.d/$name\"");
        file.line("");
        file.line("say \"done\"");
        return file;
    }
    file.line("");
    file.line("# The services come back after a power cut.");
    file.line("if [ -d /run/systemd/system ] || [ -d /etc/systemd/system ]; then");
    for service in &site.services {
        let name = unit::name(service);
        file.line(format!("    place \"$here/systemd/{name}\" {}/{name} 0644", unit::FOLDER));
    }
    file.line("fi");
    file.line("if [ -d /run/systemd/system ]; then");
    for service in &site.services {
        file.line(format!("    enabled {}", unit::name(service)));
    }
    file.line("fi");
    file.line("");
    file.line(
        "# The service user may start, stop and restart exactly these units, and nothing else.",
    );
    file.line("if [ -d /etc/sudoers.d ]; then");
    file.line("    lines \"/etc/sudoers.d/$name\" 0440 <<'END'");
    file.line(unit::mark(site.cluster));
    for service in &site.services {
        for verb in ["start", "stop", "restart"] {
            file.line(format!(
                "{user} ALL=(root) NOPASSWD: /usr/bin/systemctl {verb} {}",
                unit::name(service)
            ));
        }
    }
    file.line("END");
    file.line("fi");
    file.line("");
    file.line("say \"done: the rest runs as $user\"");
    file
}

/// What must not be taken from anybody: looked at before the first change.
fn refusals(site: &Site, file: &mut File) {
    file.line("");
    file.line("# Folders that belong to the service user.");
    file.line("folders() { # what is done with each");
    file.line("    \"$1\" \"$state\" 0700");
    for folder in folders(site) {
        match folder {
            Ok(path) => file.line(format!("    \"$1\" {} 0755", shell::quote(&path))),
            Err(text) => file.line(format!("    # \"{}\" is not a path", shown(&text))),
        }
    }
    file.line("}");
    file.line("");
    file.line("# Whether a folder is the system's, where nothing can be a service's own.");
    file.line("is_systems() { # path without links");
    file.line("    case $1 in");
    pattern(file, general::OF_THE_SYSTEM, "");
    pattern(file, general::BELOW_THE_SYSTEM, "/*");
    file.line("    *) return 1 ;;");
    file.line("    esac");
    file.line("}");
    file.text(REFUSALS);
    file.line("folders may_have");
    for service in &site.services {
        file.line(format!("is_ours {}/{}", unit::FOLDER, unit::name(service)));
    }
    file.line("is_ours \"/etc/sudoers.d/$name\"");
    file.line("is_ours \"/etc/security/limits.d/$name.conf\"");
    file.line("[ -z \"$refused\" ] || exit 1");
    file.line("");
}

/// One branch of a `case`, in lines that can be read.
fn pattern(file: &mut File, paths: &[&str], end: &str) {
    let mut line = "    ".to_owned();
    for path in paths {
        if line.len() + path.len() > 96 {
            line.push('\\');
            file.line(std::mem::replace(&mut line, "        ".to_owned()));
        }
        line.push_str(&format!("{path}{end} | "));
    }
    file.line(format!("{}) return 0 ;;", line.trim_end_matches([' ', '|'])));
}

fn limits(site: &Site, file: &mut File, user: &str) {
    let wanted: BTreeSet<(&str, u32)> =
        site.services.iter().flat_map(|s| s.limits.iter().copied()).collect();
    if wanted.is_empty() {
        return;
    }
    file.line("");
    file.line("# Open files and processes, for what is started without systemd.");
    file.line("if [ -d /etc/security/limits.d ]; then");
    file.line("    lines \"/etc/security/limits.d/$name.conf\" 0644 <<'END'");
    file.line(unit::mark(site.cluster));
    for (what, most) in wanted {
        file.line(format!("{user} - {what} {most}"));
    }
    file.line("END");
    file.line("fi");
}

/// What the kernel must allow at least; a higher value stays. A container's kernel is its machine's, and
/// may refuse.
fn kernel(site: &Site, file: &mut File) {
    let wanted: BTreeSet<(&str, u32)> =
        site.services.iter().flat_map(|s| s.kernel.iter().copied()).collect();
    if wanted.is_empty() {
        return;
    }
    file.line("");
    file.line("# Settings of the kernel: raised where they are lower, and kept after a reboot.");
    file.line("if [ -d /etc/sysctl.d ]; then");
    file.line(
        "    [ ! -e \"/etc/sysctl.d/.$name.new\" ] || run rm -f \"/etc/sysctl.d/.$name.new\"",
    );
    for (key, least) in wanted {
        let now = format!("/proc/sys/{}", key.replace('.', "/"));
        file.line(format!(
            "    if [ \"$(cat {now} 2>/dev/null || echo {least})\" -lt {least} ]; then"
        ));
        // Each in a file of its own: what is high enough is not written, at no boot either.
        file.line(format!("        lines \"/etc/sysctl.d/$name-{key}.conf\" 0644 <<'END'"));
        file.line(unit::mark(site.cluster));
        file.line(format!("{key} = {least}"));
        file.line("END");
        file.line(format!("        run sysctl -q -w {key}={least} ||"));
        file.line(format!(
            "            say \"the kernel refuses {key}={least}: set it on the machine itself\""
        ));
        file.line("    fi");
    }
    file.line("fi");
}

/// The folders of the services, parents first, each once; those that are no paths as they stand.
pub(super) fn folders(site: &Site) -> Vec<Result<String, String>> {
    let all: BTreeSet<&String> = site.folders.iter().flatten().collect();
    all.into_iter()
        .filter(|f| !f.trim().is_empty())
        .map(|f| AbsolutePath::parse(f).map(|p| p.0).map_err(|_| f.clone()))
        .collect()
}

const HEAD: &str = r#"#!/bin/sh
# Generated by Muster. Run once as root on this node, from any folder; running it again changes
# nothing. `--dry-run` only says what it would do.
set -eu
umask 022
# Nothing of the caller's environment counts here: su leaves its PATH, folders and functions.
[ "${MUSTER_ROOT:-}" ] || exec /usr/bin/env -i MUSTER_ROOT=alone PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /bin/sh "$0" "$@"
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
dry=
case ${1:-} in
'') ;;
--dry-run) dry=yes ;;
*) echo "usage: sudo sh root-once.sh [--dry-run]" >&2; exit 2 ;;
esac
[ "$dry" ] || [ "$(id -u)" = 0 ] || { echo "root-once.sh needs root: sudo sh $0" >&2; exit 1; }

say() { printf '%s\n' "root-once: $*"; }
run() { say "$*"; [ "$dry" ] || "$@"; }
fail() {
    printf '%s\n' "root-once: error: $1" "root-once: what to do: $2" >&2
    exit 1
}
# Whether root alone decides what a path leads to: each folder on the way, links followed one by one,
# belongs to root, and nobody else may write into it. Only then does root work there: elsewhere
# somebody could put a link in the way.
only_root() { # path; of a folder that ends with /. the folder itself counts, too
    todo=$1 way='' links=0
    while :; do
        todo=${todo#"${todo%%[!/]*}"}
        [ "$todo" ] || return 0
        case $(stat -c '%u %a' "${way:-/}") in
        "0 "*[2367] | "0 "*[2367]?) return 1 ;;
        "0 "*) ;;
        *) return 1 ;;
        esac
        part=${todo%%/*}
        todo=${todo#"$part"}
        case $part in
        .) continue ;;
        ..) way=${way%/*} && continue ;;
        esac
        if [ -L "$way/$part" ]; then
            links=$((links + 1))
            [ "$links" -le 40 ] || return 1
            part=$(readlink "$way/$part")
            todo=$part$todo
            case $part in /*) way='' ;; esac
        else
            way=$way/$part
        fi
    done
}
as_user() { # command and words
    say "$* (as $user)"
    [ "$dry" ] || su -s /bin/sh "$user" -c 'umask 022 && exec "$@"' sh "$@"
}
folder() { # path, mode
    if [ -d "$1" ] && [ "$(stat -L -c %U:%G:%a "$1")" = "$user:$group:${2#0}" ]; then return 0; fi
    above=$(dirname "$1")
    while [ ! -d "$above" ]; do above=$(dirname "$above"); done
    at=$1
    [ -d "$1" ] || at=$above/.
    if only_root "$at"; then
        [ -d "$1" ] || run mkdir -p "$1"
        [ "$(stat -L -c %U:%G "$1" 2>/dev/null)" = "$user:$group" ] || run chown "$user:$group" "$1"
        [ "$(stat -L -c %a "$1" 2>/dev/null)" = "${2#0}" ] || run chmod "$2" "$1"
    elif [ -d "$1" ] && [ "$(stat -L -c %U "$1")" != "$user" ]; then
        fail "$1 belongs to $(stat -L -c %U "$1"), and others than root decide what stands in $above" "look at it, then: chown $user:$group $1"
    else
        [ -d "$1" ] || as_user mkdir -p "$1" ||
            fail "$1 can't be made as $user, and others than root decide what stands in $above" "make it by hand, then: chown $user:$group $1"
        [ "$(stat -L -c %G "$1" 2>/dev/null)" = "$group" ] || as_user chgrp "$group" "$1" || fail "the group of $1 can't be set as $user" "look at it: ls -ld $1"
        [ "$(stat -L -c %a "$1" 2>/dev/null)" = "${2#0}" ] || as_user chmod "$2" "$1" || fail "the mode of $1 can't be set as $user" "look at it: ls -ld $1"
    fi
}
place() { # source, target, mode
    if cmp -s "$1" "$2"; then return 0; fi
    say "write $2"
    [ "$dry" ] || put "$2" "$3" <"$1"
}
put() { # target, mode; the text comes from standard input. It has its name only when it is whole
    new=${1%/*}/.$name.new
    (umask 077 && cat >"$new")
    chmod "$2" "$new"
    mv "$new" "$1"
}
# systemd knows the unit as it is on the disk, and starts it with the machine.
enabled() { # unit
    case $(systemctl show --property=NeedDaemonReload "$1" 2>/dev/null) in
    *=yes) run systemctl daemon-reload ;;
    esac
    systemctl is-enabled --quiet "$1" 2>/dev/null || run systemctl enable "$1"
}
lines() { # target, mode; the text comes from standard input
    text=$(cat)
    if [ "$(cat "$1" 2>/dev/null)" != "$text" ]; then
        say "write $1"
        [ "$dry" ] || printf '%s\n' "$text" | put "$1" "$2"
    fi
}

# The service user and its group."#;

const NEEDS: &str = r#"here() { command -v "$1" >/dev/null 2>&1; }
lacks=''
for each in cat chgrp chmod chown cmp dirname getent grep mkdir mv readlink rm stat su; do
    here "$each" || lacks="$lacks $each"
done
if here getent; then
    getent group "$group" >/dev/null || here groupadd || here addgroup || lacks="$lacks groupadd"
    getent passwd "$user" >/dev/null || here useradd || here adduser || lacks="$lacks useradd"
fi
[ -z "$lacks" ] || fail "commands are missing on this machine:$lacks" "install them, and run this again""#;

const REFUSALS: &str = r##"refused=''
refuse() { # why, what to do
    printf '%s\n' "root-once: error: $1" "root-once: what to do: $2" >&2
    refused=yes
}
is_empty() { # folder; one that can't be read is taken for full
    [ -r "$1" ] && [ -x "$1" ] || return 1
    for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
        if [ -e "$entry" ] || [ -L "$entry" ]; then return 1; fi
    done
}
# Whether a folder may be given to the service user. What a link leads to is judged, not the link.
may_have() { # path, mode
    [ "$1" != "$state" ] || return 0
    place=$1 rest=''
    while [ ! -d "$place" ]; do
        rest=/${place##*/}$rest
        place=$(dirname "$place")
    done
    real=$(CDPATH='' cd "$place" 2>/dev/null && pwd -P) || real=$place
    real=${real%/}$rest
    real=${real:-/} said=$1
    [ "$real" = "$1" ] || said="$1, which leads to $real,"
    if is_systems "$real"; then
        refuse "$said is a folder of the system, and would be given to $user" "choose a folder of its own in Muster, or let the link lead to one"
    elif [ -d "$1" ]; then
        owner=$(stat -L -c %U "$1")
        case $owner in
        root | "$user") ;;
        *) is_empty "$1" || refuse "$said belongs to $owner and is not empty; it is not taken away from there to be given to $user" "choose another folder in Muster; or look at what is in it, and if nobody else needs it: chown $user:$group $1" ;;
        esac
    fi
}
# Whose a unit or another file of the system is: it says so itself; units of earlier versions of Muster
# say it in their description. Limits and sudoers of earlier versions have the cluster in their name.
whose() { # file
    while IFS= read -r line; do
        case $line in
        "# Muster: cluster "*)
            printf '%s' "${line#"# Muster: cluster "}"
            return 0
            ;;
        "Description="*" ("*")")
            line=${line##* (}
            printf '%s' "${line%)}"
            return 0
            ;;
        esac
    done <"$1"
}
is_ours() { # file
    [ -f "$1" ] && [ -r "$1" ] || return 0
    other=$(whose "$1")
    case $other/$1 in
    "$cluster/"*) ;;
    /*.service) refuse "$1 is there, and no cluster of Muster's has made it" "look at it, and if nobody needs it, move it away: mv $1 $1.old" ;;
    /*) ;;
    *) refuse "$1 belongs to the cluster $other; this one is $cluster, and one machine can't run a service of that name for both" "choose another machine for one of them; if $other is no longer here, stop its service (systemctl disable --now) and: rm $1" ;;
    esac
}"##;

const ACCOUNT: &str = r#"# No password is right for the user. Without that its account would be locked, and an sshd without PAM
# lets nobody in there, with a key neither. Where only BusyBox makes users, it locks them first.
if ! getent group "$group" >/dev/null; then
    if here groupadd; then run groupadd --system "$group"; else run addgroup -S "$group"; fi
fi
if ! getent passwd "$user" >/dev/null; then
    if here useradd; then
        run useradd --system --gid "$group" --create-home --shell /bin/sh --password '*' "$user"
    else
        run adduser -S -D -G "$group" -h "/home/$user" -s /bin/sh "$user"
    fi
fi
if ! here useradd && here chpasswd && grep -q "^$user:!:" /etc/shadow 2>/dev/null; then
    say "chpasswd: no password is right for $user, who may log in with a key"
    [ "$dry" ] || printf '%s:*\n' "$user" | chpasswd -e 2>/dev/null
fi

# What a killed run had not finished.
for left in /etc/systemd/system /etc/sudoers.d /etc/security/limits.d; do
    [ ! -e "$left/.$name.new" ] || run rm -f "$left/.$name.new"
done"#;
