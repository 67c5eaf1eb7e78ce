# A database server as a site has it: with a unit of its own, and what was committed is on the disk. As root on the host.
# shellcheck shell=bash
mkdir -p /var/lib/lab-database
mysql_install_db --no-defaults --user=root --datadir=/var/lib/lab-database \
    --auth-root-authentication-method=normal >/var/log/lab-database.log 2>&1
cat >/etc/systemd/system/lab-database.service <<'END'
[Unit]
Description=The site's database
[Service]
ExecStart=/usr/sbin/mariadbd --no-defaults --user=root --datadir=/var/lib/lab-database --socket=/run/lab-database.sock --bind-address=0.0.0.0 --port=3306 --skip-name-resolve
[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now lab-database.service
for _ in $(seq 100); do
    ! mariadb-admin --no-defaults -S /run/lab-database.sock -uroot ping >/dev/null 2>&1 || exit 0
    sleep 0.1
done
journalctl --no-pager -u lab-database.service | tail >&2
exit 1
