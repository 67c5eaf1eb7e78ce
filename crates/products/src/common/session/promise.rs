//! How long an answer takes when a machine loses its power: what the runbook says, `bin/verify
//! --drill` prints, and `cargo xtask lab sessions` measures.

use super::store::{Sharing, sharing};
use ::rules::Context;
use model::value::Duration;

/// What everything else takes, in seconds: an answer itself, on a machine that is busy.
const REST: u64 = 1;

/// The most seconds that a memcached without power holds an answer up; `None` when sessions are not
/// kept on two of them. A machine without power refuses nothing: what is asked of it ends with
/// `session.timeout`. A request that was under way asks it twice, a later one once.
pub fn memcached(cx: &Context) -> Option<u64> {
    match sharing(cx) {
        Some(Ok(Sharing::Memcached(servers, milliseconds))) if servers.len() > 1 => {
            Some(milliseconds.saturating_mul(2).div_ceil(1000) + REST)
        }
        _ => None,
    }
}

/// How long Tomcat's background thread sleeps, in seconds (Tomcat 7.0.100, 8.5.78 and 9.0.98:
/// `StandardEngine.java`, `backgroundProcessorDelay`). Measured on all three with MariaDB: another
/// node knew a login after 10.1 s at most.
const BACKGROUND: u64 = 10;

/// The most seconds after which a login outlives its node; `None` for none, and at once.
pub fn saved(cx: &Context) -> Option<u64> {
    super::database::chosen(cx).then_some(BACKGROUND + 2 * REST)
}

/// The most seconds that a database without power holds somebody up who logs out, or whom a node
/// does not know, when few are logged in. The store asks for one at a time (Tomcat 7.0.100,
/// `JDBCStore.java:635`): the background thread's question, which ends after an answer of the open
/// connection and a new connection; then one's own, and for somebody unknown once more.
pub fn database(cx: &Context) -> Option<u64> {
    match sharing(cx) {
        Some(Ok(Sharing::Database(database))) => {
            Some(database.timeout.saturating_mul(5).div_ceil(1000).saturating_add(REST))
        }
        _ => None,
    }
}

/// The most seconds that a node without power holds a request at the load balancer up; `None` for
/// none, and for one that was not measured. A node is tried again when all are left out, so this is
/// twice `lb.connect_timeout`.
pub fn balancer(cx: &Context) -> Option<u64> {
    let connect = cx.get::<Duration>("lb.connect_timeout").ok()?;
    let measured = ["nginx", "haproxy"].iter().any(|kind| cx.is("lb.kind", kind));
    measured.then(|| connect.seconds().saturating_mul(2).saturating_add(REST))
}
