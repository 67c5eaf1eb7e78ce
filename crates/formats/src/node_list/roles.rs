//! The words that people use for roles and for server types, which are several roles at once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A role, or a server type, and the words that people use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleWords<'r> {
    /// Its id, which is a word for it, too.
    pub id: &'r str,
    /// Other words, in any language. Case, hyphens, underscores and blanks make no difference.
    pub words: &'r [&'r str],
    /// What the words give a node: the role itself, or all roles of the server type.
    pub roles: &'r [&'r str],
}

impl<'r> RoleWords<'r> {
    /// The id and the words.
    pub fn all(self) -> impl Iterator<Item = &'r str> {
        [self.id].into_iter().chain(self.words.iter().copied())
    }
}

/// What stands around a role's word in the name of a group: `query_nodes`, `worker-hosts`.
const AROUND: &[&str] =
    &["s", "node", "nodes", "server", "servers", "host", "hosts", "节点", "服务器", "主机"];

/// All words of a product's roles and server types.
pub(super) struct Roles<'r> {
    words: BTreeMap<String, &'r [&'r str]>,
    others: BTreeSet<String>,
    ids: Vec<&'r str>,
}

impl<'r> Roles<'r> {
    pub(super) fn new(roles: &[RoleWords<'r>], others: &[&str]) -> Roles<'r> {
        let mut words = BTreeMap::new();
        let mut ids = Vec::new();
        // An id wins over a word of another role, and of two equal ones the first: a server type
        // stands behind the roles, one of which may be called as it is.
        for role in roles {
            if let Entry::Vacant(free) = words.entry(plain(role.id)) {
                free.insert(role.roles);
                ids.push(role.id);
            }
        }
        for role in roles {
            for word in role.words {
                words.entry(plain(word)).or_insert(role.roles);
            }
        }
        let others = others.iter().map(|w| plain(w)).filter(|w| !words.contains_key(w)).collect();
        Roles { words, others, ids }
    }

    /// The roles that a word means: one, or those of a server type.
    pub(super) fn find(&self, word: &str) -> Option<&'r [&'r str]> {
        self.words.get(&plain(word)).copied()
    }

    /// The roles that the name of a group means: a word for one or for a server type, or such a
    /// word with `nodes` and the like behind it.
    pub(super) fn of_group(&self, name: &str) -> Option<&'r [&'r str]> {
        let name = plain(name);
        let roles = |name: &str| self.words.get(name).copied();
        roles(&name)
            .or_else(|| AROUND.iter().filter_map(|end| name.strip_suffix(end)).find_map(roles))
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
