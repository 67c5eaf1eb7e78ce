//! `muster schema`: the JSON schema of `cluster.toml`, from the tables of fields and roles.

use crate::output::{Done, Outcome, Output};
use model::{Lang, SCHEMA, Text};
use rules::{Field, Kind, Product, Scope};
use serde_json::{Map, Value, json};

pub(crate) fn run(lang: Lang, out: &mut Output) -> Done {
    let text = serde_json::to_string_pretty(&schema(lang)).unwrap_or_default();
    out.line(&text, Outcome::Clean)?;
    out.end(Outcome::Clean)
}

/// What every document has, and for each product what its own documents have: the product decides
/// which versions, roles and settings there are. What is not known there is an error, as it is a
/// warning for `muster check`.
fn schema(lang: Lang) -> Value {
    let word = |en, zh| lang.pick(en, zh);
    let products: Vec<(&str, String)> =
        products::ALL.iter().map(|p| (p.id, p.title.to_owned())).collect();
    let value = json!({"type": ["string", "number", "boolean"]});
    let overrides = json!({
        "type": "object",
        "description": word(
            "Properties of the product, set by hand; those of another file than its main one in a table of the file's name.",
            "手工设置的产品属性；不属于主配置文件的，放在以文件名命名的表中。",
        ),
        // A name with a slash is a file's, or a key that has one.
        "patternProperties": {
            "/": {"type": ["string", "number", "boolean", "object"], "additionalProperties": value},
        },
        "additionalProperties": value,
    });
    let left_out = json!({
        "type": "array",
        "items": {"type": "string"},
        "description": word(
            "Properties that Muster would write and that the files do not have: the product's own default is read. Those of another file than the main one with its name and a colon.",
            "Muster 会写入、但文件中没有的属性：读取的是产品自身的默认值。不属于主配置文件的，以文件名和冒号开头。",
        ),
    });
    let settings = json!({"type": "object", "description": word("Choices; the product decides which there are.", "各项选择；有哪些由产品决定。")});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cluster.toml",
        "description": word("A cluster for Muster: nodes, roles and choices.", "Muster 的集群文档：节点、角色和各项选择。"),
        "type": "object",
        "required": ["schema", "name", "product", "version", "nodes"],
        "additionalProperties": false,
        "properties": {
            "schema": {"enum": [2, SCHEMA], "description": word("The schema of this file.", "该文件的 schema 版本。")},
            "name": {"type": "string", "description": word("The cluster's name: the archive's top folder.", "集群名称，也是部署包的顶层文件夹名。")},
            "product": described(&products, word("The product.", "产品。")),
            "version": {"type": "string", "description": word("Its version.", "产品版本。")},
            "environment": {"enum": ["production", "test"], "default": "production", "description": word("What the cluster is for; some rules are stricter in production.", "集群的用途；生产环境下有些规则更严格。")},
            "language": {"enum": ["en", "zh"], "default": "en", "description": word("The language of the runbook and of comments.", "操作手册和注释的语言。")},
            "settings": settings,
            "overrides": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "cluster": overrides,
                    "role": {"type": "object", "additionalProperties": overrides},
                },
            },
            "left_out": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "cluster": left_out,
                    "role": {"type": "object", "additionalProperties": left_out},
                },
            },
            "nodes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "roles"],
                    "additionalProperties": false,
                    "properties": {
                        "name": {"type": "string", "description": word("The host name by which the others know it.", "其他节点所用的主机名。")},
                        "address": {"type": "string", "description": word("Where to reach it when the name does not resolve.", "主机名无法解析时使用的地址。")},
                        "roles": {"type": "array", "uniqueItems": true, "items": {"type": "string"}},
                        "settings": settings,
                        "overrides": overrides,
                        "left_out": left_out,
                    },
                },
            },
            "accepted": {
                "type": "array",
                "description": word("Warnings that were accepted, with the reason.", "已接受的警告及原因。"),
                "items": {
                    "type": "object",
                    "required": ["rule", "reason"],
                    "additionalProperties": false,
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
        "allOf": products::ALL.iter().map(|product| of_product(product, lang)).collect::<Vec<_>>(),
    })
}

/// What holds for the documents of one product.
fn of_product(product: &Product, lang: Lang) -> Value {
    let sentences = |id: &'static str, text: Text| (id, text.get(lang).to_owned());
    let versions: Vec<_> = product.versions.iter().map(|v| sentences(v.id, v.sentence)).collect();
    let roles: Vec<_> = product.roles.iter().map(|r| sentences(r.id, r.sentence)).collect();
    let role_ids: Vec<&str> = product.roles.iter().map(|r| r.id).collect();
    let title = product.title;
    let words = lang.pick("Its version.", "产品版本。");
    json!({
        "if": {"required": ["product"], "properties": {"product": {"const": product.id}}},
        "then": {
            "title": title,
            "properties": {
                "version": described(&versions, words),
                "settings": settings(product.all_fields().filter(|f| f.scope != Scope::Node), lang),
                "overrides": {"properties": {"role": {"propertyNames": {"enum": role_ids}}}},
                "nodes": {"items": {"properties": {
                    "roles": {"items": described(&roles, lang.pick("A role.", "角色。"))},
                    "settings": settings(product.all_fields().filter(|f| f.scope != Scope::Cluster), lang),
                }}},
            },
        },
    })
}

/// One of several texts, each with a sentence of its own. `enum`, because a validator then names what
/// is possible; the sentences stand where editors look for them: `enumDescriptions` (VS Code's JSON
/// <https://code.visualstudio.com/docs/languages/json>) and `x-taplo`
/// (<https://taplo.tamasfe.dev/configuration/developing-schemas.html>).
fn described(options: &[(&str, String)], what: &str) -> Value {
    let ids: Vec<&str> = options.iter().map(|(id, _)| *id).collect();
    let sentences: Vec<&String> = options.iter().map(|(_, sentence)| sentence).collect();
    json!({
        "enum": ids,
        "description": what,
        "enumDescriptions": sentences,
        "x-taplo": {"docs": {"main": what, "enumValues": sentences}},
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
                let table = root.entry(group).or_insert_with(
                    || json!({"type": "object", "additionalProperties": false, "properties": {}}),
                );
                if let Some(properties) = table.get_mut("properties").and_then(Value::as_object_mut)
                {
                    properties.insert(key.to_owned(), value);
                }
            }
        }
    }
    json!({"type": "object", "additionalProperties": false, "properties": root})
}

fn property(field: &Field, lang: Lang) -> Value {
    let mut value = match &field.kind {
        Kind::Port => json!({"type": ["integer", "string"], "minimum": 1, "maximum": 65535}),
        Kind::Count(from, to) => {
            json!({"type": ["integer", "string"], "minimum": from, "maximum": to})
        }
        Kind::Switch => json!({"enum": [true, false, "true", "false"]}),
        Kind::Choice(choices) => {
            let options: Vec<_> =
                choices.iter().map(|c| (c.id, c.sentence.get(lang).to_owned())).collect();
            described(&options, field.help.get(lang))
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
