//! What lets somebody in to a workload of a cluster: its namespace, and the name of its pods. The core carries it as a value.

use hc_cdk::value::Json;

use crate::zone::Space;

/// The pods of a workload, as others reach them.
pub(crate) struct Gate {
    pub(crate) space: Space,
    pub(crate) pods: String,
}

impl Gate {
    /// The gate that a value is; nothing if it is that of another target.
    pub(super) fn of(json: &Json) -> Option<Self> {
        Some(Self { space: Space::of(json)?, pods: json.get("pods")?.as_text()?.to_owned() })
    }
}

impl From<Gate> for Json {
    fn from(it: Gate) -> Self {
        it.space.to_object().with("pods", it.pods).into()
    }
}
