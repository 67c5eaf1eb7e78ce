//! `muster schema`: the JSON schema of `cluster.toml`, from the tables of fields and roles.

use crate::output::{Done, Outcome, Output};
use model::{Lang, SCHEMA};
use rules::{Field, Kind, Scope};
use serde_json::{Map, Value, json};

pub(crate) fn run(lang: Lang, out: &mut Output) -> Done {
    let text = serde_json::to_string_pretty(&schema(lang)).unwrap_or_default();
    out.line(&text, Outcome::Clean)?;
    out.end(Outcome::Clean)
}

fn schema(lang: Lang) -> Value {
    let word = |en, zh| lang.pick(en, zh);
    let fields = || products::ALL.iter().flat_map(|p| p.all_fields());
    let ids: Vec<&str> = products::ALL.iter().map(|p| p.id).collect();
    let versions: Vec<&str> =
        products::ALL.iter().flat_map(|p| p.versions.iter().map(|v| v.id)).collect();
    let roles: Vec<Value> = products::ALL
        .iter()
        .flat_map(|p| p.roles.iter())
        .map(|r| json!({"const": r.id, "title": r.title.get(lang), "description": r.sentence.get(lang)}))
        .collect();
    let overrides = json!({
        "type": "object",
        "description": word("Properties of the product, set by hand.", "手工设置的产品属性。"),
        "additionalProperties": {"type": ["string", "number", "boolean"]},
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cluster.toml",
        "description": word("A cluster for Muster: nodes, roles and choices.", "Muster 的集群文档：节点、角色和各项选择。"),
        "type": "object",
        "required": ["schema", "name", "product", "version", "nodes"],
        "properties": {
            "schema": {"const": SCHEMA, "description": word("The schema of this file.", "该文件的 schema 版本。")},
            "name": {"type": "string", "description": word("The cluster's name: the archive's top folder.", "集群名称，也是部署包的顶层文件夹名。")},
            "product": {"enum": ids, "description": word("The product.", "产品。")},
            "version": {"enum": versions, "description": word("Its version.", "产品版本。")},
            "environment": {"enum": ["production", "test"], "default": "production", "description": word("What the cluster is for; some rules are stricter in production.", "集群的用途；生产环境下有些规则更严格。")},
            "language": {"enum": ["en", "zh"], "default": "en", "description": word("The language of the runbook and of comments.", "操作手册和注释的语言。")},
            "settings": settings(fields().filter(|f| f.scope != Scope::Node), lang),
            "overrides": {
                "type": "object",
                "properties": {
                    "cluster": overrides,
                    "role": {"type": "object", "additionalProperties": overrides},
                },
            },
            "nodes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "roles"],
                    "properties": {
                        "name": {"type": "string", "description": word("The host name by which the others know it.", "其他节点所用的主机名。")},
                        "address": {"type": "string", "description": word("Where to reach it when the name does not resolve.", "主机名无法解析时使用的地址。")},
                        "roles": {"type": "array", "uniqueItems": true, "items": {"oneOf": roles}},
                        "settings": settings(fields().filter(|f| f.scope != Scope::Cluster), lang),
                        "overrides": overrides,
                    },
                },
            },
            "accepted": {
                "type": "array",
                "description": word("Warnings that were accepted, with the reason.", "已接受的警告及原因。"),
                "items": {
                    "type": "object",
                    "required": ["rule", "reason"],
                    "properties": {
                        "rule": {"type": "string", "pattern": "^[A-Z]{2,}[0-9]{3}$"},
                        "node": {"type": ["string", "integer"], "description": word("The node's name; its position from 1 where names are not unique.", "节点名称；名称重复时为从 1 开始的序号。")},
                        "field": {"type": "string"},
                        "reason": {"type": "string", "minLength": 1},
                        "facts": {"type": "array", "items": {"type": "string"}},
                    },
                },
            },
        },
    })
}

/// Fields as tables, split at the first dot of their keys as the writer does.
fn settings<'f>(fields: impl Iterator<Item = &'f Field>, lang: Lang) -> Value {
    let mut root: Map<String, Value> = Map::new();
    for field in fields {
        let value = property(field, lang);
        match field.key.split_once('.') {
            None => {
                root.insert(field.key.to_owned(), value);
            }
            Some((group, key)) => {
                let table = root
                    .entry(group)
                    .or_insert_with(|| json!({"type": "object", "properties": {}}));
                if let Some(properties) = table.get_mut("properties").and_then(Value::as_object_mut)
                {
                    properties.insert(key.to_owned(), value);
                }
            }
        }
    }
    json!({"type": "object", "properties": root})
}

fn property(field: &Field, lang: Lang) -> Value {
    let mut value = match &field.kind {
        Kind::Port => json!({"type": ["integer", "string"], "minimum": 1, "maximum": 65535}),
        Kind::Count(from, to) => {
            json!({"type": ["integer", "string"], "minimum": from, "maximum": to})
        }
        Kind::Switch => json!({"enum": [true, false, "true", "false"]}),
        Kind::Choice(choices) => {
            let options: Vec<Value> = choices
                .iter()
                .map(|c| json!({"const": c.id, "title": c.title.get(lang), "description": c.sentence.get(lang)}))
                .collect();
            json!({"oneOf": options})
        }
        Kind::HostPorts => json!({"type": ["string", "array"], "items": {"type": "string"}}),
        Kind::Bytes | Kind::Duration => json!({"type": ["string", "integer"]}),
        _ => json!({"type": "string"}),
    };
    if let Some(map) = value.as_object_mut() {
        map.insert("title".to_owned(), field.label.get(lang).into());
        map.insert("description".to_owned(), field.help.get(lang).into());
        if let rules::Default::Fixed(text) = &field.default
            && !text.is_empty()
        {
            map.insert("default".to_owned(), (*text).into());
        }
        if !field.placeholder.is_empty() {
            map.insert("examples".to_owned(), json!([field.placeholder]));
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every setting of every example has its property, so an editor marks none of them.
    #[test]
    fn the_schema_knows_every_setting_of_the_examples() {
        let schema = schema(Lang::En);
        let has = |at: &str, key: &str| {
            let group = key.split_once('.').map_or_else(
                || format!("/{key}"),
                |(group, key)| format!("/{group}/properties/{key}"),
            );
            schema.pointer(&format!("{at}/properties{group}")).is_some()
        };
        let mut any = 0;
        for (_, preset) in products::presets() {
            let spec = formats::document::read(preset.toml).spec;
            for key in spec.settings.keys() {
                any += 1;
                assert!(has("/properties/settings", key), "{}: {key}", preset.id);
            }
            for key in spec.nodes.iter().flat_map(|n| n.settings.keys()) {
                assert!(
                    has("/properties/nodes/items/properties/settings", key),
                    "{}: {key}",
                    preset.id
                );
            }
        }
        assert!(any > 0);
    }
}
