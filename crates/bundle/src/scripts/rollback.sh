#!/bin/sh
# Takes back what the last deployment of this archive did: puts back, byte for byte, what it replaced,
# and removes what it brought, on the nodes where it did something. The others, and those where another
# archive was deployed since, are left alone; so is what an earlier deployment of this archive did:
# run it once more for that. Data and logs stay. The nodes are taken in the opposite order of bin/deploy.
#
#   bin/rollback [--dry-run] [--node NAME]...
#       --node NAME   only there: what the last deployment on these nodes did on them
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh tar date sort'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
parse "$@"
wanted_nodes "$work/up"
sed '1!G;h;$!d' "$work/up" >"$work/nodes"

# --- first look at all of them, also at those that are not wanted: which deployment was the last ---

# What a node says: a run that did not come to its end, then its deployments, the last one first, to the
# first that is whole: whole or cut, in which run, of which archive, how people know it.
# shellcheck disable=SC2016
look='cd "$s" 2>/dev/null || exit 0
    if [ -r run ] && read -r r a <run; then printf "open\t-\t%s\t%s\t-\n" "$r" "$a"; fi
    all=""
    for d in deployments/[0-9][0-9][0-9][0-9]; do [ ! -d "$d" ] || all="$d $all"; done
    for d in $all; do
        is=whole
        if [ -e "$d/unfinished" ] || [ -e "$d/undoing" ]; then is=cut; fi
        awk -F "\t" -v is="$is" "{ v[\$1] = \$2 } END {
            if (v[\"run\"] == \"\") v[\"run\"] = \"-\"
            printf \"is\t%s\t%s\t%s\t%s, begun %s by %s\n\", is, v[\"run\"], v[\"archive\"], substr(v[\"archive\"], 1, 12), v[\"begun\"], v[\"by\"] }" "$d/archive"
        [ "$is" = cut ] || break
    done'

grep -v '^#' "$top/bin/nodes.tsv" >"$work/all"
: >"$work/seen"
while read_node; do
    status=0
    remote_quiet "s=$state; $look" >"$work/out" || status=$?
    if [ "$status" -eq 0 ]; then
        NODE=$node awk '{ print ENVIRON["NODE"] "\t" $0 }' "$work/out" >>"$work/seen"
        continue
    fi
    if ! cut -f 1 "$work/up" | grep -qxF -- "$node"; then
        say "note: $node can't be looked at, and is not asked for"
        continue
    fi
    [ "$status" -ne 255 ] || unreachable
    fail "$node can't be looked at; no node was changed" "mend what is said above, then run $me again; or name the nodes that are to be taken back: $me --node NAME"
done 3<"$work/all"
# A run that was begun counts, also where it did nothing yet: it was the last one.
last_run=$(awk -F '\t' -v archive="$MUSTER_ARCHIVE" '
    NR == FNR { asked[$1]; next }
    $5 == archive && ($2 == "open" || $1 in asked) { print $4 }' "$work/up" "$work/seen" | LC_ALL=C sort | tail -n 1)

# Whether that run did something on the node of the last read_node that is still the last thing there.
has_part_of_it() {
    NODE=$node RUN=$last_run ARCHIVE=$MUSTER_ARCHIVE awk -F '\t' '
        $1 != ENVIRON["NODE"] || $2 != "is" || over { next }
        $4 == ENVIRON["RUN"] && $5 == ENVIRON["ARCHIVE"] { found = over = 1 }
        $3 == "whole" { over = 1 }
        END { exit !(found && ENVIRON["RUN"] != "") }' "$work/seen"
}

what_is_here() {
    here_is=$(NODE=$node awk -F '\t' '$1 == ENVIRON["NODE"] && $2 == "is" { print $6; exit }' "$work/seen")
    say "$node: nothing to go back to; ${here_is:+here is the deployment of }${here_is:-no deployment is here}"
}

# --- then take it back, one node after the other ---

[ "$dry" ] || take_cluster "${last_run:--}" -
done_nodes=''
while read_node; do
    if ! has_part_of_it; then
        what_is_here
        continue
    fi
    status=0
    with_folder "sh \"\$n/install.sh\" --rollback --of $MUSTER_ARCHIVE --run $(quoted "$last_run") --by $(quoted "$me by $who")${dry:+ --dry-run}" without-secrets || status=$?
    [ "$status" -ne 255 ] || unreachable
    [ "$status" -eq 0 ] || [ -z "$dry" ] || fail "$node can't be rolled back as it is" "mend what is said above, then run $me"
    [ "$status" -eq 0 ] || fail "$node could not be rolled back; done before it:${done_nodes:- none}" "mend what is said above, then run $me again: nodes that are back are left alone"
    done_nodes="$done_nodes $node"
done 3<"$work/nodes"
[ -z "$dry" ] || exit 0
# It is taken back as a whole, and the next time it is the turn of the one before. Not while other nodes
# than those that were asked for may have a part of a run that did not come to its end.
was_open() { # node, or nothing for any
    NODE=$1 RUN=$last_run awk -F '\t' '$2 == "open" && $4 == ENVIRON["RUN"] && (ENVIRON["NODE"] == "" || $1 == ENVIRON["NODE"]) { f = 1 } END { exit !f }' "$work/seen"
}
if [ -z "$wanted" ] || ! was_open ''; then
    end_run
    # Where it had been begun with another node's lock.
    while read_node; do
        if was_open "$node"; then remote_quiet "rm -f $state/run" || :; fi
    done 3<"$work/all"
fi
if [ "$done_nodes" ]; then
    say "${green}rolled back:${plain}$done_nodes. If services run with the newer configuration: bin/start --restart"
else
    say "nothing to go back to: the last deployment of this archive has left nothing on these nodes"
fi
