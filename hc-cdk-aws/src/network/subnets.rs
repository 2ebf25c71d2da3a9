//! The networks of a VPC's subnets: parts of the VPC's own, or those that the program gives.

use hc_cdk::{
    control::iso27001,
    literal::cidr::CidrBlock,
    parameter::ParameterType,
    rule::real_data,
    stack::Scope,
    value::{Json, Value},
};

use super::{PrivateNetwork, RoomForHosts};
use crate::parameters::{SubnetNetwork, VpcNetwork};

/// The networks of the subnets, by tier, one for each zone.
///
/// Without [`isolated`](Self::isolated) ones there are two tiers, and stores stand beside the workloads, in subnets that have a way
/// out to the internet. Their security groups let nothing out; but that is for made-up data only, and a finding elsewhere.
///
/// ```
/// use hc_cdk::{policy::Development, prelude::*};
/// use hc_cdk_aws::{parameters::{SubnetNetwork, VpcNetwork}, network::Subnets, prelude::*, region};
///
/// let mut stack = Stack::<Development>::new("try", region::EuSouth1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let network = Parameter::<VpcNetwork>::new("the network").default_value(VpcNetwork::from(cidr!("10.0.0.0/16")));
/// let network = stack.parameter("VpcCidr", network);
/// let first = Parameter::new("a public subnet").default_value(SubnetNetwork::from(cidr!("10.0.1.0/24")));
/// let second = Parameter::new("a public subnet").default_value(SubnetNetwork::from(cidr!("10.0.2.0/24")));
/// let public = [stack.parameter("Public1Cidr", first), stack.parameter("Public2Cidr", second)];
/// let private = [cidr!("10.0.11.0/24"), cidr!("10.0.12.0/24")];
/// let vpc = Vpc::builder().cidr(network).key(&key).subnets(Subnets::of(public, private));
/// stack.add("Network", vpc);
/// # assert!(App::new("try").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Subnets {
    pub(super) public: Vec<Value<SubnetNetwork>>,
    pub(super) private: Vec<Value<SubnetNetwork>>,
    pub(super) isolated: Vec<Value<SubnetNetwork>>,
}

impl Subnets {
    /// The subnets of load balancers, and those of workloads: in two or three zones.
    pub fn of<N, M, const ZONES: usize>(public: [N; ZONES], private: [M; ZONES]) -> Self
    where
        N: PrivateNetwork + RoomForHosts,
        M: PrivateNetwork + RoomForHosts,
    {
        Self { public: public.map(N::network).into(), private: private.map(M::network).into(), isolated: Vec::new() }
    }

    /// The subnets of stores, as many as there are of the others.
    #[must_use]
    pub fn isolated<N, const ZONES: usize>(self, isolated: [N; ZONES]) -> Self
    where
        N: PrivateNetwork + RoomForHosts,
    {
        Self { isolated: isolated.map(N::network).into(), ..self }
    }

    /// The subnets as they are given, or cut from the network. Reports what does not fit.
    pub(super) fn given_or_cut(
        scope: &mut Scope<'_>,
        given: Option<&Self>,
        network: &Value<VpcNetwork>,
        zones: usize,
    ) -> Self {
        fits(scope, network, "network");
        let literal = network.json().as_text().and_then(|it| CidrBlock::parse(it).ok());
        match (given, literal) {
            (Some(subnets), _) => {
                subnets.check(scope, network);
                subnets.clone()
            }
            (None, Some(network)) => Self::cut(network, zones),
            (None, None) => {
                scope.reject(
                    None,
                    "has a network that only the deployment knows, so that it cannot be cut into subnets here",
                    "name the networks of its subnets: `.subnets(Subnets::of(..))`",
                );
                // It is never seen, as nothing is written then.
                Self::cut(hc_cdk::cidr!("10.0.0.0/16").into(), zones)
            }
        }
    }

    /// Cuts a network into sixteen parts; the first three of each four are those of a tier, one for each zone.
    fn cut(network: CidrBlock, zones: usize) -> Self {
        let part = |place: usize| network.part(network.prefix() + 4, u32::try_from(place).unwrap_or_default());
        let tier = |first: usize| {
            // Sixteen parts: `RoomForSubnets` has seen to it that there are that many.
            let parts = (first..first + zones).map(|place| part(place).unwrap_or(network));
            parts.map(|part| Value::literal(part.to_string())).collect()
        };
        Self { public: tier(0), private: tier(4), isolated: tier(8) }
    }

    /// Reports what does not fit: zones, addresses outside the network or in two subnets, and two tiers where there is real data.
    fn check(&self, scope: &mut Scope<'_>, network: &Value<VpcNetwork>) {
        self.check_tiers(scope);
        self.check_addresses(scope, network);
    }

    fn check_tiers(&self, scope: &mut Scope<'_>) {
        let zones = self.public.len();
        if !(2..=3).contains(&zones) || !self.isolated.is_empty() && self.isolated.len() != zones {
            let message = format!("has {zones} public and {} isolated subnets", self.isolated.len());
            scope.reject(Some(iso27001::REDUNDANCY), message, "name two or three of each tier");
        }
        if self.isolated.is_empty() && real_data(scope.policy()) {
            scope.reject(
                Some(iso27001::SEGREGATION),
                "has no isolated subnets, so that stores have a way out to the internet",
                "name those of stores, too: `Subnets::of(..).isolated(..)`",
            );
        }
    }

    fn check_addresses(&self, scope: &mut Scope<'_>, network: &Value<VpcNetwork>) {
        let whole = known(scope, network);
        let all = || [&self.public, &self.private, &self.isolated].into_iter().flatten();
        all().for_each(|it| fits(scope, it, "subnet"));
        let all: Vec<CidrBlock> = all().filter_map(|it| known(scope, it)).collect();
        for (place, subnet) in all.iter().enumerate() {
            if whole.is_some_and(|it| !it.contains(*subnet)) {
                let message = format!("has the subnet `{subnet}`, which lies outside of its network");
                scope.reject(Some(iso27001::SEGREGATION), message, "use a part of the network");
            }
            if let Some(other) = all.iter().take(place).find(|it| it.overlaps(*subnet)) {
                let message = format!("has the subnets `{other}` and `{subnet}`, which have addresses in common");
                scope.reject(Some(iso27001::SEGREGATION), message, "let each address be in one subnet");
            }
        }
    }
}

/// Reports a literal that was not compared by the compiler, and would not have passed.
fn fits<T: ParameterType>(scope: &mut Scope<'_>, network: &Value<T>, what: &str) {
    scope.holds(network, Some(iso27001::SEGREGATION), |it| {
        format!("has the {what} `{it}`, which is not private, or too large or too small")
    });
}

/// The network that a value is, or that a parameter is when nothing is given.
fn known<T>(scope: &Scope<'_>, value: &Value<T>) -> Option<CidrBlock> {
    let default = scope.parameter(value).and_then(|it| it.default.as_ref());
    value.json().as_text().or(default.and_then(Json::as_text)).and_then(|it| CidrBlock::parse(it).ok())
}
