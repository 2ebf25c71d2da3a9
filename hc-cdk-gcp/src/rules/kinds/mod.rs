//! Which kinds of objects the rules judge, and which of their members. Any other is in a stack only if somebody signed for it.

mod account;
mod compute;
mod stores;

use hc_cdk::rule::{Must, Reading, Subject, Verdict};
pub use hc_cdk_manifest::judged::{JUDGED_KIND, JUDGED_MEMBERS};
use hc_cdk_manifest::{
    judged::{Kinds, judged_kind, judged_members},
    read::has_annotations,
};

use crate::names::{DELETION, NO_DEFAULT_POOL, PROJECT};

pub(crate) const READINGS: &[Reading] = &[
    judged_kind(Must::Judge(|it| Verdict::of(KINDS.of(it).is_some()))),
    judged_members(Must::Judge(|it| match KINDS.of(it) {
        Some(_) => Verdict::of(knows_all_of(it)),
        None => Verdict::NotApplicable,
    })),
];

/// Whether an object is of a kind that rules judge, and says nothing that they do not.
pub(crate) fn knows_all_of(it: &Subject<'_>) -> bool {
    KINDS.of(it).is_some_and(|kind| KINDS.knows(kind, &it.resource.properties) && is_noted(it))
}

/// Whether something holds of another object than the one that a rule is about. What that says beside what rules judge may be what makes
/// it untrue.
pub(super) fn is_so(other: &Subject<'_>, holds: impl FnOnce(&Subject<'_>) -> bool) -> bool {
    knows_all_of(other) && holds(other)
}

/// The kinds that were reviewed.
const KINDS: Kinds = Kinds {
    end: ".cnrm.cloud.google.com",
    tables: &[account::KINDS, compute::KINDS, stores::KINDS],
    beside: &[
        "apiVersion",
        "kind",
        "metadata/name",
        "metadata/namespace",
        "metadata/labels/**",
        "metadata/annotations/**",
    ],
};

/// Whether what an operator reads in the annotations of an object is what rules judge: others may turn it off, or move it elsewhere.
fn is_noted(it: &Subject<'_>) -> bool {
    let allowed: &[&str] = match it.kind() {
        "Namespace" => &[PROJECT],
        "ContainerCluster" => &[DELETION, NO_DEFAULT_POOL],
        _ => &[DELETION],
    };
    has_annotations(it, |name| !name.contains("cnrm.cloud.google.com/") || allowed.contains(&name))
}
