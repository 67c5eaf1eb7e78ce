//! The words that people use for roles.

use std::collections::{BTreeMap, BTreeSet};

/// A role and the words that people use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleWords<'r> {
    /// The role's id, which is a word for it, too.
    pub id: &'r str,
    /// Other words, in any language. Case, hyphens, underscores and blanks make no difference.
    pub words: &'r [&'r str],
}

/// What stands around a role's word in the name of a group: `query_nodes`, `worker-hosts`.
const AROUND: &[&str] =
    &["s", "node", "nodes", "server", "servers", "host", "hosts", "节点", "服务器", "主机"];

/// All words of a product's roles.
pub(super) struct Roles<'r> {
    words: BTreeMap<String, &'r str>,
    others: BTreeSet<String>,
    ids: Vec<&'r str>,
}

impl<'r> Roles<'r> {
    pub(super) fn new(roles: &[RoleWords<'r>], others: &[&str]) -> Roles<'r> {
        let mut words = BTreeMap::new();
        // An id wins over a word of another role.
        for role in roles {
            for word in role.words {
                words.entry(plain(word)).or_insert(role.id);
            }
        }
        words.extend(roles.iter().map(|role| (plain(role.id), role.id)));
        let others = others.iter().map(|w| plain(w)).filter(|w| !words.contains_key(w)).collect();
        Roles { words, others, ids: roles.iter().map(|role| role.id).collect() }
    }

    /// The role that a word means.
    pub(super) fn find(&self, word: &str) -> Option<&'r str> {
        self.words.get(&plain(word)).copied()
    }

    /// The role that the name of a group means: a word for one, or one with `nodes` and the like
    /// behind it.
    pub(super) fn of_group(&self, name: &str) -> Option<&'r str> {
        let name = plain(name);
        let role = |name: &str| self.words.get(name).copied();
        role(&name)
            .or_else(|| AROUND.iter().filter_map(|end| name.strip_suffix(end)).find_map(role))
    }

    /// Whether a word means a role of another product, and none of this one.
    pub(super) fn is_of_another(&self, word: &str) -> bool {
        self.others.contains(&plain(word))
    }

    /// The ids, for a message.
    pub(super) fn known(&self) -> String {
        self.ids.join(", ")
    }
}

/// A word without what makes no difference.
fn plain(word: &str) -> String {
    let kept = word.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
    kept.map(|c| c.to_ascii_lowercase()).collect()
}
