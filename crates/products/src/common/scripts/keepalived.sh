#!/bin/sh
# keepalived: the floating address of the load balancers. It runs as the service user with the
# rights that its systemd unit gives it. Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$KEEPALIVED_DIR/keepalived.pid
known_by="$(as_program keepalived)-f $(literally "$KEEPALIVED_CONFIG")( |\$)"

do_package() { :; }
do_installed() { :; } # the operating system brings it; preflight and start say when it does not
do_install() { :; }
do_files() { :; }
do_changed() { :; }
do_render() { cp "$here/$1" "$2"; }
do_running() { alive "$pid_file" >/dev/null; }

program() { command -v keepalived || fail "keepalived is not installed" "install it with the system's package manager (apt-get install keepalived, dnf install keepalived), then: systemctl disable --now keepalived"; }

test_configuration() {
    keepalived=$(program) || exit 1
    "$keepalived" -t -f "$KEEPALIVED_CONFIG" >"$KEEPALIVED_DIR/keepalived-test.log" 2>&1 || {
        sed 's/^/    /' "$KEEPALIVED_DIR/keepalived-test.log" >&2
        fail "keepalived does not take its configuration $KEEPALIVED_CONFIG" "the message of keepalived is above"
    }
}

answers() { [ "$(curl -sk -o /dev/null -m 3 -w '%{http_code}' "$KEEPALIVED_ASK" 2>/dev/null)" = 200 ]; }
# Whole or not at all: keepalived reads it at every change.
tell() { printf '%s\n' "$1" >"$KEEPALIVED_TRACK.new" && mv "$KEEPALIVED_TRACK.new" "$KEEPALIVED_TRACK"; }

# keepalived itself runs check scripts as root only, and takes a script that it could not start for
# a success. So the check is made here, and keepalived reads what came of it.
do_run() {
    keepalived=$(program) || exit 1
    claim
    # It looks whether a process with the number in there lives, whosever it is.
    rm -f "$KEEPALIVED_DIR/keepalived-vrrp.pid"
    if answers; then tell 0; else tell -254; fi
    "$keepalived" -n -l -P -f "$KEEPALIVED_CONFIG" -p "$pid_file" -r "$KEEPALIVED_DIR/keepalived-vrrp.pid" &
    child=$!
    trap 'kill "$child" 2>/dev/null; wait "$child"; exit 0' TERM INT
    failed=0
    while kill -0 "$child" 2>/dev/null; do
        if answers; then
            [ "$failed" -lt 2 ] || echo "the load balancer answers again"
            failed=0
            tell 0
        else
            failed=$((failed + 1))
            [ "$failed" -ne 2 ] || echo "the load balancer does not answer: the address may go elsewhere"
            [ "$failed" -lt 2 ] || tell -254
        fi
        sleep 2 &
        wait "$!" || :
    done
    wait "$child"
}

do_start() {
    test_configuration
    unit_here || fail "keepalived runs through its systemd unit only: it needs the right to change addresses" "run root-once.sh as root on a machine with systemd"
    systemctl_once start
    waited=0
    until do_running; do
        sleep 1
        waited=$((waited + 1))
        [ "$waited" -lt 15 ] || fail "keepalived does not start" "look at: journalctl -u $unit"
    done
}

do_stop() {
    stop_process "$pid_file" 30
}

do_check() {
    do_running || fail "keepalived does not run" "start it: bin/start --node $MUSTER_NODE"
    if ip -o addr show dev "$KEEPALIVED_INTERFACE" 2>/dev/null | grep -qF " $KEEPALIVED_ADDRESS/"; then
        good "keepalived runs; $KEEPALIVED_ADDRESS is here"
    else
        good "keepalived runs; $KEEPALIVED_ADDRESS is on another load balancer"
    fi
    answers || fail "the load balancer on this node does not answer" "bin/verify says more"
}

do_preflight() {
    if path=$(command -v keepalived); then
        good "keepalived: $path, $("$path" -v 2>&1 | head -n 1 | cut -c1-60)"
    else
        bad "keepalived is not installed" "install it with the system's package manager, then: systemctl disable --now keepalived"
    fi
    command -v curl >/dev/null || bad "the command curl is missing" "install it: keepalived's check of the load balancer uses it"
    if ip link show dev "$KEEPALIVED_INTERFACE" >/dev/null 2>&1; then
        good "interface $KEEPALIVED_INTERFACE"
    else
        bad "there is no network interface $KEEPALIVED_INTERFACE" "choose one of: $(ip -o link 2>/dev/null | awk -F ': ' '{ printf "%s ", $2 }')"
    fi
    [ -d /run/systemd/system ] || bad "systemd does not run here, and keepalived needs its unit" "leave the floating address out, or use machines with systemd"
}

service_main keepalived "$@"
