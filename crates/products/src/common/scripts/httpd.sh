#!/bin/sh
# An Apache httpd of its own as load balancer: own configuration, own pid file, the service user's.
# Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$HTTPD_DIR/httpd.pid
known_by="$(as_program 'httpd|apache2')-f $(literally "$HTTPD_CONFIG")( |\$)"

do_package() { :; }
do_installed() { :; } # the operating system brings it; preflight and start say when it does not
do_install() { :; }
do_files() { :; }
do_changed() { :; }
do_render() { cp "$here/$1" "$2"; }
do_running() { alive "$pid_file" >/dev/null; }

# Debian calls it apache2, the others httpd.
program() {
    command -v httpd || command -v apache2 ||
        fail "Apache httpd is not installed" "install it with the system's package manager (apt-get install apache2, dnf install httpd mod_ssl), then: systemctl disable --now apache2 or httpd"
}

# Where its modules are; the configuration asks for them by this name.
modules() {
    for folder in /usr/lib/apache2/modules /usr/lib64/httpd/modules /usr/lib/httpd/modules /etc/httpd/modules /usr/lib64/apache2 /usr/local/apache2/modules; do
        [ ! -e "$folder/mod_proxy_balancer.so" ] || { printf '%s\n' "$folder"; return 0; }
    done
    fail "the modules of Apache httpd were not found" "install the whole package (apt-get install apache2-bin, dnf install httpd)"
}

call() {
    httpd=$(program) || exit 1
    HTTPD_MODULES=$(modules) || exit 1
    export HTTPD_MODULES
    "$httpd" -d "$HTTPD_DIR" -f "$HTTPD_CONFIG" "$@"
}

test_configuration() {
    call -t >"$HTTPD_DIR/test.log" 2>&1 || {
        sed 's/^/    /' "$HTTPD_DIR/test.log" >&2
        fail "httpd does not take its configuration $HTTPD_CONFIG" "the message of httpd is above"
    }
}

do_run() {
    claim
    call -k start 9>&-
}

do_start() {
    test_configuration
    if unit_here; then
        systemctl_once start
    elif ! (do_run) >"$HTTPD_DIR/start.log" 2>&1 </dev/null; then
        sed 's/^/    /' "$HTTPD_DIR/start.log" >&2
        fail "httpd does not start" "the message of httpd is above; ports below 1024 need the systemd unit"
    fi
    waited=0
    until port_open 127.0.0.1 "$HTTPD_PORT"; do
        sleep 1
        waited=$((waited + 1))
        [ "$waited" -lt 15 ] || fail "httpd does not listen on port $HTTPD_PORT" "look at $HTTPD_DIR/error.log"
    done
}

do_stop() {
    stop_process "$pid_file" 30
}

do_check() {
    do_running || fail "httpd does not run" "start it: bin/start --node $MUSTER_NODE"
    test_configuration
    port_open 127.0.0.1 "$HTTPD_PORT" || fail "httpd runs, but does not listen on port $HTTPD_PORT" "look at $HTTPD_DIR/error.log"
    good "httpd listens on port $HTTPD_PORT"
}

do_preflight() {
    if path=$(program 2>/dev/null); then
        good "httpd: $path, $("$path" -v 2>/dev/null | head -n 1 | sed 's/.*: //')"
        if folder=$(modules 2>/dev/null); then
            needed="proxy_balancer proxy_hcheck lbmethod_byrequests lbmethod_bybusyness rewrite headers"
            [ -z "$HTTPD_CERTIFICATE" ] || needed="$needed ssl"
            for module in $needed; do
                [ -e "$folder/mod_$module.so" ] || bad "Apache httpd has no mod_$module in $folder" "install it (dnf install mod_ssl, or the whole package)"
            done
        else
            bad "the modules of Apache httpd were not found" "install the whole package (apt-get install apache2-bin, dnf install httpd)"
        fi
    else
        bad "Apache httpd is not installed" "install it with the system's package manager, then: systemctl disable --now apache2 or httpd"
    fi
    for file in $HTTPD_CERTIFICATE $HTTPD_KEY; do
        if [ -r "$file" ]; then
            good "$file can be read"
        else
            bad "$file can't be read by $MUSTER_USER" "put it there, readable for $MUSTER_USER only (0600 for the key)"
        fi
    done
    if do_running; then
        good "httpd runs already"
    elif listening | grep -qx "$HTTPD_PORT"; then
        bad "port $HTTPD_PORT is in use by another program" "find it (ss -ltnp) and stop it, or choose another port in Muster"
    fi
}

service_main httpd "$@"
