//! What a product's web interface is like for what stands in front of it.

/// What a load balancer must know of the product's nodes. The paths are regular expressions that
/// every load balancer reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Where the product's pages begin, without a slash at the end: `/app`; empty for the root.
    pub path: &'static str,
    /// Answers 200 without a login as long as the web application works.
    pub health: &'static str,
    /// Whether that answer may also be a redirect, which a failed application does not give.
    pub redirects: bool,
    /// Paths that only nodes use among themselves, as regular expressions.
    pub internal: &'static [&'static str],
    /// What of these the page itself needs, as regular expressions.
    pub open: &'static [&'static str],
    /// The port of the nodes.
    pub port: u16,
    /// The roles that answer clients, the preferred first: a later one is asked when no node with
    /// an earlier one lives, where the method allows that.
    pub roles: &'static [&'static str],
}
