//! What values of foreign files say before their secrets leave, and what stands beside them.

use super::configure::NAME;
use ::rules::{Foreign, Told};
use model::value::{Uri, Value, shown};
use model::{Severity, msg};
use std::collections::BTreeMap;

/// The login at the directory, by its present name and the one before.
const LOGIN: [&str; 2] = ["kylin.security.ldap.connection-password", "ldap.password"];
/// The file system of a separate HBase cluster, likewise.
const FILE_SYSTEM: [&str; 2] = ["kylin.storage.hbase.cluster-fs", "kylin.hbase.cluster.fs"];

/// All of it.
pub(crate) fn told(foreign: &Foreign) -> Vec<Told> {
    let mut all = Vec::new();
    for (host, files) in &foreign.hosts {
        let Some(lines) = files.get(NAME) else { continue };
        all.extend(login(host, lines));
        let site = foreign.beside.get(host).and_then(|said| said.get("hbase-site.xml"));
        let root = site.and_then(|site| site.get("hbase.rootdir"));
        all.extend(root.and_then(|root| file_system(host, lines, root)));
    }
    all
}

fn of<'l>(lines: &'l BTreeMap<String, String>, keys: &[&str]) -> Option<(String, &'l str)> {
    let mut known = keys.iter().filter_map(|key| lines.get_key_value(*key));
    known.next().map(|(key, value)| (key.clone(), value.trim()))
}

/// Kylin decrypts the password whatever it is; only with a profile that asks the directory.
fn login(host: &str, lines: &BTreeMap<String, String>) -> Option<Told> {
    let (key, value) = of(lines, &LOGIN).filter(|(_, value)| !value.contains("${"))?;
    let profile = lines.get("kylin.security.profile").map_or("", |profile| profile.trim());
    let asked = matches!(profile, "ldap" | "saml");
    let plain = asked && !value.is_empty() && !is_cipher_text(value);
    let said = plain.then(|| {
        (
            Severity::Error,
            msg!(
                en: "{k} is no cipher text: Kylin decrypts it in any case, and does not start. Encrypt the password with Kylin's own class, or use the field \"Password variable\", which does that.",
                zh: "{k} 不是密文：Kylin 总会对其解密，因此无法启动。请用 Kylin 自带的类加密密码，或使用字段“密码变量名”自动加密。",
                k = key.as_str()),
        )
    });
    Some(Told { host: host.to_owned(), file: NAME, key, answers: "KYL064", said })
}

/// Whether a text may be what Kylin's class makes: blocks of 16 bytes in base 64.
fn is_cipher_text(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let padding = text.len() - bare.len();
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    let whole = text.len().is_multiple_of(4) && padding < 3 && bare.chars().all(letter);
    let bytes = (text.len() / 4 * 3).saturating_sub(padding);
    whole && bytes > 0 && bytes.is_multiple_of(16)
}

/// HBase knows its file system by the name in its own file.
fn file_system(host: &str, lines: &BTreeMap<String, String>, root: &str) -> Option<Told> {
    let (key, value) = of(lines, &FILE_SYSTEM)?;
    let (own, root) = (Uri::parse(value).ok()?, Uri::parse(root.trim()).ok()?);
    if own.authority.is_empty() || root.authority.is_empty() || value.contains("${") {
        return None;
    }
    let said = (!own.same_file_system(&root)).then(|| {
        (
            Severity::Warning,
            msg!(
                en: "{k} is {o}, and hbase.rootdir in hbase-site.xml is on {r}: HBase compares the names, so that the bulk load of a build fails or hangs (\"Wrong FS\"). Write {r}, if that is the HBase cluster of this Kylin.",
                zh: "{k} 为 {o}，而 hbase-site.xml 中的 hbase.rootdir 位于 {r}：HBase 比较的是名称，构建的 bulk load 会失败或挂起（“Wrong FS”）。如果这就是该 Kylin 使用的 HBase 集群，请写成 {r}。",
                k = key.as_str(), o = shown(&own.file_system()), r = shown(&root.file_system())),
        )
    });
    Some(Told { host: host.to_owned(), file: NAME, key, answers: "KYL053", said })
}

#[cfg(test)]
mod tests {
    use super::is_cipher_text;

    #[test]
    fn cipher_text_is_blocks_of_sixteen_bytes() {
        for good in ["RY/z8cv5DXzPbAB3o2250g==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] {
            assert!(is_cipher_text(good), "{good}");
        }
        for bad in ["", "PlainSecret9", "KYLIN", "RY/z8cv5DXzPbAB3o225==", "passa@2018", "===="] {
            assert!(!is_cipher_text(bad), "{bad}");
        }
    }
}
