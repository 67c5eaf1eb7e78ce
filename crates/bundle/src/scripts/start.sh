#!/bin/sh
# Starts the services of all nodes in their order and waits for each one's own word: the first node
# of a service, then the others at once. What runs already is left alone.
#
#   bin/start [--dry-run] [--restart] [--node NAME]... [--service NAME]...
#       --restart   start what stands, then stop and start what ran, in the order of a rolling
#                   update, one node after the other: the next one goes when this one gives its word
#   MUSTER_AT_ONCE=20   how many nodes at the same time
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options='--restart --service='
parse "$@"
known_services
wanted_nodes "$work/nodes"

# Runs a verb on the node of the last read_node. What it says comes when it is done, all of it
# together; who failed stands in a file, and who ran already where it was to start what stands.
call() { # number, service, verb
    if [ "$dry" ]; then
        say "would run on $node: sh $state/node/service/$2.sh $3"
        return 0
    fi
    status=0
    remote_quiet "[ -e $state/node/service/$2.sh ] || { echo '$node: not deployed yet: bin/deploy' >&2; exit 4; }
        MUSTER_WAIT=${MUSTER_WAIT:-300} sh $state/node/service/$2.sh $3" >"$work/out.$1" 2>"$work/err.$1" || status=$?
    sed "s/^ok$tab/$node: /" "$work/out.$1"
    cat "$work/err.$1" >&2
    [ "$status" -ne 255 ] || unreachable
    case "$status $3" in
    "0 "*) printf '%s\n' "$node" >>"$work/done" ;;
    "5 start --stopped") printf '%s\n' "$node" >>"$work/runs" ;;
    *) printf '%s\t%s\n' "$1" "$node" >>"$work/failed" ;;
    esac
}

# Waits for those that run, and stops when one of them has failed.
gather() { # service, verb
    wait
    pids='' running=0
    [ -s "$work/failed" ] || return 0
    failed=$(sort -n "$work/failed" | cut -f2 | tr '\n' ' ')
    fail "$1 on ${failed% }: $2 has failed; what was started still runs" "mend what is said above, then run $me again"
}

pids='' running=0
# shellcheck disable=SC2086 # one word for each
trap '[ -z "$pids" ] || kill $pids 2>/dev/null; exit 130' HUP INT TERM

# The first node of a service comes up alone: it may be the one that makes what all share, such as
# the tables of a database. The others come up at once, some at a time.
each() { # service, verb
    number=0
    : >"$work/done"
    : >"$work/runs"
    while read_node; do
        has_word "$services" "$1" || continue
        number=$((number + 1))
        if [ "$dry" ]; then
            call "$number" "$1" "$2"
            continue
        fi
        call "$number" "$1" "$2" 3<&- &
        pids="$pids $!" running=$((running + 1))
        if [ "$running" -ge "${MUSTER_AT_ONCE:-20}" ] || { [ "$number" -eq 1 ] && [ "$2" != check ]; }; then
            gather "$1" "$2"
        fi
    done 3<"$work/nodes"
    gather "$1" "$2"
}

# First what stands is started, as ever: what shares a word only together must not wait for it one by
# one. Then what ran goes from node to node, so that the others answer meanwhile.
roll() { # service
    if [ "$dry" ]; then
        each "$1" "start --restart"
        each "$1" check
        return 0
    fi
    each "$1" "start --stopped"
    cp "$work/runs" "$work/ran"
    [ ! -s "$work/done" ] || each "$1" check
    [ -s "$work/ran" ] || return 0
    awk -F '\t' 'NR == FNR { ran[$1]; next } $1 in ran' "$work/ran" "$work/nodes" >"$work/rolling"
    while read_node; do
        for verb in 'start --restart' check; do
            call 1 "$1" "$verb" 3<&-
            gather "$1" "$verb"
        done
    done 3<"$work/rolling"
}

for service in $(if [ "$extra" ]; then in_order rolling; else in_order up; fi); do
    is_wanted "$service" || continue
    if [ "$extra" ]; then
        roll "$service"
    else
        # All of them first: some can give their word only together.
        each "$service" start
        each "$service" check
    fi
done
[ "$dry" ] || say "${green}started${plain}. Next: bin/verify"
