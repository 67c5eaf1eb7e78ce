//! `database/create.sql`: the metadata store's database and its user.

use super::effective::{database, is_mysql, metadata_user};
use crate::common::sql::{mysql_name, mysql_text, postgresql_name};
use crate::common::text::{header, not_usable};
use ::rules::Context;
use formats::{File, Origin};
use model::value::{Identifier, Value};
use model::{Place, Text, msg};

/// Writes it. The password is typed where the server asks, never here.
pub(super) fn create(cx: &Context) -> File {
    const ABOUT: Text = Text::new(
        "Makes the database of the metadata store and its user; run once by a database administrator.",
        "创建元数据存储的数据库和用户；由数据库管理员执行一次。",
    );
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "--", &mut file);
    let name = database(cx).map_or_else(String::new, |database| database.name);
    let (name, user) = (Identifier::parse(&name), Identifier::parse(&metadata_user(cx)));
    let (name, user) = match (name, user) {
        (Ok(name), Ok(user)) => (name.0, user.0),
        (Err(why), _) | (_, Err(why)) => {
            file.line(format!("-- {}", not_usable(&why, lang)));
            return file;
        }
    };
    let because = |file: &mut File, text: String, fields: &[&str], reason| {
        let places = fields.iter().map(|f| Place::Setting((*f).to_owned())).collect();
        file.because(text, Origin { reason, places });
    };
    if is_mysql(cx) {
        because(
            &mut file,
            format!("CREATE DATABASE {} DEFAULT CHARACTER SET utf8mb4;", mysql_name(&name)),
            &["metadata.database"],
            msg!(en: "With another character set the Coordinator stops: \"Druid requires its MySQL database to be created with an UTF8 charset\".",
                 zh: "使用其他字符集时 Coordinator 会停止：“Druid requires its MySQL database to be created with an UTF8 charset”。"),
        );
        let words = msg!(en: "Put the password of secrets.env between the quotes.", zh: "在引号中填入 secrets.env 中的密码。");
        file.line(format!("-- {}", words.render(lang)));
        because(
            &mut file,
            format!("CREATE USER {}@'%' IDENTIFIED BY '';", mysql_text(&user)),
            &["metadata.user"],
            msg!(en: "Masters connect from their own addresses.", zh: "master 从各自的地址连接。"),
        );
        because(
            &mut file,
            format!("GRANT ALL ON {}.* TO {}@'%';", mysql_name(&name), mysql_text(&user)),
            &["metadata.user", "metadata.database"],
            msg!(en: "Druid makes and changes its tables by itself.", zh: "Druid 会自行创建和修改表。"),
        );
        return file;
    }
    let words = msg!(en: "Put the password of secrets.env between the quotes.", zh: "在引号中填入 secrets.env 中的密码。");
    file.line(format!("-- {}", words.render(lang)));
    because(
        &mut file,
        format!("CREATE ROLE {} LOGIN PASSWORD '';", postgresql_name(&user)),
        &["metadata.user"],
        msg!(en: "Masters connect as this user.", zh: "master 以此用户连接。"),
    );
    because(
        &mut file,
        format!(
            "CREATE DATABASE {} OWNER {} ENCODING 'UTF8';",
            postgresql_name(&name),
            postgresql_name(&user)
        ),
        &["metadata.database", "metadata.user"],
        msg!(en: "The user owns the database: a schema alone does not suffice for making tables.", zh: "用户须拥有该数据库：仅有某个 schema 的权限不足以建表。"),
    );
    file
}
