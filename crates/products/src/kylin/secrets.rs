//! The secrets that the archive needs, by name.

use super::emr;
use ::rules::{Context, Secret};
use model::value::{Value, Variable};

/// Those of the fields that are in use, and the variables that overrides name: `${NAME}`, which
/// Kylin replaces from its environment, and `@{NAME}`, which the node replaces by the encrypted
/// password.
pub(crate) fn secrets(cx: &Context) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let mut add = |variable: Variable, purpose| {
        secrets.push(Secret { variable: variable.0, purpose });
    };
    let field = |key: &str| cx.get::<Variable>(key).ok();
    // One whose key an override sets to something else is not asked for.
    let read = |variable: &Variable| cx.names_variable(&variable.0);
    if let Some(variable) = field("metastore.password").filter(read) {
        let purpose = ("Password of the metastore's database user", "元数据库用户的密码");
        add(variable, purpose);
    }
    if let Some(variable) = field("security.ldap_password").filter(read) {
        add(variable, ("Password of the LDAP bind user", "LDAP 绑定用户的密码"));
    }
    if let Some(variable) = field("engine.redis_password").filter(read) {
        add(
            variable,
            ("Password of the Redis that caches query results", "缓存查询结果的 Redis 密码"),
        );
    }
    if let Some(variable) = field("security.admin_password") {
        let purpose = (
            "Password of a Kylin administrator, for bin/verify; stays on this machine",
            "Kylin 管理员的密码，供 bin/verify 使用；只留在本机",
        );
        add(variable, purpose);
    }
    if emr::master_unknown(cx) {
        let purpose = (
            "Private DNS name of the HBase cluster's master; emr/create-hbase.sh writes it here",
            "HBase 集群 master 的内网 DNS 名称；由 emr/create-hbase.sh 写入",
        );
        add(Variable(emr::MASTER_VARIABLE.to_owned()), purpose);
    }
    for (_, _, text) in cx.all_overrides().filter(|(_, p, _)| cx.takes_variables(p)) {
        for variable in named(text) {
            add(variable, ("A variable that an override names", "覆盖项中引用的变量"));
        }
    }
    secrets.extend(crate::common::session::secrets(cx));
    secrets.sort_by(|a, b| a.variable.cmp(&b.variable));
    secrets.dedup_by(|later, first| later.variable == first.variable);
    secrets
}

/// The variables in a text.
pub(crate) fn named(text: &str) -> Vec<Variable> {
    text.split(['$', '@'])
        .skip(1)
        .filter_map(|part| part.strip_prefix('{')?.split_once('}'))
        .filter_map(|(name, _)| Variable::parse(name).ok().filter(|v| v.0 == name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn variables_in_overrides_are_found() {
        let names: Vec<String> = named("a@jdbc,password=@{PW},x=${HOST}:1,${lower},${,$}")
            .into_iter()
            .map(|v| v.0)
            .collect();
        assert_eq!(names, ["PW", "HOST"]);
    }
}
