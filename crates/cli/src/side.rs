//! The clusters that two commands compare: a document, an archive, or a folder of files.

use crate::input::{is_standard, shown};
use crate::output::Failure;
use crate::sources;
pub(crate) use engine::{Reading, Side};
use model::{Lang, msg};
use plan::Origin;
use rules::Product;
use std::path::Path;

/// Both, which must be of one product.
pub(crate) fn two(
    before: &Path,
    after: &Path,
    reading: Reading,
    lang: Lang,
) -> Result<(&'static Product, Side, Side), Failure> {
    if is_standard(before) && is_standard(after) {
        return Err(Failure::Message(
            msg!(en: "only one of the two can come from standard input", zh: "两者中只有一个可以来自标准输入"),
        ));
    }
    let mut first = side(before, None, reading, lang)?;
    let mut second = side(after, Some(first.product), reading, lang)?;
    let (one, other) = (shown(before), shown(after));
    engine::of_one_product((&one, first.product), (&other, second.product))?;
    engine::in_one_language(&mut first, &mut second);
    engine::tell_secrets_apart(&first, &mut second);
    Ok((first.product, first, second))
}

/// One alone.
pub(crate) fn one(path: &Path, reading: Reading, lang: Lang) -> Result<Side, Failure> {
    side(path, None, reading, lang)
}

/// A document, also from standard input, or whatever an import reads. Files that leave their product
/// open are of that of the other side.
fn side(
    path: &Path,
    other: Option<&'static Product>,
    reading: Reading,
    lang: Lang,
) -> Result<Side, Failure> {
    if is_standard(path) || path.extension().is_some_and(|e| e == "toml") && !path.is_dir() {
        let opened = crate::check::open(path)?;
        let (product, spec) = (opened.product, opened.loaded.spec);
        return Ok(Side { product, spec, origin: Origin::Archive, imported: None });
    }
    let brought = sources::read(&[path.to_owned()])?;
    engine::side(products::ALL, (&brought.sources, &brought.refused), other, reading, lang).map_err(
        |why| {
            Failure::Message(msg!(en: "{p}: {why}", zh: "{p}：{why}", p = shown(path), why = why))
        },
    )
}
