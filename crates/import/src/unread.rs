//! Lines that look like a product's and that it does not read as they were meant: variables in capitals,
//! references of later releases.

use crate::locate::Located;
use crate::read::{Note, at};
use crate::target::Read;
use crate::{Source, compose};
use model::value::shown;
use model::{Severity, Span, msg};
use rules::{Catalogue, Format, Product};
use std::collections::BTreeMap;

/// So many names are told of a file.
const SOME: usize = 8;

/// Variables of a container that would be keys if they were not in capitals, once for each file.
pub(crate) fn capitals(product: &Product, sources: &[Source], located: &Located) -> Vec<Note> {
    let format = product.import.known.iter().find_map(|known| match known.format {
        Format::Environment(prefix) => Some(prefix),
        _ => None,
    });
    let Some(prefix) = format else { return Vec::new() };
    let catalogue = Catalogue::of(product.catalogue, "");
    let keys: BTreeMap<String, &str> =
        catalogue.keys().map(|key| (key.key.to_ascii_lowercase(), key.key.as_str())).collect();
    let known = |name: &str| {
        let key = name.to_ascii_lowercase().replace('_', ".");
        (!name.starts_with(prefix)).then(|| keys.get(&key).copied()).flatten()
    };
    let name_of = |line: &str| {
        let line = line.trim().trim_start_matches("- ").trim_start_matches("export ");
        line.split_once('=').map(|(name, _)| name.trim().to_owned())
    };
    let services = compose::services(sources);
    let mut notes = Vec::new();
    for source in sources {
        let of_file = |f: &&crate::locate::Found| f.path == source.path && !f.part;
        let file = located.found.iter().find(of_file);
        let given = services.iter().any(|service| service.files.contains(&source.path));
        let mut lines: Vec<(usize, String)> = Vec::new();
        if given || file.is_some_and(|f| matches!(f.known.format, Format::Environment(_))) {
            let text = crate::read::text(&source.bytes).unwrap_or_default();
            lines.extend(
                text.lines().enumerate().filter_map(|(at, line)| Some((at, name_of(line)?))),
            );
        }
        let own = services.iter().filter(|service| service.path == source.path);
        lines.extend(
            own.flat_map(|service| &service.variables)
                .filter_map(|(text, line)| Some((line.saturating_sub(1), name_of(text)?))),
        );
        lines.retain(|(_, name)| known(name).is_some());
        lines.sort();
        lines.dedup();
        let Some((first, name)) = lines.first() else { continue };
        let right = known(name).map(|key| key.replace('.', "_")).unwrap_or_default();
        let all: Vec<String> = lines
            .iter()
            .take(SOME)
            .map(|(at, name)| format!("{} {}", at + 1, shown(name)))
            .collect();
        let more = if lines.len() > SOME { ", …" } else { "" };
        notes.push(Note {
            severity: Severity::Error,
            path: source.path.clone(),
            span: at(*first, 1),
            message: msg!(
                en: "{n} variables in capitals are not read: the container's start script takes those alone that begin with {p}_, letter by letter. Write {r} and so on. Lines: {l}.",
                zh: "{n} 个大写变量不会被读取：容器的启动脚本只读取以 {p}_ 开头的变量，且区分大小写。请写成 {r} 等。所在行：{l}。",
                n = lines.len(), p = prefix, r = shown(&right), l = format!("{}{more}", all.join(", "))),
        });
    }
    notes
}

/// References that only later releases replace, once for each key: told where the version is an older one.
pub(crate) fn literal(product: &Product, read: &Read) -> Vec<Note> {
    let mut all: BTreeMap<&str, (String, Span, usize, String)> = BTreeMap::new();
    for (key, line) in read.hosts.values().flat_map(BTreeMap::values).flatten() {
        let Some((marks, _)) = product.import.literal else { continue };
        let Some(from) = marks.iter().find_map(|mark| line.value.find(mark)) else { continue };
        let rest = line.value.get(from..).unwrap_or_default();
        let reference = rest.split_inclusive('}').next().unwrap_or(rest).to_owned();
        let first = || (line.path.to_string(), line.span, 0, reference);
        all.entry(key).or_insert_with(first).2 += 1;
    }
    let note = |(key, (path, span, times, reference)): (&str, (String, Span, usize, String))| {
        Note {
            severity: Severity::Error,
            path,
            span,
            message: msg!(
            en: "{k}: this version takes {r} as it stands, letter by letter ({n} such lines); only later ones put the value in. The archive has Muster's own way instead.",
            zh: "{k}：该版本会按字面读取 {r}（共 {n} 行），只有较新的版本才会替换。部署包改用 Muster 自己的方式。",
            k = shown(key), r = shown(&reference), n = times),
        }
    };
    all.into_iter().map(note).collect()
}
