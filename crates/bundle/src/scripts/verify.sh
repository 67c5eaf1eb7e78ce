#!/bin/sh
# Asks every service for its own word, then does a client's work and looks whether it was done
# everywhere. Leaves nothing behind.
#
#   bin/verify [--dry-run] [--drill] [--node NAME]...
#       --drill   also stop one node for a minute and look whether its users notice; it is started again
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=--drill
parse "$@"
check_secrets
wanted_nodes "$work/nodes"

good_count=0 bad_count=0
good() {
    good_count=$((good_count + 1))
    say "${green}ok${plain}    $1"
}
bad() { # what is wrong, what to do
    bad_count=$((bad_count + 1))
    say "${red}FAIL${plain}  $1"
    [ $# -lt 2 ] || say "      $2"
}
note() { say "note  $1"; }

# Nodes that ssh does not reach: named once, then left alone, since each try costs the whole time
# limit of a connection.
silent=' '
is_silent() { case $silent in *" $node "*) ;; *) return 1 ;; esac; }

for service in $(in_order up); do
    while read_node; do
        has_word "$services" "$service" || continue
        if is_silent; then
            bad "$node: $service was not asked: the machine can't be reached"
            continue
        fi
        if [ "$dry" ]; then
            say "would ask $service on $node"
            continue
        fi
        status=0
        remote_quiet "sh $state/node/service/$service.sh check" >"$work/out" 2>"$work/err" || status=$?
        if [ "$status" -eq 0 ]; then
            good "$node: $(cut -f2- "$work/out" | head -n 1)"
        else
            if [ "$status" -eq 255 ]; then
                unreachable
                silent="$silent$node "
            fi
            bad "$node: $service did not give its word"
            sed 's/^/      /' "$work/err"
        fi
    done 3<"$work/nodes"
done

product=$top/bin/verify-product.sh
# shellcheck disable=SC1090
if [ -r "$product" ]; then . "$product"; fi
if has_word "$extra" --drill && ! command -v verify_drill >/dev/null; then
    fail "$me has no drill for this product" "README.md says what happens when a node dies, and how to try it"
fi
if [ -r "$product" ]; then
    if [ "$dry" ]; then say "would do a client's work: $(verify_plan)"; else verify_product; fi
fi
if [ "$dry" ]; then exit 0; fi
say ""
say "${green}$good_count ok${plain}, ${red}$bad_count failed${plain}"
[ "$bad_count" -eq 0 ] || fail "the cluster does not do what it should" "see the lines marked FAIL"
say "${green}verified${plain}"
