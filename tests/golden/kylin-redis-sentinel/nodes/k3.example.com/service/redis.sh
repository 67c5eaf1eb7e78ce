#!/bin/sh
# A Redis of its own for sessions: own configuration, own folder, the service user's. Called as the
# service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$REDIS_DIR/redis.pid
data=$REDIS_DIR
log=$REDIS_DIR/redis.log
config=$REDIS_DIR/redis.conf
running=$REDIS_DIR/running.conf
# It writes its port into the place of what it was called with.
known_by="$(as_program 'redis-server|valkey-server')($(literally "$running")|[^ ]*:$REDIS_PORT)( |\$)|$(begins_here redis)"

do_package() { :; }
do_installed() { :; } # the operating system brings it; preflight and start say when it does not
do_install() { :; }
do_files() { :; }
do_changed() { :; }
do_running() { alive "$pid_file" >/dev/null; }
do_render() {
    cp "$here/$1" "$2"
    render_quoted "$2"
}

program() { command -v redis-server || fail "redis-server is not installed" "install it with the system's package manager (apt-get install redis-server, dnf install redis), then: systemctl disable --now redis-server"; }

# The password stands in the file, so that it is in no list of processes.
ask() { # words of redis-cli
    REDISCLI_AUTH=$(sed -n 's/^requirepass "\(.*\)"$/\1/p' "$config" | sed 's/\\\(.\)/\1/g')
    export REDISCLI_AUTH
    timeout 20 redis-cli --no-auth-warning -p "$REDIS_PORT" "$@" </dev/null | tr -d '\r'
}

# Whose replica this one is, "host port": what a sentinel says, else what it was when it ran last,
# else what the archive says. Nothing for a master.
whose_replica() {
    [ "$REDIS_MODE" = sentinel ] || return 0
    for member in $REDIS_MEMBERS; do
        said=$(timeout 3 redis-cli -h "${member%:*}" -p "$REDIS_SENTINEL_PORT" SENTINEL GET-MASTER-ADDR-BY-NAME "$REDIS_SENTINEL_NAME" </dev/null 2>/dev/null | tr -d '\r' | tr '\n' ' ') || :
        case $said in
        "$REDIS_SELF $REDIS_PORT ") return 0 ;;
        [A-Za-z0-9]*' '[0-9]*' ')
            printf '%s\n' "${said% }"
            return 0
            ;;
        esac
    done
    if [ -e "$running" ]; then
        sed -n 's/^replicaof //p' "$running" | tail -n 1
    elif [ "$REDIS_MASTER" ]; then
        printf '%s\n' "$REDIS_MASTER"
    fi
}

# Redis rewrites the file it was started with when a sentinel makes it a master or a replica. So it
# is started with a file of its own, which takes over all that was generated, and of its own words
# only whose replica it is.
make_running() {
    master=$(whose_replica)
    (
        umask 077
        printf 'include %s\n' "$config"
        [ -z "$master" ] || printf 'replicaof %s\n' "$master"
    ) >"$running.new"
    mv "$running.new" "$running"
}

# In the foreground, for systemd and for start; the same process keeps its pid.
do_run() {
    redis=$(program) || exit 1
    claim
    make_running
    printf '%s\n' "$$" >"$pid_file"
    exec "$redis" "$running"
}

log_lines() { tail -n 20 "$log" 2>/dev/null | cut -c1-300 | sed 's/^/    /' >&2; }

do_start() {
    program >/dev/null || exit 1
    if unit_here; then
        systemctl_once start
    else
        # Nothing may keep our output open: over ssh that would hang for ever.
        nohup sh "$here/service/redis.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0
    # Another one on this port answers, too.
    until [ "$(ask PING 2>/dev/null)" = PONG ] && do_running; do
        sleep 1
        waited=$((waited + 1))
        if [ "$waited" -ge 3 ] && ! do_running; then
            log_lines
            fail "Redis' process has ended" "the lines above are from $log"
        fi
        [ "$waited" -lt 60 ] || fail "Redis does not answer on port $REDIS_PORT after 60 seconds" "look at $log"
    done
    if [ "$REDIS_MODE" = cluster ] && [ "$REDIS_LAST" ]; then make_cluster; fi
}

# The last member makes the cluster, once, when all of them are there and know of nobody.
make_cluster() {
    [ "$(ask CLUSTER INFO | sed -n 's/^cluster_slots_assigned://p')" = 0 ] || return 0
    addresses=''
    for member in $REDIS_MEMBERS; do
        host=${member%:*} port=${member##*:}
        waited=0
        until port_open "$host" "$port"; do
            sleep 1
            waited=$((waited + 1))
            [ "$waited" -lt 30 ] ||
                fail "$member does not answer, so the cluster can't be made" "start Redis there, then: bin/start --restart --node $MUSTER_NODE"
        done
        # Members know each other by address: CLUSTER MEET takes no name.
        address=$(getent ahostsv4 "$host" | awk '{ print $1; exit }')
        case $address in '' | 127.*) fail "$host has no address that the other nodes can reach (${address:-none})" "give it one in /etc/hosts or DNS, or an address in Muster's list of nodes" ;; esac
        addresses="$addresses $address:$port"
    done
    # shellcheck disable=SC2086
    ask --cluster create $addresses --cluster-replicas "$REDIS_REPLICAS" --cluster-yes >"$REDIS_DIR/create.log" 2>&1 || {
        tail -n 5 "$REDIS_DIR/create.log" | sed 's/^/    /' >&2
        fail "redis-cli can't make the cluster" "the last lines are above, all of it is in $REDIS_DIR/create.log; a member that holds keys of an earlier use must be emptied first"
    }
    say "the Redis cluster is made of$addresses"
}

do_stop() {
    stop_process "$pid_file" 60
    rm -f "$pid_file"
}

# What it says of itself; a replica or a cluster may need some seconds.
do_check() {
    waited=0
    while :; do
        do_running || fail "Redis does not run" "start it: bin/start --node $MUSTER_NODE"
        info=$(ask INFO replication) || info=
        role=$(printf '%s\n' "$info" | sed -n 's/^role://p')
        case $REDIS_MODE,$role in
        cluster,*)
            if ask CLUSTER INFO | grep -qx cluster_state:ok; then
                good "redis is a ${role:-member} of a cluster that is whole"
                return 0
            fi
            why="the cluster is not whole" what="redis-cli -p $REDIS_PORT CLUSTER NODES says who is missing; the ports $REDIS_PORT and $((REDIS_PORT + 10000)) must be open between the members"
            ;;
        *,master)
            good "redis is master with $(printf '%s\n' "$info" | sed -n 's/^connected_slaves://p') replica(s)"
            return 0
            ;;
        *,slave)
            if printf '%s\n' "$info" | grep -qx master_link_status:up; then
                good "redis follows $(printf '%s\n' "$info" | sed -n 's/^master_host://p')"
                return 0
            fi
            why="this replica does not reach its master $(printf '%s\n' "$info" | sed -n 's/^master_host://p')" what="is Redis up there, and is its port $REDIS_PORT open (FIREWALL.md)?"
            ;;
        *) why="Redis does not say what it is" what="look at $log; was the password changed without a restart?" ;;
        esac
        [ "$waited" -lt "${REDIS_WAIT:-30}" ] || fail "$why" "$what"
        sleep 1
        waited=$((waited + 1))
    done
}

do_preflight() {
    if path=$(command -v redis-server) && command -v redis-cli >/dev/null; then
        version=$("$path" --version | sed -n 's/.* v=\([0-9.]*\).*/\1/p')
        case $version in
        [0-5].* | 6.[01].*) bad "Redis is $version, and 6.2 or later is needed" "install a later one" ;;
        *) good "Redis $version" ;;
        esac
    else
        bad "redis-server or redis-cli is not installed" "install it with the system's package manager, then: systemctl disable --now redis-server"
    fi
    if do_running; then
        good "Redis runs already"
    else
        ports=$REDIS_PORT
        [ "$REDIS_MODE" != cluster ] || ports="$ports $((REDIS_PORT + 10000))"
        for port in $ports; do
            if listening | grep -qx "$port"; then
                bad "port $port is in use by another program" "find it (ss -ltnp) and stop it (the package's own: systemctl disable --now redis-server), or choose another port in Muster"
            fi
        done
    fi
    if [ "$(cat /proc/sys/vm/overcommit_memory 2>/dev/null)" = 0 ]; then
        warn "vm.overcommit_memory is 0: Redis may fail to rewrite its file when memory is short" "as root: sysctl vm.overcommit_memory=1"
    fi
}

service_main redis "$@"
