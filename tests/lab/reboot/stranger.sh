# A process of the service user that got, when the power came back, the number that stands in pid files from before. As
# root on the host: the user and the pid files are its words.
# shellcheck shell=bash

stranger() { # user, pid files
    user=$1
    shift
    before=
    for unit in /etc/systemd/system/muster-*.service; do before="$before ${unit##*/}"; done
    cat >/etc/systemd/system/lab-stranger.service <<END
[Unit]
Description=A stranger with the number of another
Before=$before
[Service]
Type=forking
User=$user
ExecStart=/bin/sh -c 'sleep infinity & for file in $*; do echo \$\$! >\$\$file; done'
[Install]
WantedBy=multi-user.target
END
    systemctl daemon-reload
    systemctl enable lab-stranger.service
}
