#!/bin/sh
# Puts back, byte for byte, what the last deployment replaced on each node, and removes what it
# brought. Data and logs stay. The nodes are taken in the opposite order of bin/deploy.
#
#   bin/rollback [--dry-run] [--node NAME]...
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
parse "$@"
wanted_nodes "$work/up"
sed '1!G;h;$!d' "$work/up" >"$work/nodes"

done_nodes=''
while read_node; do
    if [ "$dry" ]; then
        remote_quiet "if [ -r $state/backup/list.tsv ]; then
                while IFS='$tab' read -r what _ _ to; do
                    case \$what in old) echo '$node: would restore' \"\$to\" ;; new) echo '$node: would remove' \"\$to\" ;; esac
                done <$state/backup/list.tsv
            else echo '$node: nothing to go back to'; fi" || unreachable
        continue
    fi
    status=0
    remote_quiet "if [ -d $state/backup ]; then
            if [ -e $state/node/install.sh ]; then exec sh $state/node/install.sh --rollback; else exit 5; fi
        fi
        echo '$node: nothing to go back to'" || status=$?
    if [ "$status" -eq 5 ]; then
        # It failed before its scripts were in place; ours are the same.
        status=0
        : >"$work/secrets.env"
        tar -cf - -C "$top/nodes" "$folder" | remote "set -eu
            d=\$(mktemp -d)
            trap 'rm -rf \"\$d\"' EXIT
            tar -C \"\$d\" -xf -
            sh \"\$d/$folder/install.sh\" --rollback" || status=$?
    fi
    [ "$status" -ne 255 ] || unreachable
    [ "$status" -eq 0 ] || fail "$node could not be rolled back; done before it:${done_nodes:- none}" "mend what is said above, then run $me again: nodes that are back are left alone"
    done_nodes="$done_nodes $node"
done 3<"$work/nodes"
[ "$dry" ] || say "${green}rolled back:${plain}$done_nodes. If services run with the newer configuration: bin/start --restart"
