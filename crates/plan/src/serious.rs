//! What is more than a restart.

use crate::{Origin, general};
use model::{Message, msg};
use rules::{Back, Move, Still, Transition};

/// The kinds of changes that this one has, the product's own first.
pub(crate) fn serious(m: &Move) -> Vec<&'static Transition> {
    let own = m.after.product.transitions.iter().flat_map(|table| table.iter());
    own.chain(general::TRANSITIONS).filter(|transition| (transition.happens)(m)).collect()
}

/// What must stand still for all of them together: the whole cluster, or services by id.
pub(crate) enum Stand {
    Everything,
    Services(Vec<&'static str>),
}

impl Stand {
    pub(crate) fn of(all: &[&'static Transition]) -> Stand {
        if all.iter().any(|one| one.still == Still::Everything) {
            return Stand::Everything;
        }
        let services = |one: &&'static Transition| match one.still {
            Still::Services(ids) => ids,
            Still::Nothing | Still::Everything => &[],
        };
        let mut ids: Vec<&'static str> = all.iter().flat_map(services).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        Stand::Services(ids)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Stand::Services(ids) if ids.is_empty())
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        match self {
            Stand::Everything => true,
            Stand::Services(ids) => ids.contains(&id),
        }
    }
}

/// How to go back, and what that does not bring back.
pub(crate) fn back(all: &[&'static Transition], origin: Origin) -> Vec<Message> {
    let mut said = vec![match origin {
        Origin::Archive => {
            msg!(en: "bin/rollback in the new archive puts back the files that its deployment replaced; then bin/start --restart in the older one. Where something had to stand still, stop it first.",
                zh: "在新部署包中执行 bin/rollback 会还原本次部署所替换的文件；之后在旧部署包中执行 bin/start --restart。需要停止的服务请先停止。")
        }
        Origin::Foreign => {
            msg!(en: "bin/stop, then bin/rollback puts back the files that the deployment replaced, and removes what it brought. Then start the cluster with its own scripts.",
                zh: "先执行 bin/stop，再用 bin/rollback 还原部署所替换的文件并移除其带来的内容，然后用集群自己的脚本启动。")
        }
    }];
    for one in all {
        if let Back::More(more) = one.back {
            said.push(msg!(en: "{t}: {m}", zh: "{t}：{m}", t = one.title, m = more));
        }
    }
    said
}
