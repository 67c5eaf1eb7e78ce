//! A product's tables as the page's schema, in one language.

use crate::sizing;
use model::{Lang, Text};
use protocol::{
    FieldKind, FieldView, OptionView, PresetView, ProductName, ProductView, RoleView, Schema,
    ServerTypeView, StepView, VersionView,
};
use rules::{Catalogue, Field, Kind, Product, Scope};

/// The schema for one product.
pub(crate) fn schema(products: &[&'static Product], product: &Product, lang: Lang) -> Schema {
    Schema {
        products: products
            .iter()
            .map(|p| ProductName {
                id: p.id.to_owned(),
                title: p.title.to_owned(),
                sentence: p.sentence.get(lang).to_owned(),
            })
            .collect(),
        product: product_view(product, lang),
    }
}

fn product_view(product: &Product, lang: Lang) -> ProductView {
    let text = |t: Text| t.get(lang).to_owned();
    let catalogue = Catalogue::read(product.catalogue);
    let versions = product.versions.iter().map(|v| VersionView {
        id: v.id.to_owned(),
        sentence: text(v.sentence),
        evidence: text(v.evidence.sentence()),
        refused: false,
    });
    let refused = product.refused.iter().map(|v| VersionView {
        id: v.id.to_owned(),
        sentence: text(v.reason),
        evidence: String::new(),
        refused: true,
    });
    let steps = product.steps.iter().map(|s| StepView {
        id: s.id.to_owned(),
        title: text(s.title),
        short: text(s.short),
        sentence: text(s.sentence),
        kind: step_kind(s.kind),
        memory: product.budget.steps.contains(&s.id),
        classes: product.all_fields().any(|f| f.step == s.id && sizing::by_class(f)),
    });
    let roles = product.roles.iter().map(|r| RoleView {
        id: r.id.to_owned(),
        title: text(r.title),
        sentence: text(r.sentence),
        group: r.group.to_owned(),
    });
    let server_types = product.server_types.iter().map(|t| ServerTypeView {
        id: t.id.to_owned(),
        title: text(t.title),
        sentence: text(t.sentence),
        roles: t.roles.iter().map(|r| (*r).to_owned()).collect(),
    });
    let presets = product.presets.iter().map(|p| PresetView {
        id: p.id.to_owned(),
        title: text(p.title),
        sentence: text(p.sentence),
    });
    let live = || catalogue.keys().filter(|k| !k.dead && !k.prefix);
    ProductView {
        id: product.id.to_owned(),
        title: product.title.to_owned(),
        versions: versions.chain(refused).collect(),
        steps: steps.collect(),
        fields: product.all_fields().map(|f| field_view(f, lang)).collect(),
        roles: roles.collect(),
        server_types: server_types.collect(),
        presets: presets.collect(),
        secret_keys: product.secret_marks(),
        keys: live().filter(|k| !k.key.contains('<')).map(|k| k.key.clone()).collect(),
    }
}

fn step_kind(kind: rules::StepKind) -> protocol::StepKind {
    match kind {
        rules::StepKind::Product => protocol::StepKind::Product,
        rules::StepKind::Nodes => protocol::StepKind::Nodes,
        rules::StepKind::Roles => protocol::StepKind::Roles,
        rules::StepKind::Form => protocol::StepKind::Form,
        rules::StepKind::Review => protocol::StepKind::Review,
    }
}

fn field_view(field: &Field, lang: Lang) -> FieldView {
    let (kind, options) = match &field.kind {
        Kind::HostPorts => (FieldKind::List, Vec::new()),
        Kind::Count(..) | Kind::Port => (FieldKind::Count, Vec::new()),
        Kind::Bytes => (FieldKind::Bytes, Vec::new()),
        Kind::Duration => (FieldKind::Duration, Vec::new()),
        Kind::Switch => (FieldKind::Switch, Vec::new()),
        Kind::Secret => (FieldKind::Secret, Vec::new()),
        Kind::Choice(choices) => {
            let options = choices.iter().map(|c| OptionView {
                id: c.id.to_owned(),
                title: c.title.get(lang).to_owned(),
                sentence: c.sentence.get(lang).to_owned(),
            });
            (FieldKind::Choice, options.collect())
        }
        Kind::Text
        | Kind::Host
        | Kind::HostPort
        | Kind::Path
        | Kind::PathOrUri
        | Kind::Uri
        | Kind::Identifier
        | Kind::User
        | Kind::Custom(_) => (FieldKind::Text, Vec::new()),
    };
    FieldView {
        key: field.key.to_owned(),
        step: field.step.to_owned(),
        group: field.group.get(lang).to_owned(),
        label: field.label.get(lang).to_owned(),
        help: field.help.get(lang).to_owned(),
        kind,
        options,
        placeholder: field.placeholder.to_owned(),
        per_node: field.scope != Scope::Cluster,
        node_only: field.scope == Scope::Node,
    }
}
