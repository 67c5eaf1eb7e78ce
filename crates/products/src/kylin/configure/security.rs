//! Who may log in.

use super::{unless_default, usable};
use crate::kylin::fields::security::ldap;
use ::rules::{Context, Entry};
use model::{Text, msg};

/// Its entries.
pub(crate) fn entries(cx: &Context) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.extend(unless_default(
        cx,
        "kylin.security.profile",
        "security.profile",
        if ldap(cx) {
            msg!(en: "Users come from the directory.", zh: "用户来自目录服务。")
        } else {
            msg!(en: "Where users come from.", zh: "用户的来源。")
        },
    ));
    if ldap(cx) {
        entries.extend(directory(cx));
    }
    let entry = unless_default(
        cx,
        "kylin.web.cross-domain-enabled",
        "security.cross_domain",
        msg!(en: "Pages of other sites may not call the API; Kylin's own default lets all of them (CVE-2021-45457).",
             zh: "禁止其他站点的网页调用 API；Kylin 默认全部允许（CVE-2021-45457）。"),
    );
    let entry = entry.map(|e| match e.broken {
        None => e.with(cx.on("security.cross_domain").to_string()),
        Some(_) => e,
    });
    entries.extend(entry.filter(|e| e.text() != "true"));
    entries
}

fn directory(cx: &Context) -> Vec<Entry> {
    const KEYS: &[(&str, &str, Text)] = &[
        (
            "kylin.security.ldap.connection-server",
            "security.ldap_server",
            Text::new("The directory server.", "目录服务器。"),
        ),
        (
            "kylin.security.ldap.connection-username",
            "security.ldap_user",
            Text::new("Whom the server searches as.", "服务查询目录所用的用户。"),
        ),
        (
            "kylin.security.ldap.user-search-base",
            "security.ldap_user_base",
            Text::new("Where users are searched for.", "搜索用户的起点。"),
        ),
        (
            "kylin.security.ldap.user-search-pattern",
            "security.ldap_user_pattern",
            Text::new("How a user is found by the login name.", "如何按登录名查找用户。"),
        ),
        (
            "kylin.security.ldap.user-group-search-base",
            "security.ldap_group_base",
            Text::new("Where groups are searched for.", "搜索组的起点。"),
        ),
        (
            "kylin.security.ldap.user-group-search-filter",
            "security.ldap_group_filter",
            Text::new("How the groups of a user are found.", "如何查找用户所属的组。"),
        ),
        (
            "kylin.security.acl.admin-role",
            "security.ldap_admin_role",
            Text::new("Members of this group are administrators.", "该组的成员为管理员。"),
        ),
    ];
    let mut entries: Vec<Entry> = KEYS
        .iter()
        .filter_map(|(key, field, reason)| unless_default(cx, key, field, (*reason).into()))
        .collect();
    let field = "security.ldap_password";
    let reason = msg!(
        en: "Put in on the node, encrypted with the product's own tool: it always decrypts this value.",
        zh: "在节点上填入并用产品自带的工具加密：产品总会对该值解密。");
    let key = "kylin.security.ldap.connection-password";
    let entry = match usable(cx, field) {
        Ok(variable) => Entry::new(key, format!("@{{{variable}}}"), &[field], reason),
        Err(why) => Entry::new(key, "", &[field], reason).broken(why),
    };
    let at = entries.len().min(2);
    entries.insert(at, entry);
    entries
}
