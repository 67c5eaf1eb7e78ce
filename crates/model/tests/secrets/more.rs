//! Secrets over several lines, with blanks, in lists and objects, and behind what a catalogue marks.

use model::secret::{Slot, masked, protect, starred, starred_value};

/// The key is `u`: text, and the text that is left.
const MORE: &[(&str, &str)] = &[
    // Over several lines.
    ("password: |\n  s3cret", "password: |\n  ${U_PASSWORD}"),
    ("a: 1\npassword: >-\n  s3cret\n  two\nb: 2", "a: 1\npassword: >-\n  ${U_PASSWORD}\nb: 2"),
    ("password: |2-\r\n  s3cret\r\n", "password: |2-\r\n  ${U_PASSWORD}\r\n"),
    ("password:\n  s3cret", "password:\n  ${U_PASSWORD}"),
    ("password: # of the wiki\n  s3cret", "password: # of the wiki\n  ${U_PASSWORD}"),
    ("password:\n  - s3cret", "password:\n  - ${U_PASSWORD}"),
    ("password:\n- s3cret\nb: 2", "password:\n- ${U_PASSWORD}\nb: 2"),
    (
        "passwords:\n  admin: s3cret\n  b: \"two\"\nc: 3",
        "passwords:\n  admin: ${U_PASSWORDS}\n  b: \"${U_PASSWORDS_2}\"\nc: 3",
    ),
    ("{\"password\":\n\"s3cret\"}", "{\"password\":\n\"${U_PASSWORD}\"}"),
    ("password=\\\n  s3cret", "password=\\\n  ${U_PASSWORD}"),
    ("kinit a <<EOF\ns3cret\nEOF", "kinit a <<EOF\n${U_PASSWORD}\nEOF"),
    ("kinit a <<-'EOF'\n\ts3cret\n\tEOF", "kinit a <<-'EOF'\n\t${U_PASSWORD}\n\tEOF"),
    ("kinit a <<< s3cret", "kinit a <<< ${U_PASSWORD}"),
    ("kinit a <<<'s3 cret'", "kinit a <<<'${U_PASSWORD}'"),
    ("h1 kinit a <<< s3cret", "h1 kinit a <<< ${U_PASSWORD}"),
    ("#ldapsearch -D cn=x -w s3cret", "#ldapsearch -D cn=x -w ${U_PASSWORD}"),
    ("sudo chpasswd <<EOF\na:s3cret\nEOF", "sudo chpasswd <<EOF\na:${U_PASSWORD}\nEOF"),
    // With blanks.
    (
        "jdbc:sqlserver://h;user=a;password=Wolke s3cret;encrypt=true",
        "jdbc:sqlserver://h;user=a;password=${U_PASSWORD};encrypt=true",
    ),
    (
        "jdbc:mysql://h/d?user=a&password=pa s3cret&x=y",
        "jdbc:mysql://h/d?user=a&password=${U_PASSWORD}&x=y",
    ),
    ("jdbc:mysql://h/d?password=pa s3cret", "jdbc:mysql://h/d?password=${U_PASSWORD}"),
    (
        "-u jdbc:hive2://h;password=pa s3cret;x=y -n a",
        "-u jdbc:hive2://h;password=${U_PASSWORD};x=y -n a",
    ),
    ("-u jdbc:hive2://h;password=s3cret -n a", "-u jdbc:hive2://h;password=${U_PASSWORD} -n a"),
    (
        "-u \"jdbc:hive2://h;password=pa s3cret\" -n a",
        "-u \"jdbc:hive2://h;password=${U_PASSWORD}\" -n a",
    ),
    ("\"-Dx.password=pa s3cret\" -Dy=1", "\"-Dx.password=${U_X_PASSWORD}\" -Dy=1"),
    ("[\"-Dx.password=pa s3cret\",\"-Dy=1\"]", "[\"-Dx.password=${U_X_PASSWORD}\",\"-Dy=1\"]"),
    ("X=\"-Dx.password=s3cret -Dy=1\"", "X=\"-Dx.password=${U_X_PASSWORD} -Dy=1\""),
    ("x -p \"pa\\\"s3cret\" y", "x -p \"${U_PASSWORD}\" y"),
    ("mysql -uroot -p'pa s3cret' d", "mysql -uroot -p'${U_PASSWORD}' d"),
    ("curl -u a:'pa s3cret' h", "curl -u a:'${U_PASSWORD}' h"),
    ("curl -ua:\"pa s3cret\" h", "curl -ua:\"${U_PASSWORD}\" h"),
    ("http://me:pa s3cret@h/x", "http://me:${U_PASSWORD}@h/x"),
    ("ADMIN:12345,s3cret@k1:7070", "ADMIN:${U_PASSWORD}@k1:7070"),
    ("k0:7070,ADMIN:12345,s3cret@k1:7070", "k0:7070,ADMIN:${U_PASSWORD}@k1:7070"),
    // What stands behind a value that is in brackets stays.
    (
        "jdbc:mysql://address=(host=db)(user=a)(password=s3cret)/kylin",
        "jdbc:mysql://address=(host=db)(user=a)(password=${U_PASSWORD})/kylin",
    ),
    (
        "jdbc:mysql://address=(password=s3cret)(user=a)/kylin",
        "jdbc:mysql://address=(password=${U_PASSWORD})(user=a)/kylin",
    ),
    (
        "jdbc:mysql://(host=h,port=1,user=a,password=s3cret)/db",
        "jdbc:mysql://(host=h,port=1,user=a,password=${U_PASSWORD})/db",
    ),
    // Names.
    (
        "jdbc:mysql://h/d?password1=a&password2=b&password3=c",
        "jdbc:mysql://h/d?password1=${U_PASSWORD1}&password2=${U_PASSWORD2}&password3=${U_PASSWORD3}",
    ),
    ("bindpw=s3cret", "bindpw=${U_BINDPW}"),
    ("basicAuth=u:s3cret", "basicAuth=${U_BASICAUTH}"),
    ("Secret Key: s3cret", "Secret Key: ${U_SECRET_KEY}"),
    ("the Access Key ID: s3cret", "the Access Key ID: ${U_ACCESS_KEY_ID}"),
    ("the api key is s3cret", "the api key is ${U_API_KEY}"),
    ("密钥是s3cret，见文档", "密钥是${U_PASSWORD}，见文档"),
    ("秘钥：s3cret", "秘钥：${U_PASSWORD}"),
    // Lists and objects.
    ("[\"-p\",\"s3cret\"]", "[\"-p\",\"${U_PASSWORD}\"]"),
    ("[\"--password\",\"s3cret\",\"-v\"]", "[\"--password\",\"${U_PASSWORD}\",\"-v\"]"),
    ("['x', '--password', 's3cret']", "['x', '--password', '${U_PASSWORD}']"),
    (
        "{\"value\":\"s3cret\",\"name\":\"DB_PASSWORD\"}",
        "{\"value\":\"${U_DB_PASSWORD}\",\"name\":\"DB_PASSWORD\"}",
    ),
    ("- value: s3cret\n  name: DB_PASSWORD", "- value: ${U_DB_PASSWORD}\n  name: DB_PASSWORD"),
    (
        "<p value=\"s3cret\" name=\"x.password\"/>",
        "<p value=\"${U_X_PASSWORD}\" name=\"x.password\"/>",
    ),
    (
        "<property><value>s3cret</value><name>x.password</name></property>",
        "<property><value>${U_X_PASSWORD}</value><name>x.password</name></property>",
    ),
    (
        "[{\"Name\":\"x.password\",\"Value\":\"s3cret\"}]",
        "[{\"Name\":\"x.password\",\"Value\":\"${U_X_PASSWORD}\"}]",
    ),
    (
        "{\"ParameterKey\":\"DbPassword\",\"ParameterValue\":\"s3cret\"}",
        "{\"ParameterKey\":\"DbPassword\",\"ParameterValue\":\"${U_DBPASSWORD}\"}",
    ),
    (
        "{\"passwords\":{\"admin\":\"s3cret\",\"b\":123}}",
        "{\"passwords\":{\"admin\":\"${U_PASSWORDS}\",\"b\":${U_PASSWORDS_2}}}",
    ),
    ("{\"password\":{\"a\":\"s3cret\"}}", "{\"password\":{\"a\":\"${U_PASSWORD}\"}}"),
    (
        "{\\\"password\\\":{\\\"a\\\":\\\"s3cret\\\"}}",
        "{\\\"password\\\":{\\\"a\\\":\\\"${U_PASSWORD}\\\"}}",
    ),
    ("{\"password\":[\"s3]cret\"]}", "{\"password\":[\"${U_PASSWORD}\"]}"),
    // Commands.
    (
        "create user k identified with mysql_native_password by 's3cret'",
        "create user k identified with mysql_native_password by '${U_PASSWORD}'",
    ),
    ("echo a:s3cret | sudo chpasswd", "echo a:${U_PASSWORD} | sudo chpasswd"),
    ("echo a:s3cret | sudo -u root chpasswd", "echo a:${U_PASSWORD} | sudo -u root chpasswd"),
    ("curl -ua:s3cret http://h", "curl -ua:${U_PASSWORD} http://h"),
    ("curl --user=a:s3cret http://h", "curl --user=a:${U_PASSWORD} http://h"),
    ("tcp-check send AUTH\\ s3cret\\r\\n", "tcp-check send AUTH\\ ${U_PASSWORD}\\r\\n"),
    ("tcp-check send AUTH\\ u\\ s3cret\\r\\n", "tcp-check send AUTH\\ u\\ ${U_PASSWORD}\\r\\n"),
    ("tcp-check send \"AUTH s3cret\\r\\n\"", "tcp-check send \"AUTH ${U_PASSWORD}\\r\\n\""),
];

#[test]
fn secrets_are_taken_in_more_forms() {
    let text = |given: &str| protect(Slot::Property, "u", given, &[]).text;
    let wrong = MORE.iter().filter(|(given, left)| text(given) != *left || text(left) != *left);
    let wrong: Vec<_> = wrong.map(|(given, left)| (text(given), text(left))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (given, left) in MORE {
        let protected = protect(Slot::Property, "u", given, &[]);
        let mut back = protected.text.clone();
        for (variable, secret) in &protected.removed {
            back = back.replacen(&format!("${{{variable}}}"), secret, 1);
        }
        assert_eq!(&back, given, "{left}");
        for (_, secret) in protected.removed.iter().filter(|(_, secret)| secret.len() > 4) {
            assert!(!masked(given).contains(secret.as_str()), "{}", masked(given));
        }
        assert_eq!(starred(given).chars().count(), given.chars().count());
    }
}

/// What only a catalogue knows, wherever its name stands with a value.
#[test]
fn marks_are_heeded_in_texts() {
    let marks = ["my.id".to_owned(), "their.*.id".to_owned(), "of.*".to_owned()];
    for (given, left) in [
        ("-Xmx1g -Dmy.id=s3cret -Dx=y", "-Xmx1g -Dmy.id=${U_MY_ID} -Dx=y"),
        ("-Dx.fork.property.my.id=s3cret", "-Dx.fork.property.my.id=${U_X_FORK_PROPERTY_MY_ID}"),
        ("[\"-Dtheir.a.id=s3cret\", \"-Dx=y\"]", "[\"-Dtheir.a.id=${U_THEIR_A_ID}\", \"-Dx=y\"]"),
        ("\"-Dof.a=u:s3cret\" -Dx=y", "\"-Dof.a=${U_OF_A}\" -Dx=y"),
        ("{\"my.id\": \"s3cret\"}", "{\"my.id\": \"${U_MY_ID}\"}"),
        ("<name>my.id</name><value>s3cret</value>", "<name>my.id</name><value>${U_MY_ID}</value>"),
        ("my.id: s3cret", "my.id: ${U_MY_ID}"),
    ] {
        for slot in [Slot::Property, Slot::Text, Slot::Field] {
            assert_eq!(protect(slot, "u", given, &marks).text, left);
            assert_eq!(protect(slot, "u", left, &marks).text, left, "twice");
        }
        assert_eq!(protect(Slot::Property, "u", given, &[]).text, given);
        assert!(!starred_value("u", given, &marks).contains("s3cret"));
    }
    // As the key of a line of its own.
    assert_eq!(protect(Slot::Property, "-Dmy.id", "s3cret", &marks).text, "${_DMY_ID}");
    assert_eq!(starred_value("-Dmy.id", "s3cret", &marks), "******");
    assert_eq!(starred_value("my.id", "${NAME}", &marks), "${NAME}");
}
