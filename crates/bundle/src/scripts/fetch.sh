#!/bin/sh
# Fills packages/ from PACKAGES.tsv, on a machine with a connection; carry the folder along
# afterwards if the cluster has none. What is there already, and is right, stays.
#
#   bin/fetch [--dry-run] [--node NAME]...
#       --node NAME   only what this node needs
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
parse "$@"

wanted_nodes "$work/nodes"
needed=''
while read_node; do needed="$needed $services"; done 3<"$work/nodes"

# What is there already needs no program that downloads.
download() { # address, file
    if here curl; then
        curl -fL --retry 3 --connect-timeout 20 -sS -o "$2" "$1"
    else
        wget -q -T 20 -O "$2" "$1"
    fi
}

by_hand=0 failed=0
fetch_one() {
    path=$top/packages/$file
    if [ -f "$path" ]; then
        there=$(sha256 <"$path")
        if [ "$sum" = - ] || [ "$there" = "$sum" ]; then
            say "${green}there${plain}    $file ($there)"
            return 0
        fi
        say "${yellow}differs${plain}  $file: it has $there, not $sum; it is fetched again"
    fi
    if [ "$url" = - ]; then
        say "${yellow}by hand${plain}  $file ($title $version): put it into packages/"
        by_hand=$((by_hand + 1))
        return 0
    fi
    if [ "$dry" ]; then
        say "would fetch $url"
        return 0
    fi
    here curl || here wget ||
        fail "neither curl nor wget is on this machine, and $file is not in packages/" "install one of them, or put the file there by hand: $url"
    mkdir -p "$top/packages"
    say "fetch    $url"
    if ! download "$url" "$path.part"; then
        rm -f "$path.part"
        say "${red}failed${plain}   $file: put it into packages/ by hand"
        failed=$((failed + 1))
        return 0
    fi
    there=$(sha256 <"$path.part")
    if [ "$sum" != - ] && [ "$there" != "$sum" ]; then
        rm -f "$path.part"
        say "${red}failed${plain}   $file: what came has SHA-256 $there, not $sum; it is thrown away"
        failed=$((failed + 1))
        return 0
    fi
    mv "$path.part" "$path"
    [ "$sum" != - ] || say "note: no SHA-256 is known for $file; it has $there: compare it with the publisher's"
}

while IFS=$tab read -r _ version _ file sum for url title; do
    wants=''
    for each in $(printf '%s' "$for" | tr ',' ' '); do
        if has_word "$needed" "$each"; then wants=yes; fi
    done
    if [ "$file" != - ] && [ "$wants" ]; then fetch_one; fi
done <<END
$(grep -v '^#' "$top/PACKAGES.tsv")
END
[ "$failed" -eq 0 ] || fail "$failed package(s) could not be fetched" "see above; then run $me again"
if [ "$by_hand" -gt 0 ]; then say "$by_hand package(s) are left to you, see above"; else say "packages/ is complete"; fi
