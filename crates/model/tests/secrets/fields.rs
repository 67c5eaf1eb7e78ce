//! What is typed into fields.

use model::secret::{Slot, protect, protect_typed, variable_for};

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
