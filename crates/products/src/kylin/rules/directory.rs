//! What is looked up in the directory.

use super::support::{PROFILE, place_of};
use crate::kylin::sources::SECURITY_XML;
use ::rules::{Context, Example, Found, Rule, Source};
use model::value::shown;
use model::{Edit, Severity, Text, msg};

const ADMIN: &str = "kylin.security.acl.admin-role";

const DOC_LDAP: Source = Source::new(
    "Apache Kylin 3.1: secure with LDAP and SSO",
    "https://kylin.apache.org/docs31/howto/howto_ldap_and_sso.html",
);

const POPULATOR: Source = Source::new(
    "LDAPAuthoritiesPopulator.java (3.1.3): one name, compared as a whole",
    "https://github.com/apache/kylin/blob/kylin-3.1.3/server-base/src/main/java/org/apache/kylin/rest/security/LDAPAuthoritiesPopulator.java",
);

/// The values of a key where people come from the directory.
fn of_directory(cx: &Context, key: &str) -> Vec<Found> {
    if !cx.values_of(PROFILE).iter().any(|f| f.value == "ldap") {
        return Vec::new();
    }
    let mut all: Vec<Found> = Vec::new();
    for found in cx.set_values_of(key).into_iter().filter(|f| f.literal().is_some()) {
        if all.iter().all(|known| known.place != found.place) {
            all.push(found);
        }
    }
    all
}

/// The name of the group in a distinguished name, when it begins with one.
fn common_name(text: &str) -> Option<&str> {
    let (kind, rest) = text.split_once('=')?;
    let name = rest.split(',').next()?.trim();
    (kind.trim().eq_ignore_ascii_case("cn") && !name.is_empty()).then_some(name)
}

/// Several groups, or a place in the directory.
pub(super) static ONE_GROUP: Rule = Rule {
    id: "KYL088",
    name: "several-administrator-groups",
    severity: Severity::Warning,
    title: Text::new(
        "kylin.security.acl.admin-role is the name of one group.",
        "kylin.security.acl.admin-role 只能是一个组的名称。",
    ),
    why: Text::new(
        "It is compared as a whole with the names (cn) of the groups in which the directory finds a person. A list with commas, or the group's distinguished name, equals none of them: everybody can log in, and nobody is administrator. Name one group; to give the right to several, make a group in the directory that holds their members.",
        "它作为整体与目录中该用户所属各组的名称（cn）比较。逗号分隔的列表或组的可分辨名称（DN）与任何组都不相等：所有人都能登录，但没有人是管理员。请只写一个组；需要授权给多个组时，请在目录中建立包含其成员的组。",
    ),
    sources: &[DOC_LDAP, POPULATOR],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.security.ldap_admin_role", "bi-admins,bi-modelers")],
    ),
    clean: Example::Edits("kylin-three", &[("settings.security.ldap_admin_role", "bi-admins")]),
    check: |cx, sink| {
        for found in of_directory(cx, ADMIN) {
            let text = found.value.as_str();
            let named = text.contains('=');
            if !named && !text.contains([',', ';', '|']) {
                continue;
            }
            let message = if named {
                msg!(en: "\"{t}\" is a distinguished name; groups are known by their name alone, so nobody would be administrator.",
                     zh: "“{t}”是可分辨名称，而组只按名称识别，因此没有人会成为管理员。", t = shown(text))
            } else {
                msg!(en: "\"{t}\" is taken for the name of one group, which nobody is in: nobody would be administrator.",
                     zh: "“{t}”会被当成一个组的名称，而没有人属于该组：没有人会成为管理员。", t = shown(text))
            };
            let found_here = sink.report(place_of(&found), message);
            if let Some(name) = common_name(text) {
                found_here.fix(
                    msg!(en: "Write {n}", zh: "改为 {n}", n = shown(name)),
                    vec![Edit::Set(place_of(&found), name.to_owned())],
                );
            }
        }
    },
};

/// A prefix of an earlier release.
pub(super) static ROLE_PREFIX: Rule = Rule {
    id: "KYL089",
    name: "role-prefix-of-the-administrators",
    severity: Severity::Warning,
    title: Text::new(
        "The administrators' group is named as in the directory, without ROLE_.",
        "管理员组按目录中的名称填写，不带 ROLE_。",
    ),
    why: Text::new(
        "Before Kylin 2.3 it was ROLE_ and the name in upper case. Since then the name is compared as it stands in the directory, in its own case: with the prefix nobody is administrator. Remove it. If the group really begins so, accept this warning.",
        "Kylin 2.3 之前写作 ROLE_ 加大写的组名。此后按目录中的名称（区分大小写）比较：带前缀时没有人是管理员。请去掉前缀。如果组名本身如此，可以接受此警告。",
    ),
    sources: &[DOC_LDAP],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.security.ldap_admin_role", "ROLE_KYLIN-ADMINS")],
    ),
    clean: Example::Edits("kylin-three", &[("settings.security.ldap_admin_role", "kylin-admins")]),
    check: |cx, sink| {
        for found in of_directory(cx, ADMIN) {
            let rest = found.value.strip_prefix("ROLE_").filter(|r| !r.is_empty());
            if let Some(name) = rest.filter(|r| !r.contains([',', '='])) {
                sink.report(
                    place_of(&found),
                    msg!(en: "\"{t}\" has the prefix of releases before 2.3. The group's name alone is wanted, in the directory's own case, such as {n}.",
                         zh: "“{t}”带有 2.3 之前版本的前缀。只需填写组名，大小写与目录一致，例如 {n}。", t = shown(&found.value), n = shown(name)),
                );
            }
        }
    },
};

/// Where the directory is searched, and what for: the key, and the markers of which one is needed.
const SEARCHES: [(&str, &[&str]); 4] = [
    ("kylin.security.ldap.user-search-pattern", &["{0}"]),
    ("kylin.security.ldap.service-search-pattern", &["{0}"]),
    ("kylin.security.ldap.user-group-search-filter", &["{0}", "{1}"]),
    ("kylin.security.ldap.service-group-search-filter", &["{0}", "{1}"]),
];

const BASES: [&str; 4] = [
    "kylin.security.ldap.user-search-base",
    "kylin.security.ldap.user-group-search-base",
    "kylin.security.ldap.service-search-base",
    "kylin.security.ldap.service-group-search-base",
];

/// Whether the parentheses of a filter match, and it is in some.
fn is_filter(text: &str) -> bool {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 || (depth == 0 && at + c.len_utf8() < text.len()) {
            return false;
        }
    }
    depth == 0 && text.starts_with('(')
}

/// A search that finds nobody.
pub(super) static SEARCH: Rule = Rule {
    id: "KYL090",
    name: "ldap-search-that-finds-nobody",
    severity: Severity::Warning,
    title: Text::new(
        "LDAP searches begin at a distinguished name and ask for the person.",
        "LDAP 搜索从可分辨名称开始，并按登录用户查询。",
    ),
    why: Text::new(
        "A search base is a distinguished name such as ou=people,dc=example,dc=com; the server refuses anything else. A filter stands in parentheses that match, and holds {0} where the login name or the person's entry is put in: without it the search is the same for everybody.",
        "搜索起点是可分辨名称，例如 ou=people,dc=example,dc=com，其他写法会被服务器拒绝。过滤条件须有成对的括号，并包含用于填入登录名或用户条目的 {0}：否则对任何人的搜索都相同。",
    ),
    sources: &[
        SECURITY_XML,
        Source::new(
            "RFC 4515: string representation of search filters",
            "https://www.rfc-editor.org/rfc/rfc4515",
        ),
        Source::new(
            "RFC 4514: string representation of distinguished names",
            "https://www.rfc-editor.org/rfc/rfc4514",
        ),
    ],
    symptoms: &[],
    fires: Example::Edits(
        "kylin-three",
        &[("settings.security.ldap_user_pattern", "(sAMAccountName={0}")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("settings.security.ldap_user_pattern", "(&(objectClass=person)(sAMAccountName={0}))")],
    ),
    check: |cx, sink| {
        for (key, markers) in SEARCHES {
            for found in of_directory(cx, key).iter().filter(|f| !f.value.is_empty()) {
                let text = found.value.as_str();
                if !is_filter(text) {
                    sink.report(
                        place_of(found),
                        msg!(en: "\"{t}\" is no filter: its parentheses do not match.", zh: "“{t}”不是有效的过滤条件：括号不成对。", t = shown(text)),
                    );
                } else if !markers.iter().any(|m| text.contains(m)) {
                    sink.report(
                        place_of(found),
                        msg!(en: "\"{t}\" does not hold {m}, where the person is put in.", zh: "“{t}”中没有用于填入用户的 {m}。",
                             t = shown(text), m = markers.join(" / ")),
                    );
                }
            }
        }
        for key in BASES {
            for found in of_directory(cx, key).iter().filter(|f| !f.value.is_empty()) {
                if !found.value.contains('=') {
                    sink.report(
                        place_of(found),
                        msg!(en: "\"{t}\" is no distinguished name such as ou=people,dc=example,dc=com.",
                             zh: "“{t}”不是可分辨名称，例如 ou=people,dc=example,dc=com。", t = shown(&found.value)),
                    );
                }
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::{common_name, is_filter};

    #[test]
    fn a_filter_stands_in_parentheses_that_match() {
        for good in ["(cn={0})", "(&(cn={0})(a=b))", "(|(member={0})(memberUid={1}))"] {
            assert!(is_filter(good), "{good}");
        }
        for bad in ["", "cn={0}", "(cn={0}", "(cn={0}))", "(a=b)(c=d)x"] {
            assert!(!is_filter(bad), "{bad}");
        }
    }

    #[test]
    fn a_group_has_a_name_in_its_distinguished_name() {
        assert_eq!(common_name("CN=bi-admins, ou=groups,dc=corp"), Some("bi-admins"));
        assert_eq!(common_name("ou=groups,dc=corp"), None);
        assert_eq!(common_name("bi-admins"), None);
    }
}
