//! What is set by hand and what is left out, by layer.

use super::reader::Reader;
use model::{ClusterSpec, Properties, Text};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeValue;

impl Reader<'_> {
    pub(super) fn overrides(&mut self, value: &Spanned<DeValue>, spec: &mut ClusterSpec) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("overrides", value, const { Text::new("a table", "表") });
            return;
        };
        self.mark_table("overrides", value.span());
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("cluster", _) => {
                    self.properties("overrides.cluster", value, &mut spec.overrides.cluster);
                }
                ("role", DeValue::Table(roles)) => {
                    self.mark_table("overrides.role", value.span());
                    for (role, value) in roles {
                        let mut map = Properties::new();
                        let path = format!("overrides.role.{}", role.get_ref());
                        self.properties(&path, value, &mut map);
                        if !map.is_empty() {
                            spec.overrides.roles.insert(role.get_ref().to_string(), map);
                        }
                    }
                }
                ("role", _) => {
                    self.wrong_type("overrides.role", value, const { Text::new("a table", "表") });
                }
                _ => self.unknown(None, &["overrides"], (key, value), &mut spec.unknown),
            }
        }
    }

    /// The properties that are left out of their files, by layer.
    pub(super) fn left_out(&mut self, value: &Spanned<DeValue>, spec: &mut ClusterSpec) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type("left_out", value, const { Text::new("a table", "表") });
            return;
        };
        self.mark_table("left_out", value.span());
        let mut of_roles = BTreeMap::new();
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("cluster", _) => {
                    spec.overrides.left_out = self.property_list("left_out.cluster", value);
                }
                ("role", DeValue::Table(roles)) => {
                    self.mark_table("left_out.role", value.span());
                    for (role, value) in roles {
                        let path = format!("left_out.role.{}", role.get_ref());
                        of_roles
                            .insert(role.get_ref().to_string(), self.property_list(&path, value));
                    }
                }
                ("role", _) => {
                    self.wrong_type("left_out.role", value, const { Text::new("a table", "表") });
                }
                _ => self.unknown(None, &["left_out"], (key, value), &mut spec.unknown),
            }
        }
        spec.overrides.left_out_of_roles = of_roles;
    }
}
