#!/bin/sh
# Brings every node's files to it and installs them, as the service user. First it looks at all
# nodes; only if none refuses, it changes the first one. Running it again changes nothing.
#
#   bin/deploy [--dry-run] [--adopt] [--node NAME]...
#       --adopt   replace files that were on a node before Muster, too (they are backed up)
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh tar date sort'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=--adopt
parse "$@"
check_secrets
wanted_nodes "$work/nodes"

# --- first look at all of them ---

: >"$work/plan"
refused='' settled=''
while read_node; do
    status=0
    with_folder "sh \"\$n/install.sh\" --check --packages $(quoted "$state/packages") --secrets \"\$d/secrets.env\" --sizes \"\$d/sizes.tsv\"$extra" >"$work/out" || status=$?
    grep -v -e "^need$tab" -e "^run$tab" "$work/out" || :
    settled="$settled $(sed -n "s/^run$tab//p" "$work/out")"
    case $status in
    0) ;;
    255)
        unreachable
        refused="$refused $node"
        ;;
    *) refused="$refused $node" ;;
    esac
    for file in $(sed -n "s/^need$tab//p" "$work/out"); do
        if [ ! -r "$top/packages/$file" ]; then
            say "${red}error:${plain} $node needs packages/$file, and it is not there"
            say "what to do: bin/fetch, or put it there by hand"
            refused="$refused $node"
        fi
        printf '%s\t%s\n' "$folder" "$file" >>"$work/plan"
    done
done 3<"$work/nodes"
[ -z "$refused" ] || fail "not ready:$refused. No node was changed" "mend what is said above, then run $me again"
if [ "$dry" ]; then exit 0; fi

# --- then change them, one after the other ---

take_cluster "$(run_name)" "$settled"

send_package() { # file
    sum=$(sha256 <"$top/packages/$1")
    # The file comes as a stream; it gets its name only when it is whole.
    remote "set -eu
        umask 077
        mkdir -p $(quoted "$state/packages")
        cd $(quoted "$state/packages")
        if [ -f $(quoted "$1") ] && [ \"\$(sha256sum <$(quoted "$1") | cut -c1-64)\" = $sum ]; then exit 0; fi
        trap 'rm -f $(quoted "$1.part")' EXIT
        cat >$(quoted "$1.part")
        [ \"\$(sha256sum <$(quoted "$1.part") | cut -c1-64)\" = $sum ]
        mv $(quoted "$1.part") $(quoted "$1")" <"$top/packages/$1"
}

deploy_node() {
    for file in $(awk -F '\t' -v f="$folder" '$1 == f { print $2 }' "$work/plan"); do
        say "$node: bring $file"
        send_package "$file" || return 1
    done
    with_folder "sh \"\$n/install.sh\" --packages $(quoted "$state/packages") --secrets \"\$d/secrets.env\" --sizes \"\$d/sizes.tsv\" --run $(quoted "$run") --by $(quoted "$me by $who")$extra"
}

done_nodes='' failed='' waiting=''
while read_node; do
    if [ "$failed" ]; then
        waiting="$waiting $node"
        continue
    fi
    status=0
    (deploy_node) || status=$?
    if [ "$status" -eq 0 ]; then
        done_nodes="$done_nodes $node"
    else
        [ "$status" -ne 255 ] || unreachable
        failed=$node
    fi
done 3<"$work/nodes"

if [ "$failed" ]; then
    say ""
    say "done:      ${done_nodes:- none}"
    say "${red}failed:${plain}     $failed"
    say "untouched: ${waiting:- none}"
    fail "the deployment stopped at $failed" "mend what is said above, then run $me again: it goes on where it stopped, and nodes that are done are not changed again. Or take back what this deployment did, on the nodes where it did something: bin/rollback; what that is says bin/rollback --dry-run"
fi
end_run
say ""
say "${green}deployed:${plain}$done_nodes. Next: bin/start"
