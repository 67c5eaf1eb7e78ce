# One run at a time on a node. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from lib.sh

# The lock is a link that leads nowhere and whose text says who holds it: making it is one step, and
# it has its text from the beginning. Its parts, between slashes: the process and the moment of its
# start, the machine's boot, since when, by whom.
lock=$MUSTER_STATE/lock
locked=''

started() { # process: when it was started, in the kernel's clock; nothing when it is gone
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}
booted() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo -; }

take_lock() { # by whom
    mine="$$/$(started $$)/$(booted)/$(date -u +%Y-%m-%dT%H:%M:%SZ)/$(printf '%s' "$1" | tr '/\n' '  ')"
    while ! ln -s "$mine" "$lock" 2>/dev/null; do
        theirs=$(readlink "$lock" 2>/dev/null) || {
            [ -w "$MUSTER_STATE" ] || fail "$lock can't be made" "look at the owner of $MUSTER_STATE: ls -ld $MUSTER_STATE"
            # It was given back a moment ago, or the disk is full.
            tries=$((${tries:-0} + 1))
            [ "$tries" -lt 20 ] || fail "$lock can't be made" "look at the free space: df -h $MUSTER_STATE"
            continue
        }
        if held "$theirs"; then
            fail "another run is at work on this node: $(printf '%s' "$theirs" | cut -d / -f 5-), since $(printf '%s' "$theirs" | cut -d / -f 4), process ${theirs%%/*}" "wait until it has ended, or end it there: kill ${theirs%%/*}"
        fi
        # Moving it away is one step, too: of two that find it, one has it. It must be the one that
        # was looked at, or it is put back.
        if mv "$lock" "$lock.$$" 2>/dev/null; then
            if [ "$(readlink "$lock.$$")" = "$theirs" ]; then
                say "note: a run by $(printf '%s' "$theirs" | cut -d / -f 5-), begun $(printf '%s' "$theirs" | cut -d / -f 4), has not ended properly"
            else
                ln -s "$(readlink "$lock.$$")" "$lock" 2>/dev/null || :
            fi
            rm -f "$lock.$$"
        fi
    done
    locked=yes
}

held() { # text of a lock: whether the process that made it lives
    pid=${1%%/*} rest=${1#*/}
    was=${rest%%/*} rest=${rest#*/}
    case $pid in '' | *[!0-9]*) return 1 ;; esac
    [ "${rest%%/*}" = "$(booted)" ] && [ "$(started "$pid")" = "$was" ]
}

give_lock() {
    [ -z "$locked" ] || rm -f "$lock"
    locked=''
}

# A folder for this run alone, readable by nobody else. What an ended run left is removed first:
# it may hold secrets.
make_work() {
    for old in "$MUSTER_STATE"/work.*; do
        [ -d "$old" ] || continue
        pid=${old##*/work.} pid=${pid%%.*}
        case $pid in
        '' | *[!0-9]*) ;;
        *) kill -0 "$pid" 2>/dev/null || rm -rf "$old" ;;
        esac
    done
    work=$MUSTER_STATE/work.$$
    rm -rf "$work"
    mkdir "$work"
}
