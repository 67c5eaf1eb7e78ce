#!/bin/sh
# Starts the services of all nodes in their order and waits for each one's own word: the first node
# of a service, then the others at once. What runs already is left alone.
#
#   bin/start [--dry-run] [--restart] [--node NAME]...
#       --restart   stop and start what runs, in the order of a rolling update, one node after the
#                   other: the next one goes when this one gives its word
#   MUSTER_AT_ONCE=20   how many nodes at the same time
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=--restart
parse "$@"
wanted_nodes "$work/nodes"

# Runs a verb on the node of the last read_node. What it says comes when it is done, all of it
# together; who failed stands in a file.
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
    [ "$status" -eq 0 ] || printf '%s\t%s\n' "$1" "$node" >>"$work/failed"
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
# the tables of a database. The others come up at once, some at a time. A restart goes from node to
# node, so that the others answer meanwhile.
each() { # service, verb
    number=0
    while read_node; do
        has_word "$services" "$1" || continue
        number=$((number + 1))
        if [ "$dry" ]; then
            call "$number" "$1" "$2"
            continue
        fi
        call "$number" "$1" "$2" 3<&- &
        pids="$pids $!" running=$((running + 1))
        if [ "$extra" ] || [ "$running" -ge "${MUSTER_AT_ONCE:-20}" ] || { [ "$number" -eq 1 ] && [ "$2" != check ]; }; then
            gather "$1" "$2"
            if [ "$extra" ] && [ "$2" != check ]; then
                call "$number" "$1" check 3<&-
                gather "$1" check
            fi
        fi
    done 3<"$work/nodes"
    gather "$1" "$2"
}

for service in $(if [ "$extra" ]; then in_order rolling; else in_order up; fi); do
    # All of them first: some can give their word only together.
    each "$service" "start$extra"
    each "$service" check
done
[ "$dry" ] || say "${green}started${plain}. Next: bin/verify"
