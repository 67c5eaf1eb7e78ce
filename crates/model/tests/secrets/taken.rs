//! What is taken out, in all its forms.

use model::secret::{Slot, masked, protect, starred};

/// Key, text, and the text that is left.
const TAKEN: &[(&str, &str, &str)] = &[
    // Whole values.
    ("a.b-password", "hunter2", "${A_B_PASSWORD}"),
    ("a.jdbc.pass", "p w", "${A_JDBC_PASS}"),
    ("spark.hadoop.fs.s3a.secret.key", "a/b+c", "${SPARK_HADOOP_FS_S3A_SECRET_KEY}"),
    ("fs.azure.account.key.name", "x==", "${FS_AZURE_ACCOUNT_KEY_NAME}"),
    ("x.zk-auth", "digest:a:b", "${X_ZK_AUTH}"),
    ("a.password", "{\"type\":\"default\",\"password\":\"pw\"}", "${A_PASSWORD}"),
    ("fs.azure.sas.container.account", "?sv=2020", "${FS_AZURE_SAS_CONTAINER_ACCOUNT}"),
    ("db.pw", "hunter2", "${DB_PW}"),
    ("u", "Kennwort: s3cret", "Kennwort: ${U_KENNWORT}"),
    ("u", "mot de passe : s3cret", "mot de passe : ${U_MOT_DE_PASSE}"),
    ("u", "パスワード: s3cret", "パスワード: ${U_PASSWORD}"),
    ("a.aes-key", "c2VjcmV0", "${A_AES_KEY}"),
    // A password may begin with a dollar.
    ("a.password", "$ecret1", "${A_PASSWORD}"),
    ("u", "password=$ecret1", "password=${U_PASSWORD}"),
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
    ("u", "user=a;pw=s3cret;x=1", "user=a;pw=${U_PW};x=1"),
    (
        "u",
        "https://b.s3.amazonaws.com/x?X-Amz-Signature=abc&x=1",
        "https://b.s3.amazonaws.com/x?X-Amz-Signature=${U_X_AMZ_SIGNATURE}&x=1",
    ),
    ("u", "http://h/?access_token=abc", "http://h/?access_token=${U_ACCESS_TOKEN}"),
    ("u", "x@jdbc,password=s3cret", "x@jdbc,password=${U_PASSWORD}"),
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
    ("u", "conf/x.sh:ADMIN:s3cret@k1", "conf/x.sh:ADMIN:${U_PASSWORD}@k1"),
    ("u", "OPTIONS=\"--password s3cret\"", "OPTIONS=\"--password ${U_PASSWORD}\""),
    ("u", "x=requirepass s3cret", "x=requirepass ${U_PASSWORD}"),
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
    (
        "u",
        "-n kylin -p s3cretPw1 --hiveconf x.append='mapreduce.job.*|dfs.*' -u jdbc:hive2://h:10000",
        "-n kylin -p ${U_PASSWORD} --hiveconf x.append='mapreduce.job.*|dfs.*' -u jdbc:hive2://h:10000",
    ),
    ("u", "-p s3cret", "-p ${U_PASSWORD}"),
    ("u", "-n root -ps3cret -u jdbc:x", "-n root -p${U_PASSWORD} -u jdbc:x"),
    ("u", "-n root -p=s3cret -u jdbc:x", "-n root -p=${U_PASSWORD} -u jdbc:x"),
    ("u", "sshpass -ps3cret ssh -p 22 h", "sshpass -p${U_PASSWORD} ssh -p 22 h"),
    ("u", "sshpass -p s3cret ssh -p 22 h", "sshpass -p ${U_PASSWORD} ssh -p 22 h"),
    ("u", "mkdir -p /x && beeline -p s3cret", "mkdir -p /x && beeline -p ${U_PASSWORD}"),
    ("u", "/opt/bin/redis-cli -h h -a s3cret", "/opt/bin/redis-cli -h h -a ${U_PASSWORD}"),
    ("u", "ldapsearch -D cn=x -w s3cret", "ldapsearch -D cn=x -w ${U_PASSWORD}"),
    ("u", "addauth digest user:s3cret", "addauth digest user:${U_PASSWORD}"),
    (
        "u",
        "export AWS_SECRET_ACCESS_KEY=abc",
        "export AWS_SECRET_ACCESS_KEY=${U_AWS_SECRET_ACCESS_KEY}",
    ),
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
    (
        "u",
        "sudo -u kylin:hadoop x; curl -u me:s3cret h",
        "sudo -u kylin:hadoop x; curl -u me:${U_PASSWORD} h",
    ),
    (
        "u",
        "-H \"Authorization: Bearer abc.def.ghi\"",
        "-H \"Authorization: Bearer ${U_AUTHORIZATION}\"",
    ),
    ("u", "{\"Authorization\":\"Basic QUJD\"}", "{\"Authorization\":\"Basic ${U_AUTHORIZATION}\"}"),
    ("u", "sh -c 'beeline -n a -p s3cret'", "sh -c 'beeline -n a -p ${U_PASSWORD}'"),
    (
        "u",
        "keytool -keypass s3cret -storepass two",
        "keytool -keypass ${U_KEYPASS} -storepass ${U_STOREPASS}",
    ),
    (
        "u",
        "SET PASSWORD FOR 'a'@'%' = PASSWORD('s3cret')",
        "SET PASSWORD FOR 'a'@'%' = PASSWORD('${U_PASSWORD}')",
    ),
    // JSON, YAML, XML.
    ("u", "password => 's3cret'", "password => '${U_PASSWORD}'"),
    ("u", "password := s3cret", "password := ${U_PASSWORD}"),
    (
        "u",
        "{\"name\":\"DB_PASSWORD\",\"value\":\"s3cret\"}",
        "{\"name\":\"DB_PASSWORD\",\"value\":\"${U_DB_PASSWORD}\"}",
    ),
    (
        "u",
        "- name: DB_PASSWORD\n  value: s3cret\n- x",
        "- name: DB_PASSWORD\n  value: ${U_DB_PASSWORD}\n- x",
    ),
    (
        "u",
        "<p name=\"password\" value=\"s3cret\"/>",
        "<p name=\"password\" value=\"${U_PASSWORD}\"/>",
    ),
    (
        "u",
        "<entry key=\"password\">s3cret</entry>",
        "<entry key=\"password\">${U_PASSWORD}</entry>",
    ),
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
    // Written into programs, or at a place that no option names.
    ("u", "echo s3cret | kinit user@R", "echo ${U_PASSWORD} | kinit user@R"),
    (
        "u",
        "printf '%s' \"s3cret\" | /usr/bin/kinit u",
        "printf '%s' \"${U_PASSWORD}\" | /usr/bin/kinit u",
    ),
    ("u", "echo 's3cret' | sudo -S ls", "echo '${U_PASSWORD}' | sudo -S ls"),
    ("u", "echo 'kylin:s3cret' | chpasswd", "echo 'kylin:${U_PASSWORD}' | chpasswd"),
    (
        "u",
        "echo s3cret | docker login -u a --password-stdin reg",
        "echo ${U_PASSWORD} | docker login -u a --password-stdin reg",
    ),
    ("u", "docker login -u a -p s3cret reg", "docker login -u a -p ${U_PASSWORD} reg"),
    (
        "u",
        "mc alias set minio http://h:9000 AKEY s3cret",
        "mc alias set minio http://h:9000 ${U_ACCESS_KEY} ${U_SECRET_KEY}",
    ),
    ("u", "htpasswd -b f admin s3cret", "htpasswd -b f admin ${U_PASSWORD}"),
    ("u", "sqlplus scott/s3cret@db", "sqlplus scott/${U_PASSWORD}@db"),
    ("u", "kadmin -p admin/admin -w s3cret -q x", "kadmin -p admin/admin -w ${U_PASSWORD} -q x"),
    (
        "u",
        "openssl enc -aes-256-cbc -k s3cret -in x",
        "openssl enc -aes-256-cbc -k ${U_PASSWORD} -in x",
    ),
    (
        "u",
        "hadoop credential create x -value s3cret",
        "hadoop credential create x -value ${U_PASSWORD}",
    ),
    ("u", "ldapmodify -x -D cn=a -ws3cret -f x", "ldapmodify -x -D cn=a -w${U_PASSWORD} -f x"),
    ("u", "ipmitool -U a -P s3cret chassis", "ipmitool -U a -P ${U_PASSWORD} chassis"),
    ("u", "REDISCLI_AUTH=s3cret redis-cli", "REDISCLI_AUTH=${U_REDISCLI_AUTH} redis-cli"),
    ("u", "SSHPASS=s3cret sshpass -e ssh h", "SSHPASS=${U_SSHPASS} sshpass -e ssh h"),
    ("u", "AUTH default s3cret", "AUTH default ${U_PASSWORD}"),
    ("u", "user default on >s3cret ~* +@all", "user default on >${U_PASSWORD} ~* +@all"),
    (
        "u",
        "org.apache.zookeeper.server.auth.DigestLoginModule required\n  user_super=\"s3cret\"\n  user_bob=\"two\";",
        "org.apache.zookeeper.server.auth.DigestLoginModule required\n  user_super=\"${U_PASSWORD}\"\n  user_bob=\"${U_PASSWORD_2}\";",
    ),
    (
        "u",
        "proxy_set_header Authorization \"Basic QURNSU46\";",
        "proxy_set_header Authorization \"Basic ${U_AUTHORIZATION}\";",
    ),
    (
        "u",
        "http-request set-header Authorization Basic QURNSU46",
        "http-request set-header Authorization Basic ${U_AUTHORIZATION}",
    ),
    ("u", "Cookie: JSESSIONID=1A2B3C", "Cookie: JSESSIONID=${U_JSESSIONID}"),
    (
        "u",
        "<Password><![CDATA[s3<cret]]></Password>",
        "<Password><![CDATA[${U_PASSWORD}]]></Password>",
    ),
    (
        "u",
        "https://hooks.slack.com/services/T0/B0/abc",
        "https://hooks.slack.com/services/${U_TOKEN}",
    ),
    (
        "u",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a-b-1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${U_TOKEN}",
    ),
    // Sentences.
    ("R1", "the password for admin is hunter2", "the password for admin is ${R1_PASSWORD}"),
    ("R1", "the password is: hunter2", "the password is: ${R1_PASSWORD}"),
    ("R1", "密码是hunter2，见文档", "密码是${R1_PASSWORD}，见文档"),
    ("R1", "密码是a1b2c3", "密码是${R1_PASSWORD}"),
    ("R1", "口令是：hunter2", "口令是：${R1_PASSWORD}"),
    (
        "R1",
        "the password is password=abc, see https://u:two@wiki/",
        "the password is password=${R1_PASSWORD}, see https://u:${R1_PASSWORD_2}@wiki/",
    ),
    ("R1", "the password is hunter2", "the password is ${R1_PASSWORD}"),
    ("R1", "user root, password hunter2", "user root, password ${R1_PASSWORD}"),
    ("R1", "密码 hunter2", "密码 ${R1_PASSWORD}"),
    ("R1", "密码：abc，见文档", "密码：${R1_PASSWORD}，见文档"),
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
        assert_eq!(&protect(Slot::Property, key, left, &[]).text, left, "twice");
        if !protected.text.starts_with("${") {
            assert!(!masked(given).contains(&protected.removed[0].1), "{}", masked(given));
        }
        assert_eq!(starred(given).chars().count(), given.chars().count());
    }
}
