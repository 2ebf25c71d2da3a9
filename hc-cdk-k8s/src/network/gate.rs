//! What lets somebody in to a workload or a store of a cluster: its namespace, the name of its pods, and by what whoever connects
//! knows a store. The core carries it as a value.

use hc_cdk::value::{Json, Object};

use crate::{naming, zone::Space};

/// The pods of a workload or a store, as others reach them.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) space: Space,
    pub(crate) pods: String,
    /// The secret that has the certificate by which a store is known, and the key of it; nothing for a workload.
    pub(crate) authority: Option<(String, String)>,
}

impl Gate {
    /// The gate that a value is; nothing if it is that of another target.
    pub(super) fn of(json: &Json) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
        Some(Self { space: Space::of(json)?, pods: text("pods")?, authority: text("secret").zip(text("key")) })
    }

    /// Its pods.
    pub(super) fn pods(&self) -> naming::Pods<'_> {
        match self.authority {
            Some(_) => naming::Pods::of_store(&self.pods),
            None => self.pods.as_str().into(),
        }
    }
}

impl From<Gate> for Json {
    fn from(it: Gate) -> Self {
        let gate = it.space.to_object().with("pods", it.pods);
        let known = |gate: Object, (secret, key): (String, String)| gate.with("secret", secret).with("key", key);
        it.authority.into_iter().fold(gate, known).into()
    }
}
