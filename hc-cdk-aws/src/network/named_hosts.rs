//! Has a network that exists already answer for named hosts only, as a [`Vpc`](super::Vpc) does by itself.

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    literal::domain::Domain,
    rule::Rule,
    stack::Within,
};

use super::{
    names,
    vpc::{Hosts, IsNetwork, Network},
};
use crate::stack::Aws;

/// The names that a network answers for which exists already: those of AWS, those inside, and those of hosts that somebody in it is
/// connected to. What a stack gives for it is the network to make a perimeter in.
///
/// It holds for everybody in that network, whether this program made it or not.
///
/// ```
/// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_aws::{network::{ExistingVpc, NamedHosts}, prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// # let subnets = |ids: [&'static str; 2]| ids.map(Value::literal);
/// let vpc = Vpc::existing(ExistingVpc {
///     id: Value::literal("vpc-1a"),
///     public: subnets(["subnet-1a", "subnet-1b"]),
///     private: subnets(["subnet-2a", "subnet-2b"]),
///     isolated: subnets(["subnet-3a", "subnet-3b"]),
/// });
/// let vpc = stack.add("Names", NamedHosts::of(&vpc).answers_for([domain!("packages.example.org")]));
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is declared until a stack takes it: `stack.add(\"Names\", ..)`"]
pub struct NamedHosts {
    network: Network,
    hosts: Vec<Domain>,
}

impl NamedHosts {
    /// The names that this network answers for.
    pub fn of(vpc: &(impl IsNetwork + ?Sized)) -> Self {
        Self { network: vpc.it().clone(), hosts: Vec::new() }
    }

    /// Hosts for which it answers although no workload of the program is connected to them.
    pub fn answers_for(mut self, hosts: impl Hosts) -> Self {
        self.hosts.extend(hosts.all());
        self
    }
}

impl Spec for NamedHosts {
    type Handle = Network;
    const KIND: &'static str = "NamedHosts";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for NamedHosts {
    fn declare(mut self, scope: &mut Within<'_, P, Aws>) -> Network {
        if self.network.names.is_some() {
            scope.reject(
                Some(iso27001::NETWORK_SECURITY),
                "is to answer for a network that answers for named hosts already",
                "leave it out: a `Vpc` does so by itself, and takes hosts with `answers_for`",
            );
        }
        scope.stands_on(&self.network.id());
        self.network.names = Some(names::declare(scope, &self.network.id(), &self.hosts));
        self.network
    }
}
