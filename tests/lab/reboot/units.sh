# What the lab asks of a host's units, as root on the host. The lab puts a call at its end.
# shellcheck shell=bash

fail() { echo "$*" >&2; exit 1; }
shown() { systemctl show --property "$2" --value "$1"; }
main_of() { shown "$1" MainPID; }
is_up() { [ "$(shown "$1" ActiveState)" = active ] && [ "$(main_of "$1")" != 0 ]; }

# What systemd may give here: without the right to raise a hard limit (CAP_SYS_RESOURCE, bit 24), no more than it has.
given() { # limit in /proc/PID/limits, wanted
    hard=$(sed -n "s/^$1 *[^ ]* *\([^ ]*\).*/\1/p" /proc/1/limits)
    if [ $((0x$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/1/status) >> 24 & 1)) = 0 ] && [ "$hard" != unlimited ] && [ "$hard" -lt "$2" ]; then
        echo "$hard"
    else
        echo "$2"
    fi
}

# Every limit of a unit's file is what systemd says, and what the kernel holds the process to.
limits() { # units
    for unit in "$@"; do
        [ "$(systemctl is-enabled "$unit")" = enabled ] || fail "$unit is not enabled"
        is_up "$unit" || fail "$unit is $(shown "$unit" ActiveState)"
        grep '^Limit' "/etc/systemd/system/$unit" | while IFS='=' read -r key most; do
            [ "$(shown "$unit" "$key")" = "$most" ] || fail "$unit: $key is $(shown "$unit" "$key"), not $most"
            # It holds itself to its number of connections.
            [ "$unit" != muster-memcached.service ] || continue
            case $key in
            LimitNOFILE) what='Max open files' ;;
            LimitNPROC) what='Max processes' ;;
            *) fail "$unit: what is $key in /proc/PID/limits?" ;;
            esac
            # shellcheck disable=SC2046
            set -- $(sed -n "s/^$what *//p" "/proc/$(main_of "$unit")/limits")
            most=$(given "$what" "$most")
            [ "$1 $2" = "$most $most" ] || fail "$unit: the kernel holds its process to $what $1 (hard: $2), not $most"
            echo "$unit $key $most"
        done
    done
}

# The main process of each is killed, all at once; another one is there after some seconds.
replaced() { # seconds, units
    most=$1 before=
    shift
    for unit in "$@"; do
        old=$(main_of "$unit")
        [ "$old" != 0 ] || fail "$unit has no process"
        before="$before $old"
    done
    # shellcheck disable=SC2086
    kill -9 $before
    SECONDS=0
    for unit in "$@"; do
        until is_up "$unit" && ! [[ " $before " == *" $(main_of "$unit") "* ]]; do
            # Kylin's is up when it answers.
            case $unit in muster-kylin.service) long=4 ;; *) long=1 ;; esac
            [ "$SECONDS" -lt $((most * long)) ] ||
                fail "$unit: killed, and not replaced within $most s: $(systemctl status --no-pager "$unit" 2>&1 | tail -n 15)"
            sleep 0.2
        done
        echo "$unit $SECONDS"
    done
}

# Nobody of the service user's runs outside of the units: what a script started by itself would be a second one.
no_strays() { # user
    for process in /proc/[0-9]*; do
        [ "$(stat -c %U "$process" 2>/dev/null)" = "$1" ] || continue
        case $(sed -n 's/^0:://p' "$process/cgroup" 2>/dev/null) in
        */muster-*.service | */lab-*.service | '') continue ;;
        esac
        line=$(tr '\0' ' ' <"$process/cmdline" 2>/dev/null)
        [ -z "$line" ] || fail "process ${process#/proc/} belongs to no unit: $(printf '%s' "$line" | cut -c1-200)"
    done
}

# All of them run, each once.
each_once() { # user, units
    user=$1
    shift
    for unit in "$@"; do is_up "$unit" || fail "$unit is $(shown "$unit" ActiveState) ($(shown "$unit" Result))"; done
    no_strays "$user"
}

# None of them runs, or is about to.
none() { # user, units
    user=$1
    shift
    for unit in "$@"; do
        state=$(shown "$unit" ActiveState)
        case $state in inactive | failed) ;; *) fail "$unit is $state, and was stopped" ;; esac
        [ "$(main_of "$unit")" = 0 ] || fail "$unit has the process $(main_of "$unit")"
    done
    no_strays "$user"
}
