//! The metadata store's server on one of the hosts, filled by its administrator with the SQL that the
//! archive brings.

use crate::{
    host::Hosts,
    kylin::{
        archive::Archive,
        surroundings::{PASSWORD, database_server, sql},
    },
};
use anyhow::{Context as _, Result};
use std::fs;

/// Where the metadata is.
#[derive(Clone, Copy)]
pub(crate) enum Database {
    /// In Derby, inside of the one master.
    Derby,
    /// On this host.
    Mariadb(u32),
    /// On this host.
    Postgresql(u32),
}

/// Starts it, and fills it.
pub(super) fn start(hosts: &Hosts, database: Database, archive: &Archive) -> Result<()> {
    match database {
        Database::Derby => {}
        Database::Mariadb(number) => database_server(hosts, number)?,
        Database::Postgresql(number) => postgresql(hosts, number)?,
    }
    fill(hosts, database, archive)
}

/// Runs the archive's `database/create.sql`, with the password between its quotes, on a server that
/// runs.
pub(crate) fn fill(hosts: &Hosts, database: Database, archive: &Archive) -> Result<()> {
    match database {
        Database::Derby => Ok(()),
        Database::Mariadb(number) => {
            let password = PASSWORD.replace('\\', "\\\\").replace('\'', "''");
            sql(hosts, number, &statements(archive, &password)?).map(drop)
        }
        Database::Postgresql(number) => {
            let text = statements(archive, &PASSWORD.replace('\'', "''"))?;
            for statement in text.split(";\n").map(str::trim).filter(|one| !one.is_empty()) {
                let quoted = statement.replace('\'', r"'\''");
                let line = format!("psql -q -U postgres -h /run/lab-postgresql -c '{quoted}'");
                hosts.root(number, &line, 30)?;
            }
            Ok(())
        }
    }
}

/// The archive's statements, without comments.
fn statements(archive: &Archive, password: &str) -> Result<String> {
    let path = archive.folder.join("database/create.sql");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.starts_with("--"));
    let text = lines.collect::<Vec<_>>().join("\n");
    Ok(text.replacen("''", &format!("'{password}'"), 1) + "\n")
}

/// Debian's server, which asks everybody who comes over the network for the password.
fn postgresql(hosts: &Hosts, number: u32) -> Result<()> {
    let text = "data=/var/lib/lab-postgresql programs=$(echo /usr/lib/postgresql/*/bin)
         for folder in $data /run/lab-postgresql; do
             install -d -o postgres -g postgres -m 700 $folder
         done
         cd /
         as() { setpriv --reuid postgres --regid postgres --clear-groups \"$@\"; }
         as $programs/initdb -D $data --auth-local=trust --auth-host=scram-sha-256 -E UTF8 --locale=C.UTF-8 \
             >/var/log/lab-database.log 2>&1
         echo 'host all all all scram-sha-256' >>$data/pg_hba.conf
         as setsid $programs/postgres -D $data -c listen_addresses='*' -c fsync=off -c shared_buffers=16MB \
             -c unix_socket_directories=/run/lab-postgresql </dev/null >>/var/log/lab-database.log 2>&1 &
         for i in $(seq 100); do
             as $programs/pg_isready -q -h /run/lab-postgresql && exit 0
             sleep 0.1
         done
         tail /var/log/lab-database.log >&2
         exit 1";
    hosts.root(number, text, 60).map(drop)
}
