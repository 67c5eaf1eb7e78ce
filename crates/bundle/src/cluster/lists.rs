//! `PACKAGES.tsv`, `FINDINGS.md` and `secrets.env.example`.

use crate::account::without_forbidden;
use formats::File;
use model::{Lang, Text};
use rules::{Context, Report};

fn or_dash(text: &str) -> String {
    let text = without_forbidden(text);
    if text.trim().is_empty() { "-".to_owned() } else { text.trim().to_owned() }
}

/// Every piece of software that must be there.
pub(super) fn packages(cx: &Context) -> File {
    let mut file = File::new(
        const {
            Text::new(
                "The software that must be there; bin/fetch gets what has an address.",
                "所需的软件清单；bin/fetch 会下载带有地址的部分。",
            )
        },
    );
    file.line("# id\tversion\tarchitecture\tfile\tsha256\tservices\turl\ttitle");
    let mut packages = (cx.product.packages)(cx);
    packages.sort_by(|a, b| (a.id, &a.file).cmp(&(b.id, &b.file)));
    for package in packages {
        let cells = [
            or_dash(package.id),
            or_dash(&package.version),
            or_dash(package.architecture),
            or_dash(&package.file),
            or_dash(package.sha256),
            or_dash(&package.services.join(",")),
            or_dash(&package.url),
            or_dash(package.title.get(cx.spec.language)),
        ];
        file.line(cells.join("\t"));
    }
    file
}

/// Text inside Markdown that is no markup: what a person typed.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in without_forbidden(text).chars() {
        match c {
            '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// What was found and what was accepted.
pub(super) fn findings(cx: &Context, report: &Report) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(
        const {
            Text::new(
                "What the rules say about this cluster, and what was accepted.",
                "规则对本集群的检查结果，以及已接受的警告。",
            )
        },
    );
    let title = const { Text::new("# Findings", "# 问题") };
    file.line(title.get(lang));
    file.line("");
    let place = |f: &model::Finding| plain(&cx.label(&f.place).render(lang));
    let severity = |f: &model::Finding| match f.severity {
        model::Severity::Error => const { Text::new("Error", "错误") },
        model::Severity::Warning => const { Text::new("Warning", "警告") },
        model::Severity::Info => const { Text::new("Note", "提示") },
    };
    if report.findings.is_empty() {
        let none =
            const { Text::new("No errors, warnings or notes.", "没有错误、警告或提示。") };
        file.line(none.get(lang));
    }
    for finding in &report.findings {
        let (kind, message) = (severity(finding).get(lang), plain(&finding.message.render(lang)));
        let at = place(finding);
        file.line(match lang {
            Lang::En => format!("- {kind} {}, {at}: {message}", finding.rule),
            Lang::Zh => format!("- {kind} {}（{at}）：{message}", finding.rule),
        });
    }
    if !report.accepted.is_empty() {
        file.line("");
        file.line(const { Text::new("## Accepted warnings", "## 已接受的警告") }.get(lang));
        file.line("");
        for line in accepted(cx, report) {
            file.line(line);
        }
    }
    file
}

/// The accepted warnings with their reasons, one line each.
pub(super) fn accepted(cx: &Context, report: &Report) -> Vec<String> {
    let lang = cx.spec.language;
    let line = |(finding, reason): &(model::Finding, String)| {
        let (message, reason) = (plain(&finding.message.render(lang)), plain(reason));
        match lang {
            Lang::En => format!("- {}: {message} Accepted because: {reason}", finding.rule),
            Lang::Zh => format!("- {}：{message}接受的理由：{reason}", finding.rule),
        }
    };
    report.accepted.iter().map(line).collect()
}

/// The variables to fill in.
pub(super) fn secrets(cx: &Context) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(
        const {
            Text::new(
                "The secrets to fill in, on the admin's machine only: copy it to secrets.env, mode 0600.",
                "需要填写的密码，只保存在管理机上：复制为 secrets.env，权限 0600。",
            )
        },
    );
    file.text(
        const { Text::new(
            "# Copy this file to secrets.env, set its mode to 0600 and fill it in:\n\
             #   (umask 077; cp secrets.env.example secrets.env)\n\
             # One NAME=value per line. The value is everything after the first =, without a pair of\n\
             # quotes around it; no other character means anything.",
            "# 将本文件复制为 secrets.env，权限设为 0600，然后填写：\n\
             #   (umask 077; cp secrets.env.example secrets.env)\n\
             # 每行一个 NAME=value。第一个 = 之后的全部字符即为值，首尾成对的引号会被去掉，\n\
             # 其余字符都按原样使用。",
        ) }
        .get(lang),
    );
    let mut secrets = cx.secrets().to_vec();
    secrets.sort();
    secrets.dedup_by(|a, b| a.variable == b.variable);
    if secrets.is_empty() {
        file.line("");
        file.line(
            const {
                Text::new("# This cluster needs no secrets.", "# 本集群不需要任何密码。")
            }
            .get(lang),
        );
    }
    for secret in secrets {
        let purpose = match lang {
            Lang::En => secret.purpose.0,
            Lang::Zh => secret.purpose.1,
        };
        file.line("");
        file.line(format!("# {purpose}"));
        let name = &secret.variable;
        if model::secret::is_variable(name) {
            file.line(format!("{name}="));
        } else {
            file.line(format!("# {}", model::value::shown(name)));
        }
    }
    file
}
