//! Kylin with its metastore in MySQL, and the same with shared sessions. h1 has the load balancer,
//! ZooKeeper and the database, h2 and h3 have Kylin.

use super::change::Change;
use super::walk::{Hand, NOTHING_DEPLOYED, Other, Story, Walk};
use crate::kylin::surroundings::{PASSWORD, client, database_server};
use anyhow::Result;
use model::Lang;

/// [`PASSWORD`] between the quotes of SQL.
const QUOTED: &str = r#"'L\'ab $HOME "1,2" \\n;'"#;

const OTHERS: &[Other] = &[
    Other { begins: "CREATE DATABASE `kylin`", hand: Hand::Sql(1, &[("'…'", QUOTED)]) },
    Other { begins: "bin/start --restart", hand: NOTHING_DEPLOYED },
    Other { begins: "sudo -u kylin sh nodes/h1", hand: Hand::Carried(&[1]) },
];

pub(super) static MYSQL: Story = Story {
    name: "mysql",
    lang: Lang::En,
    document: "kylin/documents/mysql-nginx.toml",
    folder: "kylin-lab",
    hosts: 4,
    share: "",
    binds: String::new,
    secrets: &[("KYLIN_METASTORE_PASSWORD", PASSWORD), ("KYLIN_ADMIN_PASSWORD", "KYLIN")],
    site,
    words: &[("bin/preflight", working_folder)],
    others: OTHERS,
    seen: |_| Ok(()),
    change: Some(&CHANGE),
};

/// The nodes meet below another path of ZooKeeper, for which all of them stand still; the load balancer
/// waits longer, and is restarted alone.
static CHANGE: Change = Change {
    files: &[(PROPERTIES, &[2, 3])],
    by_hand: &[
        (2, PROPERTIES, "kylin.cube.max-building-segments=7"),
        (3, PROPERTIES, "kylin.cube.segment-advisor=org.example.Advisor"),
    ],
    document: |text| {
        text.replace("connect_timeout = \"2 s\"", "connect_timeout = \"3 s\"")
            + "\n[overrides.cluster]\n\"kylin.env.zookeeper-base-path\" = \"/other\"\n"
    },
    serious: &["coordination"],
    restarted: &["nginx"],
};
const PROPERTIES: &str = "/opt/kylin/conf/kylin.properties";

pub(super) static SESSIONS: Story = Story {
    name: "sessions",
    lang: Lang::Zh,
    document: "kylin/documents/sessions-memcached.toml",
    seen: drill,
    change: None,
    ..MYSQL
};

fn site(walk: &Walk) -> Result<()> {
    database_server(walk.hosts, 1)?;
    (2..=3).try_for_each(|number| client(walk.hosts, number))
}

/// What would be a folder of HDFS; the README has its commands where it is one.
fn working_folder(walk: &Walk) -> Result<()> {
    for number in 2..=3 {
        walk.hosts.root(number, "install -d -o kylin -g kylin /var/lib/kylin-work", 10)?;
    }
    Ok(())
}

/// A login outlives its node.
fn drill(walk: &Walk) -> Result<()> {
    let said = walk.script("bin/verify --drill")?.ok("bin/verify --drill")?;
    super::walk::says(&said, &["which is stopped", "verified"])?;
    walk.say("bin/verify --drill: a login is known by the other node while its own is stopped");
    Ok(())
}
