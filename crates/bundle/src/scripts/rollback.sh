#!/bin/sh
# Takes this archive's deployment back: puts back, byte for byte, what it replaced on each node, and
# removes what it brought. Nodes where another archive was deployed since, or where this one never
# was, are left alone. Data and logs stay. The nodes are taken in the opposite order of bin/deploy.
#
#   bin/rollback [--dry-run] [--node NAME]...
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh tar'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
parse "$@"
wanted_nodes "$work/up"
sed '1!G;h;$!d' "$work/up" >"$work/nodes"
[ "$dry" ] || take_cluster

done_nodes=''
while read_node; do
    status=0
    with_folder "if [ -w $state ]; then
            sh \"\$n/install.sh\" --rollback --of $MUSTER_ARCHIVE --by $(quoted "$me by $who")${dry:+ --dry-run}
        else
            echo '$node: nothing to go back to; no deployment is here'
        fi" without-secrets || status=$?
    [ "$status" -ne 255 ] || unreachable
    [ "$status" -eq 0 ] || fail "$node could not be rolled back; done before it:${done_nodes:- none}" "mend what is said above, then run $me again: nodes that are back are left alone"
    done_nodes="$done_nodes $node"
done 3<"$work/nodes"
[ "$dry" ] || say "${green}rolled back:${plain}$done_nodes. If services run with the newer configuration: bin/start --restart"
