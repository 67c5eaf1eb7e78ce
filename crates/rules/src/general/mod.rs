//! Rules that hold for every product.

mod acceptance;
mod cluster;
mod comments;
mod document;
mod example_values;
mod fields;
mod folders;
mod full_width;
mod key_names;
mod key_values;
mod layers;
mod machines;
mod memory;
mod node_list;
mod node_names;
mod numbers;
mod override_files;
mod ports;
mod role_choice;
mod secrets;
mod service_user;
mod text;
mod unusable;

pub use example_values::example_places;
pub use folders::{
    BELOW as BELOW_THE_SYSTEM, SYSTEM as OF_THE_SYSTEM, folder_of_the_system, normal,
};

pub(crate) use acceptance::lapsed_acceptances;
pub(crate) use unusable::unusable_entries;

use crate::Rule;

/// The general rules, by id.
pub static RULES: &[&Rule] = &[
    &document::SYNTAX,
    &document::UNKNOWN_KEY,
    &document::WRONG_TYPE,
    &document::NEWER_SCHEMA,
    &document::TOO_LARGE,
    &document::NOT_A_TEXT,
    &document::SECRET,
    &document::BYTE_ORDER_MARK,
    &document::ACCEPTANCE_OF_NOBODY,
    &text::FORBIDDEN_CHARACTER,
    &node_names::MISSING_NAME,
    &node_names::INVALID_NAME,
    &node_names::INVALID_ADDRESS,
    &node_list::SAME_NODE_TWICE,
    &node_list::LOOPBACK_NODE,
    &fields::UNREADABLE_VALUE,
    &fields::MISSING_VALUE,
    &fields::UNKNOWN_SETTING,
    &role_choice::UNKNOWN_ROLE,
    &role_choice::EXCLUSIVE_ROLES,
    &fields::BLOCKED_CHOICE,
    &cluster::UNKNOWN_PRODUCT,
    &cluster::UNKNOWN_VERSION,
    &cluster::INVALID_NAME,
    &node_list::NO_NODES,
    &role_choice::NO_ROLE,
    &key_names::UNKNOWN_KEY,
    &key_names::OLD_KEY,
    &key_names::DEAD_KEY,
    &key_names::OTHER_VERSION,
    &key_values::NOT_A_NUMBER,
    &key_values::NOT_A_BOOLEAN,
    &key_values::NOT_AN_OPTION,
    &key_values::NOT_ADDRESSES,
    &secrets::LITERAL_SECRET,
    &key_values::VARIABLE,
    &layers::ROLES_DISAGREE,
    &layers::REPEATS_A_FIELD,
    &example_values::EXAMPLE_VALUE,
    &acceptance::LAPSED,
    &fields::NOT_PER_NODE,
    &role_choice::ROLE_WITHOUT_EFFECT,
    &layers::UNKNOWN_ROLE_LAYER,
    &key_values::BROKEN_VARIABLE,
    &key_names::WRONG_CASE,
    &layers::NODES_DIFFER,
    &ports::PORT_CLASH,
    &unusable::UNUSABLE_ENTRY,
    &node_names::SAMPLE_ADDRESS,
    &override_files::NO_SUCH_FILE,
    &example_values::AS_IN_EXAMPLE,
    &folders::SYSTEM_FOLDER,
    &service_user::ROOT_USER,
    &full_width::FULL_WIDTH,
    &memory::OVERCOMMITTED,
    &numbers::OUT_OF_RANGE,
    &comments::COMMENT_BEHIND,
    &ports::PRIVILEGED,
    &machines::NOT_LOOKED_AT,
    &machines::FACTS_OF_A_STRANGER,
    &machines::MACHINE_TOO_SMALL,
    &machines::MACHINE_IS_ANOTHER,
    &machines::NAME_UNRESOLVED,
    &machines::NAME_IS_LOOPBACK,
    &machines::NAME_LEADS_ELSEWHERE,
    &machines::ONE_MACHINE_TWICE,
    &machines::CLOCKS_DIFFER,
    &machines::NO_TIME_SERVICE,
    &machines::OTHER_JAVA,
    &machines::PORT_TAKEN,
    &machines::NO_ROOM,
    &machines::LITTLE_ROOM,
    &machines::SELINUX_ENFORCES,
    &machines::FIREWALLD,
    &machines::FEW_OPEN_FILES,
    &machines::ARCHITECTURES_DIFFER,
];

/// That a key does nothing is said by a rule that knows the key better, whatever its severity.
pub(crate) fn yields_always(rule: &str) -> bool {
    rule == key_names::DEAD_KEY.id
}

/// Whether a rule judges the real machines, by facts of them.
pub(crate) fn is_of_machines(rule: &str) -> bool {
    rule.strip_prefix("HST").is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

/// The rules that judge a value by its kind alone. A rule that knows the key or the field says
/// more, and then these keep quiet about the same place.
pub(crate) fn yields(rule: &str) -> bool {
    let by_kind: [&Rule; 12] = [
        &fields::UNREADABLE_VALUE,
        &fields::BLOCKED_CHOICE,
        &key_names::UNKNOWN_KEY,
        &key_names::DEAD_KEY,
        &key_names::OTHER_VERSION,
        &key_values::NOT_A_NUMBER,
        &key_values::NOT_A_BOOLEAN,
        &key_values::NOT_AN_OPTION,
        &key_values::NOT_ADDRESSES,
        &numbers::OUT_OF_RANGE,
        &layers::REPEATS_A_FIELD,
        &layers::NODES_DIFFER,
    ];
    by_kind.iter().any(|r| r.id == rule)
}
