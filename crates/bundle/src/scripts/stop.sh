#!/bin/sh
# Stops the services of all nodes in the opposite order of bin/start.
#
#   bin/stop [--dry-run] [--node NAME]... [--service NAME]...
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=--service=
parse "$@"
known_services
wanted_nodes "$work/nodes"

failed=''
for service in $(in_order down); do
    is_wanted "$service" || continue
    while read_node; do
        has_word "$services" "$service" || continue
        if [ "$dry" ]; then
            say "would run on $node: sh $state/node/service/$service.sh stop"
            continue
        fi
        status=0
        remote_quiet "if [ -e $state/node/service/$service.sh ]; then sh $state/node/service/$service.sh stop; else echo '$node: not deployed'; fi" || status=$?
        [ "$status" -ne 255 ] || unreachable
        # A node that can't be stopped is no reason to let the others run.
        [ "$status" -eq 0 ] || failed="$failed $node"
    done 3<"$work/nodes"
done
[ -z "$failed" ] || fail "not everything could be stopped:$failed" "see above, then run $me again"
[ "$dry" ] || say "${green}stopped${plain}"
