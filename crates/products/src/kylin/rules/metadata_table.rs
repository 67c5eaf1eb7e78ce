//! The table in HBase that an identifier names.

use super::support::{METADATA, MetadataUrl, place_of};
use ::rules::{Example, Rule, Source, Symptom};
use model::value::shown;
use model::{Severity, Text, msg};

/// An identifier that is no table.
pub(super) static NAME: Rule = Rule {
    id: "KYL094",
    name: "hbase-identifier",
    severity: Severity::Error,
    title: Text::new(
        "The identifier of a metastore in HBase can be the name of a table.",
        "HBase 元数据库的标识必须能作为表名。",
    ),
    why: Text::new(
        "It becomes the name of the metadata table, behind a namespace and a colon if there is one. HBase takes letters, digits, underscores, hyphens and dots, and none of the latter two at the beginning; with another sign Kylin ends at its start. Choose a plain name, such as kylin_metadata.",
        "它会作为元数据表的名称，前面可以有命名空间和冒号。HBase 只接受字母、数字、下划线、连字符和点，且不能以后两者开头；含有其他字符时 Kylin 会在启动时退出。请使用普通名称，例如 kylin_metadata。",
    ),
    sources: &[Source::new(
        "TableName.java (HBase 1.1): isLegalTableQualifierName",
        "https://github.com/apache/hbase/blob/rel/1.1.1/hbase-common/src/main/java/org/apache/hadoop/hbase/TableName.java",
    )],
    symptoms: &[Symptom::new("User-space table qualifiers can only contain", "logs/kylin.log")],
    fires: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "kylin metadata@hbase")],
    ),
    clean: Example::Edits(
        "kylin-three",
        &[("overrides.cluster.kylin.metadata.url", "prod:kylin-3.1_metadata@hbase")],
    ),
    check: |cx, sink| {
        for found in cx.values_of(METADATA) {
            let url = MetadataUrl::read(&found.value);
            if url.scheme != "hbase" || url.ident.contains("${") {
                continue;
            }
            let (space, table) = url.ident.split_once(':').unwrap_or(("default", url.ident));
            if url.ident.is_empty() || is_name(space, false) && is_name(table, true) {
                continue;
            }
            sink.report(
                place_of(&found),
                msg!(en: "\"{i}\" cannot be a table of HBase: Kylin would end at its start.",
                     zh: "“{i}”不能作为 HBase 的表名，Kylin 会在启动时退出。", i = shown(url.ident)),
            );
        }
    },
};

/// Whether a text is the name of a namespace, or of a table, which may have hyphens and dots inside.
fn is_name(text: &str, table: bool) -> bool {
    let sign = |c: char| c.is_alphanumeric() || c == '_' || (table && matches!(c, '-' | '.'));
    !text.is_empty() && text.chars().all(sign) && !text.starts_with(['-', '.'])
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_are_those_of_hbase() {
        for good in ["kylin_metadata", "kylin-3.1", "K2"] {
            assert!(is_name(good, true), "{good}");
        }
        for bad in ["", "kylin metadata", ".x", "-x", "a/b", "a:b", "a@b"] {
            assert!(!is_name(bad, true), "{bad}");
        }
        assert!(!is_name("a-b", false) && is_name("a_b", false));
    }
}
