//! Files beside a product that somebody made to take time or memory: a word, and soon.

use import::{Choices, Source, import};
use std::time::{Duration, Instant};

/// About the longest that is read.
const LONG: usize = 3 << 20;

fn filled(head: &str, piece: &str, tail: &str) -> Vec<u8> {
    let count = (LONG - head.len() - tail.len()) / piece.len();
    [head, &piece.repeat(count), tail].concat().into_bytes()
}

#[test]
fn long_files_end_soon() {
    let files = [
        (
            "lb1/nginx.conf",
            filled("upstream k{", "server k1:7070;", "}server{location /{proxy_pass http://k;}}"),
        ),
        (
            "lb1/nginx.conf",
            filled(
                "upstream k{server k1:7070;}",
                "server{listen 80;location /{proxy_pass http://k;}}",
                "",
            ),
        ),
        ("lb1/nginx.conf", filled("", "upstream a{server k1:7070;}", "")),
        ("lb1/nginx.conf", filled("", "server{", "")),
        ("lb1/nginx.conf", filled("http{", "proxy_read_timeout 5s;", "")),
        ("lb1/nginx.conf", filled("a \"", "\\", "")),
        (
            "lb1/haproxy.cfg",
            filled("", "backend b\n server a k1:7070\n", "frontend f\n default_backend b\n"),
        ),
        (
            "lb1/haproxy.cfg",
            filled(
                "frontend f\n",
                "acl a path /x\nhttp-request deny if a\nuse_backend a if a\n",
                "",
            ),
        ),
        (
            "lb1/haproxy.cfg",
            filled("defaults\n", "timeout server 5s\n", "listen l\n bind :80\n server a k1:7070\n"),
        ),
        (
            "lb1/httpd.conf",
            filled("", "<VirtualHost *:80>\nProxyPass / balancer://k/\n</VirtualHost>\n", ""),
        ),
        (
            "lb1/httpd.conf",
            filled(
                "<Proxy balancer://k>\n",
                "BalancerMember http://k1:7070 connectiontimeout=3\n",
                "</Proxy>\n",
            ),
        ),
        ("lb1/httpd.conf", filled("", "Listen 80\n", "")),
        ("k1/context.xml", filled("<Context>", "<Valve className='a' b='c'/>", "</Context>")),
        ("k1/context.xml", filled("", "<Context>", "")),
        ("k1/server.xml", filled("<Server>", "<Connector port='1'/>", "</Server>")),
        (
            "k1/hbase-site.xml",
            filled(
                "<configuration>",
                "<property><name>a</name><value>b</value></property>",
                "</configuration>",
            ),
        ),
        (
            "k1/hbase-site.xml",
            filled(
                "<configuration><property><name>a</name><value>",
                "${a}",
                "</value></property></configuration>",
            ),
        ),
        ("k1/redis-data-cache.properties", filled("redis.hosts=", "a,", "")),
        ("k1/redis-data-cache.properties", filled("", "redis.hosts=a\n", "")),
    ];
    for (path, bytes) in files {
        let own = b"kylin.server.mode=query\n".to_vec();
        let sources = [
            Source { path: "k1/conf/kylin.properties".to_owned(), bytes: own },
            Source { path: path.to_owned(), bytes: bytes.clone() },
        ];
        let choices = Choices {
            product: Some("kylin".to_owned()),
            version: Some("3.1.3".to_owned()),
            ..Choices::default()
        };
        let began = Instant::now();
        let imported = import(products::ALL, &sources, &choices).expect("a document");
        let took = began.elapsed();
        let head: String = String::from_utf8_lossy(&bytes).chars().take(60).collect();
        eprintln!("{path} {head:?}: {took:?}, {} notes", imported.notes.len());
        // Not optimised, and beside others.
        assert!(took < Duration::from_mins(1), "{path} {head:?}: {took:?}");
    }
}
