//! Server types: what admins call a machine that has several roles at once.

use crate::{Context, Product};
use formats::node_list::RoleWords;
use model::Text;
use std::collections::BTreeSet;

/// A server type: a preset of columns of the role grid. A document knows roles alone; which type a
/// node is follows from those that it has.
///
/// A role that stands in some type is set or cleared whenever a node gets a type, every other one
/// stays as it is. So where one role can take another's place in a type, both belong to types: the
/// second one to a variant of the first.
pub struct ServerType {
    /// Its id, which is a word for it in a node list, too. It may be that of a role only where the
    /// type is this role alone.
    pub id: &'static str,
    /// Its name.
    pub title: Text,
    /// What such a machine does.
    pub sentence: Text,
    /// What people call it in a node list, beside its id: as [`crate::Role::words`].
    pub words: &'static [&'static str],
    /// Its roles, in the order of the columns.
    pub roles: &'static [&'static str],
    /// Whether it can be chosen in this document.
    pub shown: fn(&Context) -> bool,
}

impl Product {
    /// The words of its roles, and behind them those of its server types: what a node list is read
    /// by.
    pub fn role_words(&self) -> Vec<RoleWords<'static>> {
        let roles = self.roles.iter().map(|role| RoleWords {
            id: role.id,
            words: role.words,
            roles: std::slice::from_ref(&role.id),
        });
        let types = self.server_types.iter().map(|t| RoleWords {
            id: t.id,
            words: t.words,
            roles: t.roles,
        });
        roles.chain(types).collect()
    }

    /// The position of the server type that a node with these roles is: of the roles of all types it
    /// has exactly this one's. None for a node that is several at once, or mixed in another way.
    pub fn type_of(&self, roles: &BTreeSet<String>) -> Option<usize> {
        let own: BTreeSet<&str> =
            roles.iter().map(String::as_str).filter(|role| self.is_of_a_type(role)).collect();
        let is_all =
            |t: &ServerType| t.roles.len() == own.len() && t.roles.iter().all(|r| own.contains(r));
        self.server_types.iter().position(is_all).filter(|_| !own.is_empty())
    }

    /// Whether a role is part of some server type.
    pub fn is_of_a_type(&self, role: &str) -> bool {
        self.server_types.iter().any(|t| t.roles.contains(&role))
    }

    /// The server type with this id.
    pub fn server_type(&self, id: &str) -> Option<&'static ServerType> {
        self.server_types.iter().find(|t| t.id == id)
    }
}
