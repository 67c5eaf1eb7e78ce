#!/bin/sh
# An HAProxy of its own as load balancer: own configuration, own pid file, the service user's.
# Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$HAPROXY_DIR/haproxy.pid
known_by="$(as_program haproxy)-f $(literally "$HAPROXY_CONFIG")( |\$)"

do_package() { :; }
do_installed() { :; } # the operating system brings it; preflight and start say when it does not
do_install() { :; }

# HAProxy reads certificate and key from one file.
do_files() {
    [ -z "$HAPROXY_CERTIFICATE" ] || printf '0600\tyes\t@pem\t%s\thaproxy\n' "$HAPROXY_DIR/server.pem"
}

do_render() { # source, target
    if [ "$1" != @pem ]; then
        cp "$here/$1" "$2"
        return 0
    fi
    for file in "$HAPROXY_CERTIFICATE" "$HAPROXY_KEY"; do
        [ -r "$file" ] || fail "$file can't be read by $MUSTER_USER" "put it there, readable for $MUSTER_USER only (0600 for the key)"
        cat "$file"
        # A file without a line end would glue two PEM blocks together.
        [ -z "$(tail -c 1 "$file")" ] || echo
    done >"$2"
}

do_changed() { :; }
do_running() { alive "$pid_file" >/dev/null; }

program() { command -v haproxy || fail "haproxy is not installed" "install it with the system's package manager (apt-get install haproxy, dnf install haproxy), then: systemctl disable --now haproxy"; }

test_configuration() {
    haproxy=$(program) || exit 1
    "$haproxy" -c -f "$HAPROXY_CONFIG" >"$HAPROXY_DIR/test.log" 2>&1 || {
        sed 's/^/    /' "$HAPROXY_DIR/test.log" >&2
        fail "haproxy does not take its configuration $HAPROXY_CONFIG" "the message of haproxy is above"
    }
}

do_run() {
    haproxy=$(program) || exit 1
    # It shares its port with another of its kind, so it would not be stopped by that.
    claim
    exec "$haproxy" -D -p "$pid_file" -f "$HAPROXY_CONFIG" 9>&-
}

do_start() {
    test_configuration
    if unit_here; then
        systemctl_once start
    elif ! sh "$here/service/haproxy.sh" run >"$HAPROXY_DIR/start.log" 2>&1 </dev/null; then
        sed 's/^/    /' "$HAPROXY_DIR/start.log" >&2
        fail "haproxy does not start" "the message of haproxy is above; ports below 1024 need the systemd unit"
    fi
    waited=0
    until port_open 127.0.0.1 "$HAPROXY_PORT"; do
        sleep 1
        waited=$((waited + 1))
        [ "$waited" -lt 15 ] || fail "haproxy does not listen on port $HAPROXY_PORT" "look at $HAPROXY_DIR/start.log"
    done
}

do_stop() {
    stop_process "$pid_file" 30
    rm -f "$pid_file"
}

do_check() {
    do_running || fail "haproxy does not run" "start it: bin/start --node $MUSTER_NODE"
    test_configuration
    port_open 127.0.0.1 "$HAPROXY_PORT" || fail "haproxy runs, but does not listen on port $HAPROXY_PORT" "look at $HAPROXY_DIR/start.log"
    good "haproxy listens on port $HAPROXY_PORT"
}

do_preflight() {
    if path=$(command -v haproxy); then
        good "haproxy: $path, $("$path" -v 2>&1 | head -n 1 | cut -c1-60)"
    else
        bad "haproxy is not installed" "install it with the system's package manager, then: systemctl disable --now haproxy"
    fi
    for file in $HAPROXY_CERTIFICATE $HAPROXY_KEY; do
        if [ -r "$file" ]; then
            good "$file can be read"
        else
            bad "$file can't be read by $MUSTER_USER" "put it there, readable for $MUSTER_USER only (0600 for the key)"
        fi
    done
    if do_running; then
        good "haproxy runs already"
    elif listening | grep -qx "$HAPROXY_PORT"; then
        bad "port $HAPROXY_PORT is in use by another program" "find it (ss -ltnp) and stop it, or choose another port in Muster"
    fi
}

service_main haproxy "$@"
