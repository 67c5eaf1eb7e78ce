//! What Amazon names: labels, ids, roles, folders on S3.

use super::Applications;
use model::value::{Uri, Value, shown};
use model::{Message, msg};

/// The bucket of a folder on S3.
pub fn bucket(address: &str) -> Option<String> {
    Uri::parse(address).ok().filter(|u| u.scheme == "s3").map(|u| u.authority)
}

/// The three numbers of a release label.
pub fn release_numbers(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.trim().strip_prefix("emr-")?.split('.');
    let mut next = || parts.next()?.parse::<u32>().ok();
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}

/// A release label.
///
/// # Errors
/// When it is not of that form.
pub fn release(text: &str) -> Result<(), Message> {
    let known = release_numbers(text).map(|_| ());
    known.ok_or_else(|| {
        msg!(en: "\"{t}\" is not a release label such as emr-5.36.2", zh: "“{t}”不是发行版标签，应如 emr-5.36.2", t = shown(text))
    })
}

/// A region.
///
/// # Errors
/// When it is not of that form.
pub fn region(text: &str) -> Result<(), Message> {
    let parts: Vec<&str> = text.split('-').collect();
    let letters = |p: &&str| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase());
    let good = match parts.split_last() {
        Some((number, rest)) => {
            rest.len() >= 2
                && rest.iter().all(letters)
                && number.len() == 1
                && number.chars().all(|c| c.is_ascii_digit())
        }
        None => false,
    };
    if good {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not a region such as eu-central-1", zh: "“{t}”不是区域代码，应如 eu-central-1", t = shown(text)),
    )
}

fn id(text: &str, prefix: &str) -> bool {
    let rest = text.strip_prefix(prefix).unwrap_or_default();
    matches!(rest.len(), 8 | 17) && rest.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

/// The id of a subnet.
///
/// # Errors
/// When it is not of that form.
pub fn subnet(text: &str) -> Result<(), Message> {
    if id(text, "subnet-") {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not a subnet: subnet- and 8 or 17 hexadecimal digits", zh: "“{t}”不是子网 ID：应为 subnet- 加 8 或 17 位十六进制数字", t = shown(text)),
    )
}

/// The id of a security group.
///
/// # Errors
/// When it is not of that form.
pub fn group(text: &str) -> Result<(), Message> {
    if id(text, "sg-") {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not a security group: sg- and 8 or 17 hexadecimal digits", zh: "“{t}”不是安全组 ID：应为 sg- 加 8 或 17 位十六进制数字", t = shown(text)),
    )
}

/// The name or the address of a role.
///
/// # Errors
/// When it is not of that form.
pub fn role(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-/:".contains(c);
    if text.chars().all(plain) {
        return Ok(());
    }
    Err(msg!(en: "\"{t}\" is not the name of a role", zh: "“{t}”不是角色名称", t = shown(text)))
}

/// An instance type.
///
/// # Errors
/// When it is not of that form.
pub fn instance(text: &str) -> Result<(), Message> {
    let plain = |p: &str| {
        !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    if text.split_once('.').is_some_and(|(family, size)| plain(family) && plain(size)) {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not an instance type such as m5.xlarge", zh: "“{t}”不是实例类型，应如 m5.xlarge", t = shown(text)),
    )
}

/// Names of applications.
///
/// # Errors
/// When it is not of that form.
pub fn applications(text: &str) -> Result<(), Message> {
    Applications::parse(text).map(|_| ())
}

/// A folder on S3: EMR's own scheme only.
///
/// # Errors
/// When it is not of that form.
pub fn s3(text: &str) -> Result<(), Message> {
    let uri = Uri::parse(text)?;
    if uri.scheme == "s3" && !uri.authority.contains([':', '_']) && uri.path.len() > 1 {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not a folder in a bucket such as s3://bucket/folder", zh: "“{t}”不是存储桶中的目录，应如 s3://bucket/folder", t = shown(text)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_amazon_names_has_its_form() {
        type Parser = fn(&str) -> Result<(), Message>;
        let good: [(Parser, &[&str]); 6] = [
            (release, &["emr-5.36.2", "emr-6.0.0"]),
            (region, &["eu-central-1", "cn-northwest-1", "us-gov-west-1"]),
            (subnet, &["subnet-0a1b2c3d", "subnet-0a1b2c3d4e5f60718"]),
            (group, &["sg-0a1b2c3d"]),
            (instance, &["m5.xlarge", "u-6tb1.112xlarge"]),
            (s3, &["s3://b/hbase", "s3://my.bucket/x/"]),
        ];
        let bad: [&[&str]; 6] = [
            &["5.36.2", "emr-5.36", "emr-5.36.2.1", "emr-5.x.1"],
            &["eu-central", "EU-central-1", "eu-central-12", "eu", ""],
            &["subnet-xyz", "0a1b2c3d", "subnet-0a1b2c3d4"],
            &["subnet-0a1b2c3d", "sg-"],
            &["m5", "m5.", "M5.xlarge", "m5.x large"],
            &["s3://b", "s3://b/", "hdfs://b/x", "s3a://b/x", "b/x"],
        ];
        for ((check, good), bad) in good.into_iter().zip(bad) {
            assert!(good.iter().all(|t| check(t).is_ok()), "{good:?}");
            assert!(bad.iter().all(|t| check(t).is_err()), "{bad:?}");
        }
    }
}
