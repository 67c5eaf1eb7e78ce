//! What the policy takes for a secret, what it leaves alone, and its laws.

use model::secret::{
    Names, Slot, is_reference, masked, positions, protect, protect_document, protect_typed,
    starred, variable_for,
};
use model::{Accepted, ClusterSpec, Edit, Layer, Node, Place, apply};
use proptest::prelude::*;

fn text(key: &str, text: &str) -> String {
    protect(Slot::Property, key, text, &[]).text
}

/// Key, text, and the text that is left.
const TAKEN: &[(&str, &str, &str)] = &[
    // Whole values.
    ("a.b-password", "hunter2", "${A_B_PASSWORD}"),
    ("a.jdbc.pass", "p w", "${A_JDBC_PASS}"),
    ("spark.hadoop.fs.s3a.secret.key", "a/b+c", "${SPARK_HADOOP_FS_S3A_SECRET_KEY}"),
    ("fs.azure.account.key.name", "x==", "${FS_AZURE_ACCOUNT_KEY_NAME}"),
    ("x.zk-auth", "digest:a:b", "${X_ZK_AUTH}"),
    ("a.password", "{\"type\":\"default\",\"password\":\"pw\"}", "${A_PASSWORD}"),
    // Lists and queries.
    (
        "u",
        "jdbc:mysql://h:1/d?user=a&password=s3cret&x=y",
        "jdbc:mysql://h:1/d?user=a&password=${U_PASSWORD}&x=y",
    ),
    ("u", "jdbc:mysql://h/d?pwd=s3cret", "jdbc:mysql://h/d?pwd=${U_PWD}"),
    (
        "u",
        "jdbc:mysql://h/d?user=a&password=half;tail",
        "jdbc:mysql://h/d?user=a&password=${U_PASSWORD}",
    ),
    (
        "u",
        "jdbc:mysql://h/d?user=a&password=one&two&x=y",
        "jdbc:mysql://h/d?user=a&password=${U_PASSWORD}&x=y",
    ),
    (
        "u",
        "id@jdbc,url=jdbc:mysql://h/d,username=a,password=b=c,max=3",
        "id@jdbc,url=jdbc:mysql://h/d,username=a,password=${U_PASSWORD},max=3",
    ),
    (
        "u",
        "id@jdbc,url=jdbc:mysql://h/d,username=a,password=b,c",
        "id@jdbc,url=jdbc:mysql://h/d,username=a,password=${U_PASSWORD}",
    ),
    (
        "u",
        "jdbc:sqlserver://h:1433;user=a;password={a;b};encrypt=true",
        "jdbc:sqlserver://h:1433;user=a;password={${U_PASSWORD}};encrypt=true",
    ),
    (
        "u",
        "jdbc:sqlserver://h:1433;user=a;password=a;b;encrypt=true",
        "jdbc:sqlserver://h:1433;user=a;password=${U_PASSWORD};encrypt=true",
    ),
    ("u", "jdbc:sqlserver://h;password={a}};b}", "jdbc:sqlserver://h;password={${U_PASSWORD}}"),
    (
        "u",
        "DefaultEndpointsProtocol=https;AccountName=n;AccountKey=aGk+/=;EndpointSuffix=x",
        "DefaultEndpointsProtocol=https;AccountName=n;AccountKey=${U_ACCOUNTKEY};EndpointSuffix=x",
    ),
    ("u", "https://n.blob/c?sv=2020&sig=abc%2F", "https://n.blob/c?sv=2020&sig=${U_SIG}"),
    // Logins in addresses.
    ("u", "http://me:s3cret@h:1/x", "http://me:${U_PASSWORD}@h:1/x"),
    ("u", "http://me:p/w@h:1/x", "http://me:${U_PASSWORD}@h:1/x"),
    ("u", "http://me:p@w@h:1/x", "http://me:${U_PASSWORD}@h:1/x"),
    ("u", "http://me:p@/w@h:1/x", "http://me:${U_PASSWORD}@h:1/x"),
    ("u", "http://me:p,w@h:1/x", "http://me:${U_PASSWORD}@h:1/x"),
    ("u", "http://me:p#?w@h:1/x", "http://me:${U_PASSWORD}@h:1/x"),
    ("u", "redis://:s3cret@h:6379/0", "redis://:${U_PASSWORD}@h:6379/0"),
    ("u", "s3a://AKEY:a/b+c@bucket/d", "s3a://AKEY:${U_PASSWORD}@bucket/d"),
    (
        "u",
        "http://a:one@h1,http://b:two@h2/x",
        "http://a:${U_PASSWORD}@h1,http://b:${U_PASSWORD_2}@h2/x",
    ),
    ("u", "http://h0,http://b:two@h2/x", "http://h0,http://b:${U_PASSWORD}@h2/x"),
    ("u", "http://a:one@h1 http://a:one@h2", "http://a:${U_PASSWORD}@h1 http://a:${U_PASSWORD}@h2"),
    (
        "u",
        "http://a:${U_PASSWORD}@h1,http://b:two@h2",
        "http://a:${U_PASSWORD}@h1,http://b:${U_PASSWORD_2}@h2",
    ),
    (
        "u",
        "jdbc:oracle:thin:scott/tiger@//db:1521/x",
        "jdbc:oracle:thin:scott/${U_PASSWORD}@//db:1521/x",
    ),
    ("u", "jdbc:oracle:thin:u/p@db:1521:x", "jdbc:oracle:thin:u/${U_PASSWORD}@db:1521:x"),
    // Lists of servers.
    ("u", "ADMIN:pw@k1:7070", "ADMIN:${U_PASSWORD}@k1:7070"),
    (
        "u",
        "ADMIN:pw@k1:7070,ADMIN:two@k2:7070",
        "ADMIN:${U_PASSWORD}@k1:7070,ADMIN:${U_PASSWORD_2}@k2:7070",
    ),
    ("u", "h0:2181,me:p,w@h1:2181", "h0:2181,me:${U_PASSWORD}@h1:2181"),
    ("u", "root:pw@k1", "root:${U_PASSWORD}@k1"),
    ("u", "CORP\\svc:pw@k1", "CORP\\svc:${U_PASSWORD}@k1"),
    ("u", "me@corp.com:pw@k1", "me@corp.com:${U_PASSWORD}@k1"),
    ("u", "digest:user:s3cret", "digest:user:${U_PASSWORD}"),
    // Options and commands.
    (
        "u",
        "-n root -p s3cret -u jdbc:hive2://h:10000",
        "-n root -p ${U_PASSWORD} -u jdbc:hive2://h:10000",
    ),
    (
        "u",
        "-n root -p 12345 -u jdbc:hive2://h:10000",
        "-n root -p ${U_PASSWORD} -u jdbc:hive2://h:10000",
    ),
    ("u", "-n root -p 's3 cret' -u x", "-n root -p '${U_PASSWORD}' -u x"),
    ("u", "mysql -uroot -ps3cret db", "mysql -uroot -p${U_PASSWORD} db"),
    ("u", "--password=s3cret --x", "--password=${U_PASSWORD} --x"),
    ("u", "--password s3cret --x", "--password ${U_PASSWORD} --x"),
    ("u", "-Xmx1g -Dx.password=s3cret -Dy=1", "-Xmx1g -Dx.password=${U_X_PASSWORD} -Dy=1"),
    (
        "u",
        "--conf spark.hadoop.fs.s3a.secret.key=abc --x",
        "--conf spark.hadoop.fs.s3a.secret.key=${U_SPARK_HADOOP_FS_S3A_SECRET_KEY} --x",
    ),
    ("u", "curl -u me:s3cret http://h/", "curl -u me:${U_PASSWORD} http://h/"),
    ("u", "requirepass s3cret", "requirepass ${U_PASSWORD}"),
    ("u", "sentinel auth-pass main s3cret", "sentinel auth-pass main ${U_PASSWORD}"),
    ("u", "create user k identified by 's3cret'", "create user k identified by '${U_PASSWORD}'"),
    ("u", "alter role k with password 's3cret';", "alter role k with password '${U_PASSWORD}';"),
    ("u", "stats auth admin:s3cret", "stats auth admin:${U_PASSWORD}"),
    ("u", "Authorization: Basic QURNSU46", "Authorization: Basic ${U_AUTHORIZATION}"),
    ("u", "Authorization: Bearer abcdefgh", "Authorization: Bearer ${U_AUTHORIZATION}"),
    ("u", "Authorization: s3cret", "Authorization: ${U_AUTHORIZATION}"),
    ("u", "curl -H 'X-Api-Key: s3cret' h", "curl -H 'X-Api-Key: ${U_X_API_KEY}' h"),
    // JSON, YAML, XML.
    ("u", r#"{"user":"a","password":"s3cret"}"#, r#"{"user":"a","password":"${U_PASSWORD}"}"#),
    ("u", r#"{"a":{"password" : "x\"y"}}"#, r#"{"a":{"password" : "${U_PASSWORD}"}}"#),
    ("u", r#"{\"password\":\"s3cret\",\"b\":1}"#, r#"{\"password\":\"${U_PASSWORD}\",\"b\":1}"#),
    ("u", r#"{"pin":1,"password":123456}"#, r#"{"pin":1,"password":${U_PASSWORD}}"#),
    ("u", "a: 1\npassword: s3cret\nb: 2", "a: 1\npassword: ${U_PASSWORD}\nb: 2"),
    ("u", "<a password=\"s3cret\" b=\"1\"/>", "<a password=\"${U_PASSWORD}\" b=\"1\"/>"),
    ("u", "<password>s3cret</password>", "<password>${U_PASSWORD}</password>"),
    (
        "u",
        "<name>a.password</name>\n<value>s3 cret</value>",
        "<name>a.password</name>\n<value>${U_A_PASSWORD}</value>",
    ),
    // What has its own looks.
    ("u", "AKIAIOSFODNN7EXAMPLE", "${U_ACCESS_KEY}"),
    (
        "u",
        "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "${U_ACCESS_KEY}:${U_SECRET_KEY}",
    ),
    ("u", "x ghp_abcdefghijklmnopqrst y", "x ${U_TOKEN} y"),
    (
        "u",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n${U_PRIVATE_KEY}\n-----END RSA PRIVATE KEY-----",
    ),
    // Sentences.
    (
        "R1",
        "the password is password=abc, see https://u:two@wiki/",
        "the password is password=${R1_PASSWORD}, see https://u:${R1_PASSWORD_2}@wiki/",
    ),
    ("R1", "密码：abc，见文档", "密码：${R1___}，见文档"),
];

#[test]
fn secrets_are_taken_in_all_their_forms() {
    for (key, given, left) in TAKEN {
        let protected = protect(Slot::Property, key, given, &[]);
        assert_eq!(&protected.text, left, "{key} = {given}");
        assert!(!protected.removed.is_empty());
        // What was taken out, put in again, is what stood there.
        let mut back = protected.text.clone();
        for (variable, secret) in &protected.removed {
            back = back.replacen(&format!("${{{variable}}}"), secret, 1);
        }
        assert_eq!(&back, given);
        assert_eq!(&text(key, left), left, "twice");
        if !protected.text.starts_with("${") {
            assert!(!masked(given).contains(&protected.removed[0].1), "{}", masked(given));
        }
        assert_eq!(starred(given).chars().count(), given.chars().count());
    }
}

/// Key and text of what is no secret.
const LEFT: &[(&str, &str)] = &[
    ("a.password", ""),
    ("a.password", "${NAME}"),
    ("a.password", "${env:NAME}"),
    ("a.password", "@{NAME}"),
    ("a.password", "{\"type\":\"environment\",\"variable\":\"NAME\"}"),
    ("a.password.enabled", "maybe"),
    ("a.allow.credential", "true"),
    ("a.credential.path", "/etc/key.json"),
    ("a.private-key", "/etc/ssl/key.pem"),
    ("a.token", "file:/etc/token"),
    ("a.credentials", "org.example.auth.Provider"),
    ("a.secret-key-name", "name"),
    ("a.provider.path", "jceks://hdfs@nn:8020/x.jceks"),
    ("u", "user@host"),
    ("u", "user@host:22"),
    ("u", "hdfs://user@nn:8020/x"),
    ("u", "hdfs://nn:8020/user/a@b"),
    ("u", "wasb://container@account.blob.core.windows.net/x"),
    ("u", "abfs://fs@account.dfs.core.windows.net"),
    ("u", "http://h:80/a@b"),
    ("u", "http://[fe80::1]:80/a@b"),
    ("u", "http://h:80?a=b@c"),
    ("u", "k1:7070,k2:7070"),
    ("u", "zk1:2181,zk2:2181/chroot"),
    ("u", "table@hbase"),
    ("u", "space:table@hbase"),
    ("u", "space:table@jdbc,url=jdbc:mysql://h/d,username=a,password=${PW}"),
    ("u", "image:3.1@sha256:abcdef"),
    ("u", "jdbc:oracle:thin:@//db:1521/x"),
    ("u", "jdbc:oracle:thin:@db:1521:x"),
    ("u", "jdbc:sqlserver://h:1433;database=k;encrypt=true"),
    ("u", "jdbc:mysql://h1:1,h2:2/d?useSSL=false"),
    ("u", "jdbc:mysql://h/d?password="),
    ("u", "jdbc:mysql://h/d?password=&x=y"),
    ("u", "x,password=${PW},passwordEncrypted=true"),
    ("u", "x,password=@{PW},y"),
    ("u", "http://me:${PW}@h"),
    ("u", "me:@{PW}@h:1"),
    ("u", "me:${PW}@h:1,me:${PW}@h2:1"),
    ("u", "RULE:[2:$1@$0](rm@EXAMPLE.COM)s/.*/yarn/"),
    ("u", "HTTP/_HOST@EXAMPLE.COM"),
    ("u", "-n k -u 'jdbc:hive2://h:10000/;principal=hive/_HOST@X'"),
    ("u", "uid={0},ou=people,dc=corp"),
    ("u", "(&(cn={0}))"),
    ("u", "mailto:me@corp.com"),
    ("u", "me@corp.com,you@corp.com"),
    ("u", "https://github.com/a/b"),
    ("u", "10:30:00"),
    ("u", "GMT+8:00"),
    ("u", "C:\\x\\y"),
    ("u", "ssh -p 22 h"),
    ("u", "mkdir -p /data/x"),
    ("u", "docker run -u 1000:1000 x"),
    ("u", "-Xmx1g -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom"),
    ("u", "--password-file /etc/pw -x"),
    ("u", "-w /etc/pw"),
    ("u", "token:8080"),
    ("u", "secret:2181,secret2:2181"),
    ("u", "http://secret:8080/x"),
    ("u", "the password is on the wiki"),
    ("u", "a secret by nature"),
    ("u", "Bearer of news"),
    ("u", "{\"password\":{\"type\":\"environment\",\"variable\":\"NAME\"}}"),
    ("u", "{\"password\":\"${NAME}\",\"token\":null,\"secret\":false}"),
    ("u", "<password>${NAME}</password><token></token>"),
    ("u", "password: {{ vault_password }}"),
    ("u", "password=<password>"),
    ("u", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----"),
    ("u", "AKIA"),
    ("u", "eyJhbGciOiJIUzI1NiJ9"),
    ("u", "$(id)"),
    ("u", "中文：说明"),
];

#[test]
fn what_is_no_secret_stays() {
    for (key, given) in LEFT {
        let protected = protect(Slot::Property, key, given, &[]);
        assert_eq!(&protected.text, given, "{key}");
        assert_eq!(masked(given), *given);
    }
}

#[test]
fn a_field_keeps_the_name_of_a_variable() {
    let field = |key: &str, given: &str| protect(Slot::Field, key, given, &[]).text;
    assert_eq!(field("x.password", "MY_VARIABLE"), "MY_VARIABLE");
    assert_eq!(field("x.password", "hunter2"), "X_PASSWORD");
    assert_eq!(field("x.s3_access_key", "AKIAIOSFODNN7EXAMPLE"), "X_S3_ACCESS_KEY");
    assert_eq!(field("x.password", " "), " ");
    assert_eq!(field("x.url", "http://a:b@h"), "http://a:${X_URL_PASSWORD}@h");
    let marks = ["k.id".to_owned()];
    assert_eq!(protect(Slot::Property, "p.k.id", "abc", &marks).text, "${P_K_ID}");
    assert_eq!(protect(Slot::Text, "p.k.id", "abc", &marks).text, "abc");
    assert_eq!(variable_for(""), "SECRET");
}

#[test]
fn a_secret_is_taken_out_while_it_is_typed() {
    let typed = |text: &str| protect_typed(Slot::Field, "u", text, &[], false);
    for whole in ["jdbc:mysql://me:hunter2@db:3306/kylin", "jdbc:oracle:thin:me/hunter2@db"] {
        for end in whole.find("unter").expect("there")..=whole.len() {
            let text = &whole[..end];
            let p = typed(text);
            assert!(!p.text.contains('h') || p.text.contains("${U_PASSWORD}"), "{text}: {p:?}");
            assert_eq!(typed(&p.text).text, p.text, "{text}");
        }
    }
    for plain in ["jdbc:mysql://db:3306", "zk://a:2181,b:21", "http://[fe80::1]:80", "x://h:"] {
        assert_eq!(typed(plain).text, plain);
    }
    let server = "jdbc:sqlserver://db:1433;database=kylin;encrypt=true";
    for end in server.find("db").expect("there")..=server.len() {
        assert_eq!(typed(&server[..end]).text, &server[..end]);
    }
    for secret in ["jdbc:sqlserver://me:hunter2;database=k", "jdbc:mysql://me:1433;hunter2"] {
        assert!(!typed(secret).text.contains("hunter2"), "{secret}");
    }
    assert_eq!(typed("http://me:12345678").text, "http://me:${U_PASSWORD}");
    // In a list of servers a colon begins a port, or a password.
    let servers = |text: &str| protect_typed(Slot::Field, "u", text, &[], true).text;
    assert_eq!(servers("k1:7070,ADMIN:hunt"), "k1:7070,ADMIN:${U_PASSWORD}");
    assert_eq!(servers("k1:7070,k2:70"), "k1:7070,k2:70");
    assert_eq!(typed("k1:7070,ADMIN:hunt").text, "k1:7070,ADMIN:hunt");
}

#[test]
fn two_secrets_of_one_key_get_two_variables() {
    let mut spec = ClusterSpec::new("p", "1");
    for secret in ["one", "two", "one", "${A_PASSWORD_3}"] {
        let overrides = [("a.password".to_owned(), secret.to_owned())].into();
        spec.push(Node { overrides, ..Node::default() });
    }
    spec.overrides.cluster.insert("a.password".to_owned(), "three".to_owned());
    let removed = protect_document(&mut spec, &[], &mut Names::default());
    let texts: Vec<_> = spec.nodes.iter().map(|n| n.overrides["a.password"].as_str()).collect();
    assert_eq!(spec.overrides.cluster["a.password"], "${A_PASSWORD}");
    // The third is taken: somebody refers to it already.
    assert_eq!(texts, ["${A_PASSWORD_2}", "${A_PASSWORD_4}", "${A_PASSWORD_2}", "${A_PASSWORD_3}"]);
    assert_eq!(removed.len(), 4);
    assert_eq!(protect_document(&mut spec, &[], &mut Names::default()), []);
}

/// The same secret in every text that a document has.
#[test]
fn no_text_of_a_document_keeps_a_secret() {
    let dirty = || "http://me:hunter2@h".to_owned();
    let mut spec = ClusterSpec::new(&dirty(), &dirty());
    spec.name = dirty();
    spec.settings = [(dirty(), dirty())].into();
    spec.overrides.cluster = [(dirty(), dirty())].into();
    spec.overrides.roles = [(dirty(), [(dirty(), dirty())].into())].into();
    let node = Node {
        name: dirty(),
        address: dirty(),
        roles: [dirty()].into(),
        settings: [(dirty(), dirty())].into(),
        overrides: [(dirty(), dirty())].into(),
        ..Node::default()
    };
    let row = spec.push(node.clone());
    let accepted = Accepted {
        rule: dirty(),
        node: Some(row),
        field: dirty(),
        reason: dirty(),
        facts: vec![dirty()],
    };
    spec.accepted.push(accepted.clone());
    let unknown = model::Unknown { path: vec![dirty()], toml: format!("\"{}\"", dirty()) };
    spec.unknown.push(unknown);
    let mut by_edits = ClusterSpec::new("p", "1");
    apply(&mut by_edits, &Edit::Replace(Box::new(spec.clone())));
    let mut spec = spec;
    let removed = protect_document(&mut spec, &[], &mut Names::default());
    assert!(removed.len() > 15 && removed.iter().all(|r| r.value == "hunter2"));
    for edit in [
        Edit::InsertNodes(0, vec![node]),
        Edit::Accept(accepted),
        Edit::SetRole(row, dirty(), true),
        Edit::Set(Place::Name, dirty()),
        Edit::Set(Place::Version, dirty()),
        Edit::Set(Place::Setting(dirty()), dirty()),
        Edit::Set(Place::Override(Layer::Role(dirty()), dirty()), dirty()),
        Edit::Set(Place::NodeName(row), dirty()),
        Edit::Set(Place::NodeAddress(row), dirty()),
        Edit::Set(Place::NodeRoles(row), dirty()),
        Edit::Set(Place::NodeSetting(row, dirty()), dirty()),
        Edit::Set(Place::Override(Layer::Node(row), dirty()), dirty()),
        Edit::Set(Place::Accepted(0), dirty()),
    ] {
        apply(&mut by_edits, &edit);
        assert!(!format!("{by_edits:?}").contains("hunter2"), "{edit:?}");
    }
    assert!(!format!("{spec:?}").contains("hunter2"), "{spec:?}");
    let before = by_edits.clone();
    apply(&mut by_edits, &Edit::Set(Place::Setting(dirty()), String::new()));
    apply(&mut by_edits, &Edit::Clear(Place::Setting(dirty())));
    assert_eq!(by_edits.settings.len() + 1, before.settings.len());
}

/// Pieces of texts that hold secrets, and hostile ones.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "password",
        "=",
        ":",
        "://",
        "@",
        "a",
        "b1",
        ",",
        ";",
        "&",
        "?",
        "/",
        " ",
        "\"",
        "'",
        "{",
        "}",
        "${",
        "@{",
        "X}",
        "${A}",
        "<",
        ">",
        "</",
        "<name>",
        "<value>",
        "-p",
        "-u",
        "--",
        "token",
        "\\",
        "jdbc:oracle:thin:",
        "digest:",
        "Authorization:",
        "Bearer",
        "Basic",
        "\n",
        "[",
        "]",
        "(",
        ")",
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN PRIVATE KEY-----",
        "-----END",
        "中",
        "：",
        "，",
        "1234",
        "sig",
        "by",
        "requirepass",
        "auth-pass",
        "`",
        "*",
        "***",
        ".",
        "-",
        "_",
        "$",
        "{{",
        "}}",
        "\u{0}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text is: nothing panics, and what was protected once stays as it is.
    #[test]
    fn protecting_twice_changes_nothing(
        pieces in prop::collection::vec(piece(), 0..12),
        key in prop::sample::select(vec!["u", "", "a.password", "a.token", "a.account.key.n"]),
        slot in prop::sample::select(vec![Slot::Field, Slot::Property, Slot::Text]),
    ) {
        let given = pieces.concat();
        let once = protect(slot, key, &given, &[]);
        let twice = protect(slot, key, &once.text, &[]);
        prop_assert_eq!(&twice.text, &once.text, "from {:?}", given);
        prop_assert_eq!(twice.removed, vec![]);
        for at in positions(&once.text) {
            prop_assert!(once.text.get(at).is_some());
        }
        prop_assert_eq!(masked(&once.text), once.text.as_str());
        prop_assert_eq!(starred(&given).chars().count(), given.chars().count());
        let typed = protect_typed(slot, key, &given, &[], true).text;
        prop_assert_eq!(&protect_typed(slot, key, &typed, &[], true).text, &typed);
        // Two secrets never share a variable.
        for (name, secret) in &once.removed {
            prop_assert!(once.removed.iter().all(|(n, s)| n != name || s == secret));
            let reference = format!("${{{name}}}");
            prop_assert!(is_reference(&reference), "{}", reference);
        }
    }
}

/// A long text of anything are looked at in a moment: no form makes the search quadratic.
#[test]
fn long_texts_are_looked_at_quickly() {
    for piece in [
        "password=",
        "a:b,",
        "a:b@c,",
        "://a:b",
        "password=<",
        "<name>x.password</name>",
        "-p x ",
        "\"a ",
        "'",
        "-----BEGIN PRIVATE KEY-----",
        "jdbc:oracle:thin:u/",
        "digest:a:b ",
        "${",
        "a,",
        "token:{",
        "  :",
        "password = ",
        "AKIAIOSFODNN7EXAMPLE ",
        "x",
        "{",
        "requirepass ",
    ] {
        let text = piece.repeat((1 << 14) / piece.len()) + "@h";
        let begin = std::time::Instant::now();
        let once = protect(Slot::Property, "u", &text, &[]).text;
        let took = begin.elapsed();
        assert!(took.as_secs() < 10, "{piece}: {took:?}");
        assert_eq!(masked(&once), once, "{piece}");
    }
}
