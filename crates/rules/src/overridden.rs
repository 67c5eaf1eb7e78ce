//! What overrides say of a key, and what they leave out, asked of the document alone.

use crate::{Class, Context, Field};
use model::{Keys, Layer, Node, Place, Properties, Property};

impl Context<'_> {
    /// The product's main file, which an override means that names none.
    pub fn main_file(&self) -> &'static str {
        self.product.configs.first().map_or("", |c| c.name)
    }

    /// The file that a property stands in.
    pub fn file_of<'p>(&self, property: &'p Property) -> &'p str {
        if property.file().is_empty() { self.main_file() } else { property.file() }
    }

    /// Whether variables are put in where a property stands; see [`crate::ConfigKind::variables`]. A file
    /// that nobody writes counts as one where they are.
    pub fn takes_variables(&self, property: &Property) -> bool {
        let file = self.file_of(property);
        self.product.configs.iter().all(|kind| kind.name != file || kind.variables)
    }

    /// What an override says of a key on a node: the last layer that sets it, with its place; where
    /// it leaves the key out, the product's default. It asks the document alone, so that what
    /// configures a file may ask it of another one.
    pub fn overridden(&self, node: &Node, file: &str, key: &str) -> Option<(Place, &str)> {
        let names = self.names_of(file, key);
        let of_layer = |layer: Layer, set: Option<&Properties>, out: Option<&Keys>| {
            names.iter().find_map(|name| {
                let said = set.is_some_and(|set| set.contains_key(name))
                    || out.is_some_and(|out| out.contains(name));
                said.then(|| Place::Override(layer.clone(), name.clone()))
            })
        };
        let own = of_layer(Layer::Node(node.row), Some(&node.overrides), Some(&node.left_out));
        if let Some(Place::Override(_, name)) = own {
            let held = node.overrides.get(&name).map(String::as_str);
            return self.own_override(node, &name, held);
        }
        let overrides = &self.spec.overrides;
        let roles = node.roles.iter().rev().map(|role| {
            let out = overrides.left_out_of_roles.get(role);
            (Layer::Role(role.clone()), overrides.roles.get(role), out)
        });
        let cluster = (Layer::Cluster, Some(&overrides.cluster), Some(&overrides.left_out));
        roles.chain([cluster]).find_map(|(layer, set, out)| {
            let place = of_layer(layer, set, out)?;
            let Place::Override(_, name) = &place else { return None };
            let value = set.and_then(|set| set.get(name)).map(String::as_str);
            Some((place, value.unwrap_or_else(|| self.unset(key))))
        })
    }

    /// The properties that mean a key of a file: a key of the main file may stand there with and
    /// without its name; the name comes later, and wins. An old name of the key comes first.
    fn names_of(&self, file: &str, key: &str) -> Vec<Property> {
        let with_file = Property::new(file, key);
        let bare = (file == self.main_file()).then(|| Property::new("", key));
        let mut names: Vec<Property> =
            std::iter::once(with_file).chain(bare).filter(|p| p.key() == key).collect();
        let former = self.catalogue().former_names(key).iter().rev();
        let former: Vec<Property> =
            former.flat_map(|old| names.iter().map(move |p| p.renamed(old))).collect();
        names.extend(former);
        names
    }

    /// What a program reads of a key that is left out: the product's default, by the name that the chosen version has for it.
    fn unset(&self, key: &str) -> &str {
        let catalogue = self.catalogue();
        catalogue.default_of(catalogue.name_here(key))
    }

    /// A node's own override as it stands in the document, or what it leaves out: the node's that was
    /// asked about, or, of one that only stands for its class, the first with the same.
    fn own_override(
        &self,
        node: &Node,
        property: &Property,
        value: Option<&str>,
    ) -> Option<(Place, &str)> {
        let same = |n: &&Node| match value {
            Some(value) => n.overrides.get(property).is_some_and(|own| own == value),
            None => n.left_out.contains(property),
        };
        let holder = self.node(node.row).filter(same);
        let holder = holder.or_else(|| self.spec.nodes.iter().find(same))?;
        let value = holder.overrides.get(property).map(String::as_str);
        let value = value.unwrap_or_else(|| self.unset(property.key()));
        Some((Place::Override(Layer::Node(holder.row), property.clone()), value))
    }

    /// The override of a key of a field that counts on a node: its place, the key, what it says.
    pub fn field_overridden(&self, node: &Node, field: &Field) -> Option<(Place, String, &str)> {
        field.keys.iter().find_map(|name| {
            let name = self.name_here(name);
            let (file, key) = Property::parts(&name);
            let file = if file.is_empty() { self.main_file() } else { file };
            let (place, text) = self.overridden(node, file, key)?;
            Some((place, key.to_owned(), text))
        })
    }

    /// Whether a field still decides anything on a node: not where all the lines that it would write
    /// are overridden or left out. Nothing where it writes no line: there it decides something else, or
    /// it is not for what the node does.
    pub fn decides(&self, node: &Node, field: &str) -> Option<bool> {
        let files = (self.product.configure)(self, &Class::of(node));
        let own = |place: &Place| matches!(place, Place::Setting(key) if key == field);
        let lines = files.iter().flat_map(|file| file.entries().iter().map(|e| (file.name, e)));
        let mut lines = lines.filter(|(_, entry)| entry.places.iter().any(own)).peekable();
        lines.peek()?;
        Some(lines.any(|(file, entry)| self.overridden(node, file, &entry.key).is_none()))
    }

    /// What an override says of a key for the nodes of a class; no name of a file is the main one.
    pub fn overridden_for<'c>(
        &'c self,
        class: &Class<'c>,
        file: &str,
        key: &str,
    ) -> Option<&'c str> {
        let file = if file.is_empty() { self.main_file() } else { file };
        let names = self.names_of(file, key);
        let overrides = &self.spec.overrides;
        let roles = class.roles.iter().rev();
        let roles = roles.map(|r| (overrides.roles.get(r), overrides.left_out_of_roles.get(r)));
        let own = (Some(class.overrides), Some(class.left_out));
        let cluster = (Some(&overrides.cluster), Some(&overrides.left_out));
        std::iter::once(own).chain(roles).chain([cluster]).find_map(|(set, out)| {
            names.iter().find_map(|name| match set.and_then(|set| set.get(name)) {
                Some(text) => Some(text.as_str()),
                None => out.is_some_and(|out| out.contains(name)).then(|| self.unset(key)),
            })
        })
    }
}
