# Functions that install.sh, preflight.sh and service/*.sh share. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154
# What is not defined here comes from node.env (MUSTER_*, JAVA_HOME and the services' own names).

# shellcheck disable=SC1091
. "$here/node.env"
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
tab=$(printf '\t')
export installed="$MUSTER_STATE/installed.tsv" # what was written here, with its SHA-256

say() { printf '%s\n' "$MUSTER_NODE: $*"; }
fail() { # what is wrong, what to do
    printf '%s\n' "$MUSTER_NODE: error: $1" >&2
    [ $# -lt 2 ] || printf '%s\n' "$MUSTER_NODE: what to do: $2" >&2
    exit 1
}
has_word() { case " $1 " in *" $2 "*) ;; *) return 1 ;; esac; }
sum_of() { sha256sum <"$1" | cut -c1-64; }
mode_of() { stat -c %a "$1"; }

# The one form in which results of checks leave a node; bin/preflight reads it.
good() { printf 'ok\t%s\n' "$1"; }
warn() { printf 'warn\t%s\t%s\n' "$1" "${2:--}"; }
bad() { printf 'fail\t%s\t%s\n' "$1" "${2:--}"; }
fact() { printf 'fact\t%s\t%s\n' "$1" "$2"; }
# What has to be equal on all nodes that say it; bin/preflight compares. How bad a difference is:
# fail or warn.
same() { printf 'same\t%s\t%s\t%s\n' "$1" "$2" "$3"; } # fail or warn, what, value

# --- the network, with what a minimal system has ---

port_open() { # host, port
    if command -v bash >/dev/null; then
        # shellcheck disable=SC2016
        timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' sh "$1" "$2" 2>/dev/null
    elif command -v nc >/dev/null; then
        nc -z -w 5 "$1" "$2" >/dev/null 2>&1
    else
        fail "neither bash nor nc is here to look at port $2 of $1" "install bash or nc"
    fi
}

tcp_ask() { # host, port, text: prints the answer
    if command -v bash >/dev/null; then
        # shellcheck disable=SC2016
        timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf %s "$3" >&3 && cat <&3' sh "$1" "$2" "$3" 2>/dev/null
    else
        printf %s "$3" | nc -w 5 "$1" "$2" 2>/dev/null
    fi
}

# Ports that somebody listens on, from the kernel's own table.
listening() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk '$4 == "0A" { n = split($2, part, ":"); print part[n] }' | sort -u |
        while read -r hex; do echo "$((0x$hex))"; done | sort -n
}

# --- processes ---

alive() { # pid file: prints the pid of a running process that belongs to us
    [ -s "$1" ] || return 1
    read -r pid <"$1" || [ "$pid" ] || return 1
    case $pid in '' | *[!0-9]*) return 1 ;; esac
    kill -0 "$pid" 2>/dev/null && printf '%s\n' "$pid"
}

stop_process() { # pid file, seconds
    pid=$(alive "$1") || return 0
    kill "$pid" 2>/dev/null || :
    waited=0
    while kill -0 "$pid" 2>/dev/null; do
        [ "$waited" -lt "$2" ] || fail "process $pid does not stop" "look at its log, then: kill -9 $pid"
        waited=$((waited + 1))
        sleep 1
    done
}

# Whether systemd runs this service here: its unit was installed by root-once.sh.
unit_here() { [ -d /run/systemd/system ] && [ -e "/etc/systemd/system/$unit" ]; }

systemctl_once() { # verb
    sudo -n /usr/bin/systemctl "$1" "$unit" ||
        fail "systemctl $1 $unit was refused or failed" \
            "run root-once.sh as root again, then look at: journalctl -u $unit"
}

# Variables that processes read from their environment (\${NAME} in a property).
load_environment() {
    [ -r "$MUSTER_STATE/secrets.env" ] || return 0
    set -a
    # shellcheck disable=SC1091
    . "$MUSTER_STATE/secrets.env"
    set +a
}

java_command() {
    if [ "${JAVA_HOME:-}" ]; then
        [ -x "$JAVA_HOME/bin/java" ] || fail "there is no java in $JAVA_HOME/bin" "install Java there, or correct the Java home in Muster"
        printf '%s\n' "$JAVA_HOME/bin/java"
    else
        command -v java || fail "java is not on the PATH of $MUSTER_USER" "install Java 8, or set the Java home in Muster"
    fi
}

# The line of `java -version` that names the version: 1.8.0_392, 11.0.2 ...
java_version() { # java
    "$1" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1
}

# --- secrets ---

# The value of a line NAME=value: everything after the first =, without a pair of quotes around it.
secret_value='index($0, ENVIRON["NAME"] "=") == 1 { v = substr($0, length(ENVIRON["NAME"]) + 2) }
    END {
        sub(/\r$/, "", v)
        if (length(v) > 1 && v ~ /^\047.*\047$/) {
            v = substr(v, 2, length(v) - 2)
            gsub(/\047\\\047\047/, "\047", v)
        } else if (length(v) > 1 && v ~ /^".*"$/) v = substr(v, 2, length(v) - 2)
        printf "%s", v
    }'
secret() { # name
    [ "${MUSTER_SECRETS_FILE:-}" ] && [ -r "$MUSTER_SECRETS_FILE" ] ||
        fail "the secret $1 is needed and no secrets file was given" "give one: install.sh --secrets FILE"
    value=$(NAME=$1 awk "$secret_value" "$MUSTER_SECRETS_FILE")
    [ "$value" ] || fail "the secret $1 has no value" "fill it in in secrets.env"
    printf '%s' "$value"
}

# The names of the markers @{NAME} in a file.
markers() { sed 's/@{/\n@{/g' "$1" | sed -n 's/^@{\([A-Za-z_][A-Za-z0-9_]*\)}.*/\1/p' | sort -u; }

# Puts a value in the place of a marker; nothing in the value is special.
replace_marker() { # file, name; the value is in $replacement
    MARKER="@{$2}" VALUE=$replacement awk '
        BEGIN { marker = ENVIRON["MARKER"]; value = ENVIRON["VALUE"] }
        {
            out = ""; rest = $0
            while ((at = index(rest, marker)) > 0) {
                out = out substr(rest, 1, at - 1) value
                rest = substr(rest, at + length(marker))
            }
            print out rest
        }' "$1" >"$1.next"
    mv "$1.next" "$1"
}

# Puts the secrets into a .properties file as Java reads them: no character means anything. A value
# that Java's or Tomcat's own replacing would change is refused.
render_properties() { # file
    for name in $(markers "$1"); do
        replacement=$(secret "$name") || exit 1
        if printf '%s' "$replacement" | LC_ALL=C grep -q '[^ -~]'; then
            fail "the secret $name has a character that is not printable ASCII" "choose another password"
        fi
        # shellcheck disable=SC2016
        case $replacement in *'${'*) fail "the secret $name holds \${, which begins a variable where it is read" "choose another password" ;; esac
        replacement=$(printf '%s' "$replacement" | sed -e 's/\\/\\\\/g' -e 's/^ /\\ /')
        replace_marker "$1" "$name"
    done
}

# Puts the secrets into a file between double quotes in which a backslash escapes.
render_quoted() { # file
    for name in $(markers "$1"); do
        replacement=$(secret "$name") || exit 1
        if printf '%s' "$replacement" | LC_ALL=C grep -q '[^ -~]'; then
            fail "the secret $name has a character that is not printable ASCII" "choose another password"
        fi
        replacement=$(printf '%s' "$replacement" | sed 's/[\\"]/\\&/g')
        replace_marker "$1" "$name"
    done
}

# --- parts of files ---

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
        END { if (some) printf "%s%s", last, ENVIRON["LAST"] == "" || !around ? "\n" : "" }' "$2"
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
                    printf "%s%s", line[i], i < NR || ENVIRON["LAST"] == "" ? "\n" : ""
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

# --- packages ---

# What came into a folder since a list of it was made: files, then folders, the deepest first, so
# that they are empty when their turn comes.
brought() { # folder, sorted list of what was there before
    (cd "$1" && find . -mindepth 1 \( -type f -o -type l \) | LC_ALL=C sort | LC_ALL=C comm -23 - "$2")
    (cd "$1" && find . -mindepth 1 -type d | LC_ALL=C sort | LC_ALL=C comm -23 - "$2" | LC_ALL=C sort -r)
}

# Unpacks a tarball, without its top folder, into a folder that is empty or ours. Remembers what it
# brought, so that a rollback removes exactly that, also when it was interrupted.
unpack() { # tarball, folder, name of the service
    [ -r "$1" ] || fail "the package $1 is missing" "fill packages/ (bin/fetch) and deploy again"
    notes=$MUSTER_STATE/unpacked/$3
    mkdir -p "$2" "$MUSTER_STATE/unpacked"
    if [ ! -e "$notes.begun" ]; then
        (cd "$2" && find . -mindepth 1 | LC_ALL=C sort) >"$notes.before"
        printf '%s\n' "$2" >"$notes.begun"
    fi
    if [ -d "$MUSTER_STATE/backup" ]; then printf '%s\n' "$3" >>"$MUSTER_STATE/backup/unpacked"; fi
    # Owners and times of the archive do not matter; modes do.
    (umask 022 && tar -xzf "$1" -C "$2" --strip-components=1 --no-same-owner) ||
        fail "$1 can't be unpacked into $2" "look at the free space (df -h $2) and at the package (tar tzf $1)"
    # What the package brought where one of our files goes may be replaced: nobody wrote it.
    table | while IFS=$tab read -r _ _ _ to of; do
        if [ "$of" = "$3" ] && [ -f "$to" ]; then printf '%s\t%s\n' "$(sum_of "$to")" "$to"; fi
    done >"$notes.shipped"
    { printf '%s\n' "$2"; brought "$2" "$notes.before"; } >"$notes.tsv"
    rm -f "$notes.begun" "$notes.before"
}

# Whether a folder holds nothing: neither a file nor a link.
is_bare() { [ ! -d "$1" ] || [ -z "$(find "$1" \( -type f -o -type l \) 2>/dev/null | head -n 1)" ]; }

# Whether an installation of another version, or of somebody else, stands in the way.
check_home() { # folder, service, name of the product, wanted version, version that is there
    [ ! -e "$MUSTER_STATE/unpacked/$2.begun" ] || return 1
    if [ "$5" ]; then
        [ "$5" = "$4" ] || fail "$1 holds $3 $5, and this archive is for $4" "choose another folder in Muster, or move $1 away (as root), make it empty again and deploy"
        return 0
    fi
    is_bare "$1" || fail "$1 is not empty and holds no $3 $4" "choose another folder in Muster, or move its files away"
    return 1
}

# Every file of this node: what files.tsv names and what the services add.
table() {
    grep -v '^#' "$here/files.tsv" || :
    for each in $MUSTER_SERVICES; do
        MUSTER_PACKAGES=${MUSTER_PACKAGES:-$MUSTER_STATE/packages} sh "$here/service/$each.sh" files
    done
}

# --- what every service script does with its words ---

# Whether files of this service changed since it was started.
restart_wanted() { [ -e "$MUSTER_STATE/restart/$service" ]; }

service_main() {
    service=$1
    # Not the name that the system's own package may use for its unit.
    unit=muster-$1.service
    shift
    verb=${1:-}
    [ $# -eq 0 ] || shift
    case $verb in
    preflight | installed | package | install | files | render | run | check | changed) "do_$verb" "$@" ;;
    start)
        if do_running && [ "${1:-}" != --restart ]; then
            if restart_wanted; then
                say "$service runs, but with the configuration from before the last deployment; restart it: bin/start --restart"
            else
                say "$service runs already"
            fi
            return 0
        fi
        if do_running; then
            do_stop
            say "$service is stopped"
        fi
        load_environment
        do_start
        rm -f "$MUSTER_STATE/restart/$service"
        rmdir "$MUSTER_STATE/restart" 2>/dev/null || :
        say "$service is started"
        ;;
    stop)
        if do_running; then
            do_stop
            say "$service is stopped"
        else
            say "$service does not run"
        fi
        ;;
    *)
        echo "usage: sh $0 preflight | installed | install | files | render SOURCE TARGET | start [--restart] | run | check | stop" >&2
        exit 2
        ;;
    esac
}
