//! Old names of keys in overrides: what they are called now.

use crate::Context;
use model::Property;
use std::borrow::Cow;

impl Context<'_> {
    /// The present name of a key that an override sets by an old one, as the product maps it
    /// when it reads the file; any other key as it is.
    pub fn present_name<'b>(&'b self, key: &'b str) -> &'b str {
        match self.catalogue().renamed(key) {
            None => key,
            Some(Cow::Borrowed(name)) => name,
            Some(Cow::Owned(_)) => {
                let composed = self.composed.get_or_init(|| {
                    let keys = self.all_overrides().map(|(_, property, _)| property.key());
                    let names = keys.filter_map(|old| match self.catalogue().renamed(old)? {
                        Cow::Owned(name) => Some((old.to_owned(), name)),
                        Cow::Borrowed(_) => None,
                    });
                    names.collect()
                });
                composed.get(key).map_or(key, String::as_str)
            }
        }
    }

    /// The property that an override of one means: by its present name, where a file of the product
    /// is meant whose keys are in the catalogue.
    pub(crate) fn present(&self, property: &Property) -> Option<Property> {
        let file = self.file_of(property);
        let known = self.product.configs.iter().any(|c| c.catalogue && c.name == file);
        let name = self.present_name(property.key());
        (known && name != property.key()).then(|| property.renamed(name))
    }
}
