# Files of which only a part is ours. Sourced by lib.sh, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from lib.sh

# Some files came with a package, or are somebody's own, and only a part of them is ours. It stands
# between two lines, the first of which has the beginning of the SHA-256 of what is between them:
# so an edit inside shows, and edits around it stay. In XML it is put before the last end tag,
# elsewhere at the end.
part_begin='^(<!--|#) muster:begin [0-9a-f]+( -->)?$'
part_end='^(<!--|#) muster:end( -->)?$'

has_part() { grep -Eqs "$part_begin" "$1"; } # file

# The part, or everything but the part; a line end is added to no last line.
split_part() { # inside or around, file
    LC_ALL=C BEGIN=$part_begin END_=$part_end WHICH=$1 LAST=$(tail -c 1 "$2") awk '
        BEGIN { begin = ENVIRON["BEGIN"]; end = ENVIRON["END_"]; around = ENVIRON["WHICH"] == "around" }
        $0 ~ begin { inside = 1; next }
        inside && $0 ~ end { inside = 0; next }
        inside == !around { if (some) print last; last = $0; some = 1 }
        END { if (some) printf "%s%s", last, ((ENVIRON["LAST"] == "" || !around) ? "\n" : "") }' "$2"
}

short_sum() { sha256sum | cut -c1-12; }

# Whether the part is as the last deployment wrote it, or there is none.
part_is_ours() { # file
    has_part "$1" || return 0
    [ "$(split_part inside "$1" | short_sum)" = "$(grep -E "$part_begin" "$1" | head -n 1 | cut -d ' ' -f 3)" ]
}

# Prints a file with a part in it, in the place of an older one.
with_part() { # file, part
    split_part around "$1" >"$work/around"
    sum=$(short_sum <"$2")
    case $1 in *.xml)
        LC_ALL=C PART=$2 SUM=$sum LAST=$(tail -c 1 "$work/around") awk '
            # The last end tag that is not in a comment: row and column.
            {
                line[NR] = $0; rest = $0; at = 1
                while (rest != "") {
                    if (comment) {
                        c = index(rest, "-->")
                        if (!c) break
                        at += c + 2; rest = substr(rest, c + 3); comment = 0
                    } else {
                        c = index(rest, "<!--"); e = index(rest, "</")
                        if (!c && !e) break
                        if (c && (!e || c < e)) {
                            at += c + 3; rest = substr(rest, c + 4); comment = 1
                        } else {
                            row = NR; column = at + e - 1; at += e + 1; rest = substr(rest, e + 2)
                        }
                    }
                }
            }
            END {
                if (!row) exit 3
                for (i = 1; i <= NR; i++) {
                    if (i == row) {
                        before = substr(line[i], 1, column - 1)
                        if (before ~ /[^ \t]/) {
                            print before
                            line[i] = substr(line[i], column)
                        }
                        print "<!-- muster:begin " ENVIRON["SUM"] " -->"
                        while ((getline text < ENVIRON["PART"]) > 0) print text
                        print "<!-- muster:end -->"
                    }
                    printf "%s%s", line[i], ((i < NR || ENVIRON["LAST"] == "") ? "\n" : "")
                }
            }' "$work/around" || fail "$1 has no end tag to put a part before" "is it a whole XML file? compare it with the one of its package"
        return 0
        ;;
    esac
    # A line that goes on with the next one would swallow the first of ours.
    case $(tail -n 1 "$work/around") in *\\) fail "the last line of $1 ends with a backslash" "end it with an empty line" ;; esac
    cat "$work/around"
    [ -z "$(tail -c 1 "$work/around")" ] || echo
    printf '# muster:begin %s\n' "$sum"
    cat "$2"
    echo '# muster:end'
}

