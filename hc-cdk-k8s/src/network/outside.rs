//! Something of one's own outside the cluster that workloads use, such as a database or a bucket: a network and a port. What is
//! somebody else's is a [`ThirdParty`](super::ThirdParty).
//!
//! Naming it is what opens the way to it; there is no way to all of the internet.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::{AllowedUnder, DataClass},
    literal::{cidr::CidrBlock, domain::Domain, port::PortNumber},
    model::{ConstructRef, Role},
    policy::Policy,
    rule::Rule,
    sentences::{IsBlock, IsDomain},
    stack::{Scope, Within},
    uses::{Connection, Place, Usable},
};
use hc_cdk_manifest::naming::name_of;

use crate::{
    chart::Kubernetes,
    rules::rule,
    sentences::{OutsideNeedsNetwork, OutsideNeedsPort},
};

/// Something outside the cluster that holds data of class `D`. Whoever reaches it writes to it, so that a workload connects to what
/// is for its own class. Personal data goes to private addresses: whatever is on the internet is somebody else's network, and gets it
/// as a [`ThirdParty`](super::ThirdParty), under an agreement. So do services of the cloud that have addresses of the internet, such as S3
/// without an interface endpoint, or the API of a cluster that is public: the agreement is that with the cloud.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::prelude::*;
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let records = chart.add("Records", Outside::<Phi>::builder().network(cidr!("10.20.128.0/20")).port(5432));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Outside<D> {
    this: ConstructRef,
    name: String,
    there: Reached,
    class: PhantomData<fn() -> D>,
}

/// What networks of a cloud have beside private ranges, and nobody on the internet does: RFC 6598.
const SHARED: CidrBlock = CidrBlock::literal("100.64.0.0/10");

/// Where it is reached.
#[derive(Debug, Clone)]
pub(crate) struct Reached {
    pub(crate) networks: Vec<CidrBlock>,
    pub(crate) port: u16,
    pub(crate) host: Option<Domain>,
}

hc_cdk::builder! {
    /// The description of something outside.
    pub struct OutsideSpec<D>;
    /// Something outside that is being described.
    pub struct OutsideBuilder => OutsideSpec<D>;
    needs {
        /// The network that it is in.
        network(network: impl IsBlock) -> CidrBlock { network.block() }: OutsideNeedsNetwork;
        /// The port that it listens on: a number, or `port!(5432)`.
        port(port: impl PortNumber) -> u16 { port.number() }: OutsideNeedsPort;
    }
    may {
        /// The name of its host, which workloads get as a variable.
        host(host: impl IsDomain) -> Option<Domain> { Some(host.it().clone()) } = None;
    }
    also { class: PhantomData<fn() -> D> }
}

impl<D: DataClass> Outside<D> {
    /// Starts the description of something outside that holds data of class `D`.
    pub fn builder() -> OutsideBuilder<D> {
        OutsideSpec::builder()
    }

    /// What is reached there, whoever's it is.
    pub(super) fn at(scope: &mut Scope<'_>, there: Reached) -> Self {
        scope.plays(Role::Outside, D::CLASS);
        if there.port == 0 {
            scope.reject(None, "is reached at port 0, which is none", "give the port that it listens on");
        }
        Self { this: scope.this(), name: name_of(scope), there, class: PhantomData }
    }
}

impl<D> Spec for OutsideSpec<D> {
    type Handle = Outside<D>;
    const KIND: &'static str = "Outside";
    const INVARIANTS: &'static [Rule] = &[rule::OPENS_NAMED_WAYS];
}

impl<D: DataClass + AllowedUnder<P>, P: Policy> Construct<P, Kubernetes> for OutsideSpec<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Outside<D> {
        if D::CLASS.is_personal() && !self.network.is_private() && !SHARED.contains(self.network) {
            let of = self.network;
            scope.reject(
                Some(iso27001::CLOUD_SERVICES),
                format!("gets personal data at {of}, on the internet, and nothing says under which agreement"),
                "declare a `ThirdParty` with `.agreement(Agreement::of(\"BAA 2026-014\", \"jane.roe\"))`, as services of the cloud with addresses of the internet are, too, or give the private network that it is in",
            );
        }
        Outside::at(scope, Reached { networks: vec![self.network], port: self.port, host: self.host })
    }
}

impl<D: DataClass> Usable for Outside<D> {
    type Class = D;
    type Target = Kubernetes;

    fn connection(&self) -> Connection {
        let Self { this, name, there, .. } = self;
        Connection::new(this.clone(), name.clone()).at(Place {
            host: there.host.as_ref().map(|host| host.as_str().to_owned().into()),
            port: Some(there.port),
            networks: there.networks.clone(),
            gate: None,
        })
    }
}
