//! How the texts of the step "Under storage" are read.

use model::value::{Uri, Value, shown};
use model::{Message, msg};

pub(super) fn check_hdfs(text: &str) -> Result<(), Message> {
    let uri = Uri::parse(text)?;
    if uri.scheme != "hdfs" {
        return Err(
            msg!(en: "\"{t}\" is no address on HDFS: hdfs://host:8020/folder", zh: "“{t}”不是 HDFS 地址：应为 hdfs://host:8020/目录", t = shown(text)),
        );
    }
    if uri.authority.is_empty() {
        return Err(
            msg!(en: "\"{t}\" names no name node and no name service", zh: "“{t}”没有写明 NameNode 或名称服务", t = shown(text)),
        );
    }
    Ok(())
}

pub(super) fn check_s3(text: &str) -> Result<(), Message> {
    let uri = Uri::parse(text)?;
    if !matches!(uri.scheme.as_str(), "s3" | "s3a") || uri.authority.is_empty() {
        return Err(
            msg!(en: "\"{t}\" is no address of a bucket: s3://bucket/folder", zh: "“{t}”不是 bucket 地址：应为 s3://bucket/目录", t = shown(text)),
        );
    }
    Ok(())
}

pub(super) fn check_endpoint(text: &str) -> Result<(), Message> {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let Some(rest) = rest else {
        return Err(
            msg!(en: "\"{t}\" must begin with http:// or https://", zh: "“{t}”应以 http:// 或 https:// 开头", t = shown(text)),
        );
    };
    model::value::HostPort::parse(rest.trim_end_matches('/')).map(|_| ())
}

pub(super) fn check_region(text: &str) -> Result<(), Message> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !text.is_empty() && text.chars().all(plain) {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is no region such as eu-west-1", zh: "“{t}”不是区域名，例如 eu-west-1", t = shown(text)),
    )
}

pub(crate) fn check_hdfs_version(text: &str) -> Result<(), Message> {
    const KNOWN: [&str; 13] = [
        "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "3.0", "3.1", "3.2", "3.3",
    ];
    let two: Vec<&str> = text.split('.').take(2).collect();
    if KNOWN.contains(&two.join(".").as_str())
        && text.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
    {
        return Ok(());
    }
    Err(msg!(en: "\"{t}\" is no version of HDFS that Alluxio knows: 2.2 to 2.10, 3.0 to 3.3",
        zh: "“{t}”不是 Alluxio 支持的 HDFS 版本：2.2 至 2.10、3.0 至 3.3", t = shown(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_of_their_kind() {
        assert!(check_hdfs("hdfs://ns/a").is_ok() && check_hdfs("hdfs:///a").is_err());
        assert!(check_hdfs("s3://b/a").is_err() && check_s3("s3a://b/").is_ok());
        assert!(check_s3("s3:///a").is_err() && check_s3("gs://b").is_err());
        assert!(check_endpoint("https://minio.example.com:9000/").is_ok());
        assert!(check_endpoint("minio:9000").is_err() && check_endpoint("http://a/b").is_err());
        assert!(check_region("eu-west-1").is_ok() && check_region("eu west").is_err());
        assert!(check_hdfs_version("2.7").is_ok() && check_hdfs_version("3.3.4").is_ok());
        assert!(check_hdfs_version("4.0").is_err() && check_hdfs_version("3.").is_err());
    }
}
