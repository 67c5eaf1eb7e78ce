//! What Nginx refuses in a file, whatever it is about: directives that are none, and directives where
//! they cannot stand. Seen with Nginx 1.22, `nginx -t`.

use super::Facts;
use super::balancer::Parsed;
use formats::directives::{Directive, nginx::is_table};
use model::value::shown;
use model::{Severity, msg};

/// Directives, and the blocks in which they can stand. A piece that is included elsewhere says
/// nothing of the block around it.
const PLACES: [(&str, &[&str]); 9] = [
    ("http", &[]),
    ("events", &[]),
    ("upstream", &["http", "stream"]),
    ("location", &["server", "location"]),
    ("listen", &["server"]),
    ("server_name", &["server"]),
    ("ip_hash", &["upstream"]),
    ("least_conn", &["upstream"]),
    ("proxy_pass", &["location", "if", "limit_except"]),
];

pub(super) fn judge(files: &[Parsed], facts: &mut Facts) {
    for file in files {
        let all = &file.directives;
        for (number, d) in all.all.iter().enumerate() {
            // Entries of tables, what a check expects, another program.
            let other = |b: &Directive| {
                is_table(b.name()) || b.name() == "match" || b.name().contains("_lua")
            };
            if all.around(d).any(other) {
                continue;
            }
            let name = d.name();
            if is_none(name) {
                let message = if ["/*", "<!--", "--"].iter().any(|m| name.starts_with(m)) {
                    msg!(en: "\"{d}\" is no comment for Nginx, which refuses the file (\"unknown directive\"): a comment begins with #. What follows up to the next semicolon belongs to it.",
                         zh: "对 Nginx 来说“{d}”不是注释，它会拒绝该文件（“unknown directive”）：注释以 # 开头。其后直到下一个分号的内容都属于它。", d = shown(name))
                } else {
                    msg!(en: "\"{d}\" is no directive: Nginx refuses the file (\"unknown directive\").",
                         zh: "“{d}”不是指令：Nginx 会拒绝该文件（“unknown directive”）。", d = shown(name))
                };
                facts.note(Severity::Error, &file.at(number), message);
                continue;
            }
            let Some(parent) = all.around(d).next() else { continue };
            if all.around(d).any(|b| matches!(b.name(), "stream" | "mail")) {
                continue;
            }
            let known = PLACES.iter().find(|(directive, _)| *directive == name);
            let Some((_, blocks)) = known.filter(|(_, blocks)| !blocks.contains(&parent.name()))
            else {
                continue;
            };
            let message = if blocks.is_empty() {
                msg!(en: "\"{d}\" cannot stand in {p}: Nginx refuses the file (\"directive is not allowed here\").",
                     zh: "“{d}”不能写在 {p} 中：Nginx 会拒绝该文件（“directive is not allowed here”）。",
                     d = shown(name), p = shown(parent.name()))
            } else {
                msg!(en: "\"{d}\" cannot stand in {p}: Nginx refuses the file (\"directive is not allowed here\"). It belongs into {b}.",
                     zh: "“{d}”不能写在 {p} 中：Nginx 会拒绝该文件（“directive is not allowed here”）。它应写在 {b} 中。",
                     d = shown(name), p = shown(parent.name()), b = blocks.join(" / "))
            };
            facts.note(Severity::Error, &file.at(number), message);
        }
    }
}

/// Whether a word can't be the name of a directive: these are letters, digits and underscores. What
/// templates fill in is told elsewhere.
fn is_none(name: &str) -> bool {
    let template = name.contains(['$', '{', '%', '@']) || name.starts_with("<#");
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    !plain && !template
}

#[cfg(test)]
mod tests {
    use super::is_none;

    #[test]
    fn names_of_directives() {
        for none in ["/*", "proxy-pass", "<!--", "，"] {
            assert!(is_none(none), "{none}");
        }
        for some in ["proxy_pass", "server", "gzip_http_version", "${extra}", "{{", "<%=", "@x@"] {
            assert!(!is_none(some), "{some}");
        }
    }
}
