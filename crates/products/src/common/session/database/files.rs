//! What Tomcat is told, and the table that an administrator makes once.

use super::{Database, PROPERTY, database};
use crate::common::session::files::attributes;
use crate::common::text::{header, not_usable, one_line, origin};
use ::rules::Context;
use formats::{File, Origin};
use model::value::Variable;
use model::{Message, Place, Text, msg};

/// The table's columns. The names are those of Tomcat's manual, the sizes too; ids and the web
/// application's name are ASCII, which keeps the index small in every MySQL and tells ids apart
/// that differ in a letter's case.
const COLUMNS: &[(&str, &str, &str)] = &[
    (
        "sessionIdCol",
        "session_id",
        "varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY",
    ),
    ("sessionValidCol", "valid_session", "char(1) NOT NULL"),
    ("sessionMaxInactiveCol", "max_inactive", "int NOT NULL"),
    ("sessionLastAccessedCol", "last_access", "bigint NOT NULL"),
    ("sessionAppCol", "app_name", "varchar(255) CHARACTER SET ascii COLLATE ascii_bin"),
    ("sessionDataCol", "session_data", "mediumblob"),
];

/// The elements of `context.xml`.
///
/// - `saveOnRestart`: a stop in order writes every session; without it they end with the node
///   (Tomcat 7.0.100, `PersistentManagerBase.java:912`).
/// - `maxIdleBackup="0"`: whatever was used since the last time is written
///   (`PersistentManagerBase.java:1045`).
/// - `processExpiresFrequency="1"`: every time that Tomcat's background thread comes by, which is
///   each ten seconds (`StandardEngine.java:74`), and not each sixth time (`ManagerBase.java:217`).
/// - Nothing is swapped out of memory: a node that wrote what it holds of somebody who has moved
///   on would write what is old.
pub(in crate::common::session) fn elements(database: &Database) -> Vec<String> {
    let own = |text: &str| text.to_owned();
    let manager = attributes(&[
        ("className", own("org.apache.catalina.session.PersistentManager")),
        ("saveOnRestart", own("true")),
        ("maxIdleBackup", own("0")),
        ("processExpiresFrequency", own("1")),
    ]);
    let mut store = vec![
        ("className", own("org.apache.catalina.session.JDBCStore")),
        ("driverName", own(database.class)),
        ("connectionURL", database.url.with_limits(database.timeout)),
        ("connectionName", database.user.clone()),
        ("connectionPassword", format!("${{{PROPERTY}}}")),
        ("sessionTable", database.table.clone()),
    ];
    store.extend(COLUMNS.iter().map(|(attribute, column, _)| (*attribute, own(column))));
    vec![
        format!("    <Manager{manager}>"),
        format!("        <Store{}/>", attributes(&store)),
        "    </Manager>".to_owned(),
    ]
}

/// The lines of `catalina.properties`, each with its reason and fields.
pub(in crate::common::session) fn properties(
    password: &Variable,
) -> Vec<(String, Message, &'static [&'static str])> {
    vec![
        (
            format!("{PROPERTY}=@{{{}}}", password.0),
            msg!(en: "Tomcat makes it a system property before the session manager starts; it is in no list of processes.",
                 zh: "Tomcat 在 Session 管理器启动前将其设为系统属性；不会出现在进程列表中。"),
            &["session.database_password"],
        ),
        (
            "org.apache.catalina.session.StandardSession.ACTIVITY_CHECK=true".to_owned(),
            msg!(en: "Tomcat's manual asks for it with this manager: a session in use never counts as expired.",
                 zh: "Tomcat 手册要求与该管理器一起设置：使用中的 Session 不会被当作过期。"),
            &["session.kind"],
        ),
    ]
}

/// `database/sessions.sql`.
pub(in crate::common::session) fn table(cx: &Context) -> File {
    const ABOUT: Text = Text::new(
        "The table that keeps sessions. Run it once, in the database that the JDBC URL names.",
        "存放 Session 的表。在 JDBC URL 指定的数据库中执行一次。",
    );
    let mut file = File::new(ABOUT);
    header(cx, "--", &mut file);
    file.line("");
    let lang = cx.spec.language;
    let database = match database(cx) {
        Ok(database) => database,
        Err(why) => {
            let words = format!("-- {}", one_line(&not_usable(&why, lang)));
            let places = vec![Place::Setting("session.kind".to_owned())];
            file.because(words, Origin { reason: why, places });
            return file;
        }
    };
    let because = origin(
        msg!(en: "Tomcat makes no table by itself: without this one nothing is kept, and only its log says so. What is there already stays.",
             zh: "Tomcat 不会自动建表：没有该表时不会保存任何 Session，且只在日志中报错。已存在的表保持不变。"),
        &["session.table", "session.jdbc_url"],
    );
    file.because(format!("-- {}", one_line(&because.reason.render(lang))), because.clone());
    let mut lines = vec![format!("CREATE TABLE IF NOT EXISTS `{}` (", database.table)];
    lines.extend(COLUMNS.iter().map(|(_, name, kind)| format!("    `{name}` {kind},")));
    lines.push("    KEY `kapp_name` (`app_name`)".to_owned());
    lines.push(") ENGINE=InnoDB;".to_owned());
    for line in lines {
        file.because(line, because.clone());
    }
    file
}
