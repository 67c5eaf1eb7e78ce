#!/bin/sh
# One Linux machine looks like N hosts, each with its own name, address, /etc/hosts, file tree, processes and sshd.
#
#   hosts.sh run N CMD...    hosts h1..hN in a private network, CMD beside them; several runs at once do not meet,
#                            nothing is left behind, the exit status is CMD's
#   hosts.sh up N | down     the same in the machine's own network, to look around by hand
#   hosts.sh kill I          power off: every process of the host is gone at once, its disk stays
#   hosts.sh boot I          power on: sshd only, as after a reboot without services
#   hosts.sh wipe I          power off, an empty disk, power on
#   hosts.sh cut I | join I  pull its network cable | put it back
#   hosts.sh sh I CMD...     CMD as root on the host, without ssh
#   hosts.sh as I USER CMD.. the same as another user of the host
#   hosts.sh diff I          "added|changed|removed PATH" for each file touched since its first boot or the last mark
#   hosts.sh mark I          forget what was touched so far
#   hosts.sh tree I          "mode owner:group size sha256 PATH" for each file that differs from the machine's
#
# Host I is hI, in full hI.lab.test. `ssh -F $LAB_DIR/ssh_config hI` logs in as $LAB_USER, who has no rights;
# root@hI works as well. A host that LAB_FAR names stands behind h1: only h1 has a cable to it (`ssh -J h1 hI`).
#
# The file tree of a host is an overlay: the machine's / below, $LAB_DIR/hI/up above (in memory). So Debian's
# programs are there and generated files are used at their real paths; the machine itself is never written to.
# Its home folders, /tmp, /srv, /opt and the folder that this checkout lies in are hidden, so that a deployment
# that needs them fails.
set -eu

# What `up` was told is kept in $LAB_DIR/env for the commands that follow.
command=${1:-help}
[ $# -eq 0 ] || shift
LAB_DIR=${LAB_DIR:-/run/muster-lab}
# shellcheck disable=SC1091
[ ! -e "$LAB_DIR/env" ] || . "$LAB_DIR/env"
LAB_NET=${LAB_NET:-10.74.0}           # /24: this machine is .1, host I is .(10+I)
LAB_FAR_NET=${LAB_FAR_NET:-10.74.1}   # /24 of the hosts behind h1; this machine has no address in it
LAB_FAR=${LAB_FAR:-}                  # "3 4": these hosts stand behind h1
LAB_USER=${LAB_USER:-kylin}           # uid and gid 7070 on every host
LAB_BIND=${LAB_BIND:-}                # "FOLDER:PATH ...": this machine's FOLDER is PATH on every host, read-only
LAB_SHARE=${LAB_SHARE:-}              # "PATH": one folder of $LAB_USER's that all hosts have there, as an NFS mount
LAB_SIZE=${LAB_SIZE:-8g}              # most memory that all file trees together may take
LAB_INIT=${LAB_INIT:-sshd}            # process 1 of a host: sshd, or systemd, which starts sshd and enabled units
me=$(readlink -f "$0")
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
host_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

fail() { echo "hosts.sh: $*" >&2; exit 1; }
# shellcheck source-path=SCRIPTDIR source=systemd.sh
. "$(dirname "$me")/systemd.sh"
# shellcheck source-path=SCRIPTDIR source=changes.sh
. "$(dirname "$me")/changes.sh"

require() { # program, Debian package
    command -v "$1" >/dev/null || fail "the program $1 is missing; install it with: apt-get install $2"
}

requirements() {
    [ "$(id -u)" = 0 ] || fail "needs root (it makes namespaces and mounts); run it with: sudo $me ..."
    require ip iproute2
    require unshare util-linux
    require nsenter util-linux
    require setpriv util-linux
    require ssh openssh-client
    require sshd openssh-server
    [ "$LAB_INIT" != systemd ] || require systemctl systemd
    grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null ||
        fail "the kernel has no overlay file system; install one that has: apt-get install linux-image-amd64"
}

# The checkout's top folder, or, where that one belongs to the system (/usr/src/...), the checkout itself.
checkout() {
    root=$(cd "$(dirname "$me")/../.." && pwd)
    top=$(echo "$root" | cut -d/ -f2)
    case $top in
    usr | bin | sbin | lib | lib64 | etc | var | dev | proc | sys | run | boot) echo "${root#/}" ;;
    *) echo "$top" ;;
    esac
}

hidden() { # also what Debian's packages left here as state of services that a deployment makes
    for folder in root home tmp srv mnt opt var/tmp etc/ssh var/lib/zookeeper var/lib/muster "$(checkout)" \
        $([ "$LAB_INIT" != systemd ] || echo etc/systemd/system); do
        [ ! -d "/$folder" ] || echo "$folder"
    done | sort -u
}

wait_for() { # tenths of a second, command
    tenths=$1
    shift
    until "$@" 2>/dev/null; do
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || return 1
        sleep 0.1
    done
}

is_far() { case " $LAB_FAR " in *" $1 "*) ;; *) return 1 ;; esac; }

address() { if is_far "$1"; then echo "$LAB_FAR_NET.$((10 + $1))"; else echo "$LAB_NET.$((10 + $1))"; fi; }

pid_of() {
    [ -s "$LAB_DIR/h$1/pid" ] || fail "h$1 is not running"
    cat "$LAB_DIR/h$1/pid"
}

inside() { # host, command: as root in all namespaces of the host, with nothing of this shell's environment
    pid=$(pid_of "$1")
    shift
    nsenter -t "$pid" -a env -i PATH="$host_path" HOME=/root USER=root LOGNAME=root LANG=C.UTF-8 "$@"
}

as_user() { # host, user, command
    host=$1 user=$2
    shift 2
    # shellcheck disable=SC2016
    inside "$host" setpriv --reuid "$user" --regid "$user" --init-groups \
        env HOME="/home/$user" USER="$user" LOGNAME="$user" sh -c 'cd "$HOME" && exec "$@"' sh "$@"
}

hosts_file() { # seen from "here" (this machine and the near hosts) or from "far"
    echo '127.0.0.1 localhost'
    echo "$LAB_NET.1 ctl.lab.test ctl"
    for i in $(seq "$count"); do
        a=$(address "$i")
        [ "$1$i" != far1 ] || a=$LAB_FAR_NET.11
        echo "$a h$i.lab.test h$i"
    done
}

# A fixed address of the card: with a new one after each boot the others' ARP caches would be stale for 40 s.
cable() { # host, bridge, name of the card on the host, address
    outer="lab$1$3"
    ip link del "$outer" 2>/dev/null || :
    mac=$(printf '02:5e:00:00:%02x:%02x' "${3#eth}" "$((10 + $1))")
    ip link add "$outer" type veth peer name "$3" address "$mac" netns "$(pid_of "$1")"
    ip link set "$outer" master "$2" up
    nsenter -t "$(pid_of "$1")" -n sh -ec "ip link set lo up
        ip addr add $4/24 dev $3
        ip link set $3 up"
}

boot() { # host
    h=$LAB_DIR/h$1
    [ -d "$h" ] || fail "there is no host h$1"
    [ ! -s "$h/pid" ] || fail "h$1 is running already"
    setsid sh "$me" _keep "$1" </dev/null >>"$h/log" 2>&1 &
    echo $! >"$h/keeper"
    wait_for 100 test -s "$h/pid" || { tail -n 3 "$h/log" >&2; fail "h$1 did not start"; }
    if is_far "$1"; then
        cable "$1" labfar eth0 "$(address "$1")"
        nsenter -t "$(pid_of "$1")" -n ip route add default via "$LAB_FAR_NET.11"
    else
        cable "$1" labnear eth0 "$(address "$1")"
        nsenter -t "$(pid_of "$1")" -n ip route add default via "$LAB_NET.1"
        if [ "$1" = 1 ] && [ -n "$LAB_FAR" ]; then cable 1 labfar eth1 "$LAB_FAR_NET.11"; fi
    fi
    wait_for 100 nsenter -t "$(pid_of "$1")" -n bash -c "exec 3<>/dev/tcp/$(address "$1")/22" || fail "no sshd on h$1"
    [ -e "$h/mark" ] || mark "$1"
}

_keep() { # host; becomes the parent of its process 1
    cgroup=
    if [ "$LAB_INIT" = systemd ]; then enter_group "$1" && cgroup=--cgroup; fi
    exec unshare --mount --uts --ipc --pid --net $cgroup --fork --kill-child sh "$me" _init "$1"
}

_init() { # host; becomes process 1 of the host
    h=$LAB_DIR/h$1 root=$LAB_DIR/h$1/root up=$LAB_DIR/h$1/up first=
    mount --make-rprivate /
    if [ ! -e "$up/etc" ]; then
        first=yes
        # A character device 0:0 in the upper layer hides what lies below it ...
        for folder in $(hidden) run; do
            mkdir -p "$up/$(dirname "$folder")"
            mknod "$up/$folder" c 0 0
        done
    fi
    mount -t overlay lab -o "lowerdir=/,upperdir=$up,workdir=$h/work" "$root"
    if [ "$first" ]; then
        # ... and a folder made over it is empty for good.
        for folder in $(hidden) run; do mkdir -p "$root/$folder"; done
        chmod 1777 "$root/tmp" "$root/var/tmp"
        chmod 700 "$root/root"
        identity "$1" "$root"
    fi
    mount -t tmpfs -o mode=755 lab "$root/run"
    mkdir -p "$root/run/sshd" "$root/run/lock"
    chmod 1777 "$root/run/lock"
    for pair in $LAB_BIND; do
        mkdir -p "$root${pair#*:}"
        mount --rbind "${pair%%:*}" "$root${pair#*:}"
        mount -o remount,bind,ro "$root${pair#*:}"
    done
    if [ "$LAB_SHARE" ]; then
        mkdir -p "$root$LAB_SHARE"
        mount --bind "$LAB_DIR/share" "$root$LAB_SHARE"
    fi
    devices "$root"
    read -r pid _ </proc/self/stat # /proc is still the machine's: the number that `kill` needs
    mount -t proc lab "$root/proc"
    mount -t sysfs -o ro lab "$root/sys"
    [ "$LAB_INIT" != systemd ] || mount -t cgroup2 lab "$root/sys/fs/cgroup"
    hostname "h$1"
    echo "$pid" >"$h/pid.new"
    mv "$h/pid.new" "$h/pid"
    mkdir -p "$root/.old"
    pivot_root "$root" "$root/.old"
    cd /
    umount -l /.old
    rmdir /.old 2>/dev/null || :
    [ "$LAB_INIT" != systemd ] || exec env -i PATH="$host_path" container=lab /lib/systemd/systemd --show-status=0
    exec env -i PATH="$host_path" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
}

devices() { # root
    mount -t tmpfs -o mode=755 lab "$1/dev"
    for device in null zero full random urandom tty; do
        : >"$1/dev/$device"
        mount --bind "/dev/$device" "$1/dev/$device"
    done
    mkdir "$1/dev/pts" "$1/dev/shm"
    chmod 1777 "$1/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 lab "$1/dev/pts"
    ln -s pts/ptmx "$1/dev/ptmx"
    ln -s /proc/self/fd "$1/dev/fd"
    ln -s /proc/self/fd/0 "$1/dev/stdin"
    ln -s /proc/self/fd/1 "$1/dev/stdout"
    ln -s /proc/self/fd/2 "$1/dev/stderr"
}

identity() { # host, root; written once
    if is_far "$1"; then cp "$LAB_DIR/hosts.far" "$2/etc/hosts"; else cp "$LAB_DIR/hosts" "$2/etc/hosts"; fi
    echo "h$1" >"$2/etc/hostname"
    rm -f "$2/etc/resolv.conf"
    : >"$2/etc/resolv.conf"
    tr -d - </proc/sys/kernel/random/uuid >"$2/etc/machine-id"
    grep -q '^sshd:' "$2/etc/passwd" || echo 'sshd:x:7022:65534::/run/sshd:/usr/sbin/nologin' >>"$2/etc/passwd"
    sed -i 's/^root:[^:]*:/root:*:/' "$2/etc/shadow"
    echo "$LAB_USER:x:7070:7070::/home/$LAB_USER:/bin/sh" >>"$2/etc/passwd"
    echo "$LAB_USER:x:7070:" >>"$2/etc/group"
    echo "$LAB_USER:*:19000:0:99999:7:::" >>"$2/etc/shadow"
    for home in "$2/root" "$2/home/$LAB_USER"; do
        mkdir -p "$home/.ssh"
        cp "$LAB_DIR/key.pub" "$home/.ssh/authorized_keys"
    done
    chmod 700 "$2/home/$LAB_USER"
    chown -R 7070:7070 "$2/home/$LAB_USER"
    cp "$LAB_DIR/h$1/hostkey" "$2/etc/ssh/ssh_host_ed25519_key"
    chmod 600 "$2/etc/ssh/ssh_host_ed25519_key"
    cat >"$2/etc/ssh/sshd_config" <<END
HostKey /etc/ssh/ssh_host_ed25519_key
PidFile none
UseDNS no
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 50
Subsystem sftp internal-sftp
END
    [ "$LAB_INIT" != systemd ] || systemd_identity "$2"
}

power_off() { # host
    [ -s "$LAB_DIR/h$1/pid" ] || return 0
    keeper=$(cat "$LAB_DIR/h$1/keeper")
    # The cable first: a host without power sends no reset, so its clients have to wait.
    for card in eth0 eth1; do ip link del "lab$1$card" 2>/dev/null || :; done
    kill -9 "$(cat "$LAB_DIR/h$1/pid")" 2>/dev/null || :
    wait_for 100 sh -c "! kill -0 $keeper" || fail "h$1 does not stop"
    rm -f "$LAB_DIR/h$1/pid"
    [ "$LAB_INIT" != systemd ] || remove_group "$(group_of "$1")"
}

wipe() { # host
    power_off "$1"
    h=$LAB_DIR/h$1
    rm -rf "$h/up" "$h/work" "$h/mark"
    mkdir "$h/up" "$h/work"
    boot "$1"
}

keep() { # for the commands that follow
    for name in LAB_NET LAB_FAR_NET LAB_FAR LAB_USER LAB_BIND LAB_SHARE LAB_SIZE LAB_INIT; do
        eval "value=\$$name"
        # shellcheck disable=SC2154
        printf "%s='%s'\n" "$name" "$(printf %s "$value" | sed "s/'/'\\\\''/g")"
    done >"$LAB_DIR/env"
}

up() { # number of hosts
    count=$1
    case $count in '' | *[!0-9]*) fail "how many hosts? got: '$count'" ;; esac
    mkdir -p "$LAB_DIR"
    ! mountpoint -q "$LAB_DIR" || fail "hosts are up already in $LAB_DIR; stop them with: $me down"
    mount -t tmpfs -o "mode=755,size=$LAB_SIZE" lab "$LAB_DIR"
    keep
    [ "$LAB_INIT" != systemd ] || groups_up
    install -d -o 7070 -g 7070 "$LAB_DIR/share"
    ip link add labnear type bridge
    ip addr add "$LAB_NET.1/24" dev labnear
    ip link set labnear up
    if [ -n "$LAB_FAR" ]; then
        ip link add labfar type bridge
        ip link set labfar up
        ip route add unreachable "$LAB_FAR_NET.0/24"
    fi
    ssh-keygen -q -t ed25519 -N '' -C lab -f "$LAB_DIR/key"
    hosts_file here >"$LAB_DIR/hosts"
    hosts_file far >"$LAB_DIR/hosts.far"
    for i in $(seq "$count"); do
        mkdir -p "$LAB_DIR/h$i/up" "$LAB_DIR/h$i/work" "$LAB_DIR/h$i/root"
        ssh-keygen -q -t ed25519 -N '' -C "h$i" -f "$LAB_DIR/h$i/hostkey"
        echo "h$i,h$i.lab.test,$(address "$i") $(cut -d' ' -f1,2 "$LAB_DIR/h$i/hostkey.pub")" >>"$LAB_DIR/known_hosts"
        printf 'Host h%s h%s.lab.test\n HostName %s\n' "$i" "$i" "$(address "$i")" >>"$LAB_DIR/ssh_config"
    done
    cat >>"$LAB_DIR/ssh_config" <<END
Host *
 User $LAB_USER
 IdentityFile $LAB_DIR/key
 IdentitiesOnly yes
 UserKnownHostsFile $LAB_DIR/known_hosts
 GlobalKnownHostsFile none
 StrictHostKeyChecking yes
 BatchMode yes
 ConnectTimeout 5
END
    boots=
    for i in $(seq "$count"); do
        boot "$i" &
        boots="$boots $!"
    done
    for b in $boots; do wait "$b" || fail "not all hosts came up"; done
}

down() {
    for h in "$LAB_DIR"/h[0-9]*; do
        if [ -d "$h" ]; then power_off "${h##*/h}" & fi
    done
    wait
    ip link del labnear 2>/dev/null || :
    if ip link del labfar 2>/dev/null; then ip route del unreachable "$LAB_FAR_NET.0/24" || :; fi
    [ "$LAB_INIT" != systemd ] || umount "$LAB_DIR/groups" 2>/dev/null || :
    umount "$LAB_DIR" 2>/dev/null || umount -l "$LAB_DIR" 2>/dev/null || :
    rmdir "$LAB_DIR" 2>/dev/null || :
}

# The state lies in a /run of its own, and all processes die with this one, however it ends (unshare itself
# holds back SIGTERM), so that even a killed run leaves nothing on the machine.
run() { # number of hosts, command
    requirements
    exec 3<&0
    # shellcheck disable=SC2016
    setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child --mount-proc sh -ec '
        me=$1 count=$2
        shift 2
        mount --make-rprivate /
        mount -t tmpfs -o mode=755 lab /run
        export LAB_DIR=/run/muster-lab
        ip link set lo up
        sh "$me" up "$count"
        mount --bind "$LAB_DIR/hosts" /etc/hosts
        exec 3<&-
        "$@"' run "$me" "$@" <&3 &
    lab=$!
    trap 'kill -9 $lab; sweep; exit 130' INT TERM HUP
    status=0
    wait "$lab" || status=$?
    sweep
    exit "$status"
}

case $command in
run) [ $# -ge 2 ] || fail "run N CMD..."; run "$@" ;;
up) requirements; up "${1:-}" ;;
_init) _init "$1" ;;
_keep | _sweep) "$command" "$@" ;;
down) requirements; down ;;
boot) requirements; boot "$1" ;;
kill) power_off "$1" ;;
wipe) wipe "$1" ;;
cut) for card in eth0 eth1; do ip link set "lab$1$card" down 2>/dev/null || [ $card = eth1 ]; done ;;
join) for card in eth0 eth1; do ip link set "lab$1$card" up 2>/dev/null || [ $card = eth1 ]; done ;;
sh) inside "$@" ;;
as) as_user "$@" ;;
mark) mark "$1" ;;
diff) changes "$1" ;;
tree) tree "$1" ;;
*) sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$me" >&2; exit 2 ;;
esac
