//! The versions that can be chosen. What is known of each is the vendor's manual and what Apache
//! Kylin's own code does with the keys that were kept; none of them was started.

use ::rules::{Evidence, Refused, Version};
use model::Text;

/// Preferred first.
pub(crate) static VERSIONS: &[Version] = &[
    Version {
        id: "3.4.5",
        sentence: Text::new(
            "The line whose manual the keys come from. Take a build from 3.4.5.2099 on: before it, a session in Redis holds user and password in clear.",
            "配置项即取自该版本的手册。请使用 3.4.5.2099 或更高的构建：之前的构建会把用户名和密码明文存入 Redis 会话。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.4",
        sentence: Text::new(
            "3.4.0 to 3.4.4: every job node runs jobs at once (multi-active). Upgrade to 3.4.5.",
            "3.4.0 至 3.4.4：所有任务节点同时运行任务（多活）。请升级到 3.4.5。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.3",
        sentence: Text::new(
            "One job node leads, the others stand by: several active ones came with 3.4.0.",
            "一个任务节点为 leader，其余待命：多活自 3.4.0 起提供。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.2",
        sentence: Text::new("As 3.3: leader and standbys.", "与 3.3 相同：主备模式。"),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.1",
        sentence: Text::new("As 3.3: leader and standbys.", "与 3.3 相同：主备模式。"),
        evidence: Evidence::Catalogue,
        also: &[],
    },
    Version {
        id: "3.0",
        sentence: Text::new(
            "The first under this name; before it, the product was called KAP 2.x.",
            "使用此名称的第一个版本；之前的产品名为 KAP 2.x。",
        ),
        evidence: Evidence::Catalogue,
        also: &[],
    },
];

/// What bears the name and is another product.
pub(crate) static REFUSED: &[Refused] = &[Refused {
    id: "4.x",
    reason: Text::new(
        "Another program under the same name: no Tomcat folder, Spark and a database of its own, logins shared by spring.session.store-type=JDBC in kylin.properties. Nothing of a 3.x archive fits; set it up with its own manual.",
        "同名的另一个程序：没有 Tomcat 目录，自带 Spark 和数据库，登录由 kylin.properties 中的 spring.session.store-type=JDBC 共享。3.x 的部署包完全不适用，请按其手册部署。",
    ),
}];
