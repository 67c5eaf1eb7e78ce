//! Edits that give a role to rows of the grid or take it away.

use model::{ClusterSpec, Edit, RowId};
use protocol::Schema;
use std::collections::BTreeSet;

/// Gives a role to rows or takes it away; what excludes it is cleared.
pub(super) fn set_roles(
    spec: &ClusterSpec,
    schema: &Schema,
    at: usize,
    rows: &[RowId],
    on: bool,
) -> Vec<Edit> {
    let Some(role) = schema.product.roles.get(at) else { return Vec::new() };
    let mut edits = Vec::new();
    for row in rows {
        let Some(node) = spec.node(*row) else { continue };
        if on && !role.group.is_empty() {
            let others = schema.product.roles.iter().filter(|r| r.group == role.group);
            for other in others.filter(|r| r.id != role.id && node.roles.contains(&r.id)) {
                edits.push(Edit::SetRole(*row, other.id.clone(), false));
            }
        }
        if node.roles.contains(&role.id) != on {
            edits.push(Edit::SetRole(*row, role.id.clone(), on));
        }
    }
    edits
}

/// Gives a role to these rows; `exact` takes it from the others.
pub(super) fn set_column(
    spec: &ClusterSpec,
    schema: &Schema,
    at: usize,
    rows: &[RowId],
    exact: bool,
) -> Vec<Edit> {
    let mut edits = set_roles(spec, schema, at, rows, true);
    if exact {
        let chosen: BTreeSet<RowId> = rows.iter().copied().collect();
        let others: Vec<RowId> =
            spec.nodes.iter().map(|n| n.row).filter(|r| !chosen.contains(r)).collect();
        edits.extend(set_roles(spec, schema, at, &others, false));
    }
    edits
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use model::{Node, apply_all};
    use protocol::{ProductView, RoleView};

    /// Two roles that exclude each other, and two that do not.
    pub(in super::super) fn schema() -> Schema {
        let role = |id: &str, group: &str| RoleView {
            id: id.to_owned(),
            title: id.to_owned(),
            sentence: String::new(),
            group: group.to_owned(),
        };
        Schema {
            products: Vec::new(),
            product: ProductView {
                id: "p".to_owned(),
                title: "P".to_owned(),
                versions: Vec::new(),
                steps: Vec::new(),
                fields: Vec::new(),
                roles: vec![role("a", "g"), role("b", "g"), role("c", ""), role("d", "")],
                server_types: Vec::new(),
                presets: Vec::new(),
                secret_keys: Vec::new(),
                keys: Vec::new(),
            },
        }
    }

    /// A node for each role.
    pub(in super::super) fn spec(roles: &[&str]) -> ClusterSpec {
        let mut spec = ClusterSpec::new("p", "1");
        for role in roles {
            let mut node = Node::default();
            node.roles.insert((*role).to_owned());
            spec.push(node);
        }
        spec
    }

    /// The roles of each node, with plus signs.
    pub(in super::super) fn roles(spec: &ClusterSpec) -> Vec<String> {
        let join = |n: &Node| n.roles.iter().cloned().collect::<Vec<_>>().join("+");
        spec.nodes.iter().map(join).collect()
    }

    #[test]
    fn roles_of_one_group_exclude_each_other() {
        let mut spec = spec(&["a", "c"]);
        let rows: Vec<RowId> = spec.nodes.iter().map(|n| n.row).collect();
        let edits = set_roles(&spec, &schema(), 1, &rows, true);
        apply_all(&mut spec, &edits);
        assert_eq!(roles(&spec), ["b", "b+c"]);
        let edits = set_roles(&spec, &schema(), 1, &rows, false);
        apply_all(&mut spec, &edits);
        assert_eq!(roles(&spec), ["", "c"]);
    }

    #[test]
    fn a_column_is_set_as_a_whole_or_added_to() {
        let mut spec = spec(&["c", "c", "a"]);
        let first = [spec.nodes[0].row];
        let edits = set_column(&spec, &schema(), 2, &first, true);
        apply_all(&mut spec, &edits);
        assert_eq!(roles(&spec), ["c", "", "a"]);
        let third = [spec.nodes[2].row];
        let edits = set_column(&spec, &schema(), 2, &third, false);
        apply_all(&mut spec, &edits);
        assert_eq!(roles(&spec), ["c", "", "a+c"]);
    }
}
