//! The secrets that the archive needs, by name.

use super::fields::metastore::mysql;
use super::fields::security::ldap;
use ::rules::{Context, Secret};

/// Those of the fields that are in use.
pub fn secrets(cx: &Context) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let mut add = |field: &str, purpose| {
        if let Ok(model::value::Variable(variable)) = cx.get(field) {
            secrets.push(Secret { variable, purpose });
        }
    };
    if mysql(cx) {
        add(
            "metastore.password",
            ("Password of the metastore's database user", "元数据库用户的密码"),
        );
    }
    if ldap(cx) {
        add("security.ldap_password", ("Password of the LDAP bind user", "LDAP 绑定用户的密码"));
    }
    add(
        "security.admin_password",
        (
            "Password of a Kylin administrator, for bin/verify; stays on this machine",
            "Kylin 管理员的密码，供 bin/verify 使用；只留在本机",
        ),
    );
    secrets.sort();
    secrets.dedup_by(|a, b| a.variable == b.variable);
    secrets
}
