//! The built site, or a changed copy of it, behind a server of its own.

use anyhow::{Context as _, Result, bail, ensure};
use site_server::{Answered, Files, Options, Server};
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// The repository's top folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A served site; the server stops and a copy is removed when it is dropped.
#[derive(Debug)]
pub struct Site {
    server: Option<Server>,
    address: SocketAddr,
    url: String,
    folder: PathBuf,
    policy: String,
    _copy: Option<tempfile::TempDir>,
}

impl Site {
    /// The site as it was built, below a sub-path such as `/a/b/`.
    ///
    /// # Errors
    /// When `dist/` is missing (with how to get it), or its page has no strict policy.
    pub fn built(prefix: &str) -> Result<Self> {
        Self::serve(dist()?, prefix, None)
    }

    /// A copy of the site that `change` may spoil; it gets the copy's folder.
    ///
    /// # Errors
    /// As [`Site::built`], and those of `change`.
    pub fn changed(prefix: &str, change: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        let copy = tempfile::tempdir()?;
        copy_folder(&dist()?, copy.path())?;
        change(copy.path())?;
        Self::serve(copy.path().to_owned(), prefix, Some(copy))
    }

    /// The site as it was built, with the header by which a frame without an origin may load it.
    ///
    /// # Errors
    /// As [`Site::built`].
    pub fn for_frames(prefix: &str) -> Result<Self> {
        let open = ("Access-Control-Allow-Origin".to_owned(), "*".to_owned());
        Self::serve_with(dist()?, prefix, None, vec![open])
    }

    /// A folder with pages of somebody else.
    ///
    /// # Errors
    /// When it cannot be served.
    pub fn of_others(folder: &Path) -> Result<Self> {
        let folder = folder.to_owned();
        let server = Server::start(Options::of(Files::Folder(folder.clone())))?;
        let (address, url) = (server.address(), server.url());
        let policy = String::new();
        Ok(Self { server: Some(server), address, url, folder, policy, _copy: None })
    }

    fn serve(folder: PathBuf, prefix: &str, copy: Option<tempfile::TempDir>) -> Result<Self> {
        Self::serve_with(folder, prefix, copy, Vec::new())
    }

    fn serve_with(
        folder: PathBuf,
        prefix: &str,
        copy: Option<tempfile::TempDir>,
        mut headers: Vec<(String, String)>,
    ) -> Result<Self> {
        let policy = policy(&fs::read_to_string(folder.join("index.html"))?)?;
        // As a header too: a worker does not inherit the policy of the page's `meta`.
        headers.push(("Content-Security-Policy".to_owned(), policy.clone()));
        let files = Files::Folder(folder.clone());
        let options = Options { prefix: prefix.into(), headers, log: true, ..Options::of(files) };
        let server = Server::start(options)?;
        let (address, url) = (server.address(), server.url());
        Ok(Self { server: Some(server), address, url, folder, policy, _copy: copy })
    }

    /// Where it begins, with a slash at the end.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked for so far; nothing of a server that was stopped.
    pub fn requests(&self) -> Vec<Answered> {
        self.server.as_ref().map(Server::requests).unwrap_or_default()
    }

    /// The server is gone, and does not come back.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// The policy of the page.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// The folder that is served.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The one file of the site whose name begins and ends so.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn file(folder: &Path, begin: &str, end: &str) -> Result<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if name.starts_with(begin) && name.ends_with(end) {
                found.push(path);
            }
        }
        match found.as_slice() {
            [one] => Ok(one.clone()),
            _ => bail!("{begin}…{end} in {}: {found:?}", folder.display()),
        }
    }
}

fn dist() -> Result<PathBuf> {
    let dist = root().join("dist");
    ensure!(
        dist.join("index.html").is_file(),
        "the site is not built: {} has no index.html; `cargo xtask build` makes it",
        dist.display()
    );
    Ok(dist)
}

/// The policy in the page's `meta`; an error unless it is strict.
fn policy(page: &str) -> Result<String> {
    let policy = site_server::policy(page).context("index.html has no Content-Security-Policy")?;
    let policy = policy.split_whitespace().collect::<Vec<_>>().join(" ");
    ensure!(policy.contains("default-src 'none'"), "the policy does not begin closed: {policy}");
    for open in ["'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"] {
        ensure!(!policy.contains(open), "the policy allows {open}: {policy}");
    }
    Ok(policy)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_strict_policy_passes() {
        let page = |policy: &str| {
            format!(
                "<meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
            )
        };
        assert_eq!(
            policy(&page("default-src 'none';\n  script-src 'self' 'wasm-unsafe-eval'"))
                .expect("strict"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
        );
        for open in [
            "script-src 'self'",
            "default-src 'none'; style-src 'self' 'unsafe-inline'",
            "default-src 'none'; script-src 'unsafe-eval'",
            "default-src 'none'; img-src *",
            "default-src 'none'; connect-src https://example.com",
        ] {
            assert!(policy(&page(open)).is_err(), "{open}");
        }
        assert!(policy("<p>").is_err());
    }
}
