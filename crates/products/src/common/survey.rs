//! What several products take: the ensemble, what stands in front of them.

use super::load_balancer::{self, floating};
use super::zookeeper::ensemble::ROLE;
use ::rules::{Context, Need};
use model::{Text, msg};

/// The ensemble on the nodes, if there is one.
pub(crate) fn ensemble(cx: &Context) -> Option<Need> {
    Need::most_of(
        cx,
        ROLE,
        const { Text::new("ZooKeeper's majority", "ZooKeeper 多数成员") },
        msg!(en: "the others go on; if it led, they choose another leader within seconds",
            zh: "其余成员继续工作；若故障的是 leader，数秒内选出新的 leader"),
    )
}

/// The load balancers on the nodes, if there are some.
pub(crate) fn balancer(cx: &Context) -> Option<Need> {
    let meanwhile = if floating::wanted(cx) {
        msg!(en: "the floating address moves within some four seconds; open connections break",
            zh: "浮动地址约四秒内转移；已建立的连接会中断")
    } else {
        msg!(en: "clients that used it need another one's address", zh: "使用该节点的客户端须改用另一台的地址")
    };
    Need::one_of(
        cx,
        &[load_balancer::ROLE],
        const { Text::new("load balancer", "负载均衡") },
        meanwhile,
    )
}
