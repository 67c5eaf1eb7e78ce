#!/bin/sh
# Once, after the first bin/deploy and before the first bin/start: makes the znode at the end of
# ZooKeeper's address, if there is one, and formats the journal. Deletes nothing: it refuses where
# a master runs, where a journal is, and where anything else lies in the journal's folder.
#
#   alluxio/first-start.sh [--dry-run] [--journal-is-empty] [--node NAME]...
#       --journal-is-empty   you looked: there is nothing in the journal's folder on the shared
#                            storage (hdfs dfs -ls FOLDER). Only needed with an address
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
# shellcheck disable=SC1091
. "$(dirname "$0")/../bin/lib.sh"
me=alluxio/first-start.sh
options=--journal-is-empty
parse "$@"
wanted_nodes "$work/nodes"

master() { # verb
    status=0
    remote_quiet "[ -e $state/node/service/alluxio-master.sh ] || { echo '$node: not deployed yet: bin/deploy' >&2; exit 4; }
        sh $state/node/service/alluxio-master.sh $1" >"$work/out" || status=$?
    [ "$status" -ne 255 ] || unreachable
    return "$status"
}

is_master() { has_word "$services" alluxio-master; }

# All of them are asked before the first one is touched.
shared='' count=0
while read_node; do
    is_master || continue
    count=$((count + 1))
    if [ "$dry" ]; then
        say "would look at the journal on $node"
        continue
    fi
    master look || fail "$node could not be asked" "see the message above; nothing was changed"
    case $(cat "$work/out") in
    nothing) ;;
    address) shared=yes ;;
    running) fail "a master runs on $node: this is not the first start" "nothing; nothing was changed" ;;
    *) fail "the journal's folder on $node is not empty" "if it is this cluster's journal, it is formatted already: bin/start. If it is something else, choose another folder in Muster. Nothing was changed" ;;
    esac
done 3<"$work/nodes"
[ "$count" -gt 0 ] || fail "none of the nodes is a master" "leave --node away"
if [ "$shared" ] && ! has_word "$extra" --journal-is-empty; then
    fail "the journal lies on shared storage, where this script can't look" \
        "look yourself (hdfs dfs -ls FOLDER). If nothing is there: $me --journal-is-empty. If a journal is there, it is formatted already: bin/start"
fi

done_once=''
while read_node; do
    is_master || continue
    # shellcheck disable=SC1090
    kind=$(. "$top/nodes/$folder/node.env" && printf '%s' "$ALLUXIO_JOURNAL_TYPE")
    # One folder for all masters is formatted once.
    if [ "$kind" = UFS ] && [ "$done_once" ]; then continue; fi
    if [ "$dry" ]; then
        say "would format the journal on $node"
    else
        if [ -z "$done_once" ]; then master znode || fail "the znode could not be made" "see the message above"; cat "$work/out"; fi
        master format || fail "the journal on $node could not be formatted" "see the message above; then run $me again, with --node for the masters that are left"
        cat "$work/out"
    fi
    done_once=yes
done 3<"$work/nodes"
[ "$dry" ] || say "${green}ready${plain}. Next: bin/start"
