//! `files.tsv`: where the node's files go.

use super::Site;
use formats::File;
use model::Text;
use model::value::{AbsolutePath, Value, shown};
use rules::PART;

pub(super) fn file(site: &Site) -> File {
    let mut file = File::new(
        const {
            Text::new(
                "Where install.sh puts the files of this folder.",
                "install.sh 把本目录中的文件安装到何处。",
            )
        },
    );
    file.line("# mode\tsecret\tsource\tdestination\tservice");
    for own in site.files {
        let Ok(AbsolutePath(to)) = AbsolutePath::parse(&own.to) else {
            file.line(format!("# {}: \"{}\" is not a path", own.name, shown(&own.to)));
            continue;
        };
        let secret = own.mentions.marker();
        let service = if own.render.is_empty() { owner(site, &to) } else { own.render };
        let (mode, secret) = match (own.mode, secret) {
            // A part of a file that is there keeps the file's own mode.
            (PART, true) => (PART, "yes"),
            (_, true) => ("0600", "yes"),
            (mode, false) => (mode, "no"),
        };
        file.line(format!("{mode}\t{secret}\t{}\t{to}\t{service}", own.name));
    }
    file
}

/// The service whose folder holds a path most closely: it has to be restarted when the file
/// changes. `-` when there is none: then all of the node's are.
fn owner(site: &Site, path: &str) -> &'static str {
    let mut best = ("-", 0);
    for (service, folders) in site.service_folders() {
        for folder in folders {
            let inside = path.strip_prefix(folder.as_str()).is_some_and(|r| r.starts_with('/'));
            if inside && folder.len() > best.1 {
                best = (service.id, folder.len());
            }
        }
    }
    best.0
}
