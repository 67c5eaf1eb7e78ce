//! Files of what stands beside a product, as many hands write them: what a document gets of them, what is
//! told, and what is not.

use import::{Choices, Imported, Source, import};
use model::Lang;
use std::collections::BTreeMap;

/// Two nodes that answer queries, and one that runs jobs, each with its list of servers.
fn cluster() -> Vec<Source> {
    let list = "kylin.server.cluster-servers=k1.example.com:7070,k2.example.com:7070,k3.example.com:7070\n";
    [("k1", "job"), ("k2", "query"), ("k3", "query")]
        .map(|(host, mode)| {
            source(
                &format!("{host}.example.com/conf/kylin.properties"),
                format!("kylin.server.mode={mode}\n{list}").as_bytes(),
            )
        })
        .to_vec()
}

fn source(path: &str, bytes: &[u8]) -> Source {
    Source { path: path.to_owned(), bytes: bytes.to_vec() }
}

fn imported(files: Vec<Source>) -> Imported {
    let choices = Choices { product: Some("kylin".to_owned()), ..Choices::default() };
    import(products::ALL, &files, &choices).unwrap_or_else(|e| panic!("{e:?}"))
}

struct Case {
    name: &'static str,
    path: &'static str,
    text: &'static str,
    /// The settings of the two steps, all of them.
    settings: &'static [(&'static str, &'static str)],
    /// Words in what is told.
    told: &'static [&'static str],
    /// Words that must not be told.
    not: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "the snippet of a manual, in one line, tabs",
        path: "lb1/etc/nginx/conf.d/kylin.conf",
        text: "upstream kylin{ip_hash;server k2.example.com:7070;\tserver k3.example.com:7070;}\
               server{listen 8081;server_name kylin.example.org;location /{proxy_pass http://kylin;}}",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "60 s"),
            ("lb.kind", "nginx"),
            ("lb.name", "kylin.example.org"),
            ("lb.port", "8081"),
            ("lb.read_timeout", "60 s"),
        ],
        told: &[],
        not: &["ip_hash", "member"],
    },
    Case {
        name: "a whole file with CRLF, several upstreams, http and https",
        path: "lb1/nginx.conf",
        text: "user nginx;\r\nworker_processes auto;\r\nhttp {\r\n  include mime.types;\r\n  gzip on;\r\n\
               upstream other { server app1:9000; server app2:9000; }\r\n\
               upstream kylin_query {\r\n    least_conn; # by load\r\n    server k2.example.com:7070 max_fails=3 fail_timeout=30s;\r\n\
               \x20   server k3.example.com:7070 weight=2;\r\n    # server k1.example.com:7070;\r\n    keepalive 32;\r\n  }\r\n\
               server { listen 80; server_name q.example.com; return 301 https://$host$request_uri; }\r\n\
               server {\r\n listen 443 ssl http2;\r\n listen [::]:443 ssl http2;\r\n server_name q.example.com;\r\n\
               ssl_certificate /etc/ssl/q.pem;\r\n ssl_certificate_key /etc/ssl/q.key;\r\n\
               location /kylin/ { proxy_pass http://kylin_query; proxy_read_timeout 10m; proxy_connect_timeout 3s; }\r\n\
               location /other { proxy_pass http://other; }\r\n } }\r\n",
        settings: &[
            ("lb.certificate", "/etc/ssl/q.pem"),
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "3 s"),
            ("lb.key", "/etc/ssl/q.key"),
            ("lb.kind", "nginx"),
            ("lb.method", "least_conn"),
            ("lb.name", "q.example.com"),
            ("lb.port", "443"),
            ("lb.read_timeout", "600 s"),
            ("lb.tls", "on"),
        ],
        told: &[
            "weight=2",
            "keepalive 32",
            "gzip on",
            "other: app1:9000, app2:9000",
            "underscore",
            "max_fails=3",
        ],
        not: &["k1.example.com:7070"],
    },
    Case {
        name: "comments in GBK, variables, a hash, and a name for each address",
        path: "lb1/nginx/nginx.conf",
        text: "# \u{B8}\u{BA}\u{D4}\u{D8}\u{BE}\u{F9}\u{BA}\u{E2}\nupstream q { hash $binary_remote_addr consistent; server k2:7070; server k3:7070 down; }\n\
               server { set $up q; listen 10.0.0.5:7071 default_server; server_name _; location / { proxy_pass http://$up; } }\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "60 s"),
            ("lb.kind", "nginx"),
            ("lb.method", "hash"),
            ("lb.port", "7071"),
            ("lb.read_timeout", "60 s"),
        ],
        told: &["down"],
        not: &["server_name"],
    },
    Case {
        name: "no upstream, a node named itself",
        path: "lb1/sites-enabled/default",
        text: "server {\n  listen 8080;\n  location /kylin {\n    proxy_pass http://k3.example.com:7070/kylin;\n  }\n}\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "60 s"),
            ("lb.kind", "nginx"),
            ("lb.method", "round_robin"),
            ("lb.read_timeout", "60 s"),
        ],
        told: &["member k2.example.com:7070"],
        not: &["becomes"],
    },
    Case {
        name: "backup beside ip_hash, the path rewritten, two methods",
        path: "lb1/nginx.conf",
        text: "upstream a { least_conn; ip_hash; server k2.example.com:7070; server k3.example.com:7070 backup; }\n\
               server { listen 80; location /bi/ { proxy_pass http://a/kylin/; proxy_next_upstream error timeout non_idempotent; } }\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "60 s"),
            ("lb.kind", "nginx"),
            ("lb.port", "80"),
            ("lb.read_timeout", "60 s"),
        ],
        told: &[
            "\"backup\" cannot stand",
            "becomes /kylin/",
            "second way to choose",
            "non_idempotent",
        ],
        not: &[],
    },
    Case {
        name: "HAProxy with a listen section, cookies and a page of statistics",
        path: "lb1/haproxy.cfg",
        text: "global\n\tmaxconn 4096\n\tstats socket /run/haproxy/admin.sock mode 660\ndefaults\n\tmode http\n\ttimeout connect 5000\n\ttimeout client 6m\n\ttimeout server 6m\n\n\
               listen kylin\n\tbind *:7000\n\tbalance roundrobin\n\tcookie SRV insert indirect nocache\n\tserver k2 10.0.0.2:7070 check cookie k2\n\tserver k3 10.0.0.3:7070 check cookie k3 # the second\n\
               #\tserver k9 10.0.0.9:7070 check\n\nlisten stats\n\tbind :1936\n\tstats enable\n\tstats auth admin:S3cret-pass-1\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.kind", "haproxy"),
            ("lb.port", "7000"),
            ("lb.read_timeout", "360 s"),
        ],
        told: &["milliseconds", "cookie SRV insert", "maxconn 4096"],
        not: &["10.0.0.9", "S3cret"],
    },
    Case {
        name: "HAProxy with two front ends, TLS, a list of hosts and IPv6",
        path: "lb1/etc/haproxy/haproxy.cfg",
        text: "defaults http\n  mode http\n  timeout connect 5s\n  timeout client 1h\n  timeout server 330s\n\
               frontend plain\n  bind :80\n  http-request redirect scheme https\n  default_backend q\n\
               frontend tls\n  bind :443,[::]:443 ssl crt \"/etc/haproxy/my certs.pem\" alpn h2\n  acl k hdr(host) -i kylin.example.net\n\
               \x20 acl api path_beg /kylin\n  use_backend q if k api\n  default_backend other\n\
               backend q\n  balance leastconn\n  server k2.example.com [2001:db8::2]:7070 check\n  server k3.example.com [2001:db8::3]:7070 check backup\n\
               backend other\n  server x1 x1:8080\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.kind", "haproxy"),
            ("lb.method", "least_conn"),
            ("lb.name", "kylin.example.net"),
            ("lb.port", "443"),
            ("lb.tls", "on"),
        ],
        told: &["backup", "other: x1:8080", "my certs.pem"],
        not: &["milliseconds"],
    },
    Case {
        name: "HAProxy without times, its last line without an end",
        path: "lb1/haproxy.cfg",
        text: "frontend f\n bind *:8090\n default_backend b\nbackend b\n balance source\n hash-type consistent\n server a k2.example.com:7070\n server b k3.example.com:7070",
        settings: &[("lb.close_internal", "off"), ("lb.kind", "haproxy"), ("lb.port", "8090")],
        told: &["no \"timeout server\"", "Missing LF"],
        not: &[],
    },
    Case {
        name: "httpd, members outside of the block, sticky, continuation lines",
        path: "lb1/httpd/conf.d/kylin.conf",
        text: "Listen 8088\n<VirtualHost *:8088>\n  ServerName kylin.example.com\n  ProxyRequests Off\n\
               <Proxy balancer://kylin>\n    BalancerMember http://k2.example.com:7070 route=a \\\n      loadfactor=1 connectiontimeout=3\n    BalancerMember http://k3.example.com:7070 route=b status=+H\n  </Proxy>\n\
               ProxyPass /kylin balancer://kylin/kylin stickysession=ROUTEID lbmethod=byrequests timeout=600\n  ProxyPassReverse /kylin balancer://kylin/kylin\n</VirtualHost>\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "3 s"),
            ("lb.kind", "httpd"),
            ("lb.name", "kylin.example.com"),
            ("lb.port", "8088"),
            ("lb.read_timeout", "600 s"),
        ],
        told: &["backup"],
        not: &["loadfactor"],
    },
    Case {
        name: "httpd by requests in progress, TLS, the whole file in other cases",
        path: "lb1/apache2.conf",
        text: "listen 443\nTimeout 300\n<ifmodule ssl_module>\n<virtualhost _default_:443>\nservername https://kylin.example.com:443\nsslengine ON\n\
               sslcertificatefile \"/etc/ssl/k.pem\"\nsslcertificatekeyfile '/etc/ssl/k.key'\n<location \"/kylin/\">\n  proxypass \"balancer://K/kylin/\"\n</location>\n\
               <proxy \"balancer://K\">\nbalancermember \"http://k2.example.com:7070\"\nbalancermember \"http://k3.example.com:7070\"\nproxyset lbmethod=bybusyness\n</proxy>\n</virtualhost>\n</ifmodule>\n",
        settings: &[
            ("lb.certificate", "/etc/ssl/k.pem"),
            ("lb.close_internal", "off"),
            ("lb.key", "/etc/ssl/k.key"),
            ("lb.kind", "httpd"),
            ("lb.method", "least_conn"),
            ("lb.name", "kylin.example.com"),
            ("lb.port", "443"),
            ("lb.read_timeout", "300 s"),
            ("lb.tls", "on"),
        ],
        told: &[],
        not: &["lbmethod"],
    },
    Case {
        name: "another port behind the balancer, a file cut off",
        path: "lb1/nginx.conf",
        text: "http { upstream k { server k2.example.com:7070; server k3.example.com:8080; }\n server { listen 80;\n location / { proxy_pass http://k; ",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "60 s"),
            ("lb.kind", "nginx"),
            ("lb.method", "round_robin"),
            ("lb.port", "80"),
            ("lb.read_timeout", "60 s"),
        ],
        told: &["has no end", "the document has port 7070 for every node"],
        not: &[],
    },
    Case {
        name: "ran-jit's properties of a manual: no port, a blank behind true, an unknown key",
        path: "k2.example.com/tomcat/conf/redis-data-cache.properties",
        text: "#-- Redis data-cache configuration\r\n#- redis hosts ex: 127.0.0.1:6379\r\nredis.hosts=redis1.example.com\r\nredis.host=x\r\nredis.cluster.enabled=true \r\nredis.timeout=2s\r\n",
        settings: &[],
        told: &[
            "is not host:port",
            "only the word true counts",
            "is no whole number",
            "redis.host is no key",
        ],
        not: &[],
    },
    Case {
        name: "a session manager that Muster has no choice for",
        path: "k2.example.com/tomcat/conf/context.xml",
        text: "<?xml version='1.0' encoding='utf-8'?>\n<Context allowLinking=\"true\">\n  <WatchedResource>WEB-INF/web.xml</WatchedResource>\n  <Loader loaderClass=\"org.apache.kylin.ext.CustomizedWebappClassloader\"/>\n\
               <Manager className=\"org.redisson.tomcat.RedissonSessionManager\" configPath=\"${catalina.base}/redisson.conf\" readMode=\"REDIS\"/>\n</Context>\n",
        settings: &[],
        told: &["no choice of the document says it", "RedissonSessionManager"],
        not: &["WatchedResource", "Loader"],
    },
    Case {
        name: "a commented-out manager, a comment inside of a tag",
        path: "k2.example.com/tomcat/conf/context.xml",
        text: "<Context>\n <!-- <Manager className=\"x\"/> -->\n <Manager className=\"y\" <!-- no --> />\n</Context>\n",
        settings: &[],
        told: &["No well-formed XML"],
        not: &["className x"],
    },
    Case {
        name: "server.xml with another port, a route and a second connector",
        path: "k2.example.com/tomcat/conf/server.xml",
        text: "<Server port=\"9005\" shutdown=\"SHUTDOWN\">\n<Service name=\"Catalina\">\n<Connector port=\"7071\" protocol=\"HTTP/1.1\"/>\n<Connector port=\"7072\" protocol=\"HTTP/1.1\"/>\n\
               <Connector port=\"7443\" protocol=\"org.apache.coyote.http11.Http11Protocol\" SSLEnabled=\"true\"/>\n<Engine name=\"Catalina\" jvmRoute=\"k2\" defaultHost=\"localhost\"/>\n</Service></Server>",
        settings: &[],
        told: &[
            "listens on 7071",
            "second connector",
            "HTTPS port 7443",
            "jvmRoute k2",
            "shutdown port 9005",
        ],
        not: &[],
    },
    Case {
        name: "hbase-site.xml with a doubled property, a final one and localhost",
        path: "k2.example.com/hbase/conf/hbase-site.xml",
        text: "<?xml version=\"1.0\"?>\n<?xml-stylesheet type=\"text/xsl\" href=\"configuration.xsl\"?>\n<configuration xmlns:xi=\"http://www.w3.org/2001/XInclude\">\n\
               <xi:include href=\"more.xml\"/>\n<property><name>hbase.cluster.distributed</name><value>true</value></property>\n\
               <property>\n<name>hbase.zookeeper.quorum</name>\n<value>\n zk1,localhost\n</value></property>\n\
               <property name=\"hbase.rootdir\" value=\"hdfs://${ns}/hbase\" final=\"true\"/>\n<property><name>hbase.rootdir</name><value><![CDATA[hdfs://x/hbase]]></value></property>\n\
               <property><name>ns</name><value>a</value></property><property><name>ns</name><value>b&amp;c</value></property>\n<property><name>empty</name></property></configuration>",
        settings: &[],
        told: &[
            "more.xml",
            "localhost in",
            "is final since line 11",
            "ns stands in this file twice",
            "without a name or without a value",
            "hbase.rootdir hdfs://b&c/hbase",
        ],
        not: &[],
    },
];

fn told(imported: &Imported) -> String {
    let one = |n: &import::Note| {
        format!("{}:{}:{}: {}\n", n.path, n.span.line, n.span.column, n.message.render(Lang::En))
    };
    imported.notes.iter().map(one).collect()
}

/// The settings of the two steps.
fn settings(imported: &Imported) -> BTreeMap<&str, &str> {
    let of = |key: &str| key.starts_with("lb.") || key.starts_with("session.");
    let all = imported.spec.settings.iter().filter(|(key, _)| of(key));
    all.map(|(key, text)| (key.as_str(), text.as_str())).collect()
}

#[test]
fn files_of_many_hands_are_read() {
    let mut wrong = Vec::new();
    for case in CASES {
        let mut files = cluster();
        // Latin-1 where no character is another one: as bytes of a file in GBK.
        let gbk = case.name.contains("GBK");
        let bytes = if gbk {
            case.text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect()
        } else {
            case.text.as_bytes().to_vec()
        };
        files.push(source(case.path, &bytes));
        let imported = imported(files);
        let expected: BTreeMap<&str, &str> = case.settings.iter().copied().collect();
        let told = told(&imported);
        if settings(&imported) != expected {
            wrong.push(format!("{}: {:#?}\n{told}", case.name, settings(&imported)));
        }
        let missing: Vec<&&str> =
            case.told.iter().filter(|words| !told.contains(**words)).collect();
        let false_words: Vec<&&str> =
            case.not.iter().filter(|words| told.contains(**words)).collect();
        if !missing.is_empty() || !false_words.is_empty() {
            let roles: Vec<_> = imported.spec.nodes.iter().map(|n| (&n.name, &n.roles)).collect();
            wrong.push(format!(
                "{}: missing {missing:?}, wrong {false_words:?}\n{told}{roles:?}",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The session managers that are in use, with their logins: which choices come of them.
const SESSIONS: &[(&str, &[(&str, &str)], &[(&str, &str)], &[&str])] = &[
    (
        "jcoleman's manager, as a manual of KAP has it",
        &[(
            "context.xml",
            "<Context>\n  <Valve className=\"com.radiadesign.catalina.session.RedisSessionHandlerValve\" />\n  <Manager className=\"com.radiadesign.catalina.session.RedisSessionManager\" host=\"redis1.example.com\" port=\"6380\" database=\"2\" maxInactiveInterval=\"60\" password=\"Zuf4llig-77\"/>\n</Context>",
        )],
        &[
            ("session.database", "2"),
            ("session.kind", "redis_jcoleman"),
            ("session.password", "MANAGER_PASSWORD"),
            ("session.redis_hosts", "redis1.example.com:6380"),
        ],
        &["maxInactiveInterval=60 is ignored"],
    ),
    (
        "ran-jit's manager with sentinels, the password in catalina.properties",
        &[
            (
                "context.xml",
                "<Context><Valve className='tomcat.request.session.redis.SessionHandlerValve'/><Manager className='tomcat.request.session.redis.SessionManager'/></Context>",
            ),
            (
                "redis-data-cache.properties",
                "redis.hosts = s1:26379, s2:26379,s3:26379\nredis.sentinel.enabled=true\nredis.sentinel.master=kylin-master\nredis.password=${REDIS_PASSWORD}\nredis.max.active=100\nredis.max.idle=50\nredis.min.idle=5\nredis.timeout=3000\n",
            ),
            ("catalina.properties", "package.access=sun.\nREDIS_PASSWORD=Zuf4llig-78\n"),
        ],
        &[
            ("session.connections", "100"),
            ("session.kind", "redis_ranjit"),
            ("session.password", "REDIS_PASSWORD_2"),
            ("session.redis_hosts", "s1:26379, s2:26379,s3:26379"),
            ("session.redis_mode", "sentinel"),
            ("session.sentinel_master", "kylin-master"),
            ("session.timeout", "3 s"),
        ],
        &[],
    ),
    (
        "memcached, blanks between its nodes",
        &[(
            "context.xml",
            "<Context>\n<Manager className=\"de.javakaffee.web.msm.MemcachedBackupSessionManager\"\n  memcachedNodes=\"n1:m1.example.com:11211 n2:m2.example.com:11211\"\n  sticky=\"false\" sessionBackupAsync=\"false\" lockingMode=\"auto\" operationTimeout=\"2000\" />\n</Context>",
        )],
        &[
            ("session.kind", "memcached"),
            ("session.memcached_hosts", "m1.example.com:11211,m2.example.com:11211"),
        ],
        &["lockingMode auto (Muster: none)"],
    ),
    (
        "Tomcat's own manager with a table, its login in the address",
        &[(
            "context.xml",
            "<Context><Manager className=\"org.apache.catalina.session.PersistentManager\" saveOnRestart=\"true\" maxIdleBackup=\"0\"><Store className=\"org.apache.catalina.session.JDBCStore\" driverName=\"com.mysql.jdbc.Driver\" connectionURL=\"jdbc:mysql://db.example.com:3306/sessions?useSSL=false&amp;socketTimeout=5000&amp;connectTimeout=5000\" connectionName=\"kylin\" connectionPassword=\"Zuf4llig-79\" sessionTable=\"kylin_sessions\"/></Manager></Context>",
        )],
        &[
            ("session.database_password", "MANAGER_STORE_CONNECTIONPASSWORD"),
            (
                "session.jdbc_url",
                "jdbc:mysql://db.example.com:3306/sessions?useSSL=false&socketTimeout=5000&connectTimeout=5000",
            ),
            ("session.kind", "mysql"),
            ("session.table", "kylin_sessions"),
            ("session.username", "kylin"),
        ],
        &[],
    ),
    (
        "memcached's manager with Redis behind it, which is no memcached",
        &[(
            "context.xml",
            "<Context><Manager className=\"de.javakaffee.web.msm.MemcachedBackupSessionManager\" memcachedNodes=\"redis://:Zuf4llig-80@h3:6379\" sticky=\"false\"/></Context>",
        )],
        &[],
        &["no choice of the document says it"],
    ),
];

#[test]
fn session_managers_become_choices_and_their_logins_leave() {
    let mut wrong = Vec::new();
    for (name, texts, expected, words) in SESSIONS {
        let mut files = cluster();
        for host in ["k2", "k3"] {
            for (file, text) in *texts {
                files.push(source(
                    &format!("{host}.example.com/tomcat/conf/{file}"),
                    text.as_bytes(),
                ));
            }
        }
        let imported = imported(files);
        let told = told(&imported);
        let expected: BTreeMap<&str, &str> = expected.iter().copied().collect();
        let missing: Vec<&&str> = words.iter().filter(|words| !told.contains(**words)).collect();
        if settings(&imported) != expected || !missing.is_empty() {
            wrong.push(format!("{name}: {:#?} {missing:?}\n{told}", settings(&imported)));
        }
        let document = formats::document::write(&imported.spec);
        assert!(!document.contains("Zuf4llig") && !told.contains("Zuf4llig"), "{document}\n{told}");
        let offered = imported.secrets.iter().any(|(_, secret)| secret.contains("Zuf4llig"));
        assert_eq!(
            offered,
            texts.iter().any(|(_, text)| text.contains("Zuf4llig")),
            "{name}: {:?}",
            imported.secrets
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn logins_of_a_balancer_are_offered() {
    let mut files = cluster();
    files.push(source("lb1/haproxy.cfg", b"userlist u\n user ann insecure-password Zuf4llig-81\nlisten k\n bind :80\n server k2.example.com k2.example.com:7070\n stats auth admin:Zuf4llig-82\n"));
    let imported = imported(files);
    let secrets: Vec<&str> = imported.secrets.iter().map(|(_, secret)| secret.as_str()).collect();
    assert_eq!(secrets, ["Zuf4llig-82", "Zuf4llig-81"]);
    assert!(!told(&imported).contains("Zuf4llig"), "{}", told(&imported));
}

#[test]
fn addresses_are_those_of_nodes() {
    let mut files = cluster();
    files.push(source("lb1/haproxy.cfg", b"listen k\n bind :80\n balance source\n timeout server 5m\n server k2 10.0.0.2:7070\n server k3 10.0.0.3:7070\n server k4 10.0.0.4:7070\n"));
    let imported = imported(files);
    let nodes: Vec<String> = imported
        .spec
        .nodes
        .iter()
        .map(|n| format!("{} {} {:?}", n.name, n.address, n.roles))
        .collect();
    assert_eq!(
        nodes,
        [
            "k1.example.com  {\"job\"}",
            "k2.example.com 10.0.0.2 {\"query\"}",
            "k3.example.com 10.0.0.3 {\"query\"}",
            "lb1  {\"load_balancer\"}",
            "10.0.0.4  {\"query\"}",
        ]
    );
}

#[test]
fn what_exists_outside_is_proposed_and_told() {
    let hdfs = "<configuration><property><name>dfs.nameservices</name><value>ns1, ns2</value></property>\
        <property><name>dfs.ha.namenodes.ns1</name><value>a,b</value></property>\
        <property><name>dfs.namenode.rpc-address.ns1.a</name><value>nn1.example.com:8020</value></property>\
        <property><name>dfs.namenode.rpc-address.ns1.b</name><value>nn2.example.com:8020</value></property>\
        <property><name>dfs.ha.namenodes.ns2</name><value>c</value></property>\
        <property><name>dfs.namenode.rpc-address.ns2.c</name><value>other.example.com:8020</value></property></configuration>";
    let site = "alluxio.master.hostname=m1.example.com\nalluxio.master.mount.table.root.ufs=hdfs://ns1/alluxio\n";
    let files = vec![
        source("m1.example.com/conf/alluxio-site.properties", site.as_bytes()),
        source("m1.example.com/conf/hdfs-site.xml", hdfs.as_bytes()),
    ];
    let choices = Choices { product: Some("alluxio".to_owned()), ..Choices::default() };
    let imported = import(products::ALL, &files, &choices).expect("a document");
    let nodes = imported.spec.settings.get("storage.namenodes").map(String::as_str);
    assert_eq!(nodes, Some("nn1.example.com:8020,nn2.example.com:8020"), "{}", told(&imported));
    assert!(told(&imported).contains("from hdfs-site.xml"), "{}", told(&imported));

    let properties = "kylin.metadata.url=kylin_metadata@jdbc,url=jdbc:mysql://db.example.com:3306/kylin,username=kylin,driverClassName=com.mysql.jdbc.Driver\n";
    let hbase = "<configuration><property><name>hbase.zookeeper.quorum</name><value>zk1.example.com,zk2.example.com</value></property>\
        <property><name>hbase.zookeeper.property.clientPort</name><value>2182</value></property></configuration>";
    let files = vec![
        source("k1/conf/kylin.properties", properties.as_bytes()),
        source("k1/conf/hbase-site.xml", hbase.as_bytes()),
    ];
    let imported = self::imported(files);
    assert!(told(&imported).contains("hbase.zookeeper.quorum"), "{}", told(&imported));
}

#[test]
fn what_stands_beside_a_product_alone_makes_no_document() {
    let files = [source(
        "lb1/nginx.conf",
        b"upstream a { server k1:7070; } server { location / { proxy_pass http://a; } }",
    )];
    assert!(import(products::ALL, &files, &Choices::default()).is_err());
}

#[test]
fn copies_of_such_files_are_told() {
    let mut files = cluster();
    files.push(source("lb1/nginx.conf.bak", b"upstream"));
    let imported = imported(files);
    let copy = imported.files.iter().find(|f| f.path == "lb1/nginx.conf.bak").map(|f| f.kind);
    assert_eq!(copy, Some(Err(import::Kept::Copy)));
}
