//! What the fields and roles write into `conf/kylin.properties`: only what differs from Kylin's
//! own defaults, each entry with its reason and with what caused it.
//!
//! Never written: `kylin.server.host-address` (kylin.sh passes its own and wins), `kylin.job.lock`
//! (nothing reads it since 2.3), an empty `kylin.env.zookeeper-connect-string` (it is not the same
//! as none), `kylin.server.cluster-servers-with-mode` (self-discovery fills it in).

pub(crate) mod engine;
pub(crate) mod metastore;
pub(crate) mod security;
pub(crate) mod servers;
pub(crate) mod storage;
pub(crate) mod zookeeper;

pub use servers::servers;
pub use zookeeper::connect_string;

use super::files::setenv;
use super::roles::KYLIN;
use crate::common::session;
use ::rules::{Class, ConfigFile, ConfigKind, Context, Entry, Process, Reads};
use model::{Environment, Message, Place, msg};

/// The file, inside a node's folder.
pub const NAME: &str = "conf/kylin.properties";

/// The configuration files of the nodes.
pub static CONFIGS: &[ConfigKind] = &[
    ConfigKind::of_product(NAME),
    crate::common::zookeeper::KIND,
    session::REDIS_CONFIG,
    session::SENTINEL_CONFIG,
    setenv::KIND,
];

/// Its server.
pub static PROCESSES: &[Process] = &[server(&[
    Reads::Keys(NAME),
    Reads::OptionsIn(setenv::NAME, setenv::SETTINGS),
    Reads::OptionsIn(setenv::NAME, setenv::MORE),
])];

/// The server of a product of the family: what Java defines wins over the file
/// (`KylinConfigBase.getOptional`).
pub const fn server(reads: &'static [Reads]) -> Process {
    Process { id: "kylin", roles: KYLIN, reads }
}

/// The files of a class of nodes: the product's own where it runs, those of what stands beside it.
pub fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    let runs = KYLIN.iter().any(|role| class.has(role));
    let own = runs.then(|| ConfigFile::new(NAME, entries(cx, class)));
    let mut files: Vec<ConfigFile> = own.into_iter().collect();
    files.extend(crate::common::zookeeper::configure(cx, class));
    files.extend(session::configure(cx, class));
    files.extend(setenv::configure(cx, class));
    files
}

fn entries(cx: &Context, class: &Class) -> Vec<Entry> {
    let mut entries = Vec::new();
    if cx.spec.environment == Environment::Production {
        let reason = msg!(
            en: "Says what the cluster is for; it is the suffix of the tables in which Kylin keeps its own metrics.",
            zh: "说明集群用途；也是 Kylin 自身指标表名的后缀。");
        entries.push(Entry::new("kylin.env", "PROD", &[], reason).at(vec![Place::Environment]));
    }
    entries.push(servers::mode(class));
    entries.extend(servers::list(cx));
    entries.extend(metastore::entries(cx));
    entries.extend(zookeeper::entries(cx));
    entries.extend(storage::entries(cx));
    entries.extend(engine::entries(cx, class));
    entries.extend(security::entries(cx));
    entries
}

/// A field's text, when it can be used: present if required, and of its kind.
pub fn usable(cx: &Context, key: &str) -> Result<String, Message> {
    let text = cx.text(key);
    cx.check_text(key, &text)?;
    Ok(text.into_owned())
}

/// An entry with the text of one field; a marked one when that cannot be used.
pub(crate) fn of_field(cx: &Context, key: &str, field: &str, reason: Message) -> Entry {
    match usable(cx, field) {
        Ok(value) => Entry::new(key, value, &[field], reason),
        Err(why) => Entry::new(key, cx.text(field), &[field], reason).broken(why),
    }
}

/// Whether a value is the product's own default, so that it need not be written. On top of a file
/// of a release, whose values nobody knows, everything is written.
pub(crate) fn is_default(cx: &Context, key: &str, value: &str) -> bool {
    cx.product.id == "kylin" && value == cx.catalogue().default_of(key)
}

/// The same, but nothing when it is the product's own default anyway, or no key of this product.
pub(crate) fn unless_default(
    cx: &Context,
    key: &str,
    field: &str,
    reason: Message,
) -> Option<Entry> {
    cx.catalogue().find(key)?;
    let entry = of_field(cx, key, field, reason);
    (entry.broken.is_some() || !is_default(cx, key, entry.text())).then_some(entry)
}
