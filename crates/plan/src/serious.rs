//! What is more than a restart.

use crate::{Origin, general};
use model::{Message, Text, msg};
use rules::{Back, Move, Source, Still, Task, Transition};

/// What stands still for a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nothing.
    Nothing,
    /// These services, by id.
    Services(Vec<&'static str>),
    /// The whole cluster.
    Everything,
}

/// A change for which a restart is not enough.
pub struct Serious {
    /// The id of its kind.
    pub id: &'static str,
    /// What changes.
    pub title: Text,
    /// Why it is serious.
    pub why: Text,
    /// What must stand still.
    pub stand: Stand,
    /// How to go back.
    pub back: Back,
    /// What is to be done by hand.
    pub(crate) tasks: &'static [Task],
    /// Where it is known from.
    pub sources: &'static [Source],
}

impl std::fmt::Debug for Serious {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serious")
            .field("id", &self.id)
            .field("stand", &self.stand)
            .finish_non_exhaustive()
    }
}

/// The kinds of changes that this one has, the product's own first.
pub(crate) fn serious(m: &Move) -> Vec<Serious> {
    let own = m.after.product.transitions.iter().flat_map(|table| table.iter());
    let all = own.chain(general::TRANSITIONS);
    let found = all.filter(|transition| (transition.happens)(m));
    found
        .map(|t: &'static Transition| Serious {
            id: t.id,
            title: t.title,
            why: t.why,
            stand: match t.still {
                Still::Nothing => Stand::Nothing,
                Still::Services(ids) => Stand::Services(ids.to_vec()),
                Still::Everything => Stand::Everything,
            },
            back: t.back,
            tasks: t.tasks,
            sources: t.sources,
        })
        .collect()
}

/// What must stand still for all of them together.
pub(crate) fn stand(all: &[Serious]) -> Stand {
    let mut services: Vec<&'static str> = Vec::new();
    for one in all {
        match &one.stand {
            Stand::Everything => return Stand::Everything,
            Stand::Services(ids) => services.extend(ids),
            Stand::Nothing => {}
        }
    }
    services.sort_unstable();
    services.dedup();
    if services.is_empty() { Stand::Nothing } else { Stand::Services(services) }
}

/// How to go back, and what that does not bring back.
pub(crate) fn back(all: &[Serious], origin: Origin) -> Vec<Message> {
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
        match &one.back {
            Back::Files => {}
            Back::More(more) => {
                said.push(msg!(en: "{t}: {m}", zh: "{t}：{m}", t = one.title, m = *more));
            }
            Back::Never(why) => said.push(
                msg!(en: "{t}: there is no way back. {m}", zh: "{t}：无法回退。{m}", t = one.title, m = *why),
            ),
        }
    }
    said
}
