//! Files of load balancers, Tomcat and Hadoop, and what comes of them.

/// A file.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
    /// The settings of the two steps, all of them.
    pub(crate) settings: &'static [(&'static str, &'static str)],
    /// Words in what is told.
    pub(crate) told: &'static [&'static str],
    /// Words that must not be told.
    pub(crate) not: &'static [&'static str],
}

/// The files.
pub(crate) const CASES: &[Case] = &[
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
        name: "comments of another language, and a location outside of every server",
        path: "lb1/nginx.conf",
        text: "http {\n upstream kylin { server k2.example.com:7070; server k3.example.com:7070; ip_hash; }\n\
               server { listen 8080;\n location / { //forward\n proxy_pass http://kylin; proxy_read_timeout 600; } }\n\
               location /static { root html; }\n map $a $b { //x y; }\n}\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.connect_timeout", "60 s"),
            ("lb.kind", "nginx"),
            ("lb.read_timeout", "600 s"),
        ],
        told: &["\"//\" begins no comment in Nginx", "\"location\" cannot stand in http"],
        not: &["//x"],
    },
    Case {
        name: "HAProxy's cookie in mode tcp",
        path: "lb1/haproxy.cfg",
        text: "defaults\n\tmode tcp\n\ttimeout connect 5s\n\ttimeout client 5m\n\ttimeout server 5m\n\
               frontend f\n\tbind *:8080\n\tdefault_backend kylin\n\
               backend kylin\n\tbalance roundrobin\n\tcookie SRV insert\n\tserver k2 k2.example.com:7070 cookie k2 check\n\tserver k3 k3.example.com:7070 cookie k3 check\n",
        settings: &[
            ("lb.close_internal", "off"),
            ("lb.kind", "haproxy"),
            ("lb.method", "round_robin"),
            ("lb.read_timeout", "300 s"),
        ],
        told: &["HAProxy ignores the cookie"],
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
