//! An exported archive in a folder that is gone with the test.

use rules::Context;

/// The archive of an example.
pub(crate) fn archive(preset: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let (product, preset) =
        products::presets().find(|(_, p)| p.id == preset).expect("the preset is there");
    let spec = formats::document::read(preset.toml).spec;
    let cx = Context::new(&spec, product);
    for (path, file) in bundle::entries(&bundle::tree(&cx, &rules::check(&cx)), &spec) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, file.to_text().as_bytes()).expect("a file");
    }
    folder
}
