//! `muster serve`: the page, from inside the program.

use crate::args::Serve;
use crate::output::{Done, Failure, Outcome, Output};
use model::{Lang, Message, msg};
use site_server::{Files, Options, Server, Stored, policy};
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;

/// The built site; nothing in a binary without it. `build.rs` writes the table.
#[cfg(feature = "site")]
static SITE: &[Stored] = include!(concat!(env!("OUT_DIR"), "/site.rs"));
#[cfg(not(feature = "site"))]
static SITE: &[Stored] = &[];

pub(crate) fn run(args: &Serve, lang: Lang, out: &mut Output) -> Done {
    let page =
        SITE.iter().find(|file| file.name == "index.html").and_then(|file| file.plain().ok());
    let page = page.and_then(|page| String::from_utf8(page).ok()).ok_or_else(without)?;
    let options = Options {
        address: args.address,
        port: args.port,
        headers: headers(&page),
        ..Options::of(Files::Held(SITE))
    };
    let wanted = SocketAddr::new(args.address, args.port);
    let server = Server::start(options).map_err(|error| refused(wanted, &error))?;
    out.line(&begun(&server).render(lang), Outcome::Clean)?;
    out.flush()?;
    until_told();
    drop(server);
    out.end(Outcome::Clean)
}

/// The page's own policy also as a header, because a worker has no other, and with what a page can't
/// say of itself: who may frame it.
fn headers(page: &str) -> Vec<(String, String)> {
    let own = policy(page).unwrap_or("default-src 'none'");
    [
        ("Content-Security-Policy", format!("{own}; frame-ancestors 'self'")),
        ("Referrer-Policy", "no-referrer".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

fn without() -> Failure {
    msg!(
        en: "this muster was built without the page. Build one with it, in Muster's repository: cargo xtask build && cargo build --profile cli --package cli --features site",
        zh: "此 muster 编译时未包含页面。要编译包含页面的版本，在 Muster 的代码仓库中执行：cargo xtask build && cargo build --profile cli --package cli --features site")
    .into()
}

fn begun(server: &Server) -> Message {
    let address = server.address();
    if address.ip().is_unspecified() {
        return msg!(
            en: "Muster is at port {port} of every address of this machine, as http://127.0.0.1:{port}/ (Ctrl+C stops it)",
            zh: "Muster 已在本机所有地址的端口 {port} 上提供，例如 http://127.0.0.1:{port}/（按 Ctrl+C 停止）",
            port = address.port().to_string());
    }
    msg!(
        en: "Muster is at {url} (Ctrl+C stops it)",
        zh: "Muster 地址：{url}（按 Ctrl+C 停止）",
        url = server.url())
}

fn refused(wanted: SocketAddr, error: &Error) -> Failure {
    let (address, port) = (wanted.ip().to_string(), wanted.port().to_string());
    match error.kind() {
        ErrorKind::AddrInUse => msg!(
            en: "port {port} of {address} is in use by another program, or by another muster serve. End that one, or take another port: --port N; 0 is any free one. What the page has saved belongs to its address and port",
            zh: "{address} 的端口 {port} 已被其他程序或另一个 muster serve 占用。停止该程序，或用 --port N 换一个端口（0 表示任意空闲端口）。页面保存的内容与地址和端口绑定",
            address = address, port = port),
        ErrorKind::PermissionDenied => msg!(
            en: "port {port} of {address} may not be opened by this user; take one above 1023 with --port N",
            zh: "当前用户无权使用 {address} 的端口 {port}；用 --port N 换一个 1023 以上的端口",
            address = address, port = port),
        ErrorKind::AddrNotAvailable => msg!(
            en: "this machine does not have the address {address}; --address 0.0.0.0 is every address that it has",
            zh: "本机没有地址 {address}；--address 0.0.0.0 表示本机的所有地址",
            address = address),
        _ => msg!(
            en: "nothing can be served at port {port} of {address}: {e}",
            zh: "无法在 {address} 的端口 {port} 上提供页面：{e}",
            address = address, port = port, e = error.to_string()),
    }
    .into()
}

/// Waits for the terminal's Ctrl+C, or for another signal that ends programs.
#[cfg(unix)]
fn until_told() {
    let signals = signal_hook::iterator::Signals::new(crate::half::ends());
    let told = signals.ok().and_then(|mut signals| signals.forever().next());
    if told.is_none() {
        forever(); // no signal can be watched: each of them ends the program as it does others
    }
}

#[cfg(not(unix))]
fn until_told() {
    forever();
}

fn forever() {
    loop {
        std::thread::park();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_of_the_page_binds_its_workers_too() {
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">";
        let headers = headers(page);
        let policy =
            ("Content-Security-Policy".into(), "default-src 'self'; frame-ancestors 'self'".into());
        assert!(headers.contains(&policy), "{headers:?}");
        // A page that says nothing gets nothing.
        assert!(
            super::headers("<p>").iter().any(|(_, value)| value.starts_with("default-src 'none'"))
        );
    }

    #[test]
    fn what_cannot_be_served_says_what_to_do() {
        let wanted: SocketAddr = "127.0.0.1:80".parse().expect("an address");
        for (kind, word) in [
            (ErrorKind::AddrInUse, "--port N"),
            (ErrorKind::PermissionDenied, "above 1023"),
            (ErrorKind::AddrNotAvailable, "0.0.0.0"),
            (ErrorKind::Other, "port 80 of 127.0.0.1"),
        ] {
            let Failure::Message(message) = refused(wanted, &Error::from(kind)) else {
                panic!("{kind:?} is no message");
            };
            let said = message.render(Lang::En);
            assert!(said.contains(word) && said.contains("127.0.0.1"), "{said}");
        }
    }
}
