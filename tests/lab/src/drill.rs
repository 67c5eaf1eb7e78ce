//! What `muster drill` foretells, held against what the lab is about to show: a story that expects
//! something else of a host without power than the drill says is refused before the power goes.

use crate::{host::Hosts, kylin::archive::Archive};
use anyhow::{Context as _, Result, bail};
use model::Lang;
use rules::{Context, Drill, State, drill};
use std::{collections::BTreeSet, fs};

/// What a story shows of a cluster while hosts have no power.
#[derive(Debug)]
pub(crate) struct Shows {
    /// What goes on, by its English title.
    pub(crate) goes_on: &'static [&'static str],
    /// What does not.
    pub(crate) stops: &'static [&'static str],
    /// Whether data have no copy beside the hosts without power.
    pub(crate) lost: bool,
}

impl Shows {
    /// That something goes on, and no data are lost.
    pub(crate) const fn that(goes_on: &'static [&'static str]) -> Shows {
        Shows { goes_on, stops: &[], lost: false }
    }
}

impl Archive {
    /// Fails where the drill of the archive's own document foretells something else for these hosts than
    /// the story then shows.
    pub(crate) fn foretells(&self, dead: &[u32], shows: &Shows) -> Result<()> {
        let names: Vec<String> = dead.iter().map(|number| Hosts::name(*number)).collect();
        agrees(&self.document()?, &names, shows).with_context(|| self.folder.display().to_string())
    }

    /// The same where everything stands still.
    pub(crate) fn foretells_nothing(&self, dead: &[u32]) -> Result<()> {
        let names: Vec<String> = dead.iter().map(|number| Hosts::name(*number)).collect();
        let outcome = outcome(&self.document()?, &names)?;
        match outcome.abilities.iter().find(|(_, state)| !matches!(state, State::Stops(_))) {
            Some((title, state)) => bail!(
                "everything stands still without {}, and the drill says of {}: {state:?}",
                names.join(", "),
                title.get(Lang::En)
            ),
            None => Ok(()),
        }
    }

    fn document(&self) -> Result<String> {
        Ok(fs::read_to_string(self.folder.join("cluster.toml"))?)
    }
}

/// What a drill of a document's text says.
fn outcome(text: &str, dead: &[String]) -> Result<Drill> {
    let loaded = formats::document::read(text);
    if !loaded.complete {
        bail!("not a document: {:?}", loaded.problems);
    }
    let product = products::find(&loaded.spec.product).context("its product")?;
    let cx = Context::new(&loaded.spec, product);
    let mut rows = BTreeSet::new();
    for name in dead {
        let node = loaded.spec.nodes.iter().find(|node| node.name == *name);
        rows.insert(node.with_context(|| format!("the document has no node {name}"))?.row);
    }
    Ok(drill(&cx, &rows))
}

/// Whether a story about the cluster of a document's text contradicts its drill.
fn agrees(text: &str, dead: &[String], shows: &Shows) -> Result<()> {
    let outcome = outcome(text, dead)?;
    let without = dead.join(", ");
    let state = |title: &&str| {
        let found = outcome.abilities.iter().find(|(t, _)| t.get(Lang::En) == *title);
        found.map(|(_, state)| state).with_context(|| format!("nothing is called {title:?}"))
    };
    for title in shows.goes_on {
        if let State::Stops(missing) = state(title)? {
            bail!(
                "{title}: goes on without {without}, and the drill says that it stops: {missing:?}"
            );
        }
    }
    for title in shows.stops {
        let state = state(title)?;
        if !matches!(state, State::Stops(_)) {
            bail!("{title}: stops without {without}, and the drill says: {state:?}");
        }
    }
    if shows.lost == outcome.lost.is_empty() {
        bail!(
            "data lost without {without}: {}, and the drill says: {:?}",
            shows.lost,
            outcome.lost
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{alluxio, druid, kylin};
    use commands::root;

    fn document(path: &str) -> String {
        fs::read_to_string(root().join("tests/lab").join(path)).expect("a document of the lab")
    }

    fn check(path: &str, dead: &[u32], shows: &Shows) -> Result<()> {
        let names: Vec<String> = dead.iter().map(|number| Hosts::name(*number)).collect();
        agrees(&document(path), &names, shows).with_context(|| path.to_owned())
    }

    /// Whoever leads in the end: every host that a story may take the power of.
    #[test]
    fn the_stories_of_the_lab_show_what_the_drill_foretells() -> Result<()> {
        let first = "kylin/documents/distributed-nginx.toml";
        check(first, &[3], &kylin::cluster::WITHOUT_QUERY_HOST)?;
        for leader in [2, 4] {
            let second = "kylin/documents/curator-haproxy.toml";
            check(second, &[leader], &kylin::cluster::WITHOUT_LEADER)?;
        }
        for name in ["zookeeper", "embedded", "legacy"] {
            for leader in 1..=3 {
                let path = format!("alluxio/documents/{name}.toml");
                check(&path, &[leader], &alluxio::story::WITHOUT_LEADER)?;
            }
        }
        for (name, leaders) in [("mariadb", &[1, 2][..]), ("postgresql", &[1, 2])] {
            for leader in leaders {
                let path = format!("druid/documents/{name}.toml");
                check(&path, &[*leader], &druid::story::WITHOUT_LEADER)?;
            }
        }
        check("druid/documents/derby.toml", &[1], &druid::story::WITHOUT_ONLY_MASTER)?;
        for name in ["mariadb", "postgresql", "derby"] {
            let path = format!("druid/documents/{name}.toml");
            check(&path, &[5], &druid::story::WITHOUT_DATA_HOST)?;
        }
        check("kylin/documents/sessions-memcached.toml", &[2], &kylin::sessions::WITHOUT_NODE)
    }

    #[test]
    fn a_story_that_contradicts_the_drill_is_refused() {
        let path = "kylin/documents/distributed-nginx.toml";
        let refused = |dead: &[u32], shows: &Shows, words: &str| {
            let why = check(path, dead, shows).expect_err("it is taken");
            assert!(format!("{why:#}").contains(words), "{why:#}");
        };
        refused(&[1], &Shows::that(&["Queries"]), "the drill says that it stops");
        let stops = Shows { stops: &["Jobs"], ..Shows::that(&[]) };
        refused(&[4], &stops, "and the drill says: GoesOn");
        refused(&[3], &Shows::that(&["Segments"]), "nothing is called \"Segments\"");
        refused(&[9], &Shows::that(&["Queries"]), "no node h9");
        let all: Vec<String> = (1..=4).map(Hosts::name).collect();
        let all = outcome(&document(path), &all).expect("a document").abilities;
        assert!(all.iter().all(|(_, state)| matches!(state, State::Stops(_))), "{all:?}");
        refused(&[3], &Shows { lost: true, ..Shows::that(&[]) }, "data lost");
    }
}
