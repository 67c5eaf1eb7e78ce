//! With the feature `site`: the built site goes into the program, each file compressed twice, as
//! browsers take it. Decompressing and compressing anew for those who take only the other would cost
//! each of them a second.

use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "site")]
    if let Err(error) = site::write() {
        println!("cargo::error={error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[cfg(feature = "site")]
mod site {
    use brotli::enc::BrotliEncoderParams;
    use flate2::{Compression, GzBuilder};
    use std::{
        env, fs,
        io::{Error, Result, Write as _},
        path::{Path, PathBuf},
    };

    /// Writes `site.rs`: a table of every file, and the files beside it.
    pub(crate) fn write() -> Result<()> {
        let site = folder()?;
        println!("cargo::rerun-if-changed={}", site.display());
        let out = PathBuf::from(variable("OUT_DIR")?);
        let mut table = String::from("&[\n");
        for name in names(&site)? {
            let bytes = fs::read(site.join(&name))?;
            fs::write(out.join(format!("{name}.br")), brotli(&bytes)?)?;
            fs::write(out.join(format!("{name}.gz")), gzip(&bytes)?)?;
            table.push_str(&format!(
                "    Stored {{ name: {name:?}, brotli: include_bytes!({:?}), gzip: include_bytes!({:?}) }},\n",
                format!("{name}.br"),
                format!("{name}.gz"),
            ));
        }
        fs::write(out.join("site.rs"), table + "]\n")
    }

    /// Where the built site is.
    fn folder() -> Result<PathBuf> {
        println!("cargo::rerun-if-env-changed=MUSTER_SITE");
        let folder = match env::var_os("MUSTER_SITE") {
            Some(folder) => PathBuf::from(folder),
            None => Path::new(&variable("CARGO_MANIFEST_DIR")?).join("../../dist"),
        };
        if folder.join("index.html").is_file() {
            return Ok(folder);
        }
        Err(Error::other(format!(
            "the feature \"site\" puts the built site into the program, and {} has no index.html; \
             build the site first: cargo xtask build",
            folder.display()
        )))
    }

    fn variable(name: &str) -> Result<String> {
        env::var(name).map_err(|_| Error::other(format!("Cargo does not set {name}")))
    }

    /// In order, so that the same site gives the same table.
    fn names(site: &Path) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(site)? {
            let entry = entry?;
            let name = entry.file_name().into_string();
            let name = name
                .map_err(|name| Error::other(format!("{} is no name of a site", name.display())))?;
            if !entry.file_type()?.is_file() {
                return Err(Error::other(format!(
                    "{name} is no file; a built site has no folders"
                )));
            }
            names.push(name);
        }
        names.sort();
        Ok(names)
    }

    fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
        // As small as it gets costs two minutes in a build that is not optimised.
        let quality = if variable("PROFILE")? == "release" { 11 } else { 4 };
        let params = BrotliEncoderParams {
            quality,
            lgwin: 24,
            size_hint: bytes.len(),
            ..Default::default()
        };
        let mut out = Vec::new();
        brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
        Ok(out)
    }

    fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
        let mut to = GzBuilder::new().write(Vec::new(), Compression::best());
        to.write_all(bytes)?;
        to.finish()
    }
}
