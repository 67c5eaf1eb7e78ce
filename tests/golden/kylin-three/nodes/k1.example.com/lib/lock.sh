# One run at a time on a node. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from lib.sh

# The lock is a link that leads nowhere and whose text says who holds it: making it is one step, and
# it has its text from the beginning. Its parts, between slashes: the process and the moment of its
# start, the machine's boot, since when, by whom. No two locks have the same text.
lock=$MUSTER_STATE/lock
locked='' mine=''

# When a process was started, in the kernel's clock. Nothing when it is gone, or is dead and only its
# number is left: whoever started it may never look.
started() { # process
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 !~ /^[ZXx]/ { print $20 }'
}
booted() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo -; }
since() { printf '%s' "$1" | cut -d / -f 4; } # text of a lock
holder() { printf '%s' "$1" | cut -d / -f 5-; }

take_lock() { # by whom
    mine="$$/$(started $$)/$(booted)/$(date -u +%Y-%m-%dT%H:%M:%SZ)/$(printf '%s' "$1" | tr '/\n' '  ')"
    tries=0 looks=0
    while ! ln -s "$mine" "$lock" 2>/dev/null; do
        if theirs=$(readlink "$lock" 2>/dev/null); then
            if held "$theirs"; then
                fail "another run is at work on this node: $(holder "$theirs"), since $(since "$theirs"), process ${theirs%%/*}" "wait until it has ended, or end it there: kill ${theirs%%/*}"
            fi
            looks=$((looks + 1))
            [ "$looks" -lt 20 ] || sleep 1
            break_lock "$theirs"
            continue
        fi
        [ -w "$MUSTER_STATE" ] || fail "$lock can't be made" "look at the owner of $MUSTER_STATE: ls -ld $MUSTER_STATE"
        # It was given back a moment ago, or the disk is full.
        tries=$((tries + 1))
        [ "$tries" -lt 20 ] || fail "$lock can't be made" "look at the free space: df -h $MUSTER_STATE"
    done
    locked=yes
    # Of those who broke an earlier one, and were killed at it.
    rm -f "$lock".broken.*
}

held() { # text of a lock: whether the process that made it lives
    pid=${1%%/*} rest=${1#*/}
    was=${rest%%/*} rest=${rest#*/}
    case $pid in '' | *[!0-9]*) return 1 ;; esac
    [ "$was" ] && [ "${rest%%/*}" = "$(booted)" ] && [ "$(started "$pid")" = "$was" ]
}

# Removes a lock whose process is gone, and no other one: between the look at it and its removal it
# may have become somebody's. So only one may remove the lock of this text: who first makes a link
# named after it, or, when that one was killed at it, who makes the next. While the lock still has
# the text then, nobody else has removed it, and nobody else will.
break_lock() { # text of a lock
    right=$lock.broken.$(printf '%s' "$1" | sha256sum | cut -c1-16) turn=1
    while ! ln -s "$mine" "$right.$turn" 2>/dev/null; do
        other=$(readlink "$right.$turn" 2>/dev/null) || return 0
        # It is at it; the next look will say what came of that.
        ! held "$other" || return 0
        turn=$((turn + 1))
    done
    # What was killed may have begun the removal, and a program that it called be under way.
    [ "$turn" -eq 1 ] || sleep 2
    if [ "$(readlink "$lock" 2>/dev/null)" = "$1" ]; then
        say "note: a run by $(holder "$1"), begun $(since "$1"), has not ended properly"
        rm -f "$lock"
    fi
    rm -f "$right".*
}

give_lock() {
    # Its name may be somebody else's by now, where it was removed by hand.
    if [ "$locked" ] && [ "$(readlink "$lock" 2>/dev/null)" = "$mine" ]; then rm -f "$lock"; fi
    locked=''
}

# What a run over all nodes is called there, so that a rollback takes back what it did and nothing
# else. One that did not come to its end is gone on with under its name, as long as no node that is to be
# changed has come to its end under it: what is done there now is another deployment.
open_run() { # archive, name of a new one, names under which nodes have come to their end, or -: prints the name
    run=$2 was='' of=''
    if [ -r "$MUSTER_STATE/run" ]; then read -r was of <"$MUSTER_STATE/run" || :; fi
    if [ "${was:--}" != - ] && [ "$of" = "$1" ]; then
        case " $3 " in " - " | *" $was "*) ;; *) run=$was ;; esac
    fi
    printf '%s %s\n' "$run" "$1" >"$MUSTER_STATE/run.$$"
    mv "$MUSTER_STATE/run.$$" "$MUSTER_STATE/run"
    printf '%s\n' "$run"
}

# A folder for this run alone, readable by nobody else. What an ended run left is removed first:
# it may hold secrets.
make_work() {
    for old in "$MUSTER_STATE"/work.*; do
        [ -d "$old" ] || continue
        pid=${old##*/work.} pid=${pid%%.*}
        case $pid in
        '' | *[!0-9]*) ;;
        *) { kill -0 "$pid" 2>/dev/null && [ "$(started "$pid")" ]; } || rm -rf "$old" ;;
        esac
    done
    work=$MUSTER_STATE/work.$$
    rm -rf "$work"
    mkdir "$work"
}
