//! An Application Load Balancer of AWS: JSON for the AWS CLI and the script that calls it.
//!
//! AWS does not say whether a path is decoded before a rule compares it. So the rules hold for
//! both: what could hide a closed path when it is written in another way is refused first.

mod conditions;

pub use conditions::{if_bare, if_internal, if_odd, if_open, if_pages};

use super::{Balancer, Method, Site};
use crate::common::text::{header, not_usable, one_line, origin};
use ::rules::{Choice, Context, Field, Kind};
use formats::json::Json;
use formats::shell::assign;
use formats::{File, Origin};
use model::value::{Host, shown};
use model::{Message, Text, msg};

const STEP: &str = "load_balancer";
const AWS: Text = Text::new("AWS", "AWS");

/// Whether it was chosen.
pub fn chosen(cx: &Context) -> bool {
    cx.is("lb.kind", "alb")
}

static SCHEMES: &[Choice] = &[
    Choice::new(
        "internal",
        Text::new("Inside the VPC", "VPC 内部"),
        Text::new("Has private addresses only.", "只有内网地址。"),
    ),
    Choice::new(
        "internet-facing",
        Text::new("From the internet", "面向互联网"),
        Text::new(
            "Has public addresses: take TLS, and real passwords.",
            "具有公网地址：请启用 TLS 并使用真实的密码。",
        ),
    ),
];

const fn field(key: &'static str, label: Text, help: Text, kind: Kind) -> Field {
    Field::new(key, STEP, AWS, label, help, kind).shown(chosen)
}

/// Its fields.
pub static FIELDS: &[Field] = &[
    field(
        "lb.alb_region",
        Text::new("Region", "区域"),
        Text::new("Where the nodes are.", "节点所在的区域。"),
        Kind::Custom(region),
    )
    .required()
    .placeholder("eu-central-1"),
    field(
        "lb.alb_vpc",
        Text::new("VPC", "VPC"),
        Text::new("The network of the nodes.", "节点所在的网络。"),
        Kind::Custom(vpc),
    )
    .required()
    .placeholder("vpc-0a1b2c3d4e5f60718"),
    field(
        "lb.alb_subnets",
        Text::new("Subnets", "子网"),
        Text::new(
            "At least two, in different availability zones, with commas between them.",
            "至少两个，位于不同可用区，以逗号分隔。",
        ),
        Kind::Custom(subnets),
    )
    .required()
    .placeholder("subnet-0a1b2c3d4e5f60718,subnet-0a1b2c3d4e5f60719"),
    field(
        "lb.alb_groups",
        Text::new("Security groups", "安全组"),
        Text::new(
            "They let clients in, and the load balancer to port 7070 of the nodes.",
            "允许客户端访问，并允许负载均衡访问节点的 7070 端口。",
        ),
        Kind::Custom(groups),
    )
    .required()
    .placeholder("sg-0a1b2c3d4e5f60718"),
    field(
        "lb.alb_scheme",
        Text::new("Reached", "访问范围"),
        Text::new("Who can reach it.", "谁可以访问。"),
        Kind::Choice(SCHEMES),
    )
    .default("internal"),
    field(
        "lb.alb_certificate",
        Text::new("Certificate in ACM", "ACM 证书"),
        Text::new(
            "Its ARN; for the name that clients use.",
            "证书的 ARN，须与客户端使用的名称相符。",
        ),
        Kind::Custom(certificate),
    )
    .shown(|cx| chosen(cx) && cx.on("lb.tls"))
    .required()
    .placeholder(
        "arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
    ),
];

fn good(text: &str, is: bool, example: &'static str) -> Result<(), Message> {
    if is {
        return Ok(());
    }
    Err(
        msg!(en: "\"{t}\" is not of the form {e}", zh: "“{t}”不是 {e} 的形式", t = shown(text), e = example),
    )
}

fn region(text: &str) -> Result<(), Message> {
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    good(text, plain && text.split('-').count() >= 3, "eu-central-1")
}

fn id(text: &str, prefix: &str) -> bool {
    let rest = text.trim().strip_prefix(prefix).unwrap_or_default();
    matches!(rest.len(), 8 | 17) && rest.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

fn vpc(text: &str) -> Result<(), Message> {
    good(text, id(text, "vpc-"), "vpc-0a1b2c3d")
}

fn subnets(text: &str) -> Result<(), Message> {
    let several = text.split(',').count() > 1 && text.split(',').all(|part| id(part, "subnet-"));
    good(text, several, "subnet-0a1b2c3d,subnet-0a1b2c3e")
}

fn groups(text: &str) -> Result<(), Message> {
    good(text, text.split(',').all(|part| id(part, "sg-")), "sg-0a1b2c3d")
}

fn certificate(text: &str) -> Result<(), Message> {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '/'));
    let arn =
        text.starts_with("arn:aws") && text.contains(":acm:") && text.contains(":certificate/");
    good(text, plain && arn, "arn:aws:acm:…:certificate/…")
}

/// A name as AWS takes it: at most 32 letters, digits and hyphens, none at the ends.
fn name(cx: &Context) -> String {
    let plain: String = cx
        .spec
        .name
        .trim()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let short: String = plain.trim_matches('-').chars().take(32).collect();
    let short = short.trim_matches('-');
    // AWS keeps names that begin like this to itself.
    if short.is_empty() || short.starts_with("internal-") {
        "muster".to_owned()
    } else {
        short.to_owned()
    }
}

fn because(cx: &Context, value: Json, field: &str) -> Json {
    let label = cx.label(&model::Place::Setting(field.to_owned()));
    value.because(origin(label, &[field]))
}

fn list(cx: &Context, key: &str) -> Json {
    let text = cx.text(key);
    let parts = text.split(',').map(str::trim).filter(|p| !p.is_empty()).map(Json::text);
    because(cx, Json::List(parts.collect()), key)
}

fn file(about: Text, value: &Json) -> File {
    let mut file = File::new(about);
    value.write(&mut file);
    file
}

const REQUEST: Text = Text::new(
    "For the AWS CLI; create-alb.sh sends it.",
    "供 AWS CLI 使用；由 create-alb.sh 发送。",
);

/// `target-group.json`.
pub fn target_group(cx: &Context, site: &Site) -> File {
    let value = Json::object([
        ("Name", Json::text(name(cx))),
        ("Protocol", Json::text("HTTP")),
        ("Port", Json::Number(u64::from(site.port))),
        ("VpcId", because(cx, Json::text(cx.text("lb.alb_vpc").as_ref()), "lb.alb_vpc")),
        ("TargetType", Json::text("ip")),
        ("HealthCheckPath", Json::text(site.health)),
        ("HealthCheckIntervalSeconds", Json::Number(10)),
        ("HealthCheckTimeoutSeconds", Json::Number(5)),
        ("HealthyThresholdCount", Json::Number(2)),
        ("UnhealthyThresholdCount", Json::Number(2)),
        (
            "Matcher",
            Json::object([(
                "HttpCode",
                Json::text(if site.redirects { "200-399" } else { "200" }),
            )]),
        ),
    ]);
    file(REQUEST, &value)
}

fn attributes(cx: &Context, all: &[(&str, String, &str)]) -> Json {
    let one = |(key, value, field): &(&str, String, &str)| {
        let value = Json::text(value.as_str());
        let value = if field.is_empty() { value } else { because(cx, value, field) };
        Json::object([("Key", Json::text(*key)), ("Value", value)])
    };
    Json::List(all.iter().map(one).collect())
}

/// `target-group-attributes.json`.
pub fn target_group_attributes(cx: &Context, b: &Balancer) -> File {
    let sticky = matches!(b.method, Method::ClientAddress | Method::Consistent);
    let algorithm = match b.method {
        Method::LeastConnections => "least_outstanding_requests",
        _ => "round_robin",
    };
    let all = [
        ("load_balancing.algorithm.type", algorithm.to_owned(), "lb.method"),
        ("stickiness.enabled", sticky.to_string(), "lb.method"),
        ("stickiness.type", "lb_cookie".to_owned(), "lb.method"),
        // As long as an idle login lives.
        ("stickiness.lb_cookie.duration_seconds", "28800".to_owned(), "lb.method"),
        (
            "deregistration_delay.timeout_seconds",
            b.read_timeout.min(3600).to_string(),
            "lb.read_timeout",
        ),
    ];
    file(REQUEST, &attributes(cx, &all))
}

/// `load-balancer.json`.
pub fn load_balancer(cx: &Context) -> File {
    let value = Json::object([
        ("Name", Json::text(name(cx))),
        ("Type", Json::text("application")),
        ("Scheme", because(cx, Json::text(cx.text("lb.alb_scheme").as_ref()), "lb.alb_scheme")),
        ("Subnets", list(cx, "lb.alb_subnets")),
        ("SecurityGroups", list(cx, "lb.alb_groups")),
    ]);
    file(REQUEST, &value)
}

/// `load-balancer-attributes.json`.
pub fn load_balancer_attributes(cx: &Context, b: &Balancer) -> File {
    let all = [
        (
            "idle_timeout.timeout_seconds",
            b.read_timeout.clamp(1, LONGEST).to_string(),
            "lb.read_timeout",
        ),
        ("routing.http.preserve_host_header.enabled", "true".to_owned(), ""),
        ("routing.http.drop_invalid_header_fields.enabled", "true".to_owned(), ""),
    ];
    file(REQUEST, &attributes(cx, &all))
}

/// The longest idle timeout of AWS, in seconds.
pub const LONGEST: u64 = 4000;

fn answer(status: &str) -> Json {
    Json::List(vec![Json::object([
        ("Type", Json::text("fixed-response")),
        (
            "FixedResponseConfig",
            Json::object([
                ("StatusCode", Json::text(status)),
                ("ContentType", Json::text("text/plain")),
            ]),
        ),
    ])])
}

/// `listener.json`: what no rule takes is not found.
pub fn listener(cx: &Context, b: &Balancer) -> File {
    let tls = b.tls.is_some();
    let protocol = Json::text(if tls { "HTTPS" } else { "HTTP" });
    let mut parts = vec![
        ("Protocol".to_owned(), because(cx, protocol, "lb.tls")),
        ("Port".to_owned(), because(cx, Json::Number(u64::from(b.port)), "lb.port")),
    ];
    if tls {
        let arn = Json::text(cx.text("lb.alb_certificate").as_ref());
        let arn = because(cx, arn, "lb.alb_certificate");
        parts.push(("SslPolicy".to_owned(), Json::text("ELBSecurityPolicy-TLS13-1-2-2021-06")));
        parts.push((
            "Certificates".to_owned(),
            Json::List(vec![Json::object([("CertificateArn", arn)])]),
        ));
    }
    parts.push(("DefaultActions".to_owned(), answer("404")));
    file(REQUEST, &Json::Object(parts))
}

/// `closed.json`, the answer to what is closed.
pub fn closed() -> File {
    file(REQUEST, &answer("403"))
}

/// `to-pages.json`: where the bare name leads.
pub fn to_pages(site: &Site) -> File {
    let to = Json::object([
        ("Path", Json::text(format!("{}/", site.path))),
        ("StatusCode", Json::text("HTTP_302")),
    ]);
    let value =
        Json::List(vec![Json::object([("Type", Json::text("redirect")), ("RedirectConfig", to)])]);
    file(REQUEST, &value)
}

/// `settings.env`: what the script is told.
pub fn settings(cx: &Context, b: &Balancer) -> File {
    let mut file =
        File::new(const { Text::new("What create-alb.sh is told.", "create-alb.sh 的参数。") });
    header(cx, "#", &mut file);
    for (place, why) in &b.broken {
        let origin = Origin { reason: why.clone(), places: vec![place.clone()] };
        file.because(format!("# {}", not_usable(why, cx.spec.language)), origin);
    }
    let nodes = cx.with_roles(b.site.roles);
    let targets: Vec<String> = nodes
        .iter()
        .filter_map(|n| cx.hosts_of(n.row)?.machine())
        .filter(|h| !matches!(h, Host::V6(_)))
        .map(ToString::to_string)
        .collect();
    let word = |on: bool| if on { "yes" } else { "no" }.to_owned();
    for (key, value) in [
        ("ALB_REGION", cx.text("lb.alb_region").into_owned()),
        ("ALB_NAME", name(cx)),
        ("ALB_TARGETS", targets.join(" ")),
        ("ALB_NODE_PORT", b.site.port.to_string()),
        ("ALB_PORT", b.port.to_string()),
        ("ALB_ADDRESS", b.name.as_ref().map_or_else(String::new, ToString::to_string)),
        ("ALB_CLOSE", word(b.close_internal)),
        ("ALB_OPEN", word(!b.site.open.is_empty())),
    ] {
        file.line(assign(key, &one_line(&value)));
    }
    file
}
