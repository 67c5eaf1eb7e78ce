//! The fields of a database that keeps sessions.

use super::super::fields::{STEP, STORE};
use super::{JdbcUrl, chosen};
use ::rules::{Field, Kind, Source};
use model::value::{Value, shown};
use model::{Message, Text, msg};

/// Tomcat's manager and its store.
pub const TOMCAT: Source = Source::new(
    "Apache Tomcat 7: the manager component, persistent manager and JDBC based store",
    "https://tomcat.apache.org/tomcat-7.0-doc/config/manager.html",
);

/// The field `session.jdbc_url`.
pub const URL: Field = Field::new(
    "session.jdbc_url",
    STEP,
    STORE,
    Text::new("JDBC URL", "JDBC URL"),
    Text::new(
        "jdbc:mysql:// or jdbc:mariadb://, with a database. Say useSSL=true or false. It may be the metastore's database: the table is one of its own. connectTimeout and socketTimeout are added as the answer timeout says, unless they stand here.",
        "jdbc:mysql:// 或 jdbc:mariadb://，须写明数据库，并注明 useSSL=true 或 false。可以使用元数据库所在的库：Session 表是独立的表。若未写 connectTimeout 和 socketTimeout，会按响应超时自动加上。",
    ),
    Kind::Custom(check_url),
)
.shown(chosen)
.required()
.placeholder("jdbc:mysql://db.example.com:3306/kylin_session?useSSL=false")
.source(TOMCAT);

/// The field `session.username`.
pub const USER: Field = Field::new(
    "session.username",
    STEP,
    STORE,
    Text::new("User", "用户名"),
    Text::new(
        "A user of its own with SELECT, INSERT and DELETE on that table, nothing else: whoever can write to it makes Tomcat load Java objects of their choice.",
        "专用用户，只具有该表的 SELECT、INSERT 和 DELETE 权限：能写入该表的人可以让 Tomcat 加载任意 Java 对象。",
    ),
    Kind::Custom(check_user),
)
.shown(chosen)
.required()
.placeholder("kylin_session")
.source(TOMCAT);

/// The field `session.database_password`.
pub const PASSWORD: Field = Field::new(
    "session.database_password",
    STEP,
    STORE,
    Text::new("Password variable", "密码变量名"),
    Text::new(
        "The name under which secrets.env holds the password. It goes into tomcat/conf/catalina.properties (0600); context.xml names the system property that Tomcat makes of it.",
        "密码在 secrets.env 中的变量名。密码写入 tomcat/conf/catalina.properties（0600）；context.xml 中只写由 Tomcat 生成的系统属性名。",
    ),
    Kind::Secret,
)
.shown(chosen)
.required()
.default("SESSION_DATABASE_PASSWORD");

/// The field `session.table`.
pub const TABLE: Field = Field::new(
    "session.table",
    STEP,
    STORE,
    Text::new("Table", "表名"),
    Text::new(
        "Made once with database/sessions.sql of the archive. A table of its own for each cluster: all of them call their web application by one name, and would take each other's sessions for theirs.",
        "用部署包中的 database/sessions.sql 创建一次。每个集群须使用各自的表：所有集群的 Web 应用同名，共用一张表会把对方的 Session 当作自己的。",
    ),
    Kind::Identifier,
)
.shown(chosen)
.required()
.default("tomcat_sessions")
.source(TOMCAT);

fn check_url(text: &str) -> Result<(), Message> {
    JdbcUrl::parse(text).map(|_| ())
}

/// A name that stands in an attribute, where Tomcat replaces `${…}`.
pub(super) fn check_user(text: &str) -> Result<(), Message> {
    if text.contains("${") || text.contains("@{") {
        return Err(msg!(
            en: "\"{t}\" would be replaced as a variable; enter the name itself",
            zh: "“{t}”会被当作变量替换；请直接填写用户名", t = shown(text)));
    }
    Kind::Text.check(text)
}

#[cfg(test)]
mod tests {
    use super::check_user;

    #[test]
    fn a_user_is_no_variable() {
        assert!(check_user("kylin & co").is_ok());
        for bad in ["${USER}", "@{USER}", "a\nb"] {
            assert!(check_user(bad).is_err(), "{bad}");
        }
    }
}
