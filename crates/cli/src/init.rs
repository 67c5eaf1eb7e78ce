//! `muster init`: example documents.

use crate::args::Init;
use crate::input::is_standard;
use crate::output::{Done, Failure, Outcome, Output};
use crate::target;
use model::{Lang, msg};

pub(crate) fn run(args: &Init, lang: Lang, out: &mut Output) -> Done {
    if args.list {
        let ids: Vec<&str> = products::presets().map(|(_, preset)| preset.id).collect();
        let width = ids.iter().map(|id| id.len()).max().unwrap_or(0);
        for (_, preset) in products::presets() {
            let (title, sentence) = (preset.title.get(lang), preset.sentence.get(lang));
            out.line(&format!("{:width$}  {title}: {sentence}", preset.id), Outcome::Clean)?;
        }
        return out.end(Outcome::Clean);
    }
    let text = text(args.preset.as_deref(), lang)?;
    match args.output.as_deref() {
        Some(path) if !is_standard(path) => {
            target::file(path, args.force, |to| std::io::Write::write_all(to, text.as_bytes()))?;
        }
        _ => out.text(&text, Outcome::Clean)?,
    }
    out.end(Outcome::Clean)
}

/// The text of an example, whose archive will speak the language of the terminal.
fn text(id: Option<&str>, lang: Lang) -> Result<String, Failure> {
    let presets: Vec<_> = products::presets().map(|(_, preset)| preset).collect();
    let chosen = match id {
        Some(id) => presets.iter().find(|p| p.id == id),
        None => presets.first(),
    };
    let Some(preset) = chosen else {
        let ids: Vec<&str> = presets.iter().map(|p| p.id).collect();
        return Err(msg!(
            en: "there is no example \"{id}\"; there are: {ids}",
            zh: "没有示例“{id}”；可选：{ids}",
            id = model::value::shown(id.unwrap_or_default()), ids = ids.join(", "))
        .into());
    };
    let loaded = formats::document::read(preset.toml);
    if loaded.spec.language == lang {
        return Ok(preset.toml.to_owned());
    }
    Ok(formats::document::write(&model::ClusterSpec { language: lang, ..loaded.spec }))
}
