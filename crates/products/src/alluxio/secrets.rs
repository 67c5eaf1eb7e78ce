//! The secrets that the archive needs, by name.

use super::fields::storage::s3_keys;
use ::rules::{Context, Secret};
use model::value::{Value, Variable};

/// Those of the fields that are in use, and the variables that overrides name: `@{NAME}`, and
/// `${NAME}`, which Alluxio itself would take for one of its keys: both are put in on the node.
pub(crate) fn secrets(cx: &Context) -> Vec<Secret> {
    let mut secrets = Vec::new();
    let mut add = |variable: Variable, purpose| {
        secrets.push(Secret { variable: variable.0, purpose });
    };
    if s3_keys(cx) {
        for (field, purpose) in [
            ("storage.s3_access_key", ("Access key of the object store", "对象存储的 Access Key")),
            ("storage.s3_secret_key", ("Secret key of the object store", "对象存储的 Secret Key")),
        ] {
            let variable = cx.get::<Variable>(field).ok();
            // One whose key an override sets to something else is not asked for.
            if let Some(variable) = variable.filter(|v| cx.names_variable(&v.0)) {
                add(variable, purpose);
            }
        }
    }
    for (_, _, text) in cx.all_overrides().filter(|(_, p, _)| cx.takes_variables(p)) {
        for variable in named(text) {
            add(variable, ("A variable that an override names", "覆盖项中引用的变量"));
        }
    }
    secrets.sort_by(|a, b| a.variable.cmp(&b.variable));
    secrets.dedup_by(|later, first| later.variable == first.variable);
    secrets
}

/// The variables in a text. Alluxio's own references (`${alluxio.home}`) have dots and are none.
pub(crate) fn named(text: &str) -> Vec<Variable> {
    text.split(['$', '@'])
        .skip(1)
        .filter_map(|part| part.strip_prefix('{')?.split_once('}'))
        .filter_map(|(name, _)| Variable::parse(name).ok().filter(|v| v.0 == name))
        .collect()
}

/// A value with `@{NAME}` in the place of `${NAME}`, for the variables only.
pub(crate) fn as_markers(value: &str) -> String {
    let mut out = value.to_owned();
    for variable in named(value) {
        out = out.replace(&format!("${{{}}}", variable.0), &format!("@{{{}}}", variable.0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{as_markers, named};

    #[test]
    fn variables_are_found_and_alluxio_s_own_references_are_left_alone() {
        let names: Vec<String> =
            named("${alluxio.home}/x,@{PW}${HOST}").into_iter().map(|v| v.0).collect();
        assert_eq!(names, ["PW", "HOST"]);
        assert_eq!(as_markers("${alluxio.home}/${SECRET}"), "${alluxio.home}/@{SECRET}");
    }
}
