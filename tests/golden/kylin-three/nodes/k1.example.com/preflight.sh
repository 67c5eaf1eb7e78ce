#!/bin/sh
# Looks at this node and changes nothing. Called by bin/preflight with the names of all nodes;
# by hand: sh preflight.sh
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

# shellcheck source-path=SCRIPTDIR source=lib/room.sh
. "$here/lib/room.sh"
sizes=/dev/null
if [ "${1:-}" = --sizes ]; then
    sizes=$2
    shift 2
fi

# --- what the machine is ---

short=$(uname -n)
full=$(hostname -f 2>/dev/null) || full=$short
fact hostname "$short"
fact fqdn "$full"
addresses=$(ip -o addr show scope global 2>/dev/null | awk '{ sub(/\/.*/, "", $4); print $4 }') ||
    addresses=$(hostname -I 2>/dev/null | tr ' ' '\n') || addresses=''
for address in $addresses; do fact 'addresses[]' "$address"; done
fact architecture "$(uname -m)"
# shellcheck disable=SC1091
distribution=$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}") || distribution=
fact distribution "${distribution:-unknown}"
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || cores=0
fact cores "$cores"
memory=$(awk '/^MemTotal:/ { printf "%.0f", $2 * 1024 }' /proc/meminfo)
fact memory_bytes "$memory"
# One machine has one such number, also under two names.
[ ! -r /proc/sys/kernel/random/boot_id ] || fact boot "$(cat /proc/sys/kernel/random/boot_id)"
good "$short: $cores cores, $((memory / 1048576)) MiB, $(uname -m), ${distribution:-unknown system}"

# --- who it is ---

name=$MUSTER_NODE
resolved() { getent hosts "$1" 2>/dev/null | awk '{ print $1 }' | sort -u; }
is_ours() { has_word "$(printf '%s' "$addresses" | tr '\n' ' ')" "$1"; }
case $name in
"$full" | "$short") good "it is called $name" ;;
*) warn "it calls itself $full, and the archive calls it $name" "products announce themselves by 'hostname -f'; let both be the same (hostnamectl, /etc/hosts)" ;;
esac
others=0
for other in "$@"; do
    found=$(resolved "$other" | head -n 1)
    fact 'resolves[]' "$other=${found:-}"
    case $found in
    '') bad "the name $other does not resolve" "add it to DNS or to /etc/hosts of this node" ;;
    127.* | ::1)
        if [ "$other" = "$name" ]; then
            bad "its own name $name resolves to $found" "the other nodes could not reach what listens there: give it its real address in /etc/hosts"
        else
            bad "the name $other resolves to $found" "correct /etc/hosts of this node"
        fi
        ;;
    *) others=$((others + 1)) ;;
    esac
done
[ "$others" -eq 0 ] || good "$others name(s) resolve"
if own=$(resolved "$name" | head -n 1) && [ "$own" ]; then
    back=$(getent hosts "$own" 2>/dev/null | awk '{ for (i = 2; i <= NF; i++) print $i }' | tr '\n' ' ')
    if has_word "$back" "$name" || has_word "$back" "$full"; then
        good "$own resolves back to $back"
    else
        warn "$own resolves back to '${back:-nothing}', not to $name" "add a PTR record, or the name to /etc/hosts"
    fi
    if [ "$addresses" ] && ! is_ours "$own"; then
        bad "$name resolves to $own, which is not an address of this machine" "correct DNS or /etc/hosts; this machine has: $(printf '%s' "$addresses" | tr '\n' ' ')"
    fi
fi

# --- what root-once.sh made ---

fact user "$(id -un)"
if [ "$(id -un)" = "$MUSTER_USER" ]; then
    good "user $MUSTER_USER"
else
    bad "this runs as $(id -un), not as $MUSTER_USER" "log in as $MUSTER_USER, or set the ssh user in Muster"
fi
for path in "$MUSTER_STATE" $MUSTER_FOLDERS; do
    if [ ! -d "$path" ]; then
        bad "the folder $path is missing" "run root-once.sh of this node as root"
    elif [ ! -w "$path" ]; then
        bad "the folder $path is not writable for $MUSTER_USER" "run root-once.sh of this node as root"
    else
        free=$(df -Pk "$path" | awk 'NR == 2 { print $4 }')
        fact 'folders[]' "$path=$free"
        if [ "$free" -lt 2097152 ]; then
            warn "$path has $((free / 1024)) MiB free" "2 GiB and more are wise: programs, logs, backups"
        else
            good "$path: $((free / 1048576)) GiB free"
        fi
    fi
done
# What a deployment of the services takes that are not here yet.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
MUSTER_PACKAGES=$MUSTER_STATE/packages
: >"$work/room"
absent=''
for each in $MUSTER_SERVICES; do
    status=0
    sh "$here/service/$each.sh" installed >/dev/null 2>&1 || status=$?
    [ "$status" -ne 3 ] || absent="$absent $each"
done
[ -z "$absent" ] || room_of_packages "$absent"
rooms >"$work/rooms"
while IFS=$tab read -r mount kib free folders; do
    fact 'rooms[]' "$mount=$kib/$free"
    if [ "$kib" -gt "$free" ]; then
        bad "on $mount the deployment needs $((kib / 1024 + 1)) MiB and $((free / 1024)) MiB are free" "make room there, or choose other folders in Muster; it is for $folders"
    else
        good "on $mount the deployment needs $((kib / 1024 + 1)) MiB and $((free / 1024)) MiB are free"
    fi
done <"$work/rooms"
files_rooms >"$work/rooms"
while IFS=$tab read -r mount files free folders; do
    if [ "$files" -gt "$free" ]; then
        bad "on $mount the deployment makes $files files and there is room for $free (df -i)" "make room there, or choose other folders in Muster; it is for $folders"
    fi
done <"$work/rooms"
for each in $MUSTER_SERVICES; do
    unit=muster-$each.service
    if [ -d /run/systemd/system ] && ! cmp -s "$here/systemd/$unit" "/etc/systemd/system/$unit"; then
        warn "$unit is not installed, or is another one" "run root-once.sh of this node as root; without it the service does not come back after a power cut"
    fi
done
running=''
for each in $MUSTER_SERVICES; do
    if sh "$here/service/$each.sh" running </dev/null >/dev/null 2>&1; then running="$running $each"; fi
done
fact running "${running# }"
limit=$(awk '/^Max open files/ { print $4 }' /proc/self/limits)
fact open_files "$limit"

# --- what production has and a laptop has not ---

if command -v getenforce >/dev/null; then
    mode=$(getenforce)
    fact selinux "$mode"
    [ "$mode" != Enforcing ] || warn "SELinux is enforcing" "if a port or a file is refused: ausearch -m avc -ts recent"
fi
if command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1; then
    fact firewalld running
    warn "firewalld runs" "open the ports of FIREWALL.md: firewall-cmd --permanent --add-port=PORT/tcp; firewall-cmd --reload"
fi
# What keeps the clock right, by the names of processes; the kernel cuts them. Where a user sees only
# its own, nobody knows.
time_service() {
    [ -r /proc/1/comm ] || return 0
    for each in /proc/[0-9]*/comm; do
        { read -r comm <"$each" || continue; } 2>/dev/null
        case $comm in
        chronyd | ntpd | openntpd | ntpd-rs | systemd-timesyn | ptp4l | phc2sys | timemaster)
            printf '%s\n' "$comm"
            return 0
            ;;
        esac
    done
    case $(timedatectl show -p NTPSynchronized 2>/dev/null) in
    *=yes) echo synchronized ;;
    *) echo none ;;
    esac
}
keeper=$(time_service)
[ -z "$keeper" ] || fact time_service "$keeper"
[ "$keeper" != none ] || warn "nothing keeps the clock right" "install chrony, or another NTP client"
for command in tar gzip awk sed sha256sum diff stat df du od; do
    command -v "$command" >/dev/null || bad "the command $command is missing" "install it: the archive's scripts use it"
done
for port in $(listening); do fact 'listening[]' "$port"; done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if command -v "$java" >/dev/null; then fact java "$(java_version "$java")"; else fact java none; fi
# Size and what is free, in KiB; a folder's name may have blanks.
df -Pk 2>/dev/null | awk '
    NR > 1 && $1 ~ /^\// {
        for (i = NF; i > 4; i--) if ($i ~ /^[0-9]+%$/) break
        mount = $(i + 1)
        for (k = i + 2; k <= NF; k++) mount = mount " " $k
        printf "disks[]\t%s=%s\ndisk_sizes[]\t%s=%s\n", mount, $(i - 1), mount, $(i - 3)
    }' | sort -u | while IFS=$tab read -r list disk; do fact "$list" "$disk"; done

for each in $MUSTER_SERVICES; do
    sh "$here/service/$each.sh" preflight </dev/null || bad "the checks of $each did not come to their end" "see above"
done
