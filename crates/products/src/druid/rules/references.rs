//! References in values: `${env:NAME}`, `${sys:name}`, `${file:path}`.

use super::rule;
use crate::druid::secrets::as_document;
use crate::druid::sources::{DOC_CONFIGURATION, LAUNCHER};
use model::value::shown;
use model::{Edit, msg};

/// What stands in front of a reference that newer releases put a value in for.
const MARKS: &[&str] = &["${env:", "${sys:", "${file:"];

rule!(
    /// A reference that the release does not know.
    LITERAL, "DRU133", "reference-taken-literally", Error,
    ["0.20 takes a reference as it stands.", "0.20 会按字面读取引用。"],
    ["Later releases replace ${env:NAME} by a variable of the environment; 0.20 announces, opens or logs in with these very letters. Write the value, or ${NAME}, which Muster's service fills in on the node.",
     "较新的版本会把 ${env:NAME} 替换为环境变量；0.20 则直接使用这些字符去公布、打开或登录。请写实际的值，或写 ${NAME}，由 Muster 的服务在节点上填入。"],
    [LAUNCHER, DOC_CONFIGURATION], [],
    fires "druid-020" [("overrides.cluster.druid.host", "${env:HOST_NAME}")],
    clean "druid-33" [("overrides.cluster.druid.host", "${env:HOST_NAME}")],
    |cx, sink| {
        if cx.since("0.21") {
            return;
        }
        for (place, key, value) in cx.overrides() {
            if !MARKS.iter().any(|mark| value.contains(mark)) {
                continue;
            }
            let right = as_document(value).filter(|right| !MARKS.iter().any(|mark| right.contains(mark)));
            let found = sink.report(place.clone(), msg!(en: "{k}: 0.20 takes \"{v}\" as it stands.", zh: "{k}：0.20 会按字面读取“{v}”。", k = shown(key), v = shown(value)));
            if let Some(right) = right {
                found.fix(msg!(en: "Write {t}, which the service fills in", zh: "改为由服务填入的 {t}", t = shown(&right)), vec![Edit::Set(place, right)]);
            }
        }
    }
);
