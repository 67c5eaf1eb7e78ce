#!/bin/sh
# A sentinel that watches the Redis for sessions. Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$SENTINEL_DIR/sentinel.pid
data=$SENTINEL_DIR
log=$SENTINEL_DIR/sentinel.log
config=$SENTINEL_DIR/sentinel.conf
running=$SENTINEL_DIR/running.conf
# It writes its port into the place of what it was called with.
known_by="$(as_program 'redis-server|valkey-server|redis-sentinel|valkey-sentinel')($(literally "$running")|[^ ]*:$SENTINEL_PORT)( |\$)|$(begins_here sentinel)"

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

program() { command -v redis-server || fail "redis-server is not installed" "install it with the system's package manager (apt-get install redis-server, dnf install redis)"; }
ask() { timeout 20 redis-cli -p "$SENTINEL_PORT" "$@" </dev/null | tr -d '\r'; }

# A sentinel writes what it learns into the file it was started with. That one is made anew only
# when the generated one has changed; and then it keeps the master that was chosen meanwhile. The
# password is always taken from the generated one: a sentinel writes it without quotes, and could
# not read a blank or a quotation mark in it again.
make_running() {
    sum=$(sum_of "$config")
    (
        umask 077
        if [ "$(sed -n '1s/^# made from //p' "$running" 2>/dev/null)" = "$sum" ]; then
            grep -v '^sentinel auth-pass ' "$running"
            grep '^sentinel auth-pass ' "$config" || :
        else
            master=$(sed -n "s/^sentinel monitor \"\{0,1\}$SENTINEL_MASTER\"\{0,1\} \"\{0,1\}\([^ \"]*\)\"\{0,1\} \([0-9]*\) .*/\1 \2/p" "$running" 2>/dev/null | tail -n 1) || :
            printf '# made from %s\n' "$sum"
            NAME=$SENTINEL_MASTER ADDRESS=$master awk '
                ENVIRON["ADDRESS"] != "" && $1 == "sentinel" && $2 == "monitor" && $3 == ENVIRON["NAME"] {
                    print $1, $2, $3, ENVIRON["ADDRESS"], $NF
                    next
                }
                { print }' "$config"
        fi
    ) >"$running.new"
    mv "$running.new" "$running"
}

# In the foreground, for systemd and for start; the same process keeps its pid.
do_run() {
    redis=$(program) || exit 1
    claim
    make_running
    printf '%s\n' "$$" >"$pid_file"
    exec "$redis" "$running" --sentinel
}

log_lines() { tail -n 20 "$log" 2>/dev/null | cut -c1-300 | sed 's/^/    /' >&2; }

do_start() {
    program >/dev/null || exit 1
    if unit_here; then
        systemctl_once start
    else
        # Nothing may keep our output open: over ssh that would hang for ever.
        nohup sh "$here/service/sentinel.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0
    # Another one on this port answers, too.
    until [ "$(ask PING 2>/dev/null)" = PONG ] && do_running; do
        sleep 1
        waited=$((waited + 1))
        if [ "$waited" -ge 3 ] && ! do_running; then
            log_lines
            fail "the sentinel's process has ended" "the lines above are from $log; do all nodes know each other's names?"
        fi
        [ "$waited" -lt 60 ] || fail "the sentinel does not answer on port $SENTINEL_PORT after 60 seconds" "look at $log"
    done
}

do_stop() {
    stop_process "$pid_file" 30
    rm -f "$pid_file"
}

# It knows a master that answers, and enough sentinels agree that they could choose another.
do_check() {
    waited=0
    while :; do
        do_running || fail "the sentinel does not run" "start it: bin/start --node $MUSTER_NODE"
        said=$(ask SENTINEL CKQUORUM "$SENTINEL_MASTER") || said=
        case $said in
        OK*)
            good "sentinel: the master is $(ask SENTINEL GET-MASTER-ADDR-BY-NAME "$SENTINEL_MASTER" | tr '\n' ' '| sed 's/ $//'); ${said#OK }"
            return 0
            ;;
        esac
        [ "$waited" -lt "${SENTINEL_WAIT:-30}" ] ||
            fail "the sentinels can't agree: ${said:-no answer}" "are most of the $SENTINEL_MEMBERS sentinels up, and is port $SENTINEL_PORT open between them (FIREWALL.md)?"
        sleep 1
        waited=$((waited + 1))
    done
}

do_preflight() {
    if do_running; then
        good "the sentinel runs already"
    elif listening | grep -qx "$SENTINEL_PORT"; then
        bad "port $SENTINEL_PORT is in use by another program" "find it (ss -ltnp) and stop it (the package's own: systemctl disable --now redis-sentinel), or choose another port in Muster"
    else
        good "port $SENTINEL_PORT is free for the sentinel"
    fi
}

service_main sentinel "$@"
