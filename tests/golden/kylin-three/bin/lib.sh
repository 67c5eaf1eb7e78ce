# Functions that the scripts of bin/ share. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154
# MUSTER_* and the product's names come from cluster.env.

# What this machine needs: what this file uses, and what stands in $needs; of a|b one is enough. All
# that is missing is named at once, before anything else is done.
here() { command -v "$1" >/dev/null 2>&1; }
lacks=''
for each in awk basename cat cp cut dirname du grep head id mkdir mkfifo mktemp od readlink rm sed 'sha256sum|shasum' sort stat tail tr uname wc ${needs:-}; do
    [ "$each" != ssh ] || each=${MUSTER_SSH:-ssh}
    each=${each%% *}
    here "${each%\|*}" || here "${each#*\|}" || lacks="$lacks $each"
done
if [ "$lacks" ]; then
    printf '%s\n' "error: commands are missing on this machine:$lacks" "what to do: install them, and try again; README.md says what is needed here" >&2
    exit 1
fi

# Else the tar of macOS adds a file for what it knows more about a file.
export COPYFILE_DISABLE=1
top=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck disable=SC1091
. "$top/bin/cluster.env"
tab=$(printf '\t')
me=bin/$(basename "$0")
who=$(id -un)@$(uname -n)
dry='' wanted='' wanted_count=0 extra='' values=''

if [ -t 1 ]; then
    green=$(printf '\033[32m') red=$(printf '\033[31m') yellow=$(printf '\033[33m') plain=$(printf '\033[0m')
else
    green='' red='' yellow='' plain=''
fi

say() { printf '%s\n' "$*"; }
fail() { # what is wrong, what to do
    printf '%s\n' "${red}error:${plain} $1" >&2
    [ $# -lt 2 ] || printf '%s\n' "what to do: $2" >&2
    exit 1
}
usage() { sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" | sed '$d'; }
has_word() { case " $1 " in *" $2 "*) ;; *) return 1 ;; esac; }
# SHA-256 of the standard input; macOS had only the second program for long.
sha256() { if here sha256sum; then sha256sum; else shasum -a 256; fi | cut -c1-64; }

# Reads the options that every script takes. What a script adds stands in $options and comes back
# in $extra; one that takes a value stands there with a = at its end, and valued gives it.
parse() {
    while [ $# -gt 0 ]; do
        case $1 in
        --dry-run) dry=yes ;;
        --node)
            [ $# -ge 2 ] || fail "--node needs a name" "see: $me -h"
            add_node "$2"
            shift
            ;;
        --node=*) add_node "${1#--node=}" ;;
        -h | --help)
            usage
            exit 0
            ;;
        --*=*)
            has_word "${options:-}" "${1%%=*}=" || fail "the option ${1%%=*} is unknown" "see: $me -h"
            values="$values${1%%=*}$tab${1#*=}
"
            ;;
        *)
            if has_word "${options:-}" "$1="; then
                [ $# -ge 2 ] || fail "$1 needs a value" "see: $me -h"
                values="$values$1$tab$2
"
                shift
            else
                has_word "${options:-}" "$1" || fail "the option $1 is unknown" "see: $me -h"
                extra="$extra $1"
            fi
            ;;
        esac
        shift
    done
}

valued() { # option, the value when it is not given
    printf '%s' "$values" | OPTION=$1 OTHERWISE=$2 awk -F '\t' '
        $1 == ENVIRON["OPTION"] { found = 1; value = substr($0, length($1) + 2) }
        END { printf "%s", found ? value : ENVIRON["OTHERWISE"] }'
}

# The services that --service names, where a script takes that option; all when none is named.
is_wanted() { # service
    case "
$values" in
    *"
--service$tab$1
"*) return 0 ;;
    *"
--service$tab"*) return 1 ;;
    *) return 0 ;;
    esac
}
known_services() {
    printf '%s' "$values" | while IFS=$tab read -r option value; do
        [ "$option" != --service ] || has_word "$MUSTER_ORDER" "$value" ||
            fail "there is no service $value" "the services are: $MUSTER_ORDER"
    done || exit 1
}

add_node() {
    NAME=$1 awk -F '\t' 'ENVIRON["NAME"] == $1 || ENVIRON["NAME"] == $2 { found = 1 } END { exit !found }' "$top/bin/nodes.tsv" ||
        fail "there is no node $1" "the nodes are: $(grep -v '^#' "$top/bin/nodes.tsv" | cut -f1 | tr '\n' ' ')"
    wanted="$wanted $1"
    wanted_count=$((wanted_count + 1))
}

# A folder for this run alone. One that a killed run left is removed: it may hold secrets. Its name has
# the process, and in what world that number counts: this machine, or a container of it.
world=$(printf '%s %s' "$(uname -n)" "$(readlink /proc/self/ns/pid 2>/dev/null)" | sha256 | cut -c1-8)
for old in "${TMPDIR:-/tmp}/muster-$world"-*.??????; do
    pid=${old##*-} pid=${pid%%.*}
    [ ! -d "$old" ] || [ -L "$old" ] || [ ! -w "$old" ] || kill -0 "$pid" 2>/dev/null || rm -rf "$old"
done
work=$(mktemp -d "${TMPDIR:-/tmp}/muster-$world-$$.XXXXXX")
trap 'give_cluster; rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

# Writes the lines of the wanted nodes to a file, for: while read_node; do ...; done 3<FILE
wanted_nodes() { # file
    grep -v '^#' "$top/bin/nodes.tsv" | while IFS=$tab read -r n f rest; do
        if [ -z "$wanted" ] || has_word "$wanted" "$n" || has_word "$wanted" "$f"; then
            printf '%s\t%s\t%s\n' "$n" "$f" "$rest"
        fi
    done >"$1"
}

read_node() {
    IFS=$tab read -r node folder host user port jump services roles account <&3 || return 1
    services=$(printf '%s' "$services" | tr ',' ' ')
    roles=$(printf '%s' "$roles" | tr ',' ' ')
    [ "$services" != - ] || services=''
    [ "$roles" != - ] || roles=''
    state=/var/lib/muster/$MUSTER_CLUSTER/$folder
}

# A word that the shell on the other side reads as it stands.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

# Logs in on the node of the last read_node and runs a command there. MUSTER_SSH replaces ssh:
# MUSTER_SSH="ssh -F FILE".
reach() { # login, command, options of ssh; standard input goes along
    reach_as=$1 reach_for=$2
    shift 2
    [ "$jump" = - ] || set -- "$@" -J "$jump"
    [ "$port" = 22 ] || set -- "$@" -p "$port"
    # shellcheck disable=SC2086
    ${MUSTER_SSH:-ssh} "$@" -l "$reach_as" -o ConnectTimeout=10 -o ServerAliveInterval=10 -o ServerAliveCountMax=6 -- "$host" "$reach_for"
}

# Runs a line of sh on the node of the last read_node, as the service user.
remote() { # line; standard input goes along
    set -- "sh -c $(quoted "$1")"
    [ "$user" = "$account" ] || set -- "sudo -n -u $account $1"
    reach "$user" "$1" -T -o BatchMode=yes
}
remote_quiet() { remote "$1" </dev/null; }

# Why ssh could not run anything: its own status for that is 255.
unreachable() {
    printf '%s\n' "${red}error:${plain} $node can't be reached by ssh as $user@$host" >&2
    printf '%s\n' "what to do: try it by hand: ${MUSTER_SSH:-ssh}$([ "$jump" = - ] || printf ' -J %s' "$jump") -p $port $user@$host true" >&2
}

# --- one run at a time ---

# What a run is called on the nodes. Names sort by time, and the last one is what bin/rollback takes back.
run_name() { printf '%s-%s\n' "$(date -u +%Y%m%dT%H%M%SZ)" "$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')"; }

# While this run changes nodes, a process on the first node that can be reached holds the cluster's
# lock. It ends with this run, however that ends: its input is a pipe that nobody else writes to. What the
# run is called stands there until its end (open_run of a node's lib/lock.sh), and in $run.
cluster_holder=''
take_cluster() { # name of a new run, runs that are not gone on with (- for all)
    run=$1 settled=$2
    grep -v '^#' "$top/bin/nodes.tsv" >"$work/all"
    mkfifo "$work/hold" "$work/held"
    while read_node; do
        hold_cluster <"$work/hold" >"$work/held" 2>"$work/refused" &
        cluster_holder=$!
        exec 5>"$work/hold"
        answer=''
        read -r answer <"$work/held" || :
        case $answer in
        "held "*)
            run=${answer#held }
            return 0
            ;;
        esac
        exec 5>&-
        status=0
        wait "$cluster_holder" || status=$?
        cluster_holder=''
        # Before root-once.sh there is nowhere to hold it, and nothing that a run could change.
        [ "$answer" != none ] || return 0
        if [ "$status" -ne 255 ]; then
            cat "$work/refused" >&2
            exit 1
        fi
    done 3<"$work/all"
    say "note: no node can be reached to keep others from working on the cluster at the same time"
}

hold_cluster() {
    remote "set -eu
        umask 077
        MUSTER_STATE=$state MUSTER_NODE=$(quoted "$node")
        $(cat "$top/nodes/$folder/lib/lock.sh")
        say() { printf '%s\n' \"\$MUSTER_NODE: \$*\" >&2; }
        fail() {
            printf '%s\n' \"error: \$1\" \"what to do: \$2\" >&2
            exit 1
        }
        if [ ! -w $state ]; then
            echo none
            exit 0
        fi
        lock=$state/cluster-lock
        trap give_lock EXIT
        trap 'exit 130' HUP INT TERM
        take_lock $(quoted "$me by $who")
        echo \"held \$(open_run $MUSTER_ARCHIVE $(quoted "$run") $(quoted "$settled"))\"
        while read -r word; do [ \"\$word\" != ended ] || rm -f $state/run; done"
}

# It came to its end: what is deployed next is another one.
end_run() { [ -z "$cluster_holder" ] || (trap '' PIPE && echo ended >&5) 2>/dev/null || :; }

give_cluster() {
    [ "$cluster_holder" ] || return 0
    exec 5>&-
    wait "$cluster_holder" 2>/dev/null || :
    cluster_holder=''
}

# --- secrets ---

secrets_file=$top/secrets.env

check_secrets() {
    [ -e "$secrets_file" ] || return 0
    mode=$(stat -c %a "$secrets_file" 2>/dev/null || stat -f %Lp "$secrets_file")
    case $mode in
    600 | 400) ;;
    *) fail "secrets.env can be read by others (mode $mode)" "chmod 600 $secrets_file" ;;
    esac
}

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

# Prints nothing when there is none.
secret() { # name
    [ -r "$secrets_file" ] || return 0
    NAME=$1 awk "$secret_value" "$secrets_file"
}

# Only the secrets that a node needs go to it.
secrets_for() { # node folder, file
    (umask 077 && : >"$2")
    # shellcheck disable=SC1090
    for name in $(. "$top/nodes/$1/node.env" && printf '%s %s' "$MUSTER_SECRETS" "$MUSTER_ENVIRONMENT"); do
        value=$(secret "$name")
        [ "$value" ] || fail "the secret $name has no value, and $node needs it" "copy secrets.env.example to secrets.env (chmod 600) and fill it in"
        printf '%s=%s\n' "$name" "$(quoted "$value")" >>"$2"
    done
}

# Makes $work/send of what goes to the node of the last read_node: its folder, its secrets, and how big
# the packages are that it may need. BusyBox' tar takes files from one place only.
gather() { # without-secrets, or nothing
    rm -rf "$work/send"
    mkdir "$work/send"
    cp -R "$top/nodes/$folder" "$work/send/$folder"
    if [ "$1" ]; then (umask 077 && : >"$work/send/secrets.env"); else secrets_for "$folder" "$work/send/secrets.env"; fi
    if [ ! -e "$work/sizes.tsv" ]; then
        # shellcheck disable=SC1090
        . "$top/nodes/$folder/lib/room.sh"
        package_sizes "$top/packages" >"$work/sizes.tsv"
    fi
    cp "$work/sizes.tsv" "$work/send/sizes.tsv"
}

# It as a tar.
packed() { tar -cf - -C "$work/send" "$folder" secrets.env sizes.tsv; }

# Brings all of it into a folder of their own on the node, runs a line of sh there ($d is that folder, $n
# the node's in it), and removes it again, however that ends. It is made where nobody else looks and
# where the next run removes what a killed one left; before root-once.sh was there, in a temporary one.
with_folder() { # line of sh, without-secrets
    gather "${2:-}"
    stream=$(du -sk "$work/send" | cut -f 1)
    packed |
        remote "set -eu
            umask 077
            d=$state/work.\$\$.in
            if [ -w $state ]; then rm -rf \"\$d\"; mkdir \"\$d\"; else d=\$(mktemp -d); fi
            trap 'rm -rf \"\$d\"' EXIT
            trap 'exit 130' HUP INT TERM
            free=\$(df -Pk \"\$d\" | awk 'NR == 2 && \$4 ~ /^[0-9]+\$/ { print \$4 }')
            if [ \"\${free:-$((2 * stream))}\" -lt $((2 * stream)) ]; then
                echo '$node: error: there is not enough room for what is brought: $((2 * stream)) KiB are needed in' \"\${d%/*} and \$free KiB are free\" >&2
                cat >/dev/null
                exit 1
            fi
            tar -C \"\$d\" -xf -
            n=\$d/$folder
            $1"
}

# The services of one node in start order, in the opposite order, or in the order in which running ones
# are restarted.
in_order() { # up, down or rolling
    if [ "$1" = up ]; then
        printf '%s\n' "$MUSTER_ORDER"
    elif [ "$1" = rolling ]; then
        printf '%s\n' "${MUSTER_ROLLING:-$MUSTER_ORDER}"
    else
        reversed=''
        for each in $MUSTER_ORDER; do reversed="$each $reversed"; done
        printf '%s\n' "$reversed"
    fi
}
