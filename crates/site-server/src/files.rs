//! From the target of a request to a file of the site.

use crate::{Files, Stored};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Files that are served below a prefix.
#[derive(Debug)]
pub(crate) struct Site {
    files: Files,
    prefix: String,
}

/// Where the bytes of a file are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Bytes {
    At(PathBuf),
    Held(&'static Stored),
}

/// What a target leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    File {
        bytes: Bytes,
        kind: &'static str,
        cache: &'static str,
    },
    /// The prefix without its last slash: the browser has to come back with it.
    Redirect(String),
    Nothing,
}

impl Site {
    pub(crate) fn open(files: Files, prefix: &str) -> io::Result<Self> {
        let files = match files {
            Files::Folder(folder) => Files::Folder(fs::canonicalize(&folder).map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", folder.display()))
            })?),
            held @ Files::Held(_) => held,
        };
        Ok(Self { files, prefix: prefix.to_owned() })
    }

    /// `target` is the request's, with or without a query.
    pub(crate) fn find(&self, target: &str) -> Found {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let Some(inside) = path.strip_prefix(&self.prefix) else {
            return match self.prefix.strip_suffix('/') {
                Some(bare) if bare == path && !bare.is_empty() => {
                    Found::Redirect(self.prefix.clone())
                }
                _ => Found::Nothing,
            };
        };
        self.file(inside).unwrap_or(Found::Nothing)
    }

    fn file(&self, inside: &str) -> Option<Found> {
        let mut name = percent_decode(inside)?;
        if name.is_empty() || name.ends_with('/') {
            name.push_str("index.html");
        }
        let sound =
            |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', ':']);
        if !name.split('/').all(sound) {
            return None;
        }
        let bytes = match &self.files {
            Files::Folder(folder) => {
                let path = fs::canonicalize(folder.join(&name)).ok()?; // a link may lead out of it
                let inside = path.starts_with(folder) && path.is_file();
                inside.then_some(Bytes::At(path))?
            }
            Files::Held(files) => Bytes::Held(files.iter().find(|file| file.name == name)?),
        };
        let name = Path::new(&name);
        Some(Found::File { kind: kind(name), cache: cache(name), bytes })
    }
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || bytes.next().and_then(|digit| char::from(digit).to_digit(16));
        let value = digit()? * 16 + digit()?;
        out.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(out).ok()
}

/// The media type by the name's end. WebAssembly streams only under its own type.
fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" | "toml" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Trunk writes a hash of 64 bits without leading zeros.
const SHORTEST_HASH: usize = 12;

/// A file whose name carries the hash of its bytes never changes; any other is asked for again.
fn cache(path: &Path) -> &'static str {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let hash = |part: &str| {
        part.len() >= SHORTEST_HASH && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    if name.split(['-', '_', '.']).any(hash) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(prefix: &str) -> (tempfile::TempDir, Site) {
        let outside = tempfile::tempdir().expect("a folder");
        let folder = outside.path().join("dist");
        fs::create_dir_all(folder.join("sub")).expect("folders");
        for name in [
            "index.html",
            "a b.txt",
            "app-0123456789abcdef_bg.wasm",
            "x-123456789abcdef.css",
            "sub/x.js",
        ] {
            fs::write(folder.join(name), name).expect("a file");
        }
        fs::write(outside.path().join("secret.txt"), "secret").expect("a file");
        std::os::unix::fs::symlink(outside.path().join("secret.txt"), folder.join("link.txt"))
            .expect("a link");
        let site = Site::open(Files::Folder(folder), prefix).expect("the folder is there");
        (outside, site)
    }

    fn name(found: &Found) -> String {
        match found {
            Found::File { bytes: Bytes::At(path), .. } => {
                path.file_name().map(|n| n.to_string_lossy().into_owned())
            }
            Found::File { bytes: Bytes::Held(file), .. } => Some(file.name.to_owned()),
            Found::Redirect(to) => Some(format!("-> {to}")),
            Found::Nothing => None,
        }
        .unwrap_or_default()
    }

    #[test]
    fn targets_lead_to_files() {
        let (_kept, site) = site("/a/b/");
        for (target, file) in [
            ("/a/b/", "index.html"),
            ("/a/b/?x=1", "index.html"),
            ("/a/b/a%20b.txt", "a b.txt"),
            ("/a/b/sub/x.js", "x.js"),
            ("/a/b", "-> /a/b/"),
            ("/", ""),
            ("/a/bc", ""),
            ("/a/b/sub", ""),
            ("/a/b/sub/", ""),
            ("/a/b/none.txt", ""),
        ] {
            assert_eq!(name(&site.find(target)), file, "{target}");
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_given() {
        let (_kept, site) = site("/");
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/sub/../../secret.txt",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/link.txt",
            "/..\\secret.txt",
            "/index.html%00.txt",
            "/%zz",
            "/%",
            "/%ff",
            "etc/passwd",
            "",
        ] {
            assert_eq!(site.find(target), Found::Nothing, "{target}");
        }
    }

    #[test]
    fn held_files_are_found_by_their_names_alone() {
        static FILES: [Stored; 2] = [
            Stored { name: "index.html", brotli: b"", gzip: b"" },
            Stored { name: "a-0123456789abcdef.js", brotli: b"", gzip: b"" },
        ];
        let site = Site::open(Files::Held(&FILES), "/a/").expect("nothing to open");
        for (target, file) in [
            ("/a/", "index.html"),
            ("/a/?embed", "index.html"),
            ("/a/a-0123456789abcdef.js", "a-0123456789abcdef.js"),
            ("/a", "-> /a/"),
            ("/a/../index.html", ""),
            ("/a/b.js", ""),
            ("/index.html", ""),
        ] {
            assert_eq!(name(&site.find(target)), file, "{target}");
        }
    }

    #[test]
    fn type_and_cache_follow_the_name() {
        let (_kept, site) = site("/");
        let Found::File { kind, cache, .. } = site.find("/app-0123456789abcdef_bg.wasm") else {
            panic!("not found");
        };
        assert_eq!((kind, cache), ("application/wasm", "public, max-age=31536000, immutable"));
        let Found::File { cache, .. } = site.find("/x-123456789abcdef.css") else {
            panic!("not found");
        };
        assert!(cache.ends_with("immutable"));
        let Found::File { kind, cache, .. } = site.find("/index.html") else { panic!("not found") };
        assert_eq!((kind, cache), ("text/html; charset=utf-8", "no-cache"));
    }
}
