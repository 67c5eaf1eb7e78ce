#!/bin/sh
# One of Druid's processes on this node; this file's name says which. Called as the service user; see
# the usage at the end of ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

id=$(basename "$0" .sh)
program=${id#druid-}
logs=$DRUID_HOME/log
pid_file=$logs/muster-$program.pid
log=$logs/$program.out
# The word of a list NAME:VALUE that belongs to this program.
mine() {
    for each in $1; do
        [ "${each%%:*}" != "$program" ] || printf '%s' "${each#*:}"
    done
}
folder=$(mine "$DRUID_PROGRAMS")
port=$(mine "$DRUID_PORTS")
[ "$folder" ] || fail "there is no process $program on this node" "call this script as service/druid-broker.sh or the like"
server=$program
[ "$program" != coordinator-overlord ] || server=coordinator
# What it is called while it begins, and then.
home=$(literally_home "$DRUID_HOME")
known_by="$(begins_here "$id")|$(as_shell)([^ ]*/)?bin/run-druid $program( |\$)|$(as_program 'java|sh|bash')[^ ]*$home/.*cli\.Main server $server( |\$)"
data="$logs $DRUID_FOLDERS"
for each in $DRUID_SEGMENTS; do data="$data ${each%:*}"; done

# The version of an installation is that of its main jar.
version_there() {
    for jar in "$DRUID_HOME"/lib/druid-services-*.jar "$DRUID_HOME"/lib/druid-server-*.jar; do
        [ -e "$jar" ] || continue
        jar=${jar##*/}
        jar=${jar#druid-services-}
        jar=${jar#druid-server-}
        printf '%s\n' "${jar%.jar}"
        return 0
    done
}

do_package() { printf '%s\t%s\n' "$DRUID_PACKAGE" "$DRUID_HOME"; }

do_installed() {
    check_home "$DRUID_HOME" "$id" Druid "$DRUID_VERSION" "$(version_there)" || exit 3
}

# The processes of a node share one installation: the first of them unpacks it.
do_install() {
    [ "$(version_there)" != "$DRUID_VERSION" ] || return 0
    unpack "$MUSTER_PACKAGES/$DRUID_PACKAGE" "$DRUID_HOME" "$id"
    there=$(version_there)
    [ "$there" = "$DRUID_VERSION" ] || fail "$DRUID_PACKAGE holds ${there:-no} Druid version, not $DRUID_VERSION" "put the right package into packages/"
}

# The database's driver belongs beside the extension that calls it.
do_files() {
    [ "$DRUID_DRIVER" ] || return 0
    case $program in
    coordinator-overlord | coordinator | overlord)
        printf '0644\tno\t%s\t%s\t%s\n' "$MUSTER_PACKAGES/$DRUID_DRIVER" "$DRUID_HOME/extensions/$DRUID_DRIVER_FOR/$DRUID_DRIVER" "$id"
        ;;
    esac
}

# What stands in the common file all of them read.
do_changed() {
    for each in $MUSTER_SERVICES; do
        case $each in druid-*) : >"$MUSTER_STATE/restart/$each" ;; esac
    done
}

do_render() { # source, target
    cp "$here/$1" "$2"
    render_properties "$2"
}

do_running() { alive "$pid_file" >/dev/null; }

# Druid's scripts ask DRUID_JAVA_HOME; its tasks, and old scripts, the PATH.
use_java() {
    java=$(java_command) || exit 1
    PATH=$(dirname "$java"):$PATH
    export PATH
    [ -z "${JAVA_HOME:-}" ] || export JAVA_HOME DRUID_JAVA_HOME="$JAVA_HOME"
}

major() { # java
    version=$(java_version "$1")
    case $version in
    1.*) version=${version#1.} ;;
    esac
    printf '%s\n' "${version%%[!0-9]*}"
}

# What must answer before this program can work. The database is the masters' alone: queries are
# answered without it, also on a node that has a master beside its Broker.
needs() {
    for word in $DRUID_NEEDS; do
        case $program:$word in
        coordinator-overlord:* | coordinator:* | overlord:*) ;;
        *:database=*) continue ;;
        esac
        printf '%s ' "$word"
    done
}

# In the foreground, for systemd and for start; the same process keeps its pid.
do_run() {
    use_java
    load_environment
    # shellcheck disable=SC2086 # a word each
    mkdir -p "$logs" $DRUID_FOLDERS
    claim
    printf '%s\n' "$$" >"$pid_file"
    # Every process waits for ZooKeeper by itself, for ever; a Coordinator ends without its database.
    # shellcheck disable=SC2046 # a word each
    wait_for_others "${MUSTER_WAIT:-600}" $(needs)
    cd "$DRUID_HOME" || exit 1
    # The release's script knows the versions that were there when it was made.
    case $DRUID_VERSION/$(major "$java") in 38.*/25) DRUID_SKIP_JAVA_CHECK=1 ;; esac
    export DRUID_SKIP_JAVA_CHECK="${DRUID_SKIP_JAVA_CHECK:-0}" DRUID_LOG_DIR="$logs"
    exec bin/run-druid "$program" "$folder"
}

log_lines() {
    for file in "$log" "$logs/$program.log" "$logs/coordinator.log"; do
        [ -r "$file" ] || continue
        lines=$(tail -n 400 "$file" | grep -E ' ERROR |Exception|Caused by|^Error|^[0-9]+\) ' | tail -n 4 | cut -c1-300) || :
        [ -z "$lines" ] || printf '%s\n' "$file:" "$lines"
    done | sed 's/^/    /' >&2
}

do_start() {
    use_java
    if unit_here; then
        systemctl_once start
    else
        mkdir -p "$logs"
        # Nothing may keep our output open: over ssh that would hang for ever.
        nohup sh "$here/service/$id.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0 most=${MUSTER_WAIT:-300}
    while :; do
        sleep 1
        waited=$((waited + 1))
        if [ "$waited" -ge 3 ] && ! do_running; then
            log_lines
            fail "Druid's $program has ended" "the lines above say why; all of it is in $logs. 'muster explain --log' reads those files, too"
        fi
        if port_open 127.0.0.1 "$port"; then return 0; fi
        if [ "$waited" -ge "$most" ]; then
            log_lines
            fail "Druid's $program does not listen on port $port after $most seconds" "look at $logs: without ZooKeeper, or without its database, it tries again in silence"
        fi
    done
}

do_stop() {
    stop_process "$pid_file" 300
    rm -f "$pid_file"
}

# --- its own word ---

# Whether it says that it works. With TLS the certificate is a client's business: here it is enough
# that the port answers.
healthy() {
    [ "$DRUID_SCHEME" = http ] || { port_open 127.0.0.1 "$port"; return; }
    # The dot keeps the empty line that ends a request: $(...) takes newlines away.
    request=$(printf 'GET /status/health HTTP/1.0\r\nHost: %s\r\n\r\n.' "$MUSTER_NODE")
    tcp_ask 127.0.0.1 "$port" "${request%.}" |
        tr -d '\r' | tail -n 1 | grep -q true || return 1
    # A Historical has loaded what is in its cache, a Broker has heard of what can be asked: before
    # that both are healthy and answer with less.
    case $id in
    druid-historical) kind=historical ;;
    druid-broker) kind=broker ;;
    *) return 0 ;;
    esac
    request=$(printf 'GET /druid/%s/v1/readiness HTTP/1.0\r\nHost: %s\r\n\r\n.' "$kind" "$MUSTER_NODE")
    tcp_ask 127.0.0.1 "$port" "${request%.}" | head -n 1 | grep -q ' 200 '
}

do_check() {
    use_java
    begin=$(date +%s) most=${MUSTER_WAIT:-300}
    while :; do
        do_running || {
            log_lines
            fail "Druid's $program does not run" "start it: bin/start --node $MUSTER_NODE"
        }
        if healthy; then
            good "druid $program runs"
            return 0
        fi
        waited=$(($(date +%s) - begin))
        [ "$waited" -lt "$most" ] || {
            log_lines
            fail "Druid's $program runs, but is not healthy after $waited seconds" "look at $logs/$program.log; a Broker waits for every data node that announces itself"
        }
        sleep 2
    done
}

# --- before anything is changed ---

check_java() {
    if java=$(java_command 2>/dev/null); then
        version=$(major "$java")
        if has_word "$DRUID_JAVAS" "$version"; then
            good "Java $version"
        else
            bad "Java is ${version:-unknown}, and Druid $DRUID_VERSION needs $DRUID_JAVAS" "install it and set the Java home in Muster"
        fi
        same fail "Java of Druid" "$version"
    else
        bad "no Java for $MUSTER_USER" "install Java, or set the Java home in Muster"
    fi
}

# A disk that is smaller than what was said fills up while segments are loaded.
check_disks() {
    for each in $DRUID_DISKS; do
        at=${each%:*} said=${each##*:}
        if [ ! -d "$at" ]; then
            bad "$at is not here" "mount the disk, or correct the node's disks in Muster"
            continue
        fi
        kib=$(df -Pk "$at" | awk 'NR == 2 { print $2 }')
        if awk -v have="$kib" -v said="$said" 'BEGIN { exit !(have * 1024 < said * 0.9) }'; then
            bad "$at has $kib KiB, and Muster was told $said bytes" "correct the node's disks in Muster: the segment cache follows from them"
        else
            good "$at is as large as said"
        fi
    done
    all=''
    for each in $DRUID_SEGMENTS; do
        at=${each%:*} size=${each##*:}
        while [ ! -d "$at" ]; do at=$(dirname "$at"); done
        all="$all$(df -Pk "$at" | awk -v size="$size" 'NR == 2 { print $6, $2, size }')
"
    done
    printf '%s' "$all" | awk 'NF == 3 { have[$1] = $2; sum[$1] += $3 }
        END { for (m in sum) printf "%s %.0f %.0f\n", m, have[m] * 1024, sum[m] }' | sort |
        while read -r mount have sum; do
            if awk -v a="$sum" -v b="$have" 'BEGIN { exit !(a > b) }'; then
                bad "the segment cache may take $sum bytes of $mount, which has $have" "give it less, or name the disks on which it lies"
            fi
        done
}

check_system() {
    maps=$(cat /proc/sys/vm/max_map_count 2>/dev/null || echo 0)
    [ "$program" != historical ] || [ "$maps" -ge 262144 ] ||
        warn "vm.max_map_count is $maps" "each segment is mapped: run root-once.sh, or as root: sysctl -w vm.max_map_count=1048576"
    ! awk 'NR > 1 { found = 1 } END { exit !found }' /proc/swaps 2>/dev/null ||
        warn "this machine swaps" "a process that is swapped out is taken for dead: swapoff -a, and its line out of /etc/fstab"
    case $(cat /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null) in
    *"[always]"*) warn "transparent huge pages are always on" "as root: echo madvise >/sys/kernel/mm/transparent_hugepage/enabled" ;;
    esac
}

do_preflight() {
    check_java
    command -v bash >/dev/null || bad "the command bash is missing" "install it: Druid's scripts are written for it"
    case $(getent hosts "$MUSTER_NODE" 2>/dev/null | head -n 1) in
    127.* | ::1*) warn "$MUSTER_NODE resolves to this machine's loopback address here" "let /etc/hosts map it to the address that the others use" ;;
    '') warn "$MUSTER_NODE can't be resolved here" "add it to the DNS or to /etc/hosts of every node" ;;
    esac
    for word in $(needs); do
        for endpoint in $(printf '%s' "${word#*=}" | tr ',' ' '); do
            if port_open "${endpoint%:*}" "${endpoint##*:}"; then
                good "${word%%=*} $endpoint can be reached"
            else
                warn "${word%%=*} $endpoint can't be reached from here" "open the firewall (FIREWALL.md), or start what listens there before Druid starts"
            fi
        done
    done
    if [ "$DRUID_SHARED" ]; then
        at=$DRUID_SHARED
        while [ ! -d "$at" ] && [ "$at" != / ]; do at=$(dirname "$at"); done
        if [ "$at" = / ]; then
            bad "the shared folder $DRUID_SHARED is not here" "mount it, at the same path on every node"
        elif [ ! -w "$at" ]; then
            bad "the shared folder $at can't be written by $MUSTER_USER" "give it to that user, with the same number on every machine"
        elif [ "$(stat -c %d "$at")" = "$(stat -c %d /)" ]; then
            warn "$at lies on this machine's own disk" "is the shared storage mounted? On a folder of each machine other nodes would find no segments"
        else
            good "$at is mounted"
        fi
    fi
    for store in $DRUID_KEYSTORE $DRUID_TRUSTSTORE; do
        if [ -r "$store" ]; then good "$store is here"; else bad "$store can't be read by $MUSTER_USER" "put this node's key store and trust store there"; fi
    done
    check_disks
    check_system
    if do_running; then
        good "Druid's $program runs already"
    elif listening | grep -qx "$port"; then
        bad "port $port is in use by another program" "find it (ss -ltnp) and stop it, or choose another port in Muster"
    fi
    status=0
    (do_installed) || status=$?
    case $status in
    0) good "Druid $DRUID_VERSION is in $DRUID_HOME" ;;
    3) good "Druid $DRUID_VERSION will be unpacked into $DRUID_HOME" ;;
    *) bad "$DRUID_HOME can't be used" "see the message above" ;;
    esac
}

service_main "$id" "$@"
