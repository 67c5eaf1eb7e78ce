//! Stores that speak S3, by their endpoints.

use model::value::{Host, HostPort, Uri, Value as _};

/// Stores that take the bucket in the name of the host.
const VIRTUAL: &[&str] = &[
    "amazonaws.com",
    "amazonaws.com.cn",
    "aliyuncs.com",
    "myqcloud.com",
    "googleapis.com",
    "digitaloceanspaces.com",
    "cloudflarestorage.com",
    "wasabisys.com",
    "backblazeb2.com",
];

/// Whether a store's host is known under the name of each of its buckets, too.
pub(crate) fn takes_buckets_in_front(host: &str) -> bool {
    VIRTUAL.iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// The host of an endpoint, with or without its scheme.
pub(crate) fn host_of(endpoint: &str) -> Option<Host> {
    if endpoint.contains("://") {
        return Uri::parse(endpoint).ok().and_then(|_| {
            let (_, rest) = endpoint.split_once("://")?;
            Some(HostPort::parse(rest.split('/').next()?).ok()?.host)
        });
    }
    HostPort::parse(endpoint.split('/').next()?).ok().map(|at| at.host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_endpoints() {
        let host = |endpoint: &str| host_of(endpoint).map(|host| host.to_string());
        assert_eq!(host("https://minio.example.com:9000/").as_deref(), Some("minio.example.com"));
        assert_eq!(
            host("oss-cn-hangzhou.aliyuncs.com").as_deref(),
            Some("oss-cn-hangzhou.aliyuncs.com")
        );
        assert_eq!(host("http://"), None);
        assert!(takes_buckets_in_front("s3.eu-west-1.amazonaws.com"));
        assert!(takes_buckets_in_front("amazonaws.com"));
        assert!(!takes_buckets_in_front("minio.notamazonaws.com"));
    }
}
