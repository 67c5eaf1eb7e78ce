# Functions that install.sh, preflight.sh and service/*.sh share. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154
# What is not defined here comes from node.env (MUSTER_*, JAVA_HOME and the services' own names).

# shellcheck disable=SC1091
. "$here/node.env"
# shellcheck source-path=SCRIPTDIR source=lib/parts.sh
. "$here/lib/parts.sh"
# shellcheck source-path=SCRIPTDIR source=lib/packages.sh
. "$here/lib/packages.sh"
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
fact() { printf 'fact\t%s\t%s\n' "$1" "$(printf %s "$2" | tr '\t\n' '  ')"; } # one line, whatever it is
# What has to be equal on all nodes that say it; bin/preflight compares. How bad a difference is:
# fail or warn.
same() { printf 'same\t%s\t%s\t%s\n' "$1" "$2" "$3"; } # fail or warn, what, value

# Whether a folder is nobody's own: none at all, one below wherever a program was started, the root of the
# machine, or the system's. Nothing may be formatted or emptied there. What a link leads to counts.
is_systems() { # folder
    case $1 in
    */.. | */../*) return 0 ;;
    /*) ;;
    *) return 0 ;;
    esac
    if real=$(CDPATH='' cd "$1" 2>/dev/null && pwd -P); then :; else
        real=$(printf '%s\n' "$1" | sed -e 's|/\./|/|g' -e 's|///*|/|g' -e 's|\(.\)/\.\{0,1\}$|\1|')
    fi
    case $real in
    / | /bin | /boot | /dev | /efi | /etc | /home | /lib | /lib32 | /lib64 | /libx32 | \
        /lost+found | /media | /mnt | /opt | /proc | /root | /run | /sbin | /selinux | /snap | \
        /srv | /sys | /tmp | /usr | /var | /etc/alternatives | /etc/apache2 | /etc/cron.d | \
        /etc/cron.daily | /etc/cron.hourly | /etc/cron.monthly | /etc/cron.weekly | \
        /etc/default | /etc/haproxy | /etc/logrotate.d | /etc/httpd | /etc/init.d | \
        /etc/keepalived | /etc/nginx | /etc/pam.d | /etc/profile.d | /etc/redis | /etc/security | \
        /etc/ssh | /etc/ssl | /etc/sudoers.d | /etc/sysconfig | /etc/sysctl.d | /etc/systemd | \
        /etc/systemd/system | /run/lock | /run/systemd | /run/user | /usr/bin | /usr/games | \
        /usr/include | /usr/lib | /usr/lib/jvm | /usr/lib/systemd | /usr/lib64 | /usr/libexec | \
        /usr/local | /usr/local/bin | /usr/local/etc | /usr/local/lib | /usr/local/sbin | \
        /usr/local/share | /usr/sbin | /usr/share | /usr/share/java | /usr/src | /var/backups | \
        /var/cache | /var/lib | /var/lib/docker | /var/local | /var/lock | /var/log | /var/mail | \
        /var/opt | /var/run | /var/spool | /var/spool/cron | /var/tmp | /var/lib/muster) return 0 ;;
    /bin/* | /boot/* | /efi/* | /proc/* | /root/* | /sbin/* | /sys/* | /usr/bin/* | \
        /usr/lib/jvm/* | /usr/lib/systemd/* | /usr/sbin/* | /usr/share/java/* | \
        /var/lib/docker/* | /var/lib/muster/*) return 0 ;;
    *) return 1 ;;
    esac
}

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

# What a service needs before it is started, each a word NAME=HOST:PORT,HOST:PORT: one of the servers
# is enough. A member of ZooKeeper listens before it serves, and says so where it may.
answers_for() { # word
    for server in $(printf '%s' "${1#*=}" | tr ',' ' '); do
        server_host=${server%:*} server_port=${server##*:}
        server_host=${server_host#"["} server_host=${server_host%"]"}
        port_open "$server_host" "$server_port" || continue
        if [ "${1%%=*}" = zookeeper ]; then
            case $(tcp_ask "$server_host" "$server_port" srvr | tr '\0' ' ') in
            *"not currently serving"*) continue ;;
            esac
        fi
        return 0
    done
    return 1
}

wait_for_others() { # seconds, words
    begin=$(date +%s) most=$1 said=''
    shift
    for word in "$@"; do
        until answers_for "$word"; do
            [ "$said" = "$word" ] || say "waits for ${word%%=*}: ${word#*=}"
            said=$word
            [ $(($(date +%s) - begin)) -lt "$most" ] ||
                fail "${word%%=*} does not answer: ${word#*=}" "$service needs it; start it, and look whether the firewall lets it through (FIREWALL.md)"
            sleep 2
        done
    done
}

# Ports that somebody listens on, from the kernel's own table.
listening() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk '$4 == "0A" { n = split($2, part, ":"); print part[n] }' | sort -u |
        while read -r hex; do echo "$((0x$hex))"; done | sort -n
}

# --- processes ---

# A number in a pid file is believed only while the process with that number is the program: the
# machine may have been started anew, and the number given to somebody else, such as a tail of our own
# log. Its command line says so: it begins with the program, or with the shell that is about to
# become it, and has what tells this one from others of its kind: its home or configuration. Each
# script has the regular expression for it. Not the time at which it began: it would be compared with
# the file's time, and clocks are set after a boot.
known_by=''
as_program() { printf '^([^ ]*/)?(%s):? (.* )?' "$1"; } # names: the beginning of the expression
as_shell() { as_program 'sh|bash|dash|ash|busybox|env|nohup'; }
literally() { printf '%s' "$1" | sed 's/[][\\.*^$+?(){}|]/\\&/g'; } # text, in an expression
literally_home() { # folder, in an expression; a product's own scripts find out where it really is
    really=$(CDPATH='' cd "$1" 2>/dev/null && pwd -P) || really=$1
    printf '(%s|%s)' "$(literally "$1")" "$(literally "$really")"
}
begins_here() { # the service's own script, before it becomes the program
    printf '%s([^ ]*/)?service/%s\\.sh (run|start)( |$)' "$(as_shell)" "$1"
}
alive() { # pid file: prints the pid of a running process that belongs to us
    [ -s "$1" ] || return 1
    read -r pid <"$1" || [ "$pid" ] || return 1
    case $pid in '' | *[!0-9]*) return 1 ;; esac
    kill -0 "$pid" 2>/dev/null || return 1
    if [ -r "/proc/$pid/cmdline" ]; then
        command_line "$pid" | grep -Eq -- "${known_by:-$service}" || return 1
    fi
    printf '%s\n' "$pid"
}

# What the kernel says of a process, from its state on: R, S, Z for a dead one.
stat_of() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null; } # pid

# While a process goes over from one program to the next (nohup, then java) the kernel shows no command
# line: 106 of 4 500 looks at a program that had just begun saw none. So an empty one is looked at
# again, unless the process is dead and only its number is left; the kernel's own have none for ever.
command_line() { # pid
    for each in 1 2 3; do
        line=$({ tr '\0\n' '  ' <"/proc/$1/cmdline"; } 2>/dev/null) || :
        [ -z "$line" ] && [ "$each" -lt 3 ] || break
        case $(stat_of "$1") in '' | Z* | X*) break ;; esac
        sleep 1
    done
    printf '%s\n' "$line"
}

# Whoever starts the program calls this first: a unit, bin/start and a hand may do so at the same
# moment, and one of them goes on. The lock is the kernel's, on the script itself by descriptor 9, and
# ends with the last process that has it: nothing is left by a power cut. What an earlier process
# left in the pid file goes: some programs believe any number.
claim() {
    if command -v flock >/dev/null; then
        exec 9<"$here/service/$service.sh"
        flock -n 9 || fail "$service runs already, or somebody else is starting it" "stop it first: bin/stop --node $MUSTER_NODE"
    fi
    if other=$(alive "$pid_file") && [ "$other" != "$$" ]; then
        fail "$service runs already, as process $other" "stop it first: bin/stop --node $MUSTER_NODE"
    fi
    rm -f "$pid_file"
}

# Only its number is left, because whoever started it does not look.
is_dead() { # pid
    case $(stat_of "$1") in Z* | X*) ;; *) return 1 ;; esac
}

stop_process() { # pid file, seconds
    pid=$(alive "$1") || return 0
    kill "$pid" 2>/dev/null || :
    waited=0
    while kill -0 "$pid" 2>/dev/null && ! is_dead "$pid"; do
        [ "$waited" -lt "$2" ] || fail "process $pid does not stop" "look at its log, then: kill -9 $pid"
        waited=$((waited + 1))
        sleep 1
    done
}

# Whether systemd runs this service here: its unit was installed by root-once.sh.
unit_here() { [ -d /run/systemd/system ] && [ -e "/etc/systemd/system/$unit" ]; }

# Whether it runs without the unit that is here, so that systemd would not replace it.
beside_unit() {
    unit_here && pid=$(alive "${pid_file:-}") && ! grep -q "/$unit\$" "/proc/$pid/cgroup" 2>/dev/null
}

systemctl_once() { # verb
    sudo -n /usr/bin/systemctl "$1" "$unit" ||
        fail "systemctl $1 $unit was refused or failed" \
            "run root-once.sh as root again, then look at: journalctl -u $unit"
}

# Tells systemd, too, and first: its unit may be about to start the service, because it waits for
# what the service needs, or for its next try.
stop_service() {
    was=''
    ! do_running || was=yes
    if unit_here && ! sudo -n /usr/bin/systemctl stop "$unit" 2>/dev/null && [ -z "$was" ]; then
        say "note: systemctl stop $unit was refused or failed; run root-once.sh as root again"
    fi
    ! do_running || do_stop
    if [ "$was" ]; then say "$service is stopped"; else say "$service does not run"; fi
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

# What changed hands since the deployment, said before a start: the program's own words would not say
# it. $data: folders that the service writes, where its script names some.
data=''
changed_hands() {
    table | while IFS=$tab read -r mode _ _ to of; do
        [ "$of" = "$service" ] && [ "$mode" != part ] && [ -r "$installed" ] || continue
        sum=$(awk -F '\t' -v to="$to" '$3 == to { print $1 }' "$installed")
        [ "$sum" ] || continue
        if [ ! -e "$to" ]; then
            say "note: $to is gone, which the deployment wrote; bin/deploy writes it again"
        elif [ ! -r "$to" ]; then
            say "note: $to can't be read by $MUSTER_USER, who runs $service; it belongs to $(stat -c %U "$to")"
        elif [ "$(sum_of "$to")" != "$sum" ]; then
            say "note: $to was edited since the deployment; $service reads it as it is now"
        fi
    done
    for each in $data; do
        [ -d "$each" ] || continue
        strange=$(find "$each" -maxdepth 2 ! -user "$MUSTER_USER" 2>/dev/null | head -n 1)
        [ -z "$strange" ] ||
            say "note: $strange belongs to $(stat -c %U "$strange"), not to $MUSTER_USER, who runs $service: was it started by somebody else? As root: chown -R $MUSTER_USER:$MUSTER_GROUP $each"
    done
}

service_main() {
    service=$1
    # Not the name that the system's own package may use for its unit.
    unit=muster-$1.service
    shift
    verb=${1:-}
    [ $# -eq 0 ] || shift
    case $verb in
    preflight | installed | package | install | files | render | run | running | check | changed) "do_$verb" "$@" ;;
    start)
        # Of several nodes those come first that stand: bin/start --restart asks so.
        [ "${1:-}" != --stopped ] || ! do_running || return 5
        if do_running && [ "${1:-}" != --restart ]; then
            if restart_wanted; then
                say "$service runs, but with the configuration from before the last deployment; restart it: bin/start --restart"
            elif beside_unit; then
                say "$service runs, but not in its unit $unit: nobody would replace it; restart it: bin/start --restart"
            else
                say "$service runs already"
            fi
            return 0
        fi
        ! do_running || stop_service
        changed_hands
        load_environment
        do_start
        rm -f "$MUSTER_STATE/restart/$service"
        rmdir "$MUSTER_STATE/restart" 2>/dev/null || :
        say "$service is started"
        ;;
    stop) stop_service ;;
    *)
        echo "usage: sh $0 preflight | installed | install | files | render SOURCE TARGET | start [--restart | --stopped] | run | running | check | stop" >&2
        exit 2
        ;;
    esac
}
