#!/bin/sh
# A memcached of its own for sessions. Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$MEMCACHED_DIR/memcached.pid
log=$MEMCACHED_DIR/memcached.log
known_by="$(as_program memcached)-p $MEMCACHED_PORT( |\$)|$(begins_here memcached)"

do_package() { :; }
do_installed() { :; } # the operating system brings it; preflight and start say when it does not
do_install() { :; }
do_files() { :; }
do_changed() { :; }
do_render() { cp "$here/$1" "$2"; }
do_running() { alive "$pid_file" >/dev/null; }

program() { command -v memcached || fail "memcached is not installed" "install it with the system's package manager (apt-get install memcached, dnf install memcached), then: systemctl disable --now memcached"; }

# In the foreground, for systemd and for start; the same process keeps its pid. UDP is off: it has
# been used to flood others.
do_run() {
    memcached=$(program) || exit 1
    claim
    printf '%s\n' "$$" >"$pid_file"
    exec "$memcached" -l "$MEMCACHED_LISTEN" -p "$MEMCACHED_PORT" -U 0 -m "$MEMCACHED_MEMORY" -c 4096
}

log_lines() { tail -n 20 "$log" 2>/dev/null | cut -c1-300 | sed 's/^/    /' >&2; }

do_start() {
    program >/dev/null || exit 1
    if unit_here; then
        systemctl_once start
    else
        # Nothing may keep our output open: over ssh that would hang for ever.
        nohup sh "$here/service/memcached.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0
    # Another one on this port answers, too.
    until port_open 127.0.0.1 "$MEMCACHED_PORT" && do_running; do
        sleep 1
        waited=$((waited + 1))
        if [ "$waited" -ge 3 ] && ! do_running; then
            log_lines
            fail "memcached's process has ended" "the lines above are from $log"
        fi
        [ "$waited" -lt 30 ] || fail "memcached does not listen on port $MEMCACHED_PORT" "look at $log"
    done
}

do_stop() {
    stop_process "$pid_file" 30
    rm -f "$pid_file"
}

do_check() {
    do_running || fail "memcached does not run" "start it: bin/start --node $MUSTER_NODE"
    version=$(tcp_ask 127.0.0.1 "$MEMCACHED_PORT" "$(printf 'version\r\nquit\r\n.')" | tr -d '\r' | sed -n 's/^VERSION //p')
    [ "$version" ] || fail "memcached runs, but gives no answer on port $MEMCACHED_PORT" "look at $log"
    good "memcached $version answers on port $MEMCACHED_PORT"
}

do_preflight() {
    if path=$(command -v memcached); then
        good "$("$path" -V 2>/dev/null | head -n 1)"
    else
        bad "memcached is not installed" "install it with the system's package manager, then: systemctl disable --now memcached"
    fi
    if do_running; then
        good "memcached runs already"
    elif listening | grep -qx "$MEMCACHED_PORT"; then
        bad "port $MEMCACHED_PORT is in use by another program" "find it (ss -ltnp) and stop it (the package's own: systemctl disable --now memcached), or choose another port in Muster"
    fi
}

service_main memcached "$@"
