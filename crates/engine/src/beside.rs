//! A file that was brought, beside the archive's own.

use ::import::{Join as Way, Pair};
use model::{Lang, msg};
use protocol::{BesideView, Join, PairView};
use rules::Product;

/// The lines of both, joined by key; nothing where the file is none that an import reads.
pub(crate) fn view(
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
pub(crate) fn names(products: &[&'static Product], first: Option<&'static Product>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for product in first.into_iter().chain(products.iter().copied()) {
        let import = &product.import;
        let known = import.known.iter().map(|known| known.ends);
        let beside = import.beside.iter().flat_map(|beside| beside.ends).copied();
        for name in known.chain(beside).filter(|name| !name.contains('*')) {
            if !names.iter().any(|there| there == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}
