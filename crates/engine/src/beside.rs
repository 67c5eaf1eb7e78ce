//! A file that was brought, beside the archive's own.

use crate::{Engine, product_of};
use ::import::{Join as Way, Pair};
use model::{Lang, msg};
use protocol::{BesideView, Body, FileId, Join, PairView};
use rules::Product;

/// An original, its path and text, beside a file of the open document.
pub(crate) fn answer(
    engine: &Engine,
    id: &FileId,
    (path, text): (&str, &str),
    lang: Lang,
) -> Option<Body> {
    let product = product_of(engine.products, &engine.spec)?;
    let written = engine.file_text(id)?;
    let view = view(product, &id.name, (path, text), &written, lang)?;
    Some(Body::Beside(Box::new(view)))
}

/// The lines of both, joined by key; nothing where the file is none that an import reads.
fn view(
    product: &Product,
    file: &str,
    original: (&str, &str),
    written: &str,
    lang: Lang,
) -> Option<BesideView> {
    let pairs = ::import::beside(product, file, original, written)?;
    let count = |of: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| of(pair)).count();
    let said = msg!(
        en: "{s} lines say the same, {d} another value; {o} stand only in the original, {w} only in Muster's",
        zh: "{s} 行内容相同，{d} 行取值不同；{o} 行仅在原文件中，{w} 行仅在 Muster 的文件中",
        s = count(&|p| p.join == Way::Same),
        d = count(&|p| p.join == Way::Differs),
        o = count(&|p| p.join == Way::Alone && p.original.is_some()),
        w = count(&|p| p.join == Way::Alone && p.written.is_some()));
    let pair = |pair: Pair| PairView {
        original: pair.original,
        written: pair.written,
        join: match pair.join {
            Way::Same => Join::Same,
            Way::Differs => Join::Differs,
            Way::Alone => Join::Alone,
            Way::Comment => Join::Comment,
        },
    };
    Some(BesideView { said: said.render(lang), pairs: pairs.into_iter().map(pair).collect() })
}

/// What files are called that an import reads, the open product's first.
pub(crate) fn names(engine: &Engine) -> Body {
    let first = product_of(engine.products, &engine.spec);
    let mut names: Vec<String> = Vec::new();
    for product in first.into_iter().chain(engine.products.iter().copied()) {
        let import = &product.import;
        let known = import.known.iter().map(|known| known.ends);
        let beside = import.beside.iter().flat_map(|beside| beside.ends).copied();
        for name in known.chain(beside).filter(|name| !name.contains('*')) {
            if !names.iter().any(|there| there == name) {
                names.push(name.to_owned());
            }
        }
    }
    Body::Names(names)
}
