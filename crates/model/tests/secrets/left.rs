//! What is no secret, and stays as it was typed.

use model::secret::{Slot, masked, protect, protect_typed};

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
    ("a.password", "none"),
    ("x.zk-auth", "off"),
    ("x.zk-auth", "none"),
    ("x.zk-auth", "sasl"),
    ("x.zk-auth", "ip:10.0.0.1"),
    ("a.credentials", "disabled"),
    ("a.ldap.user", "cn=Manager,ou=People,dc=corp,dc=com"),
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
    ("u", "CORP\\svc"),
    ("u", "CORP\\svc@h1"),
    ("u", "cn=pw,ou=secret,dc=corp"),
    ("u", "uid=svc,ou=Password Users,dc=corp"),
    ("u", "ldap://h1:389 ldaps://h2:636/dc=corp"),
    ("u", "(&(cn={0})(userPassword=*))"),
    ("u", "kylin/_HOST@REALM"),
    ("u", "kylin/h1.corp.com@CORP.COM,hive/_HOST@CORP.COM"),
    ("u", "s3a://bucket/a/b"),
    ("u", "s3://bucket@region/a"),
    ("u", "/data/password/x"),
    ("u", "/etc/secret/token"),
    ("u", "server.1=h1:2888:3888;2181"),
    ("u", "h1:2888:3888,h2:2888:3888"),
    ("u", "10.0.0.1:7001@17001,10.0.0.2:7001@17001"),
    ("u", "redis://h1:6379,h2:6379/0"),
    ("u", "git@github.com:a/b.git"),
    ("u", "root@h1:/data"),
    ("u", "thrift://h:9083"),
    ("u", "jdbc:hive2://h:10000/default;principal=hive/_HOST@REALM"),
    ("u", "jdbc:hive2://z1:2181,z2:2181/;serviceDiscoveryMode=zooKeeper;zooKeeperNamespace=h"),
    ("u", "jdbc:postgresql://h/d?sslmode=verify-full&sslpassword="),
    ("u", "jdbc:mysql://h:3306/k?useSSL=false&allowPublicKeyRetrieval=true"),
    ("u", "https://github.com/a/b"),
    ("u", "10:30:00"),
    ("u", "GMT+8:00"),
    ("u", "C:\\x\\y"),
    ("u", "ssh -p 22 h"),
    ("u", "mkdir -p /data/x"),
    ("u", "docker run -u 1000:1000 x"),
    ("u", "docker run -p 127.0.0.1:8080:80 -u kylin:hadoop x"),
    ("u", "sudo -u kylin:hadoop x"),
    ("u", "chown kylin:hadoop /x"),
    ("u", "ssh -p 2222 -i /x root@h"),
    ("u", "cp -p a b"),
    ("u", "mkdir -p data/x"),
    ("u", "kinit -kt /x/kylin.keytab kylin/h@R"),
    ("u", "-Dpassword.file=/x -Dssl.keystore.password-file=/x"),
    ("u", "by 'John', managed by \"ansible\""),
    ("u", "password: none"),
    ("u", "password policy: strong"),
    ("u", "password=$(cat /run/secrets/pw)"),
    ("u", "<your-password>"),
    ("u", "org.apache.hadoop.security.token.Token"),
    ("u", "-Xmx1g -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom"),
    ("u", "--password-file /etc/pw -x"),
    ("u", "-w /etc/pw"),
    ("u", "token:8080"),
    ("u", "secret:2181,secret2:2181"),
    ("u", "http://secret:8080/x"),
    ("u", "the password is on the wiki"),
    ("u", "a secret by nature"),
    ("u", "Bearer of news"),
    ("u", "SQL standard authorization everywhere"),
    ("u", "hive.security.authorization: enabled"),
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
        let typed = protect_typed(Slot::Text, key, given, &[], false).text;
        assert_eq!(&typed, given, "while it is typed");
    }
}

/// Lists of servers stay as they are while they are typed.
#[test]
fn half_a_list_of_servers_stays() {
    for whole in ["h1:2181,h2:2181", "k1.corp.com:7070,k2.corp.com:7070", "[fe80::1]:2181,h:1"] {
        for end in 0..=whole.len() {
            let typed = protect_typed(Slot::Field, "u", &whole[..end], &[], true).text;
            assert_eq!(typed, &whole[..end]);
        }
    }
}
