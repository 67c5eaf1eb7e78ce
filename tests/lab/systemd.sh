# What hosts.sh does besides where LAB_INIT is systemd: process 1 of a host is Debian's own systemd, so that
# units can be enabled, crash, and come back with the power. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from hosts.sh

# systemd owns a tree of control groups (version 2, whatever /sys/fs/cgroup has here): each host gets one of its own
# below this machine's, which it takes for the whole tree. Its name is that of the namespace that this script runs in.
group_of() { # host
    echo "$LAB_DIR/groups/muster-lab-$(readlink /proc/self/ns/pid | tr -dc 0-9)-h$1"
}

groups_up() {
    mkdir -p "$LAB_DIR/groups"
    mount -t cgroup2 lab "$LAB_DIR/groups"
}

remove_group() { # folder
    # A process that has just been killed may still be on its way out.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null || :
        [ -d "$1" ] || return 0
        sleep 0.1
    done
}

# Another run may take an empty group for one that was left, so it is made until this process is in it.
enter_group() { # host
    group=$(group_of "$1")
    for _ in 1 2 3 4 5; do
        mkdir -p "$group"
        if echo "$$" 2>/dev/null >"$group/cgroup.procs"; then return 0; fi
    done
    fail "h$1 can't enter the control group $group"
}

# After a run, however it ended: the groups of hosts that are gone.
sweep() { [ "$LAB_INIT" != systemd ] || unshare --mount sh "$me" _sweep || :; }
_sweep() {
    mount -t cgroup2 lab /mnt
    for old in /mnt/muster-lab-*; do
        if grep -qsx 'populated 0' "$old/cgroup.events"; then remove_group "$old"; fi
    done
}

# The machine's own units are hidden, among them those of Debian's packages that listen where an archive's programs do.
systemd_identity() { # root of the file tree; once
    units=$1/etc/systemd/system
    mkdir -p "$units/multi-user.target.wants" "$1/etc/systemd/system-generators"
    ln -s /dev/null "$1/etc/systemd/system-generators/systemd-sysv-generator"
    ln -s /lib/systemd/system/multi-user.target "$units/default.target"
    for unit in getty.target systemd-logind.service systemd-firstboot.service dev-hugepages.mount dev-mqueue.mount \
        sys-fs-fuse-connections.mount sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
        proc-sys-fs-binfmt_misc.automount systemd-modules-load.service systemd-sysctl.service \
        systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-resolved.service; do
        ln -s /dev/null "$units/$unit"
    done
    cat >"$units/lab-sshd.service" <<'END'
[Unit]
Description=sshd of the lab
[Service]
ExecStart=/usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
RuntimeDirectory=sshd
KillMode=process
[Install]
WantedBy=multi-user.target
END
    ln -s ../lab-sshd.service "$units/multi-user.target.wants/lab-sshd.service"
}
