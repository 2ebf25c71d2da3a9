//! What goes from target to target: a store of a cloud, for the workloads of a cluster that runs in that cloud.
//!
//! Neither target knows the other. A store says what it offers ([`SharedStore`]), a workload asks for it
//! ([`Scope::request`]), and once the app has both stacks, the store's side grants it ([`Grant`]): it declares in its own
//! stack what lets that one workload in. Values that are known only after the deployment go on as outputs.
//!
//! Programs need nothing of this: they connect. A crate with a store of its own makes it a [`SharedStore`]:
//!
//! ```
//! use std::sync::Arc;
//!
//! use hc_cdk::cluster::{ClusterFacts, Credentials, Grant, Offer, SharedStore};
//! use hc_cdk::{cidr, data::Phi, model::ConstructRef, prelude::*, stack::Scope};
//!
//! /// A queue that a stack has taken.
//! struct Queue {
//!     this: ConstructRef,
//!     host: Value<String>,
//!     secret: Value<String>,
//! }
//!
//! impl SharedStore for Queue {
//!     type Class = Phi;
//!
//!     fn offer(&self) -> Offer {
//!         Offer {
//!             to: self.this.clone(),
//!             name: "Orders".to_owned(),
//!             networks: vec![cidr!("10.20.128.0/20").into()],
//!             port: 5671,
//!             variables: vec![("HOST", self.host.clone())],
//!             credentials: Credentials {
//!                 keeper: "SecretsManager",
//!                 region: "eu-west-2",
//!                 id: self.secret.clone(),
//!                 fields: vec![("PASSWORD", "password")],
//!             },
//!             grant: Arc::new(Access),
//!         }
//!     }
//! }
//!
//! #[derive(Debug)]
//! struct Access;
//!
//! impl Grant for Access {
//!     fn reach(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts) {
//!         // `scope.resource(..)`: a rule that lets `cluster.hosts` reach the queue's port.
//!     }
//!
//!     fn read(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts, subject: &str) -> Vec<(&'static str, Value<String>)> {
//!         // `scope.resource(..)`: a role that `subject` of `cluster.issuer` may take on, and that reads the secret only.
//!         vec![("example.org/role", "orders-reader".into())]
//!     }
//! }
//! ```

use std::{collections::BTreeMap, sync::Arc};

pub use super::scope::{Answer, Grant};
pub use crate::model::cluster::ClusterFacts;

use super::{
    region::Region,
    scope::{Request, Scope},
};
use crate::{
    model::{ConstructRef, System, rule::Rule},
    policy::{
        control::{hipaa, soc2},
        data::DataClass,
    },
    value::{Json, Value, literal::cidr::CidrBlock},
};

/// A cluster as the cloud that it runs in knows it. `R` is its region.
#[derive(Debug, Clone)]
pub struct Cluster<R> {
    facts: Arc<ClusterFacts>,
    region: R,
}

impl<R: Region> Cluster<R> {
    /// A cluster. For crates of clouds: programs get one from there.
    pub fn new(name: impl Into<String>, region: R, issuer: impl Into<String>, hosts: impl Into<Json>) -> Self {
        let facts = ClusterFacts { name: name.into(), region: R::NAME, issuer: issuer.into(), hosts: hosts.into() };
        Self { facts: Arc::new(facts), region }
    }

    /// Its region.
    pub fn region(&self) -> R {
        self.region
    }

    pub(crate) fn facts(&self) -> &Arc<ClusterFacts> {
        &self.facts
    }
}

/// A store of a cloud that workloads of a cluster can connect to.
pub trait SharedStore {
    /// The class of its data.
    type Class: DataClass;

    /// What a workload needs, and who grants it.
    fn offer(&self) -> Offer;
}

/// What a workload needs to use a store, and who grants it.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The store's construct, for the data flow.
    pub to: ConstructRef,
    /// The store's name in upper camel case, such as `Patients`.
    pub name: String,
    /// The networks that it is in; none if the program does not know them.
    pub networks: Vec<CidrBlock>,
    /// The port that it listens on.
    pub port: u16,
    /// Plain variables: the ends of their names, such as `HOST`, and their values.
    pub variables: Vec<(&'static str, Value<String>)>,
    /// Where its credentials are kept.
    pub credentials: Credentials,
    /// Who lets the workload in.
    pub grant: Arc<dyn Grant>,
}

/// Where the credentials of a store are kept.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The service that keeps them, such as `SecretsManager`. A target refuses one that its clusters do not read from.
    pub keeper: &'static str,
    /// The region that it keeps them in.
    pub region: &'static str,
    /// What it finds them by.
    pub id: Value<String>,
    /// Secret variables: the ends of their names, such as `PASSWORD`, and the fields that they come from.
    pub fields: Vec<(&'static str, &'static str)>,
}

/// What holds for every way in.
const REACH: &[Rule] = &[Rule::stated(
    "the hosts of one cluster reach one store, at its port",
    &[hipaa::TRANSMISSION_SECURITY, soc2::BOUNDARY_PROTECTION],
)];

/// What holds for every right.
const ACCESS: &[Rule] = &[Rule::stated(
    "one account of one cluster may read the credentials of one store, and nothing else",
    &[hipaa::ACCESS_AUTHORIZATION, hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE],
)];

impl Scope<'_> {
    /// Asks for access to a store of another stack, for an account of the stack's cluster: `subject` is what its tokens say of
    /// it. Once the app has both stacks, the store's side grants it, and `answer` runs in this scope.
    pub fn request(&mut self, offer: &Offer, subject: impl Into<String>, answer: Answer) {
        let store = &offer.name;
        let Some(cluster) = self.cluster().cloned() else {
            let message =
                format!("uses the store `{store}` of another stack, and nothing says in which cluster it runs");
            self.reject(None, message, "make its chart for a cluster, with `in_cluster`");
            return;
        };
        if cluster.region != offer.credentials.region {
            let message =
                format!("runs in {}, and the store `{store}` is in {}", cluster.region, offer.credentials.region);
            self.reject(None, message, "use a store in the region of the cluster");
            return;
        }
        let from = self.this().index;
        self.ask(Request {
            from,
            store: offer.to.clone(),
            cluster,
            subject: subject.into(),
            grant: offer.grant.clone(),
            answer,
        });
    }
}

/// The requests of an app's stacks.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    /// For stores of stacks that the app does not have yet, by the number of the store's stack, each with the place of the
    /// stack that asks. The numbers are only asked, never listed: they differ from run to run.
    waiting: BTreeMap<usize, Vec<(usize, Request)>>,
    /// The clusters whose hosts reach a store: by the place of its stack, the store's place in it, and the cluster's name in
    /// letters and digits.
    reached: BTreeMap<(usize, usize, String), Arc<ClusterFacts>>,
}

impl Requests {
    /// Takes the requests of the stack that the app has taken last, and has those granted of which the app has the store's
    /// stack by now.
    pub(crate) fn take(&mut self, system: &mut System, requests: Vec<Request>) {
        let Some(at) = system.stacks().len().checked_sub(1) else { return };
        for request in requests {
            match system.place(&request.store.stack) {
                Some(owner) => self.grant(system, at, owner, request),
                None => self.waiting.entry(request.store.stack.number()).or_default().push((at, request)),
            }
        }
        let waited = system.stacks().get(at).and_then(|last| self.waiting.remove(&last.id.number()));
        for (from, request) in waited.unwrap_or_default() {
            self.grant(system, from, at, request);
        }
    }

    fn grant(&mut self, system: &mut System, at: usize, owner_at: usize, request: Request) {
        let Request { from, store, cluster, subject, grant, answer } = request;
        // Whoever grants and whoever is answered asks for nothing itself.
        let nothing = &mut Vec::new();
        let Some(asking) = system.stacks().get(at) else { return };
        let who = joined(&asking.path_of(from));
        let written_at = asking.constructs.get(from as usize).map_or(asking.written_at, |it| it.written_at);
        let Some(owner) = system.stack_mut(owner_at) else { return };
        let key = (owner_at, store.index(), joined(&cluster.name));
        match self.reached.get(&key) {
            Some(other) if *other == cluster => {}
            Some(_) => {
                if let Some(asking) = system.stack_mut(at) {
                    let message = format!(
                        "runs in the cluster `{}`, and another cluster of that name reaches the same store",
                        cluster.name
                    );
                    let help = "give clusters names that differ in letters or digits, and describe each cluster once";
                    Scope::of(asking, nothing, from).reject(None, message, help);
                }
                return;
            }
            None => {
                let name = format!("From{}", key.2);
                let parent = Some(store.index);
                let mut scope = Scope::open((owner, nothing), parent, &name, "Access", REACH, written_at);
                grant.reach(&mut scope, &cluster);
                self.reached.insert(key, cluster.clone());
            }
        }
        let name = format!("For{who}");
        let mut scope = Scope::open((owner, nothing), Some(store.index), &name, "Access", ACCESS, written_at);
        let bears = grant.read(&mut scope, &cluster, &subject);
        if let Some(asking) = system.stack_mut(at) {
            answer(&mut Scope::of(asking, nothing, from), bears);
        }
    }
}

/// The words of a name as one of letters and digits: `HmsClaims` for `hms/claims`.
fn joined(name: &str) -> String {
    let words = name.split(|it: char| !it.is_ascii_alphanumeric()).filter_map(|word| word.split_at_checked(1));
    words.flat_map(|(first, rest)| [first.to_ascii_uppercase(), rest.to_owned()]).collect()
}
