//! What is killed, and what an admin does then.

use super::fixture::{BROUGHT, Call, Fixture};
use super::programs::Programs;
use super::tree::{Tree, difference};
use anyhow::{Context as _, Result, bail};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A run that is killed, and what was there before it.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// Makes what is there before.
    pub(crate) before: fn(&Fixture) -> Result<()>,
    /// The run.
    pub(crate) killed: Call,
    /// What leads to the state before, from a node that is ready: for comparison.
    first: &'static [Call],
    /// What is deployed when it is done again to its end.
    then: &'static [Call],
    /// What an admin does after it was killed.
    pub(crate) ways: &'static [Continuation],
}

const DEPLOY_A: Call = ("A", "");
const DEPLOY_B: Call = ("B", "");
const BACK_A: Call = ("A", "--rollback --of archive-A");
const BACK_B: Call = ("B", "--rollback --of archive-B");
/// The same archive once more, in another run over all nodes, and what that run did taken back.
const AGAIN_A: Call = ("A", "--run r2");
const BACK_AGAIN_A: Call = ("A", "--rollback --of archive-A --run r2");
/// With packages that bin/deploy brought.
const BROUGHT_A: Call = ("A", BROUGHT);
const BROUGHT_B: Call = ("B", BROUGHT);

pub(crate) static SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "first deployment",
        before: |_| Ok(()),
        killed: DEPLOY_A,
        first: &[],
        then: &[DEPLOY_A],
        ways: INSTALL,
    },
    Scenario {
        name: "deployment of another archive",
        before: |node| all(node, &[DEPLOY_A]),
        killed: DEPLOY_B,
        first: &[DEPLOY_A],
        then: &[DEPLOY_A, DEPLOY_B],
        ways: INSTALL,
    },
    Scenario {
        name: "deployment of an older archive",
        before: |node| all(node, &[DEPLOY_A, DEPLOY_B]),
        killed: DEPLOY_A,
        first: &[DEPLOY_A, DEPLOY_B],
        then: &[DEPLOY_A, DEPLOY_B, DEPLOY_A],
        ways: INSTALL,
    },
    Scenario {
        name: "the same archive once more",
        before: damaged,
        killed: AGAIN_A,
        first: &[],
        then: &[AGAIN_A],
        ways: INSTALL,
    },
    Scenario {
        name: "rollback of the same archive",
        before: |node| {
            damaged(node)?;
            all(node, &[AGAIN_A])
        },
        killed: BACK_AGAIN_A,
        first: &[],
        then: &[BACK_AGAIN_A],
        ways: INSTALL,
    },
    Scenario {
        name: "first deployment, packages brought",
        before: |_| Ok(()),
        killed: BROUGHT_A,
        first: &[],
        then: &[BROUGHT_A],
        ways: INSTALL,
    },
    Scenario {
        name: "rollback",
        before: |node| all(node, &[DEPLOY_A, DEPLOY_B]),
        killed: BACK_B,
        first: &[DEPLOY_A, DEPLOY_B],
        then: &[DEPLOY_A, DEPLOY_B, BACK_B],
        ways: INSTALL,
    },
    Scenario {
        name: "rollback of the first deployment",
        before: |node| all(node, &[DEPLOY_A]),
        killed: BACK_A,
        first: &[DEPLOY_A],
        then: &[DEPLOY_A, BACK_A],
        ways: INSTALL,
    },
    Scenario {
        name: "adoption of what was there",
        before: adopted,
        killed: ("A", "--adopt"),
        first: &[],
        then: &[("A", "--adopt")],
        ways: INSTALL,
    },
    Scenario {
        name: "root's script",
        before: |_| Ok(()),
        killed: ("root-A", ""),
        first: &[],
        then: &[("root-A", "")],
        ways: ROOT,
    },
    Scenario {
        name: "root's script, folders that exist",
        before: |node| {
            all(node, &[("root-B", "")])?;
            super::root::taken_over(node)
        },
        killed: ("root-A", ""),
        first: &[],
        then: &[("root-A", "")],
        ways: ROOT,
    },
    Scenario {
        name: "fetch",
        before: super::fetch::before,
        killed: ("fetch", ""),
        first: &[],
        then: &[("fetch", "")],
        ways: FETCH,
    },
];

/// A node from which somebody removed a file, and where another run made a new one necessary.
fn damaged(node: &Fixture) -> Result<()> {
    all(node, &[("A", "--run r1")])?;
    std::fs::remove_file(node.at("home/conf/app.properties")).context("a file of the archive")
}

/// What takes the killed run back.
fn back_of(scenario: &Scenario) -> Call {
    match scenario.killed {
        AGAIN_A | BACK_AGAIN_A => BACK_AGAIN_A,
        ("A", _) => BACK_A,
        _ => BACK_B,
    }
}

/// Files of somebody else, where ours go.
fn adopted(node: &Fixture) -> Result<()> {
    node.write("home/VERSION", "app-1 by hand\n")?;
    node.write("home/context.xml", "<Context>\n    <Loader mine=\"yes\"/>\n</Context>\n")?;
    node.write("home/conf/app.properties", "mine\n")?;
    node.write("home/conf/other.properties", "stays\n")
}

fn all(node: &Fixture, calls: &[Call]) -> Result<()> {
    calls.iter().try_for_each(|call| node.run(*call).map(|_| ()))
}

/// What an admin does after a run was killed.
pub(crate) struct Continuation {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&Node, &Scenario) -> Result<()>,
}

static INSTALL: &[Continuation] = &[
    Continuation { name: "the same again", run: again },
    Continuation { name: "back", run: back },
    Continuation { name: "another archive", run: other },
];

static ROOT: &[Continuation] = &[
    Continuation { name: "the same again", run: once_more },
    Continuation { name: "another archive", run: other_root },
];

static FETCH: &[Continuation] = &[Continuation { name: "the same again", run: once_more }];

/// The same run again reaches what one run would have reached, and changes nothing the third time.
fn once_more(node: &Node, scenario: &Scenario) -> Result<()> {
    node.fixture.run(scenario.killed)?;
    same(node, scenario, scenario.then)?;
    node.fixture.is_clean()?;
    let said = node.fixture.run(scenario.killed)?;
    let idle = |line: &str| {
        ["root-once: done", "there ", "packages/ "].iter().any(|w| line.starts_with(w))
    };
    if let Some(line) = said.lines().find(|line| !idle(line)) {
        bail!("once more it is not done: {line}");
    }
    same(node, scenario, scenario.then)
}

/// Root's script of another archive makes all that it makes otherwise.
fn other_root(node: &Node, scenario: &Scenario) -> Result<()> {
    let call = ("root-B", "");
    node.fixture.run(call)?;
    let fresh = node.reference(scenario, &[call])?;
    let mut homes = node.fixture.homes()?;
    // Folders of the first archive may be there already.
    homes.retain(|path, is| fresh.homes.contains_key(path) || !is.starts_with('4'));
    if let Some(difference) = difference(&homes, &fresh.homes) {
        bail!("homes: {difference}");
    }
    node.fixture.is_clean()
}

/// The same run again reaches what one run would have reached; from there everything goes on.
fn again(node: &Node, scenario: &Scenario) -> Result<()> {
    node.fixture.run(scenario.killed)?;
    same(node, scenario, scenario.then)?;
    node.fixture.is_clean()?;
    // Once more: nothing to do, or nothing to go back to.
    let said = node.fixture.run(scenario.killed)?;
    if !said.contains("nothing to") {
        bail!("once more it is not done: {said}");
    }
    same(node, scenario, scenario.then)?;
    if !scenario.killed.1.contains("--rollback") {
        node.fixture.run(back_of(scenario))?;
        same(node, scenario, scenario.first)?;
    }
    node.fixture.is_clean()
}

/// What the killed archive did is taken back.
fn back(node: &Node, scenario: &Scenario) -> Result<()> {
    node.fixture.run(back_of(scenario))?;
    let rolled = scenario.killed.1.contains("--rollback");
    // A deployment that was killed before it began leaves what was there: the older archive, which is
    // not the one that is taken back, or nothing.
    same(node, scenario, if rolled { scenario.then } else { scenario.first })?;
    node.fixture.is_clean()
}

/// The other archive is deployed over what was left.
fn other(node: &Node, scenario: &Scenario) -> Result<()> {
    let archive = scenario.killed.0;
    let call = match (archive, scenario.killed.1) {
        ("A", "--adopt") => ("B", "--adopt"),
        ("A", BROUGHT) => BROUGHT_B,
        ("A", _) => DEPLOY_B,
        _ => DEPLOY_A,
    };
    node.fixture.run(call)?;
    // The killed run was taken back, or it had ended already.
    let homes = node.fixture.homes()?;
    let mut differences = Vec::new();
    for way in [scenario.first, scenario.then] {
        let fresh = node.reference(scenario, &[way, &[call]].concat())?;
        differences.extend(difference(&homes, &fresh.homes));
    }
    if let [taken_back, ended] = differences.as_slice() {
        bail!("homes, taken back: {taken_back}; ended: {ended}");
    }
    node.fixture.is_clean()
}

/// Homes and state of a node.
#[derive(Clone)]
pub(crate) struct Seen {
    homes: Tree,
    state: Tree,
}

/// Homes and state of nodes whose runs were not killed: each way there is gone once, and then
/// known for these programs.
pub(crate) type Known = BTreeMap<(&'static str, Vec<Call>), Seen>;

/// A node, and what is known of it.
pub(crate) struct Node {
    pub(crate) fixture: Fixture,
    known: RefCell<Known>,
}

impl Node {
    /// A node with these programs, in a folder of this name.
    pub(crate) fn new(programs: &'static Programs, name: &str) -> Result<Node> {
        let fixture = Fixture::new(programs, name)?;
        fixture.save("empty")?;
        Ok(Node { fixture, known: RefCell::default() })
    }

    /// Makes it as it is before a scenario.
    pub(crate) fn before(&self, scenario: &Scenario) -> Result<()> {
        if !self.fixture.restore(scenario.name)? {
            self.fixture.restore("empty")?;
            (scenario.before)(&self.fixture)?;
            self.fixture.save(scenario.name)?;
        }
        Ok(())
    }

    /// What a node is like on which the calls were made without being killed; this one is as it was
    /// afterwards.
    fn reference(&self, scenario: &Scenario, calls: &[Call]) -> Result<Seen> {
        // What was there before, where that does not follow from the calls.
        let own = if scenario.first.is_empty() { scenario.name } else { "" };
        let key = (own, calls.to_vec());
        if let Some(seen) = self.known.borrow().get(&key) {
            return Ok(seen.clone());
        }
        self.fixture.save("now")?;
        self.fixture.restore("empty")?;
        if scenario.first.is_empty() {
            (scenario.before)(&self.fixture)?;
        }
        all(&self.fixture, calls)?;
        let seen = Seen { homes: self.fixture.homes()?, state: self.fixture.state()? };
        self.fixture.restore("now")?;
        self.known.borrow_mut().insert(key, seen.clone());
        Ok(seen)
    }
}

/// Whether homes and state are as after these calls.
fn same(node: &Node, scenario: &Scenario, calls: &[Call]) -> Result<()> {
    let fresh = node.reference(scenario, calls)?;
    if let Some(difference) = difference(&node.fixture.homes()?, &fresh.homes) {
        bail!("homes: {difference}");
    }
    if let Some(difference) = difference(&node.fixture.state()?, &fresh.state) {
        bail!("state: {difference}");
    }
    Ok(())
}
