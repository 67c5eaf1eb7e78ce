//! Who logs in, and with what: passwords, a directory, Kerberos.

use super::before::user;
use super::{code, section, word};
use crate::kylin::effective::ldap;
use crate::kylin::roles::KYLIN;
use ::rules::{Context, Runbook};
use model::{Lang, Text};

pub(super) fn passwords(cx: &Context, lang: Lang) -> Option<Runbook> {
    if ldap(cx) || cx.with_roles(KYLIN).is_empty() {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = [t(const {
        Text::new(
            "The built-in users ADMIN/KYLIN, MODELER/MODELER and ANALYST/ANALYST are known to everybody. Log in as ADMIN after the first start, change all three passwords in the page (at least 8 characters, with a letter, a digit and a special one), and put ADMIN's new one into secrets.env for `bin/verify`.",
            "内置用户 ADMIN/KYLIN、MODELER/MODELER 和 ANALYST/ANALYST 人尽皆知。首次启动后请以 ADMIN 登录，在页面中修改这三个密码（至少 8 个字符，含字母、数字和特殊字符），并把 ADMIN 的新密码写入 secrets.env 供 `bin/verify` 使用。",
        )
    })];
    let title = const { Text::new("After the first start: passwords", "首次启动后：密码") };
    Some(section(lang, title, &lines))
}

pub(super) fn directory(cx: &Context, lang: Lang) -> Option<Runbook> {
    if !ldap(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let lines = vec![
        t(const {
            Text::new(
                "- With LDAP the login cache claims 2 GiB of the heap: below about 2.5 GiB the web application does not start, and every page is 404.",
                "- 使用 LDAP 时，登录缓存占用 2 GiB 堆内存：低于约 2.5 GiB 时 Web 应用无法启动，所有页面返回 404。",
            )
        }),
        t(const {
            Text::new(
                "- For `ldaps://` the Java of the nodes must trust the server's certificate: import it into its trust store, or set `kylin.security.ldap.connection-truststore`.",
                "- 使用 `ldaps://` 时，节点的 Java 必须信任服务器证书：将其导入信任库，或设置 `kylin.security.ldap.connection-truststore`。",
            )
        }),
        t(const {
            Text::new(
                "- The built-in users are gone. `bin/verify` needs a user of the directory who is an administrator of Kylin.",
                "- 内置用户不再可用。`bin/verify` 需要一个目录用户，且为 Kylin 管理员。",
            )
        }),
    ];
    let title = const { Text::new("Before the first start: LDAP", "首次启动前：LDAP") };
    Some(section(lang, title, &lines))
}

/// Keytab, user, ticket; and what a product adds.
pub(crate) fn kerberos(cx: &Context, lang: Lang, more: Vec<String>) -> Option<Runbook> {
    if !crate::common::kerberos::in_use(cx) {
        return None;
    }
    let t = |text: Text| text.get(lang).to_owned();
    let user = user(cx);
    let (keytab, principal) =
        (word(&cx.text("kerberos.keytab")), word(&cx.read("kerberos.principal")));
    let mut items = vec![
        t(const {
            Text::new(
                "Make the principal, take its keytab to every node, readable for the service user alone. It never enters the archive.",
                "创建 principal，并将其 keytab 放到每个节点，仅服务用户可读。keytab 不会进入部署包。",
            )
        }) + "\n"
            + &code(
                3,
                &[
                    format!("kadmin: addprinc -randkey {principal}"),
                    format!("kadmin: ktadd -k kylin.keytab {principal}"),
                    format!("install -o {user} -m 0400 kylin.keytab {keytab}"),
                ],
            ),
        t(const {
            Text::new(
                "Every machine that runs YARN containers knows the user of that name.",
                "运行 YARN 容器的每台机器上都有同名用户。",
            )
        }),
        t(const {
            Text::new(
                "The service `muster-kerberos` makes a ticket before the server starts and a new one long before it ends; `klist` as the service user shows it. Preflight tries the keytab and compares the life of a ticket with that time.",
                "服务 `muster-kerberos` 在启动前获取票据，并在到期之前更新；以服务用户执行 `klist` 可查看。preflight 会试用 keytab，并比较票据有效期与更新周期。",
            )
        }),
    ];
    items.extend(more);
    let lines: Vec<String> =
        items.iter().enumerate().map(|(at, item)| format!("{}. {item}", at + 1)).collect();
    let title = const { Text::new("Before the first start: Kerberos", "首次启动前：Kerberos") };
    Some(section(lang, title, &lines))
}
