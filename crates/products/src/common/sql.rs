//! Names in SQL that an admin copies from the runbook, by the rules of each database.

use super::text::one_line;

/// A text between quotes in MySQL: a quote is doubled, and so is a backslash, which escapes there
/// unless the server has `NO_BACKSLASH_ESCAPES`:
/// <https://dev.mysql.com/doc/refman/8.0/en/string-literals.html>.
pub(crate) fn mysql_text(text: &str) -> String {
    format!("'{}'", one_line(text).replace('\\', "\\\\").replace('\'', "''"))
}

/// A name between back-ticks in MySQL: a back-tick is doubled, a backslash means itself:
/// <https://dev.mysql.com/doc/refman/8.0/en/identifiers.html>.
pub(crate) fn mysql_name(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "``"))
}

/// A name between double quotes in PostgreSQL: a quote is doubled:
/// <https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
pub(crate) fn postgresql_name(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('"', "\"\""))
}

/// A name between brackets in SQL Server: a closing one is doubled:
/// <https://learn.microsoft.com/sql/t-sql/functions/quotename-transact-sql>.
pub(crate) fn sqlserver_name(text: &str) -> String {
    format!("[{}]", one_line(text).replace(']', "]]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_name_or_escape_in_it_is_doubled() {
        let name = "CORP\\svc o'x `y` [z]";
        assert_eq!(mysql_text(name), "'CORP\\\\svc o''x `y` [z]'");
        assert_eq!(mysql_name(name), "`CORP\\svc o'x ``y`` [z]`");
        assert_eq!(sqlserver_name(name), "[CORP\\svc o'x `y` [z]]]");
        assert_eq!(mysql_text("a\nb"), "'a b'");
        assert_eq!(postgresql_name("a\"b"), "\"a\"\"b\"");
    }
}
