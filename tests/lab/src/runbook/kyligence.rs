//! Kyligence Enterprise, which is closed source: nothing of it can be installed or started here.
//! h1 has the load balancer and the database, h2 runs jobs, h3 answers queries.

use super::walk::{Hand, Other, Story, Walk};
use crate::kylin::surroundings::{PASSWORD, client, database_server};
use anyhow::Result;
use model::Lang;

const CLOSED: &str = "its package is closed source and on no registry";

pub(super) static STORY: Story = Story {
    name: "kyligence",
    lang: Lang::Zh,
    document: "kylin/documents/kyligence.toml",
    folder: "kylin-lab",
    hosts: 4,
    share: "",
    binds: String::new,
    secrets: &[
        ("KYLIN_METASTORE_PASSWORD", PASSWORD),
        ("KYLIN_LDAP_PASSWORD", PASSWORD),
        ("KYLIN_ADMIN_PASSWORD", PASSWORD),
        ("SESSION_REDIS_PASSWORD", PASSWORD),
    ],
    site,
    words: &[],
    others: &[
        Other {
            begins: "bin/fetch",
            hand: Hand::Ends(&["Kyligence-Enterprise-3.4.5.2107.tar.gz", "left to you"]),
        },
        Other { begins: "hadoop fs -mkdir -p /kylin", hand: Hand::Root(&[2], &[]) },
        Other {
            begins: "CREATE DATABASE `kyligence`",
            hand: Hand::Sql(1, &[("'…'", "'a long one'")]),
        },
        Other {
            begins: "bin/deploy --dry-run",
            hand: Hand::Refused(&["Kyligence-Enterprise-3.4.5.2107.tar.gz"]),
        },
        Other { begins: "bin/start", hand: Hand::Refused(&["not deployed yet: bin/deploy"]) },
        Other { begins: "sudo -u kylin sh nodes/h1", hand: Hand::Carried(&[1]) },
        Other { begins: "bin/verify", hand: Hand::Nobody(CLOSED) },
    ],
    seen: |_| Ok(()),
    change: None,
};

fn site(walk: &Walk) -> Result<()> {
    database_server(walk.hosts, 1)?;
    (2..=3).try_for_each(|number| client(walk.hosts, number))
}
