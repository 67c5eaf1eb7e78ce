//! Mistakes that nothing reports: everything starts, and what goes wrong then is told.

use super::prove::{Place, Tools};
use crate::{artifacts::JAVA_HOME, report::wait_for};
use anyhow::{Result, bail};
use std::time::Duration;

/// Kills a master as a power cut would.
fn kill(place: &Place, number: u32) -> Result<()> {
    let text = "kill -9 \"$(cat /opt/alluxio/logs/muster-master.pid)\"";
    place.hosts.user(place.number(number), text, 10).map(drop)
}

/// The master of the first or the second host that leads now, and the other.
fn leader(place: &Place) -> Result<(u32, u32)> {
    let leader = place.client(2).leader()?;
    if leader == place.number(1) { Ok((1, 2)) } else { Ok((2, 1)) }
}

/// What only the journal knows is gone with the leader.
pub(super) fn private_journal(place: &Place) -> Result<String> {
    let client = place.client(2);
    // A file that is only cached stands in the journal, and nowhere in the under storage.
    let text = "export ALLUXIO_USER_JAVA_OPTS=-Dalluxio.user.file.writetype.default=MUST_CACHE
                bash /opt/alluxio/bin/alluxio fs touch /known
                bash /opt/alluxio/bin/alluxio fs stat /known";
    place.hosts.user(place.number(2), text, 60)?;
    let (old, new) = leader(place)?;
    kill(place, old)?;
    wait_for("another leader", Duration::from_mins(2), || {
        if client.leader()? == place.number(new) { Ok(()) } else { bail!("not yet") }
    })?;
    wait_for("what the new leader knows", Duration::from_mins(1), || {
        let text = client.alluxio("fs stat /known")?.text;
        if !text.contains("Path \"/known\" does not exist") {
            bail!("{text}");
        }
        Ok(text)
    })
}

/// The other master leads, and clients ask the dead one.
pub(super) fn dead_name(place: &Place) -> Result<String> {
    kill(place, 1)?;
    wait_for("a client that gives up", Duration::from_mins(2), || {
        let out = place.client(2).alluxio("fs ls /")?;
        if out.text.contains("Failed to connect to master") {
            Ok(out.text)
        } else {
            bail!("{}", out.text)
        }
    })
}

/// Masters start and none ever leads, without a line that says why; the first-start script makes the
/// znode, and one leads.
pub(super) fn chroot(place: &Place, tools: &Tools) -> Result<String> {
    let folder = "/tmp/lab-ensemble";
    let server = format!(
        "mkdir {folder}
         printf 'tickTime=2000\\ndataDir={folder}\\nclientPort=2181\\nadmin.enableServer=false\\n' >{folder}/zoo.cfg
         nohup {JAVA_HOME}/bin/java -Xmx96m -cp '/usr/lib/alluxio-lab/2.9.6/*' \\
             org.apache.zookeeper.server.quorum.QuorumPeerMain {folder}/zoo.cfg >{folder}/log 2>&1 </dev/null &"
    );
    place.hosts.user(place.number(1), &server, 10)?;
    let mut seen = tools.impatient("bin/start", 120)?.refused("bin/start without the znode")?;
    tools.run("bin/stop", 120)?.ok("bin/stop")?;
    seen.push_str(&tools.format()?.ok("the first start")?);
    seen.push_str(&tools.run("bin/start", 300)?.ok("bin/start with the znode")?);
    Ok(seen)
}

/// Both take a folder that the other does not know of.
pub(super) fn both_lead(place: &Place) -> Result<String> {
    let mut seen = Vec::new();
    for number in [1, 2] {
        let name = place.name(number);
        let text = format!(
            "export ALLUXIO_USER_JAVA_OPTS='-Dalluxio.master.hostname={name} -Dalluxio.master.rpc.addresses={name}:19998'
             bash /opt/alluxio/bin/alluxio fs mkdir /made-on-{number}
             bash /opt/alluxio/bin/alluxio fs masterInfo"
        );
        let said = place.hosts.user(place.number(number), &text, 60)?;
        if !said.contains("Successfully created directory") {
            bail!("the master of {name} takes nothing:\n{said}");
        }
        seen.push(format!("h{number} leads"));
    }
    Ok(seen.join(", "))
}

/// A file is written into a new folder: the worker has not got it.
pub(super) fn own_root(place: &Place) -> Result<String> {
    for number in [1, 2] {
        let text = "install -d -o alluxio -g alluxio /var/lib/alluxio/root";
        place.hosts.root(place.number(number), text, 10)?;
    }
    let client = place.client(2);
    client.alluxio("fs mkdir /folder")?.ok("mkdir")?;
    let out = client.alluxio("fs copyFromLocal /etc/passwd /folder/file")?;
    Ok(out.text)
}
