//! The forms in which people write secrets, and the marked secrets that are put into them.

/// The marker: of no word that a file of an archive has.
pub(crate) const MARKER: &str = "sekR3Tx";

/// What stands around a secret. `#` is the secret.
pub(crate) const FORMS: &[&str] = &[
    "jdbc:mysql://db.example.com:3306/k?user=a&password=#&x=y",
    "jdbc:mysql://db.example.com/k?pwd=#",
    "jdbc:mysql://db.example.com/k?user=a&password=half;#",
    "k@jdbc,url=jdbc:mysql://db.example.com/k,username=a,password=#,maxActive=3",
    "x@jdbc,password=#",
    "jdbc:mysql://me:#@db.example.com:3306/k",
    "jdbc:sqlserver://db:1433;user=a;password={#;b};encrypt=true",
    "jdbc:oracle:thin:scott/#@//db:1521/x",
    "hdfs://me:#@nn:8020/x",
    "http://h1:80,http://me:#@h2:80/x",
    "http://me:#/x@h2:80/x",
    "s3a://AKEY:a/#+x@bucket",
    "ADMIN:#@k1:7070",
    "k0:7070,ADMIN:#@k1:7070",
    "root:p,#@k1",
    "CORP\\svc:#@k1",
    "digest:user:#",
    "-n root -p # -u jdbc:hive2://h:10000",
    "-n root -p'#' -u jdbc:hive2://h:10000",
    "sshpass -p # ssh -p 22 root@h",
    "redis-cli -h h -a # ping",
    "ldapsearch -x -D cn=x -w # -b dc=corp",
    "zkCli.sh addauth digest user:#",
    "--password=# --x",
    "--password # --x",
    "-Xmx1g -Dx.password=#",
    "-Djavax.net.ssl.trustStorePassword=# -Dx=y",
    "--hiveconf fs.s3a.secret.key=#",
    "AWS_SECRET_ACCESS_KEY=#",
    "export DB_PASS='#'",
    "curl -u me:# h",
    "requirepass #",
    "create user k identified by '#'",
    "{\"type\":\"default\",\"password\":\"#\"}",
    "{\"url\":\"http://me:#@h/x\"}",
    "{\\\"url\\\":\\\"jdbc:mysql://h/d?user=a&password=#\\\"}",
    "<name>a.password</name><value>#</value>",
    "password: #",
    "a: 1\npassword: #\nb: 2",
    "密码：#，见文档",
    "the password is password=#, as the wiki says",
    "Authorization: Basic #AAAA",
    "Authorization: Bearer #AAAAAAAA",
    "curl -H \"Authorization: Bearer #AAAA\" h",
    "sh -c \"beeline -n a -p # -u jdbc:x\"",
    "[{\"name\":\"DB_PASSWORD\",\"value\":\"#\"}]",
    "<property name=\"password\" value=\"#\"/>",
    "https://b.s3.amazonaws.com/x?X-Amz-Signature=#&x=1",
    "https://n.blob.core.windows.net/c?sv=2020&sig=#",
    "AccountName=n;AccountKey=#;EndpointSuffix=x",
    "-----BEGIN PRIVATE KEY-----#-----END PRIVATE KEY-----",
    "half;password=one;#",
    "-Xmx1g \"-Dx.password=pa #\" -Dy=1",
    "jdbc:sqlserver://h;user=a;password=Wolke #;encrypt=true",
    "jdbc:mysql://h/d?user=a&password=pa #&x=y",
    "jdbc:mysql://address=(host=h)(user=a)(password=#)/k",
    "jdbc:mysql://h/d?user=a&password1=#",
    "http://me:pa #@h/x",
    "k0:7070,ADMIN:12345,#@k1:7070",
    "-n a -p \"pa\\\"#\" -u jdbc:x",
    "mysql -uroot -p'pa #' d",
    "kinit a <<< #",
    "[\"-p\",\"#\"]",
    "[\"--password\",\"#\"]",
    "{\"value\":\"#\",\"name\":\"DB_PASSWORD\"}",
    "<value>#</value><name>x.password</name>",
    "{\"Name\":\"x.password\",\"Value\":\"#\"}",
    "{\"passwords\":{\"admin\":\"#\"}}",
    "{\"password\":{\"a\":\"#\"}}",
    "alter user k identified with x by '#'",
    "echo a:# | sudo chpasswd",
    "curl -ua:# h",
    "bindpw=#",
    "basicAuth=u:#",
    "Secret Key: #",
    "秘钥：#",
    "tcp-check send AUTH\\ #\\r\\n",
];

/// The signs that stand in a secret: each may be taken for the end of one.
const SIGNS: [&str; 13] = ["", "1", "/", "!", "%", "+", "=", ".", "-", "_", "$", "~", "@"];

/// A secret that is told from all others by its number.
pub(crate) fn secret(number: usize) -> String {
    match SIGNS[number % SIGNS.len()] {
        // `;name=` is where another value begins.
        "=" => format!("={MARKER}{number}x{MARKER}"),
        sign => format!("{MARKER}{number}x{sign}{MARKER}"),
    }
}

/// A form with a secret in it.
pub(crate) fn text(form: usize, number: usize) -> String {
    FORMS[form % FORMS.len()].replace('#', &secret(number))
}

/// What stands near the first marker, if there is one.
pub(crate) fn near(text: &str) -> Option<String> {
    let at = text.find(MARKER)?;
    let from = (0..=at.saturating_sub(120)).rev().find(|i| text.is_char_boundary(*i));
    Some(text[from.unwrap_or_default()..].chars().take(280).collect())
}
