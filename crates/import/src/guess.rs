//! Which product the files are of, and which version.

use crate::locate::{Kept, Located, locate};
use crate::target::Read;
use crate::{Choices, Source, strangers};
use model::{ClusterSpec, Message, msg};
use rules::{Catalogue, Product, Reads, defined_in};
use std::collections::BTreeSet;

/// What was guessed, and why.
#[derive(Clone, Default)]
pub struct Guess {
    /// The version.
    pub version: String,
    /// The reasons, for a person to judge.
    pub reasons: Vec<Message>,
    /// Whether nothing named the version.
    pub open: bool,
    /// The versions that read the most of the keys, preferred first, when nothing named one.
    pub versions: Vec<&'static str>,
    /// Other products that explain the files as well.
    pub others: Vec<&'static Product>,
    /// Whether most of the keys are those of a product that is not read here.
    pub foreign: bool,
}

/// The product of the files, with the files that are its.
pub(crate) fn product(
    products: &'static [&'static Product],
    sources: &[Source],
    choices: &Choices,
    own: Option<&ClusterSpec>,
) -> Option<(&'static Product, Located, Vec<&'static Product>)> {
    let chosen = choices.product.as_deref().or(own.map(|spec| spec.product.as_str()));
    let mut best: Option<((i64, usize), &'static Product, Located)> = None;
    let mut others: Vec<&'static Product> = Vec::new();
    for product in products.iter().copied() {
        if chosen.is_some_and(|id| id != product.id) {
            continue;
        }
        let located = locate(product.import, sources, choices);
        // What stands beside a product tells none.
        if located.found.is_empty() && (chosen.is_none() || located.beside.is_empty()) {
            continue;
        }
        let score = score(product, sources, &located);
        match &best {
            Some((known, ..)) if score.0 < known.0 => {}
            Some((known, ..)) if score.0 == known.0 && score.1 <= known.1 => others.push(product),
            known => {
                let equal = known.as_ref().filter(|(known, ..)| score.0 == known.0);
                match equal {
                    Some((_, other, _)) => others.push(*other),
                    None => others.clear(),
                }
                best = Some((score, product, located));
            }
        }
    }
    best.map(|(_, product, located)| (product, located, others))
}

/// How well a product explains files: keys that its catalogue knows, releases named in paths; and, which
/// only decides among equals, how many of the keys with its beginnings its catalogue has.
fn score(product: &'static Product, sources: &[Source], located: &Located) -> (i64, usize) {
    let catalogue = Catalogue::of(product.catalogue, "");
    let relative = product.relative.map(|r| Catalogue::of(r.catalogue, r.version));
    // An old name is as much the product's own as the name that took its place.
    let reads = |c: &Catalogue, key: &str| c.find(key).is_some() || c.renamed(key).is_some();
    let knows =
        |key: &str| reads(&catalogue, key) || relative.as_ref().is_some_and(|r| reads(r, key));
    let own_key = |key: &str| product.import.beginnings.iter().any(|own| key.starts_with(own));
    let of_product = |file: &str| product.configs.iter().any(|c| c.name == file && c.catalogue);
    let mut score = 0;
    let (mut in_values, mut keys) = (false, 0);
    for found in &located.found {
        let own = of_product(found.known.file);
        score += if own { 20 } else { 1 };
        for said in found.lines.said.iter().filter(|_| own) {
            keys += usize::from(own_key(&said.key) && reads(&catalogue, &said.key));
            score += if own_key(&said.key) {
                10
            } else if knows(&said.key) {
                2
            } else {
                -3
            };
            in_values |= release(product, &said.value).is_some();
        }
        // The file has the name of the product's own.
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        score += if name(&found.path) == name(found.known.file) { 5 } else { 0 };
    }
    let named = sources.iter().any(|s| release(product, &s.path).is_some());
    // A path of an installation in a value tells less: it may be another program's.
    (score + if named { 1000 } else { 0 } + if in_values { 50 } else { 0 }, keys)
}

/// The product beside this one that has files among those that nobody knows, which then are its; what is
/// to be said of it.
pub(crate) fn elsewhere(
    products: &'static [&'static Product],
    own: &Product,
    sources: &[Source],
    located: &mut Located,
) -> Option<Message> {
    let unknown = located.kept.iter().filter(|(_, why)| *why == Kept::Unknown);
    let unknown: BTreeSet<String> = unknown.map(|(path, _)| path.clone()).collect();
    if unknown.is_empty() {
        return None;
    }
    let mut best: Option<((i64, usize), &'static Product, BTreeSet<String>)> = None;
    for product in products.iter().copied().filter(|product| product.id != own.id) {
        let mut theirs = locate(product.import, sources, &Choices::default());
        theirs.found.retain(|found| unknown.contains(&found.path));
        let of_product = |file: &str| product.configs.iter().any(|c| c.name == file && c.catalogue);
        if !theirs.found.iter().any(|found| of_product(found.known.file)) {
            continue;
        }
        let score = score(product, sources, &theirs);
        if best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, product, theirs.found.into_iter().map(|f| f.path).collect()));
        }
    }
    let (_, product, paths) = best?;
    for (path, why) in &mut located.kept {
        if paths.contains(path) {
            *why = Kept::Other;
        }
    }
    let first = paths.first()?;
    Some(msg!(
        en: "There are files of {p}, too ({f}), which are not read here: import them again with that product chosen (--product {i}).",
        zh: "其中还有 {p} 的文件（{f}），此处未读取：请选择该产品（--product {i}）后再次导入。",
        p = product.title, f = model::value::shown(first), i = product.id))
}

/// The properties that a line sets by options of Java, or by a variable of which the product's scripts
/// make one.
pub(crate) fn defined<'v>(
    product: &Product,
    file: &str,
    name: &str,
    value: &'v str,
) -> BTreeSet<&'v str> {
    let mut all = BTreeSet::new();
    for reads in product.processes.iter().flat_map(|process| process.reads) {
        match reads {
            Reads::OptionsIn(of, key) if *of == file && *key == name => {
                all.extend(defined_in(value).map(|(key, _)| key));
            }
            Reads::Variable(of, key, property) if *of == file && *key == name => {
                all.insert(property);
            }
            _ => {}
        }
    }
    all
}

/// The version that a text names behind one of the words of a product's releases, or in a variable of
/// the product's name, as inventories have it: `kylin_version: "3.1.3"`.
fn release(product: &Product, text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let variables = ["=", ": "].map(|sign| format!("{}_version{sign}", product.id));
    let releases = product.import.releases.iter().map(|word| word.to_ascii_lowercase());
    variables.into_iter().chain(releases).find_map(|word| {
        let mut rest = lower.as_str();
        while let Some(at) = rest.find(&word) {
            rest = rest.get(at + word.len()..).unwrap_or_default().trim_start_matches(['"', '\'']);
            let version: String =
                rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let version = version.trim_end_matches('.');
            if version.contains('.') {
                return Some(version.to_owned());
            }
        }
        None
    })
}

/// The version: chosen, of the document, named by a path or by another file, or the one that reads
/// most of the keys.
pub(crate) fn version(
    product: &'static Product,
    sources: &[Source],
    read: &Read,
    choices: &Choices,
    own: Option<&ClusterSpec>,
    others: Vec<&'static Product>,
) -> Guess {
    let mut reasons = Vec::new();
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(|p| p.title).collect();
        reasons.push(msg!(
            en: "The files could be of {o}, too: no product has more of the keys than {p}. Say which it is, if it is not {p}.",
            zh: "这些文件也可能属于 {o}：没有产品认识的键比 {p} 更多。如果不是 {p}，请指明。",
            o = names.join(", "), p = product.title));
    }
    if let Some(version) = &choices.version {
        return Guess { version: version.clone(), reasons, others, ..Guess::default() };
    }
    if let Some(own) = own.filter(|own| own.product == product.id) {
        reasons.push(msg!(en: "The document in the archive says {v}.", zh: "部署包中的文档写明了 {v}。", v = own.version.as_str()));
        return Guess { version: own.version.clone(), reasons, others, ..Guess::default() };
    }
    if let Some((version, path)) = named(product, sources) {
        let near = product.nearest_version(&version).unwrap_or_default().to_owned();
        reasons.push(msg!(en: "{p} names {t} {v}.", zh: "{p} 中提到 {t} {v}。",
            p = model::value::shown(&path), t = product.title, v = version.as_str()));
        if let Some(stranger) = strangers::of_release(product, &version) {
            reasons.push(msg!(
                en: "That is {t}, which is not supported here. What is said below goes by {p} {v}, and need not hold for it.",
                zh: "这是 {t}，此处不支持。下面的判断按 {p} {v} 进行，未必适用于它。",
                t = stranger.title, p = product.title, v = near.as_str()));
            return Guess { version: near, reasons, others, foreign: true, ..Guess::default() };
        }
        if near != version {
            reasons.push(msg!(en: "Of the versions here, {n} is nearest to it.", zh: "可选版本中 {n} 与之最接近。", n = near.as_str()));
        }
        return Guess { version: near, reasons, others, ..Guess::default() };
    }
    // Keys that a version has not yet speak against it. Those that it has no more do not: files keep them.
    let files = || read.hosts.values().flatten();
    let options = files().flat_map(|(file, lines)| {
        lines.iter().flat_map(move |(name, line)| defined(product, file, name, &line.value))
    });
    let mut keys: Vec<&str> =
        files().flat_map(|(_, lines)| lines.keys()).map(String::as_str).collect();
    keys.extend(options);
    let known = |version: &'static str| {
        let catalogue = Catalogue::of(product.catalogue, version);
        // An old name is read where it is one.
        let begun = |key: &&&str| {
            catalogue.find(key).is_some_and(|k| k.has_begun(version))
                || catalogue.renamed(key).is_some()
        };
        keys.iter().filter(begun).count()
    };
    let counts: Vec<(&'static str, usize)> =
        product.versions.iter().map(|v| (v.id, known(v.id))).collect();
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or_default();
    let best = counts.iter().find(|(_, n)| *n == most).map_or("", |(id, _)| *id);
    let equals: Vec<&'static str> =
        counts.iter().filter(|(_, n)| *n == most).map(|(id, _)| *id).collect();
    let equal = equals.len();
    let like = strangers::looks_like(product, read);
    if let Some((stranger, own, all)) = like {
        reasons.push(msg!(
            en: "The files look like those of {t}, which is not supported here: {n} of {a} keys are its own. What is said below goes by {p} {v}.",
            zh: "这些文件看起来属于 {t}，此处不支持：{a} 个键中有 {n} 个为其独有。下面的判断按 {p} {v} 进行。",
            t = stranger.title, n = own, a = all, p = product.title, v = best));
    }
    reasons.push(if like.is_some() {
        msg!(en: "No file says the version: {v} is taken.", zh: "没有文件说明版本：采用 {v}。", v = best)
    } else if equal == counts.len() {
        msg!(en: "No file says the version, and no key tells one from another: {v} is taken, the preferred one.",
             zh: "没有文件说明版本，也没有键能区分版本：采用首选版本 {v}。", v = best)
    } else {
        msg!(en: "No file says the version; {v} is the preferred one of those that know most of the keys.",
             zh: "没有文件说明版本；{v} 是认识其中最多键的版本里首选的一个。", v = best)
    });
    let foreign = like.is_some_and(|(_, own, all)| own * 2 > all);
    Guess { version: best.to_owned(), reasons, others, open: equal > 1, versions: equals, foreign }
}

/// The version that a path names, or the beginning of a text that is no configuration file, by the name of
/// a release or by words that only some have.
fn named(product: &Product, sources: &[Source]) -> Option<(String, String)> {
    /// Longer files are logs and data.
    const SHORT: usize = 64 * 1024;
    let told = |text: &str| {
        let words = product.import.tells.iter().find(|(words, _)| text.contains(words));
        words.map(|(_, version)| (*version).to_owned())
    };
    let by_path = sources.iter().find_map(|s| Some((release(product, &s.path)?, s.path.clone())));
    let by_text = |find: &dyn Fn(&str) -> Option<String>| {
        sources.iter().filter(|s| s.bytes.len() <= SHORT).find_map(|source| {
            let text = std::str::from_utf8(&source.bytes).ok()?;
            Some((find(text)?, source.path.clone()))
        })
    };
    by_path.or_else(|| by_text(&|text| release(product, text))).or_else(|| by_text(&told))
}
