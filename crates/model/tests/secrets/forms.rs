//! Secrets of directives, of programs' own places, of sentences and of logs, and beside each what
//! looks like one and is none.

use model::secret::{Slot, masked, protect, starred};

/// What is taken, between the signs `«` and `»`.
const TAKEN: &[&str] = &[
    // Directives: a name, blanks, a value.
    "AuthLDAPBindPassword «Zebra»",
    "tls-key-file-pass «Zebra»",
    "sentinel sentinel-pass «Zebra»",
    "SetEnv DB_PASS «Zebra»",
    "proxy_set_header X-Api-Key «ZebraKey»;",
    "http-request set-header X-Auth-Token «Zebra»",
    "RequestHeader set X-Api-Key \"«ZebraKey»\"",
    "SessionCryptoPassphrase «Zebra» «Quagga»",
    "# OIDCClientSecret «Zebra»",
    "javax.jdo.option.ConnectionPassword\t«Zebra»",
    "password\t«Zebra»",
    "userlist u\n  user a insecure-password «Zebra»",
    // Directives whose names do not tell it.
    "secure_link_secret «Zebra»;",
    "secure_link_md5 \"$secure_link_expires$uri «my-secret»\";",
    "secure_link_md5 «Zebra»$uri${remote_addr};",
    "rename-command CONFIG «b840fc02»",
    "rename-command CONFIG \"«Zebra»\"",
    "<Server port=\"8005\" shutdown=\"«Zebra»\">",
    "<Server\tx='1'>\n<Server port='8005' shutdown='«Zebra»'>",
    "setAcl /x auth:u:«Zebra»:cdrwa",
    " user_admin=\"«Zebra»\"",
    "-Dzookeeper.DigestAuthenticationProvider.superDigest=«super:Zebra=»",
    "user a on #«5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8» ~* +@all",
    // Compared with.
    "if ($http_x_api_key != \"«Zebra»\") {",
    "Require expr %{HTTP:X-Api-Key} == \"«Zebra»\"",
    "http-request deny unless { req.hdr(X-Api-Key) -m str «Zebra» }",
    "acl ok hdr(X-Auth-Token) -i «Zebra»",
    "map $http_x_api_key $ok {\n  default 0;\n  «Zebra» 1;\n}",
    "map $http_x_api_key $ok { \"«Zebra»\" 1; }",
    // Sessions.
    "proxy_set_header Cookie \"session=«s3cretse»\";",
    "curl -H 'Cookie: a=b; session=«s3cretse»' h",
    "option httpchk GET / HTTP/1.0\\r\\nAuthorization:\\ Basic\\ «QURNSU46»",
    // Programs.
    "lftp -u user,«Zebra» sftp://h",
    "smbclient //h/s -U user%«Zebra»",
    "net ads join -U admin%«Zebra»",
    "vault login «s.a1b2c3d4»",
    "vault kv put secret/x db=«Zebra»",
    "kubectl create secret generic x --from-literal=db=«Zebra»",
    "curl -su a:«Zebra» http://h",
    "redis-cli -h h -a«Zebra» ping",
    "redis-cli AUTH «Zebra»",
    "ldapsearch -xw «Zebra»",
    "openssl passwd -apr1 «Zebra»",
    "ssh-keygen -t rsa -N \"«Zebra»\" -f k",
    "unzip -P «Zebra» a.zip",
    "7z x -p«Zebra» a.7z",
    "bcp x in y -U u -P «Zebra»",
    "docker login -uu -p«Zebra» reg",
    "aws configure set aws_secret_access_key «Zebra»",
    "rabbitmqctl add_user u «Zebra»",
    "mc admin user add m u «Zebra»",
    "machine h login u password «Zebra»",
    "sqlplus system/«Zebra»",
    "exp u/«Zebra»@db file=x",
    "su - u <<< «Zebra»",
    "useradd -p «Zebra» u",
    "kadmin -q x -pw «Zebra» u",
    "kap@jdbc,url=jdbc:mysql://h/k,password=ENC('«YeqVr9MakSFbgxEec9sBwg==»'),maxActive=10",
    "password=ENC(\"«Zebra»\")",
    // Looks of their own.
    "admin:«$apr1$Zebra$abcdefghijklmnop»",
    "admin:«{SHA}5h1cHKGCv2I2ZLy6n8f0=»",
    "key: «AQBhun7erxxAABAAzPRGGvDTgbmSJ5zHsvXQAA==»",
    "https://«a1b2c3d4e5f6a7b8c9d0e1f2»@h/1",
    "https://events.pagerduty.com/integration/«a1b2/enqueue»",
    // Logs.
    "INFO args: [--password, «Zebra]»",
    "(spark.ssl.keyPassword,«Zebra»)",
    "getConnection with password(«hunter2»)",
    "password(«Zebra»)",
    // Sentences.
    "«hunter2» is the password",
    "# «hunter2x» is the admin password",
    "use «hunter2x» as the password",
    "try «hunter2x» (the password)",
    "the password is «ZebraKing»!",
    "the root password was changed to «hunter2x»",
    "changed the password from «hunter2x» to «s3cret»",
    "the keystore's password is still «hunter2x»",
    "its password's «hunter2x»",
    "passphrase of the key is «hunter2x»",
    "passwd for redis: «hunter2x»",
    "SET PASSWORD FOR u = '«Zebra»'",
    "Passwort ist «hunter2x»",
    "password - «hunter2x»",
    "passwd -> «hunter2x»",
    "password→«hunter2x»",
    "passwords are «hunter2x» and «s3cret»",
    "passwords: «hunter2x», «s3cret»",
    "secret word = «Zebra»",
    "creds: «admin:s3cret»",
    "admin:«hunter2x»",
    "the page, admin:«hunter2x», works",
    "BMC: ADMIN/«hunter2x»",
    "login: kylin/«hunter2x»",
    "user: kylin / «hunter2x»",
    "user/password: «kylin/Zebra»",
    "account password: «kylin / Zebra»",
    "AK/SK: «a1b2c3/s3cret»",
    "# «hunter2x»是管理员密码",
    "«hunter2x» 是密码",
    "数据库密码已改为 «hunter2x»",
    "密码设置为：«hunter2x»",
    "密码从 «hunter2x» 改为 «s3cret»",
    "密码«hunter2x»，见文档",
    "密码（«hunter2x»）",
    "密碼：«hunter2x»",
    "授权码：«Zebra»",
    "用户名/密码：«admin/Zebra»",
    "登录 kylin/«hunter2x»",
    "默认账号 ADMIN/«KYLIN1x»",
    "密码是 «Zebra»",
    "密码为 «zebra»",
    "管理员密码是 «Zebra»。",
    "密码已改为«zebra»，请更新",
    "the password is «Zebra»",
    "The admin password is «Zebra».",
];

/// What stays.
const LEFT: &[&str] = &[
    "proxy_pass http://k1.example.com:7070/kylin;",
    "proxy_pass kylin1;",
    "fastcgi_pass unix:/run/php7.sock;",
    "ProxyPass \"/kylin\" \"balancer://nodes1/kylin\"",
    "proxy_set_header Authorization $http_authorization;",
    "proxy_set_header Cookie $http_cookie;",
    "proxy_set_header X-Auth-Token $http_x_auth_token;",
    "map $http_upgrade $connection_upgrade {\n  default upgrade;\n  '' close;\n}",
    "map $http_x_api_key $ok {\n  default 0;\n}",
    "acl has_key req.hdr(X-Api-Key) -m found",
    "http-request deny if { req.hdr(Host) -m str evil1 }",
    "<Server port=\"8005\" shutdown=\"SHUTDOWN\">",
    "text: \"<Server port=\\\"8005\\\" shutdown=\\\"SHUTDOWN\\\">\"",
    "rename-command CONFIG \"\"",
    "secure_link_md5 \"$secure_link_expires$uri$remote_addr\";",
    "ssl_password_file /etc/keys/pw1;",
    "RequestHeader unset Authorization",
    "SetEnv TOKEN_FILE /etc/token1",
    "user_agent=\"Mozilla/5.0\"",
    "kylin.ldap.connection-password missing",
    "docker run tomcat:9jdk11 x",
    "image: root/kylin311",
    "chown root:hadoop22 /x",
    "root:root owns /data1",
    "admin / operator",
    "user hdfs/nn01@CORP",
    "account kylin/node01.corp.com",
    "https://user@h1.corp.com/x",
    "the net effect is 50%better1",
    "openssl passwd -h",
    "vault login is required on node1",
    "mkdir -p a1; unzip a1.zip -d b1",
    "ssh-keygen -t rsa -f k1",
    "PR #18368 is on all nodes",
    "getPassword(key1)",
    "all.push(secret(cx, class, \"a\"))",
    "without credentials (see the wiki)",
    "node1 is the password server",
    "node1 is without a password",
    "sha256 is the password hash",
    "the password is rotated by vault2 every week",
    "the password is base64-encoded",
    "passwords are hashed with bcrypt10",
    "passwords, node1 and node2",
    "set the password to expire in 90days",
    "password changed 2024-01-01T10:00Z by ann",
    "password was set on host1",
    "password != initialInternalClientPassword",
    "a.accessKey, a.secretKey → s3a.accessKey, s3a.secretKey",
    "密码用md5加密存储",
    "密码策略 v2",
    "密码是 base64 编码",
    "密码是 LDAP 的",
    "密码是 null",
    "密码为 Vault 中的值",
    "the password is Encrypted",
    "the password is Vault's",
    "The password is required.",
    "The password is Oracle standard",
    "密码在 node1 上",
    "node1 是密码服务器",
    "用户名/密码：见文档",
    "请修改默认密码，host1 是主节点",
];

#[test]
fn each_kind_is_taken_and_what_looks_like_it_stays() {
    let mut wrong = Vec::new();
    for marked in TAKEN {
        let given = marked.replace(['«', '»'], "");
        let parts: Vec<&str> = marked.split(['«', '»']).collect();
        let secrets: Vec<&str> = parts.iter().skip(1).step_by(2).copied().collect();
        let protected = protect(Slot::Text, "", &given, &[]);
        let mut back = String::new();
        for (at, part) in parts.iter().enumerate() {
            let name = protected.removed.iter().find(|(_, secret)| at % 2 == 1 && secret == part);
            match name {
                Some((name, _)) => back += &format!("${{{name}}}"),
                None => back += part,
            }
        }
        let stays = protect(Slot::Text, "", &protected.text, &[]).text == protected.text;
        let all = protected.removed.len() == secrets.len();
        if back != protected.text || !stays || !all {
            wrong.push((*marked, protected.text.clone()));
        }
        for secret in secrets.iter().filter(|secret| secret.len() > 4) {
            if masked(&given).contains(secret) {
                wrong.push((*marked, masked(&given)));
            }
        }
        assert_eq!(starred(&given).chars().count(), given.chars().count());
    }
    for given in LEFT {
        let text = protect(Slot::Text, "", given, &[]).text;
        if text != *given {
            wrong.push((*given, text));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
