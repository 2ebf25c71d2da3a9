//! What Cloud Armor turns away before a request reaches anybody.

use hc_cdk::value::Object;
use hc_cdk_manifest::tree;

use crate::rules::ATTACKS;

/// The place of the rule that counts, among all rules.
const COUNTS: i64 = 2000;
/// The place of what nothing else decided about.
const LAST: i64 = 2_147_483_647;

/// The specification of a policy: attacks are denied, and more than so many requests of one address within a minute.
pub(super) fn policy(per_minute: u32) -> Object {
    let attack = |(place, attack): (i64, &&'static str)| {
        tree! {
            action: "deny(403)",
            priority: place,
            match: { expr: { expression: format!("evaluatePreconfiguredWaf('{attack}', {{'sensitivity': 1}})") } },
        }
    };
    let everybody = || tree! { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: vec!["*"] } };
    let counts = tree! {
        action: "throttle",
        priority: COUNTS,
        match: everybody(),
        rateLimitOptions: {
            conformAction: "allow",
            exceedAction: "deny(429)",
            enforceOnKey: "IP",
            rateLimitThreshold: { count: per_minute, intervalSec: 60 },
        },
    };
    let last = tree! { action: "allow", priority: LAST, match: everybody() };
    let rules: Vec<Object> = (1000..).zip(ATTACKS.iter()).map(attack).chain([counts, last]).collect();
    tree! {
        type: "CLOUD_ARMOR",
        adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true } },
        advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "NORMAL" },
        rule: rules,
    }
}
