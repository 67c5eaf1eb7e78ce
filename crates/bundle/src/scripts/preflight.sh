#!/bin/sh
# Looks at every node before anything is changed: names, addresses, clock, Java, ports, disks, users
# and folders, and what each service needs. Changes nothing on a node. What it finds goes into
# facts.json beside README.md, which Muster can read.
#
#   bin/preflight [--dry-run] [--node NAME]...
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh date mv tar'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
parse "$@"
check_secrets

wanted_nodes "$work/nodes"
cut -f1 "$work/nodes" >"$work/names"
names=$(grep -v '^#' "$top/bin/nodes.tsv" | cut -f1 | sort -u | head -n 200 | tr '\n' ' ')
green_count=0 yellow_count=0 red_count=0
: >"$work/facts"
: >"$work/same"

show() { # kind, text, what to do
    case $1 in
    ok) say "  ${green}ok${plain}    $2" ;;
    warn) say "  ${yellow}warn${plain}  $2" ;;
    fail) say "  ${red}FAIL${plain}  $2" ;;
    esac
    case $1 in
    ok) green_count=$((green_count + 1)) ;;
    warn) yellow_count=$((yellow_count + 1)) ;;
    fail) red_count=$((red_count + 1)) ;;
    esac
    if [ "$1" != ok ] && [ "${3:--}" != - ]; then say "        $3"; fi
}

# The difference of the clocks, less what the way took.
clock() {
    before=$(date +%s)
    there=$(remote_quiet 'date +%s') || return 1
    after=$(date +%s)
    case $there in '' | *[!0-9]*) return 1 ;; esac
    skew=$((there - (before + after) / 2))
    printf '%s\t%s\t%s\n' "$node" clock_epoch_seconds "$there" "$node" clock_skew_seconds "$skew" >>"$work/facts"
    if [ "${skew#-}" -gt 30 ]; then
        show fail "its clock differs from this machine's by $skew s" "set it by NTP (chronyc makestep)"
    elif [ "${skew#-}" -gt 5 ]; then
        show warn "its clock differs from this machine's by $skew s" "set it by NTP (chronyc makestep)"
    else
        show ok "clock: $skew s"
    fi
}

while read_node; do
    say "$node ($user@$host)"
    if [ "$dry" ]; then
        say "  would look at: $services"
        continue
    fi
    if ! clock; then
        unreachable
        show fail "ssh does not work" "see above"
        printf '%s\t%s\t%s\n' "$node" reachable no >>"$work/facts"
        continue
    fi
    printf '%s\t%s\t%s\n' "$node" reachable yes >>"$work/facts"
    status=0
    with_folder "sh \"\$n/preflight.sh\" --sizes \"\$d/sizes.tsv\" $names" without-secrets >"$work/said" || status=$?
    # Nothing that a node says moves the cursor here.
    LC_ALL=C tr -d '\000-\010\013-\037\177' <"$work/said" >"$work/lines"
    [ "$status" -eq 0 ] || show fail "the checks did not come to their end (status $status)" "see above"
    while IFS=$tab read -r kind first second; do
        case $kind in
        ok | warn | fail) show "$kind" "$first" "$second" ;;
        fact)
            # A node speaks of itself alone, and not of what is measured from here.
            case $first in
            '' | node | node\[\] | reachable* | clock_* | *[!a-z_\[\]]*) ;;
            *) printf '%s\t%s\t%s\n' "$node" "$first" "$second" >>"$work/facts" ;;
            esac
            ;;
        same) printf '%s\t%s\t%s\n' "$node" "$first" "$second" >>"$work/same" ;;
        *) say "  $kind $first $second" ;;
        esac
    done <"$work/lines"
done 3<"$work/nodes"

if [ "$dry" ]; then exit 0; fi

# What has to be equal is compared: a line per difference, with the nodes that have each value.
awk -F '\t' '
    {
        what = $3
        if (!(what in kind)) { kind[what] = $2; order[++count] = what }
        nodes[what]++
        if (!((what, $4) in by)) values[what, ++differing[what]] = $4
        by[what, $4] = by[what, $4] (by[what, $4] ? ", " : "") $1
    }
    END {
        for (i = 1; i <= count; i++) {
            what = order[i]
            if (differing[what] < 2) { if (nodes[what] > 1) equal++; continue }
            line = ""
            for (k = 1; k <= differing[what]; k++) {
                value = values[what, k]
                line = line (k > 1 ? "; " : "") by[what, value] ": " value
            }
            printf "%s\t%s differs: %s\n", kind[what], what, line
        }
        if (equal) printf "ok\t%d settings that must be equal are equal on all nodes\n", equal
    }' "$work/same" >"$work/compared"
if [ -s "$work/compared" ]; then
    say "all nodes together"
    while IFS=$tab read -r kind text; do
        show "$kind" "$text" "nodes of one cluster use the same Hadoop, HBase, Hive and metastore: copy the client files from one node to all"
    done <"$work/compared"
fi

# Facts by node: name=value, and lists for names that end in []. What a node says may be anything: it
# becomes a string of JSON whatever it is, and what is no UTF-8 loses its strange bytes.
CLUSTER=$MUSTER_CLUSTER ARCHIVE=$MUSTER_ARCHIVE DATE=$(date -u +%Y-%m-%dT%H:%M:%SZ) LC_ALL=C awk -F '\t' '
    BEGIN { cluster = ENVIRON["CLUSTER"]; archive = ENVIRON["ARCHIVE"]; date = ENVIRON["DATE"] }
    function utf8(s,  rest) {
        rest = s
        gsub(/[\302-\337][\200-\277]|[\340-\357][\200-\277][\200-\277]|[\360-\364][\200-\277][\200-\277][\200-\277]/, "", rest)
        if (rest ~ /[\200-\377]/) gsub(/[\200-\377]/, "?", s)
        return s
    }
    function text(s) {
        s = utf8(s)
        gsub(/\\/, "&&", s); gsub(/"/, "\\\"", s); gsub(/[\001-\037\177]/, " ", s)
        return "\"" s "\""
    }
    function value(s) { return s ~ /^(0|-?[1-9][0-9]*)$/ ? s : text(s) }
    FNR == NR { order[++count] = $1; next }
    {
        key = $2
        if (key ~ /\[\]$/) {
            key = substr(key, 1, length(key) - 2)
            before = ($1 SUBSEP key) in list ? list[$1 SUBSEP key] ", " : ""
            list[$1 SUBSEP key] = before value($3)
        } else single[$1 SUBSEP key] = value($3)
        if (!(($1 SUBSEP key) in known)) { known[$1 SUBSEP key] = 1; keys[$1] = keys[$1] SUBSEP key }
    }
    END {
        printf "{\n  \"schema\": 1,\n  \"cluster\": %s,\n  \"archive\": %s,\n  \"date\": %s,\n  \"nodes\": [", text(cluster), text(archive), text(date)
        for (i = 1; i <= count; i++) {
            node = order[i]
            printf "%s\n    {\n      \"node\": %s", (i > 1 ? "," : ""), text(node)
            n = split(keys[node], names, SUBSEP)
            for (k = 2; k <= n; k++) {
                at = node SUBSEP names[k]
                printf ",\n      %s: %s", text(names[k]), ((at in list) ? "[" list[at] "]" : single[at])
            }
            printf "\n    }"
        }
        print "\n  ]\n}"
    }' "$work/names" "$work/facts" >"$work/facts.json"
mv "$work/facts.json" "$top/facts.json"

say ""
say "${green}$green_count ok${plain}, ${yellow}$yellow_count warnings${plain}, ${red}$red_count failures${plain}; facts.json is written"
[ "$red_count" -eq 0 ] || fail "preflight is not green" "mend what is marked FAIL above, then run $me again"
say "${green}preflight is green${plain}: next, bin/deploy"
