//! Debian packages.

use super::needs::{self, Need, Scope};
use anyhow::{Context as _, Result, bail};
use commands::{find, output, program, run};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

pub(crate) use needs::missing;

/// Where Debian asks whether a service may be started.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// Installs the packages of missing programs, or says which ones to install.
pub(crate) fn install(scope: Scope) -> Result<()> {
    let missing = needs::missing(scope);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.iter().map(|need| format!("  {need}")).collect::<Vec<_>>().join("\n");
    let packages = packages(&missing);
    if find("apt-get").is_none() {
        bail!("this is neither Debian nor Ubuntu; please install:\n{list}");
    }
    if output(program("id").arg("-u"))?.trim() != "0" {
        bail!(
            "not run as root, so Debian packages are not installed; missing:\n{list}\n\
             install them with: sudo apt-get install --no-install-recommends {}",
            packages.join(" ")
        );
    }
    println!("Debian packages that are missing:\n{list}");
    let no_services = NoServices::begin()?;
    run(apt().arg("update"))?;
    let done = run(apt().args(["install", "--yes", "--no-install-recommends"]).args(&packages));
    no_services.end()?;
    done?;
    let still = needs::missing(scope);
    if let Some(need) = still.first() {
        bail!("after the installation {need} is still missing");
    }
    Ok(())
}

fn packages(missing: &[&Need]) -> Vec<&'static str> {
    let mut packages: Vec<_> = missing.iter().map(|need| need.package).collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

fn apt() -> std::process::Command {
    let mut apt = program("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
    apt
}

/// While it is there, Debian's installer starts no service; what stood there before comes back.
struct NoServices {
    before: Option<Vec<u8>>,
}

impl NoServices {
    fn begin() -> Result<Self> {
        let path = Path::new(POLICY);
        let before = path.exists().then(|| fs::read(path)).transpose().context(POLICY)?;
        fs::write(path, "#!/bin/sh\nexit 101\n").context(POLICY)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).context(POLICY)?;
        Ok(Self { before })
    }

    fn end(self) -> Result<()> {
        match self.before {
            Some(bytes) => fs::write(POLICY, bytes),
            None => fs::remove_file(POLICY),
        }
        .context(POLICY)
    }
}
