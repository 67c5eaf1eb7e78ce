#!/bin/sh
# One of Alluxio's processes on this node; this file's name says which. Called as the service user;
# see the usage at the end of ../lib.sh, and besides: look | znode | format, for first-start.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

id=$(basename "$0" .sh)
process=$(printf '%s' "${id#alluxio-}" | tr - _)
pid_file=$ALLUXIO_HOME/logs/muster-$process.pid
log=$ALLUXIO_HOME/logs/$process.out
case $process in
master) class=alluxio.master.AlluxioMaster options=ALLUXIO_MASTER_JAVA_OPTS port=$ALLUXIO_MASTER_PORT ports=$ALLUXIO_PORTS_MASTER ;;
worker) class=alluxio.worker.AlluxioWorker options=ALLUXIO_WORKER_JAVA_OPTS port=$ALLUXIO_WORKER_PORT ports=$ALLUXIO_PORTS_WORKER ;;
job_master) class=alluxio.master.AlluxioJobMaster options=ALLUXIO_JOB_MASTER_JAVA_OPTS port='' ports='' ;;
job_worker) class=alluxio.worker.AlluxioJobWorker options=ALLUXIO_JOB_WORKER_JAVA_OPTS port='' ports='' ;;
proxy) class=alluxio.proxy.AlluxioProxy options=ALLUXIO_PROXY_JAVA_OPTS port=$ALLUXIO_PROXY_PORT ports=$ALLUXIO_PROXY_PORT ;;
*) fail "there is no process $process" "call this script as service/alluxio-master.sh or the like" ;;
esac
# What it is called while it begins, and then.
home=$(literally_home "$ALLUXIO_HOME")
class_here=$(literally "$class")
known_by="$(begins_here "$id")|$(as_shell)bin/launch-process $process( |\$)|$(as_shell)$class_here( |\$)|$(as_program java)[^ ]*$home/.* $class_here( |\$)"
data=$ALLUXIO_HOME/logs
[ "$process" != master ] || data="$data $ALLUXIO_JOURNAL"
# A standby master of 1.8 opens no port; the check asks for the leader.
case $process/$ALLUXIO_VERSION in master/1.*) port='' ;; esac

version_there() {
    cat "$ALLUXIO_HOME/libexec/version.sh" "$ALLUXIO_HOME/libexec/alluxio-config.sh" 2>/dev/null |
        sed -n 's/^VERSION="\{0,1\}\([0-9][0-9A-Za-z.-]*\).*/\1/p' | head -n 1
}

do_package() { printf '%s\t%s\n' "$ALLUXIO_PACKAGE" "$ALLUXIO_HOME"; }

do_installed() {
    check_home "$ALLUXIO_HOME" "$id" Alluxio "$ALLUXIO_VERSION" "$(version_there)" || exit 3
}

# The processes of a node share one installation: the first of them unpacks it.
do_install() {
    [ "$(version_there)" != "$ALLUXIO_VERSION" ] || return 0
    unpack "$MUSTER_PACKAGES/$ALLUXIO_PACKAGE" "$ALLUXIO_HOME" "$id"
    there=$(version_there)
    [ "$there" = "$ALLUXIO_VERSION" ] || fail "$ALLUXIO_PACKAGE holds ${there:-no} Alluxio version, not $ALLUXIO_VERSION" "put the right package into packages/"
}

do_files() { :; }

# What one of them reads all of them read.
do_changed() {
    for each in $MUSTER_SERVICES; do
        case $each in alluxio-*) : >"$MUSTER_STATE/restart/$each" ;; esac
    done
}

# A secret is one value of a .properties file: backslashes and a leading blank are escaped.
do_render() { # source, target
    cp "$here/$1" "$2"
    for name in $(markers "$2"); do
        value=$(secret "$name") || exit 1
        # shellcheck disable=SC2016
        case $value in *'${'*) fail "the secret $name has \${ in it, which Alluxio takes for the name of a key" "choose another secret" ;; esac
        replacement=$(printf '%s' "$value" | sed -e 's/\\/\\\\/g' -e 's/^ /\\ /')
        replace_marker "$2" "$name"
    done
}

do_running() { alive "$pid_file" >/dev/null; }

# The release's scripts look at the PATH before JAVA_HOME.
use_java() {
    java=$(java_command) || exit 1
    PATH=$(dirname "$java"):$PATH
    export PATH
    [ -z "${JAVA_HOME:-}" ] || export JAVA_HOME
}

# Without a leader its commands try again for minutes.
alluxio() { timeout "${ALLUXIO_PATIENCE:-60}" bash "$ALLUXIO_HOME/bin/alluxio" "$@" </dev/null; }

# In the foreground, for systemd and for start; the same process keeps its pid.
do_run() {
    use_java
    mkdir -p "$ALLUXIO_HOME/logs"
    claim
    printf '%s\n' "$$" >"$pid_file"
    cd "$ALLUXIO_HOME" || exit 1
    if [ -r bin/launch-process ]; then exec bash bin/launch-process "$process"; fi
    # 1.8 has no such script: what its alluxio-start.sh does, without leaving the terminal.
    # shellcheck disable=SC2016
    exec bash -c '. libexec/alluxio-config.sh
        options=${!2}
        exec "$JAVA" -cp "$ALLUXIO_SERVER_CLASSPATH" $options "$1"' bash "$class" "$options"
}

log_lines() {
    for file in "$log" "$ALLUXIO_HOME/logs/$process.log"; do
        [ -r "$file" ] || continue
        lines=$(tail -n 400 "$file" | grep -E 'ERROR|Fatal|Exception|Caused by|^Error' | tail -n 4 | cut -c1-300) || :
        [ -z "$lines" ] || printf '%s\n' "$file:" "$lines"
    done | sed 's/^/    /' >&2
}

# --- what must be there before the start ---

is_empty() { [ ! -e "$1" ] || [ -z "$(find "$1" -mindepth 1 2>/dev/null | head -n 1)" ]; }

# The first of the ramdisks (FOLDER:BYTES) that is not mounted; nothing when all are.
ramdisk_missing() {
    for each in $ALLUXIO_RAMDISKS; do
        [ "$(stat -f -c %T "${each%:*}" 2>/dev/null)" = tmpfs ] || { printf '%s' "$each"; return; }
    done
}

mount_line() {
    printf 'as root: mkdir -p %s && mount -t tmpfs -o size=%s,mode=0750,uid=%s,gid=%s tmpfs %s; and the same in /etc/fstab' \
        "${1%:*}" "${1##*:}" "$MUSTER_USER" "$MUSTER_GROUP" "${1%:*}"
}

ready() {
    case $process in
    master)
        # A folder that is there counts as formatted; one that is not there stops the master.
        [ "$ALLUXIO_JOURNAL_TYPE" != EMBEDDED ] || [ -d "$ALLUXIO_JOURNAL" ] ||
            fail "the journal $ALLUXIO_JOURNAL is not formatted" "once, before the first start: alluxio/first-start.sh. On a cluster that ran before it means that the journal is lost here: do not format, look for the disk"
        ;;
    worker)
        # systemd mounts it itself.
        missing=$(ramdisk_missing)
        unit_here || [ -z "$missing" ] || fail "the ramdisk ${missing%:*} is not mounted" "$(mount_line "$missing")"
        ;;
    esac
}

do_start() {
    use_java
    ready
    if unit_here; then
        systemctl_once start
    else
        mkdir -p "$ALLUXIO_HOME/logs"
        # Nothing may keep our output open: over ssh that would hang for ever.
        nohup sh "$here/service/$id.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0 most=${MUSTER_WAIT:-300}
    while :; do
        sleep 1
        waited=$((waited + 1))
        if [ "$waited" -ge 3 ] && ! do_running; then
            log_lines
            fail "Alluxio's $process has ended" "the lines above say why; all of it is in $ALLUXIO_HOME/logs. 'muster explain --log' reads those files, too"
        fi
        if [ "$port" ]; then
            if port_open 127.0.0.1 "$port"; then return 0; fi
        elif [ "$waited" -ge 5 ]; then
            return 0
        fi
        if [ "$waited" -ge "$most" ]; then
            log_lines
            fail "Alluxio's $process does not listen on port $port after $most seconds" "look at $ALLUXIO_HOME/logs; a worker waits in silence for a leader, a master for most of the others"
        fi
    done
}

do_stop() {
    stop_process "$pid_file" 120
    rm -f "$pid_file"
}

# --- its own word ---

leader() { alluxio fs masterInfo 2>/dev/null | sed -n 's/^Current leader master: *//p' | sed 's|[/:].*||' | head -n 1; }

# An open port says nothing: standby masters have it, too. What counts is that there is a leader.
do_check() {
    use_java
    begin=$(date +%s) most=${ALLUXIO_WAIT:-${MUSTER_WAIT:-300}}
    [ "$most" -le 120 ] || most=120
    while :; do
        do_running || {
            log_lines
            fail "Alluxio's $process does not run" "start it: bin/start --node $MUSTER_NODE"
        }
        case $process in
        master)
            name=$(leader) || name=
            if [ "$name" ]; then
                good "alluxio master runs; the leader is $name"
                return 0
            fi
            why="runs, but there is no leader" what="are more than half of the masters up (embedded journal), or does ZooKeeper answer? Are the ports of FIREWALL.md open between them?"
            ;;
        *)
            if [ -z "$port" ] || port_open 127.0.0.1 "$port"; then
                good "alluxio $process runs"
                return 0
            fi
            why="runs, but does not listen on port $port" what="look at $ALLUXIO_HOME/logs/$process.log"
            ;;
        esac
        waited=$(($(date +%s) - begin))
        [ "$waited" -lt "$most" ] || {
            log_lines
            fail "Alluxio's $process $why after $waited seconds" "$what"
        }
        sleep 2
    done
}

# --- once, before the first start; alluxio/first-start.sh calls these on masters ---

# A format of an embedded journal deletes all that is in its folder, and one of a UFS journal writes
# there: an empty folder is the root of the machine.
refuse_systems() { # the journal's folder
    case $1 in
    file://*) place=${1#file://} ;;
    *://*) return 0 ;;
    *) place=$1 ;;
    esac
    ! is_systems "$place" || fail "the journal's folder is \"$1\", which is no folder of its own: a format would write there, or delete what is there" "name a folder of its own in Muster, then bin/deploy. Nothing was changed"
}

# What is there: running, journal, address (nobody can look from here) or nothing.
do_look() {
    if do_running; then
        echo running
        return 0
    fi
    # shellcheck disable=SC2016
    case $ALLUXIO_JOURNAL in
    *'${'*) ;;
    *) refuse_systems "$ALLUXIO_JOURNAL" ;;
    esac
    # shellcheck disable=SC2016 # what Alluxio puts in itself can't be looked at from here either
    case $ALLUXIO_JOURNAL in
    *://* | *'${'*) echo address ;;
    *) if is_empty "$ALLUXIO_JOURNAL"; then echo nothing; else echo journal; fi ;;
    esac
}

# The path at the end of the connect string: a client cannot make it for itself.
do_znode() {
    [ "$ALLUXIO_CHROOT" ] || return 0
    use_java
    # shellcheck disable=SC2016
    ask='. libexec/alluxio-config.sh; exec "$JAVA" -cp "$ALLUXIO_SERVER_CLASSPATH" -Dzookeeper.4lw=no org.apache.zookeeper.ZooKeeperMain -server "$@"'
    cd "$ALLUXIO_HOME"
    made=''
    for part in $(printf '%s' "$ALLUXIO_CHROOT" | tr / ' '); do
        made=$made/$part
        bash -c "$ask" bash "$ALLUXIO_ZOOKEEPER" create "$made" '' >"$MUSTER_STATE/znode.log" 2>&1 </dev/null || :
    done
    # Commands of that client exit with 0 whatever happened.
    bash -c "$ask" bash "$ALLUXIO_ZOOKEEPER" stat "$made" >>"$MUSTER_STATE/znode.log" 2>&1 </dev/null || :
    grep -q '^cZxid' "$MUSTER_STATE/znode.log" ||
        fail "the znode $made could not be made at $ALLUXIO_ZOOKEEPER" "the reason is in $MUSTER_STATE/znode.log; or make it by hand with ZooKeeper's zkCli.sh: create $made ''"
    rm -f "$MUSTER_STATE/znode.log"
    say "the znode $made is there"
}

# Never deletes: a format of the embedded journal would empty the whole folder without a question.
do_format() {
    use_java
    found=$(do_look) || exit 1
    case $found in
    running) fail "a master runs here" "a format is for the first start only" ;;
    journal) fail "$ALLUXIO_JOURNAL is not empty" "a journal that is there holds the cluster's metadata: keep it. What is not a journal: choose another folder in Muster" ;;
    esac
    # Its own word: a line that was changed by hand counts for the format.
    asked=$(alluxio getConf alluxio.master.journal.folder 2>"$MUSTER_STATE/format.log") ||
        fail "Alluxio does not say where its journal is" "the reason is in $MUSTER_STATE/format.log"
    refuse_systems "$(printf '%s\n' "$asked" | tail -n 1)"
    case $ALLUXIO_VERSION in
    1.*) ALLUXIO_PATIENCE=600 alluxio formatMaster ;;
    *) ALLUXIO_PATIENCE=600 alluxio formatJournal ;;
    esac >"$MUSTER_STATE/format.log" 2>&1 || {
        grep -E 'ERROR|Exception|Failed|^Error' "$MUSTER_STATE/format.log" | tail -n 4 | cut -c1-300 | sed 's/^/    /' >&2
        fail "the journal could not be formatted" "all of it is in $MUSTER_STATE/format.log"
    }
    [ "$ALLUXIO_JOURNAL_TYPE" != EMBEDDED ] || [ -d "$ALLUXIO_JOURNAL" ] ||
        fail "the format made no $ALLUXIO_JOURNAL" "look at $MUSTER_STATE/format.log"
    say "the journal $ALLUXIO_JOURNAL is formatted"
}

# --- before anything is changed ---

check_java() {
    if java=$(java_command 2>/dev/null); then
        version=$(java_version "$java")
        case $ALLUXIO_VERSION/$version in
        */1.8.*) good "Java $version" ;;
        2.*/11.*) good "Java $version" ;;
        *) bad "Java is ${version:-unknown}, and Alluxio $ALLUXIO_VERSION needs $(case $ALLUXIO_VERSION in 1.*) echo 'Java 8' ;; *) echo 'Java 8 or 11' ;; esac)" "install it and set the Java home in Muster: the release's own scripts refuse every other" ;;
        esac
    else
        bad "no Java for $MUSTER_USER" "install Java, or set the Java home in Muster"
    fi
}

do_preflight() {
    check_java
    command -v bash >/dev/null || bad "the command bash is missing" "install it: Alluxio's scripts are written for it"
    case $(getent hosts "$MUSTER_NODE" 2>/dev/null | head -n 1) in
    127.* | ::1*) warn "$MUSTER_NODE resolves to this machine's loopback address here" "let /etc/hosts map it to the address that the others use: processes tell each other what they find there" ;;
    '') warn "$MUSTER_NODE can't be resolved here" "add it to the DNS or to /etc/hosts of every node" ;;
    esac
    for endpoint in $ALLUXIO_ENDPOINTS; do
        if port_open "${endpoint%:*}" "${endpoint##*:}"; then
            good "$endpoint can be reached"
        else
            warn "$endpoint can't be reached from here" "open the firewall (FIREWALL.md), or start what listens there before Alluxio starts"
        fi
    done
    if [ "$ALLUXIO_SHARED" ]; then
        if [ ! -d "$ALLUXIO_SHARED" ]; then
            bad "the shared folder $ALLUXIO_SHARED is not here" "mount it, at the same path on every master and worker"
        elif [ ! -w "$ALLUXIO_SHARED" ]; then
            bad "the shared folder $ALLUXIO_SHARED can't be written by $MUSTER_USER" "give it to that user, with the same number on every machine"
        elif [ "$(stat -c %d "$ALLUXIO_SHARED")" = "$(stat -c %d /)" ]; then
            warn "$ALLUXIO_SHARED lies on this machine's own disk" "is the shared storage mounted? On a folder of each machine files would be lost"
        else
            good "$ALLUXIO_SHARED is mounted"
        fi
    fi
    if [ "$process" = worker ] && [ "$ALLUXIO_RAMDISKS" ]; then
        missing=$(ramdisk_missing)
        if [ -z "$missing" ]; then
            good "what lies in memory is mounted: $ALLUXIO_RAMDISKS"
        elif [ -d /run/systemd/system ]; then
            good "the ramdisk ${missing%:*} will be mounted by the worker's unit"
        else
            warn "the ramdisk ${missing%:*} is not mounted" "$(mount_line "$missing")"
        fi
        memory=$(awk '$1 == "MemTotal:" { print $2 * 1024 }' /proc/meminfo)
        needed=$(printf '%s\n' "$ALLUXIO_RAMDISKS" | tr ' ' '\n' | awk -F: -v b="${ALLUXIO_WORKER_HEAP:-0}" '{ a += $NF } END { printf "%.0f", a + b * 1048576 }')
        if awk -v a="$needed" -v m="$memory" 'BEGIN { exit !(a > m) }'; then
            bad "ramdisk and heap of the worker are $needed bytes, and this machine has $memory" "give the machine's memory in Muster, or a smaller size"
        fi
    fi
    if do_running; then
        good "Alluxio's $process runs already"
    else
        for each in $ports; do
            if listening | grep -qx "$each"; then
                bad "port $each is in use by another program" "find it (ss -ltnp) and stop it, or choose another port in Muster"
            fi
        done
    fi
    status=0
    (do_installed) || status=$?
    case $status in
    0) good "Alluxio $ALLUXIO_VERSION is in $ALLUXIO_HOME" ;;
    3) good "Alluxio $ALLUXIO_VERSION will be unpacked into $ALLUXIO_HOME" ;;
    *) bad "$ALLUXIO_HOME can't be used" "see the message above" ;;
    esac
}

case ${1:-} in
look | znode | format) "do_$1" ;;
*) service_main "$id" "$@" ;;
esac
