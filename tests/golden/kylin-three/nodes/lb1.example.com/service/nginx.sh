#!/bin/sh
# An Nginx of its own as load balancer: own configuration, own pid file, the service user's.
# Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$NGINX_DIR/nginx.pid
# It calls itself "nginx: master process", before what it was called with.
known_by="$(as_program nginx)-c $(literally "$NGINX_CONFIG")( |\$)"

do_package() { :; }
do_installed() { :; } # the operating system brings it; preflight and start say when it does not
do_install() { :; }
do_files() { :; }
do_changed() { :; }
do_render() { cp "$here/$1" "$2"; }
do_running() { alive "$pid_file" >/dev/null; }

program() { command -v nginx || fail "nginx is not installed" "install it with the system's package manager (apt-get install nginx, dnf install nginx), then: systemctl disable --now nginx"; }

# Older versions have no -e and first try the packager's own log file.
call() {
    nginx=$(program) || exit 1
    if "$nginx" -h 2>&1 | grep -q -- ' -e '; then
        "$nginx" -e "$NGINX_DIR/error.log" -p "$NGINX_DIR/" -c "$NGINX_CONFIG" "$@"
    else
        "$nginx" -p "$NGINX_DIR/" -c "$NGINX_CONFIG" "$@"
    fi
}

test_configuration() {
    call -t >"$NGINX_DIR/test.log" 2>&1 || {
        sed 's/^/    /' "$NGINX_DIR/test.log" >&2
        fail "nginx does not take its configuration $NGINX_CONFIG" "the message of nginx is above"
    }
}

do_run() {
    claim
    call 9>&-
}

do_start() {
    test_configuration
    if unit_here; then
        systemctl_once start
    elif ! (do_run) >"$NGINX_DIR/start.log" 2>&1 </dev/null; then
        sed 's/^/    /' "$NGINX_DIR/start.log" >&2
        fail "nginx does not start" "the message of nginx is above; ports below 1024 need the systemd unit"
    fi
    waited=0
    until port_open 127.0.0.1 "$NGINX_PORT"; do
        sleep 1
        waited=$((waited + 1))
        [ "$waited" -lt 15 ] || fail "nginx does not listen on port $NGINX_PORT" "look at $NGINX_DIR/error.log"
    done
}

do_stop() {
    stop_process "$pid_file" 30
}

do_check() {
    do_running || fail "nginx does not run" "start it: bin/start --node $MUSTER_NODE"
    test_configuration
    port_open 127.0.0.1 "$NGINX_PORT" || fail "nginx runs, but does not listen on port $NGINX_PORT" "look at $NGINX_DIR/error.log"
    good "nginx listens on port $NGINX_PORT"
}

do_preflight() {
    if path=$(command -v nginx); then
        good "nginx: $path, $("$path" -v 2>&1 | sed 's/.*: //')"
    else
        bad "nginx is not installed" "install it with the system's package manager, then: systemctl disable --now nginx"
    fi
    for file in $NGINX_CERTIFICATE $NGINX_KEY; do
        if [ -r "$file" ]; then
            good "$file can be read"
        else
            bad "$file can't be read by $MUSTER_USER" "put it there, readable for $MUSTER_USER only (0600 for the key)"
        fi
    done
    if do_running; then
        good "nginx runs already"
    elif listening | grep -qx "$NGINX_PORT"; then
        bad "port $NGINX_PORT is in use by another program" "find it (ss -ltnp) and stop it, or choose another port in Muster"
    fi
}

service_main nginx "$@"
