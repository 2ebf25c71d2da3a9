//! A party outside whose interface workloads call, such as a bank or a pager: where it is, and under which agreement it gets what.
//!
//! By construction personal data goes to nobody without an agreement, nor to where the policy does not let it be. What a stack takes it
//! for is an [`Outside`]. The key by which a party knows who calls is handed over by `.secret(..)`.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::{gdpr, hipaa, iso27001},
    country::Everywhere,
    data::{AllowedUnder, DataClass},
    literal::{cidr::CidrBlock, domain::Domain, port::PortNumber},
    party::{AgreedFor, Agreement, LocatedFor, Signed, Unsigned},
    policy::Policy,
    rule::Rule,
    sentences::{IsBlock, IsDomain},
    stack::Within,
};

use super::outside::{Outside, Reached};
use crate::{
    chart::Kubernetes,
    rules::rule,
    sentences::{OutsideNeedsNetwork, OutsideNeedsPort, PartyNeedsHost},
};

/// A party outside, for data of class `D`. `A` is whether there is an agreement, and `L` where it has the data.
///
/// ```
/// use hc_cdk::{country::Gb, data::Phi, party::Agreement, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{network::ThirdParty, prelude::*};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let bank = ThirdParty::<Phi>::builder().network(cidr!("198.51.100.0/24")).port(443).host(domain!("bank.example.org")).build();
/// let bank = chart.add("Bank", bank.located(Gb).agreement(Agreement::of("Contract 2026-014", "jane.roe")));
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct ThirdParty<D: DataClass, A = Unsigned, L = Everywhere> {
    parts: PartyParts<D>,
    agreement: Option<Agreement>,
    position: PhantomData<fn() -> (A, L)>,
}

hc_cdk::builder! {
    /// What a party is described by.
    pub struct PartyParts<D: DataClass>;
    /// A party that is being described.
    pub struct ThirdPartyBuilder => ThirdParty<D>;
    needs {
        /// A network that it is in.
        network(network: impl IsBlock) -> CidrBlock { network.block() }: OutsideNeedsNetwork;
        /// The port that it listens on: a number, or `port!(443)`.
        port(port: impl PortNumber) -> u16 { port.number() }: OutsideNeedsPort;
        /// The name of its host, which workloads get as a variable.
        host(host: impl IsDomain) -> Domain { host.it().clone() }: PartyNeedsHost;
    }
    also { more: Vec<CidrBlock>, class: PhantomData<fn() -> D> }
}

impl<D: DataClass, State> ThirdPartyBuilder<D, State> {
    /// One more network that it is in.
    pub fn or_in(mut self, network: impl IsBlock) -> Self {
        self.more.push(network.block());
        self
    }
}

impl<D: DataClass> From<PartyParts<D>> for ThirdParty<D> {
    fn from(parts: PartyParts<D>) -> Self {
        Self { parts, agreement: None, position: PhantomData }
    }
}

impl<D: DataClass> ThirdParty<D> {
    /// Starts the description of a party that gets data of class `D`.
    pub fn builder() -> ThirdPartyBuilder<D> {
        PartyParts::builder()
    }
}

impl<D: DataClass, A, L> ThirdParty<D, A, L> {
    /// The agreement under which it gets the data.
    pub fn agreement(self, agreement: Agreement) -> ThirdParty<D, Signed, L> {
        ThirdParty { parts: self.parts, agreement: Some(agreement), position: PhantomData }
    }

    /// The country in which it has the data. Without a word it may be anywhere.
    pub fn located<N>(self, _country: N) -> ThirdParty<D, A, N> {
        ThirdParty { parts: self.parts, agreement: self.agreement, position: PhantomData }
    }
}

impl<D: DataClass, A, L> Spec for ThirdParty<D, A, L> {
    type Handle = Outside<D>;
    const KIND: &'static str = "ThirdParty";
    const INVARIANTS: &'static [Rule] = &[
        rule::OPENS_NAMED_WAYS,
        Rule::stated(
            "whoever gets personal data signed an agreement, and has it where the policy lets it be",
            &[hipaa::ACCESS_AUTHORIZATION, iso27001::CLOUD_SERVICES, gdpr::TRANSFERS],
        ),
    ];
}

impl<D, A, L, P> Construct<P, Kubernetes> for ThirdParty<D, A, L>
where
    D: DataClass + AllowedUnder<P>,
    A: AgreedFor<D>,
    L: LocatedFor<P, D>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Outside<D> {
        if let Some(agreement) = &self.agreement {
            agreement.record(D::CLASS, scope);
        }
        let PartyParts { network, port, host, more, .. } = self.parts;
        let networks = std::iter::once(network).chain(more).collect();
        Outside::at(scope, Reached { networks, port, host: Some(host) })
    }
}
