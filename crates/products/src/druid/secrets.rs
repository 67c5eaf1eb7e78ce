//! The secrets that the archive needs, by name, and how Druid gets them.

use super::versions::interpolates;
use ::rules::{Context, Secret};
use formats::json::read::{Value as Json, read};
use model::value::{Value, Variable};

/// The fields with a secret, and what each is for.
const FIELDS: &[(&str, (&str, &str))] = &[
    ("metadata.password", ("Password of the metadata store's user", "元数据存储用户的密码")),
    ("storage.s3_access_key", ("Access key of the object store", "对象存储的 Access Key")),
    ("storage.s3_secret_key", ("Secret key of the object store", "对象存储的 Secret Key")),
    ("storage.azure_key", ("Key of the storage account", "存储账户的密钥")),
    (
        "security.first_password",
        (
            "First password of the user admin; bin/verify logs in with it",
            "用户 admin 的初始密码；bin/verify 用它登录",
        ),
    ),
    (
        "security.internal_password",
        ("Password with which the processes log in at each other", "进程之间登录所用的密码"),
    ),
    ("security.keystore_password", ("Password of the key store", "密钥库的密码")),
    ("security.truststore_password", ("Password of the trust store", "信任库的密码")),
];

/// Those of the fields that are in use, and the variables that overrides name.
pub(crate) fn secrets(cx: &Context) -> Vec<Secret> {
    let mut secrets = Vec::new();
    for (field, purpose) in FIELDS {
        let variable = cx.get::<Variable>(field).ok().filter(|_| cx.shown(field));
        // One whose key an override sets to something else is not asked for.
        if let Some(variable) = variable.filter(|v| cx.names_variable(&v.0)) {
            secrets.push(Secret { variable: variable.0, purpose: *purpose });
        }
    }
    for (_, _, text) in cx.all_overrides().filter(|(_, p, _)| cx.takes_variables(p)) {
        for variable in named(text) {
            let purpose = ("A variable that an override names", "覆盖项中引用的变量");
            secrets.push(Secret { variable: variable.0, purpose });
        }
    }
    secrets.sort_by(|a, b| a.variable.cmp(&b.variable));
    secrets.dedup_by(|later, first| later.variable == first.variable);
    secrets
}

/// The variables in a text: `${NAME}`, `@{NAME}`, `${env:NAME}`, and those of providers in JSON.
pub(crate) fn named(text: &str) -> Vec<Variable> {
    let parts = text.split(['$', '@']).skip(1);
    let mut all: Vec<Variable> = parts
        .filter_map(|part| part.strip_prefix('{')?.split_once('}'))
        .map(|(name, _)| name.strip_prefix("env:").unwrap_or(name))
        .map(|name| name.split_once(":-").map_or(name, |(name, _)| name))
        .filter_map(|name| Variable::parse(name).ok().filter(|v| v.0 == name))
        .collect();
    all.extend(provider(text).and_then(|name| Variable::parse(&name).ok()));
    all
}

/// The variable of a provider: `{"type":"environment","variable":"NAME"}`.
pub(crate) fn provider(text: &str) -> Option<String> {
    let value = read(text).ok()?;
    let environment = value.get("type").and_then(Json::as_str) == Some("environment");
    let name = value.get("variable").and_then(Json::as_str)?;
    environment.then(|| name.to_owned())
}

/// Whether Druid reads a key through a provider of passwords (docs/operations/password-provider).
pub(crate) fn takes_provider(key: &str) -> bool {
    const ENDS: &[&str] = &[
        "assword",
        ".accessKey",
        ".secretKey",
        ".cookiePassphrase",
        ".clientSecret",
        ".zk.service.pwd",
        ".basicAuthentication",
    ];
    ENDS.iter().any(|end| key.ends_with(end)) && key != "druid.s3.proxy.password"
}

/// A value that names variables, as it stands in the file: a provider where Druid asks one, else
/// `${env:NAME}` from 25 on, and before that a marker that the node's script replaces.
pub(crate) fn as_druid_reads(cx: &Context, key: &str, text: &str) -> String {
    let whole = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let whole = whole.filter(|name| Variable::parse(name).is_ok_and(|v| v.0 == *name));
    if let Some(name) = whole.filter(|_| takes_provider(key)) {
        return format!("{{\"type\":\"environment\",\"variable\":\"{name}\"}}");
    }
    let mut out = text.to_owned();
    for variable in named(text) {
        let plain = format!("${{{}}}", variable.0);
        let other = if interpolates(cx) {
            format!("${{env:{}}}", variable.0)
        } else {
            format!("@{{{}}}", variable.0)
        };
        out = out.replace(&plain, &other);
    }
    out
}

/// The other way: a value as it stands in a file, with `${NAME}` for every variable that it names;
/// nothing when it names none in another notation.
pub(crate) fn as_document(text: &str) -> Option<String> {
    if let Some(name) = provider(text) {
        return Some(format!("${{{name}}}"));
    }
    let mut out = text.to_owned();
    for variable in named(text) {
        for (before, behind) in [("${env:", "}"), ("@{", "}")] {
            let other = format!("{before}{}{behind}", variable.0);
            out = out.replace(&other, &format!("${{{}}}", variable.0));
        }
    }
    (out != text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::{as_document, named, provider, takes_provider};

    #[test]
    fn variables_are_found_in_every_form() {
        let of = |text: &str| named(text).into_iter().map(|v| v.0).collect::<Vec<_>>();
        assert_eq!(of("${A}x@{B}${env:C}${env:D:-x}${sys:e}"), ["A", "B", "C", "D"]);
        let text = r#"{"type":"environment","variable":"PW"}"#;
        assert_eq!((of(text), provider(text)), (vec!["PW".to_owned()], Some("PW".to_owned())));
        assert_eq!(provider(r#"{"type":"default","password":"x"}"#), None);
    }

    #[test]
    fn what_a_file_names_is_named_in_the_document_in_one_notation() {
        let is = |text: &str| as_document(text).unwrap_or_default();
        assert_eq!(is(r#"{"type":"environment","variable":"PW"}"#), "${PW}");
        assert_eq!(is("a@{B}-${env:C}"), "a${B}-${C}");
        assert_eq!(is("${B} and ${sys:java.io.tmpdir} and ${env:D:-x}"), "");
    }

    #[test]
    fn passwords_and_keys_of_s3_have_providers() {
        for yes in ["druid.s3.accessKey", "druid.metadata.storage.connector.password"] {
            assert!(takes_provider(yes), "{yes}");
        }
        for no in ["druid.azure.key", "druid.s3.proxy.password", "druid.host"] {
            assert!(!takes_provider(no), "{no}");
        }
    }
}
