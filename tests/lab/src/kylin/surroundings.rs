//! What a real site has before Kylin comes: a database server, and the Hadoop client on the nodes.

use crate::{artifacts::JAVA_HOME, host::Hosts};
use anyhow::Result;

/// The metastore's password. Every character that a careless script would stumble over.
pub(crate) const PASSWORD: &str = r#"L'ab $HOME "1,2" \n;"#;

/// The password of the database user `plain`: one that can stand in a metadata URL as it is.
pub(crate) const PLAIN_PASSWORD: &str = "labpassword";

/// Starts MariaDB on a host, with the database and the users that the lab's documents name.
pub(crate) fn database(hosts: &Hosts, number: u32) -> Result<()> {
    database_server(hosts, number)?;
    users(hosts, number)
}

/// The database and the users that the lab's documents name, on a server that runs.
pub(crate) fn users(hosts: &Hosts, number: u32) -> Result<()> {
    let quoted = PASSWORD.replace('\\', "\\\\").replace('\'', "\\'");
    sql(
        hosts,
        number,
        &format!(
            "create database kylin; create user kylin@'%' identified by '{quoted}'; \
             grant all on kylin.* to kylin@'%'; \
             create user plain@'%' identified by '{PLAIN_PASSWORD}'; \
             grant all on kylin.* to plain@'%'"
        ),
    )
    .map(drop)
}

/// Starts an empty MariaDB on a host.
pub(crate) fn database_server(hosts: &Hosts, number: u32) -> Result<()> {
    let started = hosts.root(
        number,
        "mkdir -p /var/lib/lab-database
         mysql_install_db --no-defaults --user=root --datadir=/var/lib/lab-database \
             --auth-root-authentication-method=normal >/var/log/lab-database.log 2>&1
         setsid mariadbd --no-defaults --user=root --datadir=/var/lib/lab-database \
             --socket=/run/lab-database.sock --bind-address=0.0.0.0 --port=3306 --skip-name-resolve \
             --innodb-flush-log-at-trx-commit=0 </dev/null >>/var/log/lab-database.log 2>&1 &
         for i in $(seq 100); do
             mariadb-admin --no-defaults -S /run/lab-database.sock -uroot ping >/dev/null 2>&1 && exit 0
             sleep 0.1
         done
         tail /var/log/lab-database.log >&2
         exit 1",
        40,
    );
    started.map(drop)
}

/// Statements as the database's administrator.
pub(crate) fn sql(hosts: &Hosts, number: u32, statements: &str) -> Result<String> {
    let quoted = statements.replace('\'', r"'\''");
    hosts.root(
        number,
        &format!("mariadb --no-defaults -S /run/lab-database.sock -uroot -N -e '{quoted}'"),
        20,
    )
}

/// Makes a host a Hadoop gateway of the service user `kylin`.
pub(crate) fn gateway(hosts: &Hosts, number: u32) -> Result<()> {
    client(hosts, number)?;
    hosts.root(number, "install -d -o kylin -g kylin /var/lib/kylin-work", 10).map(drop)
}

/// The commands of the Hadoop client on everybody's PATH, and `nc` where Debian has none.
pub(crate) fn client(hosts: &Hosts, number: u32) -> Result<()> {
    let text = format!(
        "for command in hbase hadoop hive; do ln -s /opt/hadoop-client/bin/$command /usr/local/bin/$command; done
         command -v nc >/dev/null || ln -s /opt/hadoop-client/bin/nc /usr/local/bin/nc
         ln -s {JAVA_HOME}/bin/java /usr/local/bin/java"
    );
    hosts.root(number, &text, 10).map(drop)
}
