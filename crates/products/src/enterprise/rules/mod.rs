//! Rules about both products; those that concern one only stand here too, where they are about the
//! same thing, and are listed by that product.

mod access;
mod metastore;
mod nodes;
mod split;

use ::rules::Rule;

/// About both, by id.
pub static RULES: &[&Rule] = &[
    &nodes::UNKNOWN_MODE,
    &nodes::NEEDLESS_KEY,
    &nodes::ADDRESS_AS_NAME,
    &metastore::DATABASE,
    &metastore::HOST_LIST,
    &access::FULL_WIDTH,
    &access::KEYTAB_PATH,
    &nodes::OLD_LINE,
];

/// About Kyligence Enterprise only, by id.
pub static KYLIGENCE: &[&Rule] = &[
    &nodes::NEXT_PRODUCT,
    &nodes::ALL_IN_PRODUCTION,
    &metastore::DIALECT,
    &split::METASTORE,
    &split::ROLES,
    &split::SAME_NAME_SERVICE,
    &access::REDIS_HOSTS,
    &access::CLEAR_SESSIONS,
];

/// About KAP only, by id.
pub static KAP: &[&Rule] =
    &[&metastore::TOO_EARLY, &access::ADMIN_ROLE, &nodes::OLD_WITHOUT_ZOOKEEPER];
