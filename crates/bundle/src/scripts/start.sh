#!/bin/sh
# Starts the services of all nodes in their order and waits for each one's own word. What runs
# already is left alone.
#
#   bin/start [--dry-run] [--restart] [--node NAME]...
#       --restart   stop and start what runs, one node after the other
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=--restart
parse "$@"
wanted_nodes "$work/nodes"

call() { # service, verb
    if [ "$dry" ]; then
        say "would run on $node: sh $state/node/service/$1.sh $2"
        return 0
    fi
    status=0
    remote_quiet "[ -e $state/node/service/$1.sh ] || { echo '$node: not deployed yet: bin/deploy' >&2; exit 4; }
        MUSTER_WAIT=${MUSTER_WAIT:-300} sh $state/node/service/$1.sh $2" >"$work/out" || status=$?
    sed "s/^ok$tab/$node: /" "$work/out"
    [ "$status" -ne 255 ] || unreachable
    [ "$status" -eq 0 ] || fail "$1 on $node: $2 has failed; what was started before it still runs" "mend what is said above, then run $me again"
}

for service in $(in_order up); do
    # All of them first: some can give their word only together.
    while read_node; do
        if has_word "$services" "$service"; then call "$service" "start$extra"; fi
    done 3<"$work/nodes"
    while read_node; do
        if has_word "$services" "$service"; then call "$service" check; fi
    done 3<"$work/nodes"
done
[ "$dry" ] || say "${green}started${plain}. Next: bin/verify"
