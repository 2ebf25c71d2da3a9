//! What goes from target to target: something of a cloud, for the workloads of a cluster that runs in that cloud.
//!
//! Neither target knows the other. A workload leaves a [`Request`], which is data ([`Scope::request`]). Once the app has both
//! stacks, the target of what is used lets that one workload in, in its own stack, and the workload's target has its account bear
//! what it is known by ([`Border`]). Values that are known only after the deployment go on as outputs.

use std::sync::Arc;

use indexmap::IndexMap;

pub use crate::model::cluster::ClusterFacts;

use super::{
    region::{Bearer, Border, Region},
    scope::Scope,
    sentences::IsBlock,
};
use crate::{
    model::{
        System,
        request::Request,
        rule::Rule,
        uses::{Asked, Borne, Use},
    },
    policy::control::{hipaa, soc2},
    value::{Json, literal::cidr::CidrBlock, pascal},
};

/// A cluster as the cloud that it runs in knows it. `R` is its region.
#[derive(Debug, Clone)]
pub struct Cluster<R> {
    facts: Arc<ClusterFacts>,
    region: R,
}

impl<R: Region> Cluster<R> {
    /// A cluster. For crates of clouds: programs get one from there.
    pub fn new(name: impl Into<String>, region: R, issuer: impl Into<Json>, hosts: impl Into<Json>) -> Self {
        let facts = ClusterFacts {
            name: name.into(),
            region: R::NAME,
            stands_in: None,
            issuer: issuer.into(),
            hosts: hosts.into(),
            services: Vec::new(),
            tokens: Vec::new(),
            runs: Vec::new(),
            disk_keys: None,
            labels: Vec::new(),
        };
        Self { facts: Arc::new(facts), region }
    }

    /// Says in which networks its pods find the services of the cloud, such as those of interface endpoints: workloads with
    /// rights of their own reach these, and nothing else of the cloud.
    #[must_use]
    pub fn services_in<N: IsBlock>(self, networks: impl IntoIterator<Item = N>) -> Self {
        let services = networks.into_iter().map(IsBlock::block).collect();
        Self { facts: Arc::new(ClusterFacts { services, ..(*self.facts).clone() }), ..self }
    }

    /// Says where its pods ask for tokens of what their accounts act as, such as of a server on each node. For crates of clouds.
    #[must_use]
    pub fn tokens_at(self, network: CidrBlock, port: u16) -> Self {
        let tokens = [self.facts.tokens.as_slice(), &[(network, port)]].concat();
        Self { facts: Arc::new(ClusterFacts { tokens, ..(*self.facts).clone() }), ..self }
    }

    /// Says what it runs by itself of what charts take: drivers of disks by their names, and `metrics-server`. For crates of clouds.
    #[must_use]
    pub fn running(self, runs: &[&'static str]) -> Self {
        Self { facts: Arc::new(ClusterFacts { runs: runs.to_vec(), ..(*self.facts).clone() }), ..self }
    }

    /// Says by which keys of the customer its driver encrypts disks: a class of disks with any other key is a finding. For crates of clouds.
    #[must_use]
    pub fn encrypting_by(self, keys: impl IntoIterator<Item = Json>) -> Self {
        let disk_keys = Some(keys.into_iter().collect());
        Self { facts: Arc::new(ClusterFacts { disk_keys, ..(*self.facts).clone() }), ..self }
    }

    /// Says which region the stack is in that makes it: one that a chart calls by another region is a finding.
    #[must_use]
    pub fn standing_in(self, region: &'static str) -> Self {
        Self { facts: Arc::new(ClusterFacts { stands_in: Some(region), ..(*self.facts).clone() }), ..self }
    }

    /// Says what its pods are labelled with that act as something of the cloud. For crates of clouds.
    #[must_use]
    pub fn labels(self, name: &'static str, value: &'static str) -> Self {
        let labels = [self.facts.labels.as_slice(), &[(name, value)]].concat();
        Self { facts: Arc::new(ClusterFacts { labels, ..(*self.facts).clone() }), ..self }
    }

    /// Its region.
    pub fn region(&self) -> R {
        self.region
    }

    pub(crate) fn facts(&self) -> &Arc<ClusterFacts> {
        &self.facts
    }
}

/// A cluster, or what a stack has made of one.
#[diagnostic::on_unimplemented(
    message = "this is not a cluster that a chart is made for",
    label = "give what `EksCluster::existing(..)` does, or what `stack.add` returned for a cluster"
)]
pub trait IsCluster {
    /// Its region.
    type Region: Region;

    /// What is given.
    fn it(&self) -> &Cluster<Self::Region>;
}

#[diagnostic::do_not_recommend]
impl<R: Region> IsCluster for Cluster<R> {
    type Region = R;

    fn it(&self) -> &Self {
        self
    }
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

/// What holds for every account that uses something itself.
const USE: &[Rule] = &[Rule::stated(
    "one account of one cluster may do with one store what its workload was connected for, and nothing else",
    &[hipaa::ACCESS_AUTHORIZATION, hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE],
)];

impl Scope<'_> {
    /// Asks for access to something of another target, for an account of the stack's cluster: `subject` is what its tokens say
    /// of it. Once the app has both stacks, it is granted, and the stack's own target reads `here` again.
    pub fn request(&mut self, using: &Use, asked: Asked, subject: impl Into<String>, here: impl Into<Json>) {
        let Some(cluster) = self.cluster().cloned() else {
            let store = &using.connection.name;
            let message =
                format!("uses the store `{store}` of another stack, and nothing says in which cluster it runs");
            self.reject(None, message, "make its chart for a cluster, with `in_cluster`");
            return;
        };
        let from = self.this().index;
        self.ask(Request { from, using: using.clone(), asked, cluster, subject: subject.into(), here: here.into() });
    }
}

/// The requests of an app's stacks.
#[derive(Default)]
pub(crate) struct Requests {
    /// What each target does where its workloads use something of another, by the target's name.
    borders: IndexMap<&'static str, Box<dyn Border>>,
    /// For stores of stacks that the app does not have yet, by the number of the store's stack, each with the place of the
    /// stack that asks. The numbers are only asked, never listed: they differ from run to run.
    waiting: IndexMap<usize, Vec<(usize, Request)>>,
    /// The clusters whose hosts reach a store: by the place of its stack, the store's place in it, and the cluster's name in
    /// letters and digits.
    reached: IndexMap<(usize, usize, String), Arc<ClusterFacts>>,
    /// What accounts bear that use something themselves, by their cluster and what their tokens say of them, and the place of
    /// the stack that lets them in.
    known: IndexMap<(String, String), (usize, Borne)>,
}

impl std::fmt::Debug for Requests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Requests").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}

/// The places of the two stacks of a request: the one that asks, and the one that is asked.
type Ends = (usize, usize);

impl Requests {
    /// Takes the requests of the stack that the app has taken last, and has those granted of which the app has the store's
    /// stack by now.
    pub(crate) fn take<T: Border + Default + 'static>(
        &mut self,
        target: &'static str,
        system: &mut System,
        requests: Vec<Request>,
    ) {
        self.borders.entry(target).or_insert_with(|| Box::new(T::default()));
        let Some(at) = system.stacks().len().checked_sub(1) else { return };
        for request in requests {
            let store = &request.using.connection.to.stack;
            match system.place(store) {
                Some(owner) => self.grant(system, (at, owner), &request),
                None => self.waiting.entry(store.number()).or_default().push((at, request)),
            }
        }
        let waited = system.stacks().get(at).and_then(|last| self.waiting.swap_remove(&last.id.number()));
        for (from, request) in waited.unwrap_or_default() {
            self.grant(system, (from, at), &request);
        }
    }

    fn grant(&mut self, system: &mut System, ends: Ends, request: &Request) {
        let (Some(asking), Some(owner)) = (system.stacks().get(ends.0), system.stacks().get(ends.1)) else { return };
        if request.cluster.region != owner.region {
            let store = &request.using.connection.name;
            let message = format!("runs in {}, and the store `{store}` is in {}", request.cluster.region, owner.region);
            reject(system, ends.0, request.from, message, "use a store in the region of the cluster");
            return;
        }
        let asking = asking.target;
        let Some(borne) = self.reach(system, ends, request).and_then(|()| self.let_in(system, ends, request)) else {
            return;
        };
        if let (Some(stack), Some(border)) = (system.stack_mut(ends.0), self.borders.get(asking)) {
            // Whoever lets in and whoever is answered asks for nothing itself.
            border.bear(&mut Scope::of(stack, &mut Vec::new(), request.from), request, borne);
        }
    }

    /// Has the hosts of the cluster reach the store, if it is a part of a network. Nothing if the request cannot be met.
    fn reach(&mut self, system: &mut System, (at, owner_at): Ends, request: &Request) -> Option<()> {
        let Request { cluster, using, from, .. } = request;
        let Some(place) = using.connection.place.as_ref().filter(|it| it.gate.is_some()) else { return Some(()) };
        let key = (owner_at, using.connection.to.index(), pascal(&cluster.name));
        match self.reached.get(&key) {
            Some(other) if other == cluster => Some(()),
            Some(_) => {
                let message = format!(
                    "runs in the cluster `{}`, and another cluster of that name reaches the same store",
                    cluster.name
                );
                let help = "give clusters names that differ in letters or digits, and describe each cluster once";
                reject(system, at, *from, message, help);
                None
            }
            None => {
                let name = format!("From{}", key.2);
                self.at_store(system, (at, owner_at), request, &name, REACH, |border, scope| {
                    border.reach(scope, cluster, place);
                })?;
                self.reached.insert(key, cluster.clone());
                Some(())
            }
        }
    }

    /// Lets the account in, and gives what it has to bear. Nothing if the request cannot be met.
    fn let_in(&mut self, system: &mut System, ends: Ends, request: &Request) -> Option<Borne> {
        let who = pascal(&system.stacks().get(ends.0)?.path_of(request.from));
        let account = Bearer { cluster: &request.cluster, subject: &request.subject };
        match request.asked {
            Asked::Way => None,
            Asked::Rights => self.let_use(system, ends, request, &account, &format!("By{who}")),
            Asked::Credentials => {
                let credentials = request.using.connection.credentials.as_ref()?;
                let read = |border: &dyn Border, scope: &mut Scope<'_>| border.read(scope, &account, credentials);
                self.at_store(system, ends, request, &format!("For{who}"), ACCESS, read)
            }
        }
    }

    /// Lets an account use something itself.
    fn let_use(
        &mut self,
        system: &mut System,
        ends: Ends,
        request: &Request,
        account: &Bearer<'_>,
        name: &str,
    ) -> Option<Borne> {
        let key = (account.cluster.name.clone(), account.subject.to_owned());
        let before = self.known.get(&key);
        if before.is_some_and(|(stack, _)| *stack != ends.1) {
            let store = &request.using.connection.name;
            let message = format!("uses `{store}` by rights of its account, which has others in another stack already");
            let help = "an account is let in by one stack: keep what it uses in one, or make two workloads of it";
            reject(system, ends.0, request.from, message, help);
            return None;
        }
        let (before, rights) = (before.map(|(_, borne)| borne), request.using.rights());
        let let_in = |border: &dyn Border, scope: &mut Scope<'_>| border.let_in(scope, account, &rights, before);
        let borne = self.at_store(system, ends, request, name, USE, let_in)?;
        self.known.insert(key, (ends.1, borne.clone()));
        Some(borne)
    }

    /// Lets the store's target do something in a scope inside the store.
    fn at_store<R>(
        &self,
        system: &mut System,
        (at, owner_at): Ends,
        request: &Request,
        name: &str,
        invariants: &'static [Rule],
        act: impl FnOnce(&dyn Border, &mut Scope<'_>) -> R,
    ) -> Option<R> {
        let asking = system.stacks().get(at)?;
        let written_at = asking.constructs.get(request.from as usize).map_or(asking.written_at, |it| it.written_at);
        let owner = system.stack_mut(owner_at)?;
        let border = self.borders.get(owner.target)?;
        let nothing = &mut Vec::new();
        let store = Some(request.using.connection.to.index);
        let mut scope = Scope::open((owner, nothing), store, name, "Access", invariants, written_at);
        Some(act(border.as_ref(), &mut scope))
    }
}

/// Reports something at a construct of a stack of the app.
fn reject(system: &mut System, at: usize, construct: u32, message: String, help: &str) {
    if let Some(stack) = system.stack_mut(at) {
        Scope::of(stack, &mut Vec::new(), construct).reject(None, message, help);
    }
}
