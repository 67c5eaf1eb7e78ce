#!/bin/sh
# A Kerberos ticket for the service user, made from its keytab and made anew long before it ends.
# Called as the service user; see ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$MUSTER_STATE/kerberos.pid
log=$MUSTER_STATE/kerberos.log

do_package() { :; }
do_installed() { :; } # the operating system brings kinit; preflight and start say when it does not
do_install() { :; }
do_files() { :; }
do_changed() { :; }
do_render() { cp "$here/$1" "$2"; }
do_running() { alive "$pid_file" >/dev/null; }

login() { kinit -k -t "$KERBEROS_KEYTAB" "$KERBEROS_PRINCIPAL"; }

# Runs until it is stopped. A failure is tried again soon: the KDC may be away for a while, and the
# old ticket lasts until then.
do_run() {
    claim
    printf '%s\n' "$$" >"$pid_file"
    trap 'rm -f "$pid_file"; kill "$pause" 2>/dev/null; exit 0' TERM INT HUP
    while :; do
        wait_for=$KERBEROS_RENEWAL
        if ! login; then
            printf '%s\n' "$(date): kinit has failed; next try in 60 s" >&2
            wait_for=60
        fi
        sleep "$wait_for" 9>&- &
        pause=$!
        wait "$pause" || :
    done
}

do_start() {
    command -v kinit >/dev/null || fail "kinit is not installed" "install the Kerberos client (apt-get install krb5-user, dnf install krb5-workstation)"
    login >"$log" 2>&1 || {
        sed 's/^/    /' "$log" >&2
        fail "kinit with $KERBEROS_KEYTAB for $KERBEROS_PRINCIPAL has failed" "kinit's message is above; bin/preflight says more"
    }
    if unit_here; then
        systemctl_once start
    else
        sh "$here/service/kerberos.sh" run >>"$log" 2>&1 </dev/null &
    fi
    waited=0
    until do_running; do
        sleep 1
        waited=$((waited + 1))
        [ "$waited" -lt 10 ] || fail "the service that renews the ticket does not run" "look at $log, or at: journalctl -u $unit"
    done
}

do_stop() {
    stop_process "$pid_file" 15
}

do_check() {
    do_running || fail "the service that renews the ticket does not run" "start it: bin/start --node $MUSTER_NODE"
    klist -s || fail "$MUSTER_USER has no valid ticket" "look at $log; by hand: kinit -k -t $KERBEROS_KEYTAB $KERBEROS_PRINCIPAL"
    good "a ticket for $KERBEROS_PRINCIPAL"
}

# Seconds until a ticket in this cache ends; nothing when it can't be read.
lifetime() { # cache
    end=$(LC_ALL=C klist -c "$1" 2>/dev/null | awk '/krbtgt\// { print $3 " " $4; exit }')
    [ "$end" ] || return 0
    end=$(date -d "$end" +%s 2>/dev/null) || return 0
    printf '%s\n' "$((end - $(date +%s)))"
}

do_preflight() {
    for command in kinit klist; do
        command -v "$command" >/dev/null || {
            bad "the command $command is missing" "install the Kerberos client (apt-get install krb5-user, dnf install krb5-workstation)"
            return 0
        }
    done
    if [ ! -r "$KERBEROS_KEYTAB" ]; then
        bad "the keytab $KERBEROS_KEYTAB can't be read by $MUSTER_USER" "put it there: owner $MUSTER_USER, mode 0400"
        return 0
    fi
    case $(mode_of "$KERBEROS_KEYTAB") in
    400 | 600) good "the keytab $KERBEROS_KEYTAB can be read by $MUSTER_USER alone" ;;
    *) bad "the keytab $KERBEROS_KEYTAB can be read by others (mode $(mode_of "$KERBEROS_KEYTAB"))" "whoever has it is $KERBEROS_PRINCIPAL: chmod 0400 $KERBEROS_KEYTAB" ;;
    esac
    if klist -k "$KERBEROS_KEYTAB" 2>/dev/null | awk '{ print $2 }' | grep -qxF "$KERBEROS_PRINCIPAL"; then
        good "the keytab holds a key of $KERBEROS_PRINCIPAL"
    else
        bad "the keytab holds no key of $KERBEROS_PRINCIPAL" "it holds: $(klist -k "$KERBEROS_KEYTAB" 2>/dev/null | awk 'NR > 3 { print $2 }' | sort -u | tr '\n' ' ')"
    fi
    same warn "keys of the keytab for $KERBEROS_PRINCIPAL" "$(klist -k "$KERBEROS_KEYTAB" 2>/dev/null | awk -v p="$KERBEROS_PRINCIPAL" '$2 == p { print $1 }' | sort -un | tr '\n' ' ')"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    if kinit -c "FILE:$scratch/cache" -k -t "$KERBEROS_KEYTAB" "$KERBEROS_PRINCIPAL" >"$scratch/log" 2>&1; then
        good "the KDC gives a ticket"
        left=$(lifetime "FILE:$scratch/cache")
        if [ -z "$left" ]; then
            warn "the end of the ticket can't be read" "by hand: klist"
        elif [ "$left" -le "$KERBEROS_RENEWAL" ]; then
            bad "a ticket lasts $left s, and a new one is made only every $KERBEROS_RENEWAL s" "set a shorter time in Muster, or longer tickets in the KDC"
        else
            good "a ticket lasts $((left / 60)) min, and a new one is made every $((KERBEROS_RENEWAL / 60)) min"
        fi
    else
        bad "the KDC gives no ticket: $(tail -n 1 "$scratch/log" | cut -c1-200)" "is the realm in /etc/krb5.conf, is the clock right, does the keytab have the latest key (kvno)?"
    fi
}

service_main kerberos "$@"
