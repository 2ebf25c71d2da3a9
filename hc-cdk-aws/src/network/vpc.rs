//! A VPC with public, private and isolated subnets in two or three zones.
//!
//! By construction its traffic is logged, its default security group is closed, its subnets give no public address by
//! themselves, and the traffic with those AWS services that it has endpoints of stays inside. Where there is real data, its
//! stores live in subnets without a way to the internet; elsewhere they may stand beside the workloads. Where the policy asks
//! for several zones, each has its own NAT gateway.

use hc_cdk::{
    construct::{Construct, Spec},
    dimension::{Level, availability::MultiAz},
    literal::{cidr::CidrBlock, domain::Domain},
    policy::Policy,
    resource::{Made, Resource},
    rule::Rule,
    sentences::IsBlock,
    stack::{Scope, Within},
    value::{Attr, Json, Value},
};

use super::{
    addresses::{PrivateNetwork, RoomForSubnets},
    default_group,
    endpoints::{self, Inside, InterfaceEndpoint},
    names::{self, Names},
    subnets::Subnets,
    tiers::{self, Internet, Laid},
    ways_out::WaysOut,
    zones::{NumberOfZones, Zones},
};
use crate::{
    actions,
    audit::{Logs, log_group},
    cfn::{ec2, iam::Role, logs},
    iam::{Statement, role},
    keys::{IsKey, Key},
    kind::{SubnetId, VpcId},
    parameters::{SubnetNetwork, VpcNetwork},
    rule,
    sentences::{NetworkNeedsAddresses, NetworkNeedsKey},
    stack::Aws,
};

hc_cdk::builder! {
    /// A VPC.
    ///
    /// The network is cut into sixteen parts; the first three of each four are the subnets of a tier, one for each zone. So
    /// going from two zones to three moves no subnet.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).zones(Zones::Three));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Vpc;
    /// A VPC that is being described.
    pub struct VpcBuilder => Vpc;
    needs {
        /// Its addresses: a private network with a prefix from `/16` to `/24`, or a parameter of the type [`VpcNetwork`].
        cidr(cidr: impl PrivateNetwork + RoomForSubnets) -> Value<VpcNetwork> { cidr.network() }: NetworkNeedsAddresses;
        /// The key that encrypts its flow logs.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: NetworkNeedsKey;
    }
    may {
        /// The networks of its subnets, and so in how many zones they are. A network that only the deployment knows cannot be cut.
        subnets(subnets: Subnets) -> Option<Subnets> { Some(subnets) } = None;
        /// In how many zones it has subnets, if it is cut into them.
        zones(zones: impl NumberOfZones) -> Zones { *zones.it() } = Zones::default();
        /// The AWS services that are reached by interface endpoints.
        interface_endpoints(endpoints: impl InterfaceEndpoints) -> Vec<InterfaceEndpoint> { endpoints.all() } = InterfaceEndpoint::USUAL.to_vec();
        /// Has no way to the internet, nor one from it: no gateway, and no subnets for load balancers. Whatever is in it reaches services of
        /// AWS by endpoints, and nothing else: a workload on ECS or Lambda that calls something for which there is none is a finding, which
        /// names the endpoint. Beside those that the program names there is one for EC2, by which the default group is closed.
        ///
        /// ```
        /// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
        /// # use hc_cdk_aws::{prelude::*, region};
        /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
        /// # let key = stack.add("Key", CustomerKey::builder());
        /// let services = [&InterfaceEndpoint::USUAL[..], &[InterfaceEndpoint::Sqs]].concat();
        /// let vpc = Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).without_way_out().interface_endpoints(services);
        /// stack.add("Network", vpc);
        /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
        /// ```
        without_way_out() -> bool { true } = false;
        /// Hosts outside for which the network answers although no workload of the program is connected to them: what pods of a cluster
        /// call, and registries that its nodes pull images from.
        answers_for(hosts: impl Hosts) -> Vec<Domain> { hosts.all() } = Vec::new();
    }
}

/// A network that a stack has taken, or that exists already.
#[derive(Debug, Clone)]
pub struct Network {
    id: Attr<VpcId>,
    internet: Option<Made<ec2::VpcGatewayAttachment>>,
    ways_out: WaysOut,
    /// What it answers for; nothing is known of that of a network that exists already.
    pub(super) names: Option<Names>,
    /// Whether it has no way out: what is not inside is not reached.
    pub(super) is_closed: bool,
    /// Where services of AWS are reached inside; of a network that exists already nothing is known.
    pub(super) inside: Option<Inside>,
    public: Vec<Attr<SubnetId>>,
    private: Vec<Attr<SubnetId>>,
    isolated: Vec<Attr<SubnetId>>,
    nat_gateways: Vec<Value<String>>,
    /// The networks of its subnets, if the program knows them.
    networks: Tiers,
}

/// Networks of subnets by who stands in them: load balancers, workloads and stores.
#[derive(Debug, Clone, Default)]
struct Tiers {
    public: Vec<CidrBlock>,
    private: Vec<CidrBlock>,
    isolated: Vec<CidrBlock>,
}

impl Network {
    /// The VPC's id.
    pub fn id(&self) -> Attr<VpcId> {
        self.id.clone()
    }

    /// The subnets of load balancers, one in each zone: the internet reaches what is in them and has a public address.
    pub fn public(&self) -> Vec<Attr<SubnetId>> {
        self.public.clone()
    }

    /// What a load balancer waits for: EC2 refuses one that faces the internet before the network has a gateway. A network
    /// that exists already has one.
    pub(crate) fn internet(&self) -> Option<&Made<ec2::VpcGatewayAttachment>> {
        self.internet.as_ref()
    }

    /// Whether what is in its public subnets is reached from the internet.
    pub(crate) fn is_entered(&self) -> bool {
        !self.is_closed
    }

    /// Makes what starts workloads wait until they can leave the private subnets: before that they reach neither their image nor
    /// their secrets. A network that exists already has its ways.
    pub(crate) fn is_left_by<R: Resource>(&self, scope: &mut Scope<'_>, made: &Made<R>) {
        self.ways_out.wait(scope, made);
    }

    /// The subnets of workloads, one in each zone: there is a way out to the internet, and none in.
    pub fn private(&self) -> Vec<Attr<SubnetId>> {
        self.private.clone()
    }

    /// The subnets of stores, one in each zone. There is no way to the internet, unless the network has two tiers only: then
    /// they are those of workloads.
    pub fn isolated(&self) -> Vec<Attr<SubnetId>> {
        self.isolated.clone()
    }

    /// The ids of its NAT gateways: one for each zone where the policy asks for several zones, and one elsewhere. Of a network that
    /// exists already they are not known.
    pub fn nat_gateways(&self) -> Vec<Value<String>> {
        self.nat_gateways.clone()
    }

    /// The networks of the subnets of stores; none if they are not known.
    pub fn isolated_networks(&self) -> &[CidrBlock] {
        &self.networks.isolated
    }

    /// The networks of the subnets of workloads, where the interface endpoints are too; none if they are not known.
    pub fn private_networks(&self) -> &[CidrBlock] {
        &self.networks.private
    }

    /// The networks of the subnets of load balancers; none if they are not known.
    pub fn public_networks(&self) -> &[CidrBlock] {
        &self.networks.public
    }

    /// Says which networks the isolated subnets of an existing VPC are, for what has to name them: the workloads of a
    /// cluster reach stores there and nothing else.
    #[must_use]
    pub fn isolated_in<N: IsBlock>(mut self, networks: impl IntoIterator<Item = N>) -> Self {
        self.networks.isolated = networks.into_iter().map(IsBlock::block).collect();
        self
    }
}

/// A VPC that exists already, with its subnets by tier: two of each at least.
#[derive(Debug, Clone)]
pub struct ExistingVpc {
    /// The VPC's id.
    pub id: Attr<VpcId>,
    /// Subnets with a route to an internet gateway, for load balancers.
    pub public: [Attr<SubnetId>; 2],
    /// Subnets with a route to a NAT gateway, for workloads.
    pub private: [Attr<SubnetId>; 2],
    /// Subnets without a route to the internet, for stores.
    pub isolated: [Attr<SubnetId>; 2],
}

impl Vpc {
    /// A VPC that exists already. Whether its traffic is logged is for its owner to show.
    pub fn existing(vpc: ExistingVpc) -> Network {
        Network {
            id: vpc.id,
            internet: None,
            ways_out: WaysOut::default(),
            names: None,
            is_closed: false,
            inside: None,
            public: vpc.public.into(),
            private: vpc.private.into(),
            isolated: vpc.isolated.into(),
            nat_gateways: Vec::new(),
            networks: Tiers::default(),
        }
    }
}

impl Spec for Vpc {
    type Handle = Network;
    const KIND: &'static str = "Vpc";
    const INVARIANTS: &'static [Rule] = &[
        rule::VPC_SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED,
        rule::VPC_NO_UNRESTRICTED_ROUTE_TO_IGW,
        rule::VPC_FLOW_LOGS_ENABLED,
        rule::FLOW_LOG_RECORDS_ALL,
        rule::VPC_DEFAULT_SECURITY_GROUP_CLOSED,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<P: Policy> Construct<P, Aws> for Vpc {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Network {
        let nat_per_zone = <P::Availability as Level>::POSITION >= MultiAz::POSITION;
        declare(&self, scope, nat_per_zone, &Logs::of::<P>(&self.key))
    }
}

fn declare(spec: &Vpc, scope: &mut Scope<'_>, nat_per_zone: bool, logs: &Logs<'_>) -> Network {
    let vpc = scope.resource(
        "",
        ec2::Vpc {
            cidr_block: Some(spec.cidr.clone().into()),
            enable_dns_hostnames: Some(true.into()),
            enable_dns_support: Some(true.into()),
            tags: Some(vec![ec2::vpc::Tag { key: Some("Name".into()), value: Some(scope.full_name().into()) }]),
            ..Default::default()
        },
    );
    let id = vpc.id();
    let internet = (!spec.without_way_out).then(|| Internet::declare(scope, &id));
    if spec.without_way_out && !spec.answers_for.is_empty() {
        let help = "leave out one of the two: what nothing leads to, a network need not answer for";
        scope.reject(None, "answers for hosts outside, and has no way out", help);
    }
    if scope.region() == "us-west-1" && spec.zones == Zones::Three {
        let help = "say `Zones::Two`, or stand in another region";
        scope.reject(None, "is to have three zones, and an account sees two of those in us-west-1", help);
    }
    let subnets = Subnets::given_or_cut(scope, spec.subnets.as_ref(), &spec.cidr, spec.zones.count());
    let Laid { public, private, mut isolated, nat_gateways, tables, mut ways_out } =
        tiers::lay(scope, &id, internet.as_ref(), &subnets, nat_per_zone);
    let zones = private.len();
    let of_stores = if isolated.is_empty() { &subnets.private } else { &subnets.isolated };
    let known = |it: &Value<SubnetNetwork>| CidrBlock::parse(it.json().as_text()?).ok();
    let known = |all: &[Value<SubnetNetwork>]| all.iter().filter_map(known).collect();
    let networks =
        Tiers { public: known(&subnets.public), private: known(&subnets.private), isolated: known(of_stores) };
    if isolated.is_empty() {
        isolated.clone_from(&private);
    }
    flow_log(scope, &id, logs);
    let mut asked = spec.interface_endpoints.clone();
    if spec.without_way_out && !asked.contains(&InterfaceEndpoint::Ec2) {
        asked.push(InterfaceEndpoint::Ec2);
    }
    let reached_inside = |scope: &mut Scope<'_>| {
        endpoints::gateways(scope, &id, &tables);
        endpoints::interfaces(scope, &id, spec.cidr.clone().into(), &private, &asked)
    };
    // Without a way out, what closes the default group reaches EC2 by its endpoint.
    let first = spec.without_way_out.then(|| reached_inside(scope));
    let endpoints = first.as_ref().map_or(&[][..], |(_, made)| made);
    let ways = (way_out(zones, spec.without_way_out), endpoints);
    let gateways = default_group::close(scope, &vpc, &private, &ways, logs);
    let (group, made) = first.unwrap_or_else(|| reached_inside(scope));
    ways_out.endpoints = made;
    let interfaces = group.map(|group| (group, asked));
    let inside = Some(Inside { interfaces, stores: Vec::new(), gateways, is_said_again: false });
    let names = Some(names::declare(scope, &id, &spec.answers_for));
    Network {
        id,
        is_closed: internet.is_none(),
        internet: internet.map(|it| it.attachment),
        ways_out,
        names,
        inside,
        public,
        private,
        isolated,
        nat_gateways,
        networks,
    }
}

/// The resources that make up the way from the private subnets to the internet, or to the gateway behind which is S3.
fn way_out(zones: usize, is_closed: bool) -> Vec<String> {
    if is_closed {
        let associations = (1..=zones).map(|number| format!("PrivateAssociation{number}"));
        return associations.chain(["S3Endpoint".to_owned()]).collect();
    }
    let names = ["PublicAssociation", "PublicRoute", "PrivateAssociation", "PrivateRoute"];
    (1..=zones).flat_map(|number| names.map(|name| format!("{name}{number}"))).collect()
}

fn flow_log(scope: &mut Scope<'_>, vpc: &Attr<VpcId>, logs: &Logs<'_>) {
    let group = log_group(scope, "FlowLogs", logs, None);
    let actions = actions!["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];
    let writer = role(
        scope,
        "FlowLogWriter",
        "vpc-flow-logs.amazonaws.com",
        "writes flow logs to CloudWatch Logs",
        vec![Statement::allow(actions, [Json::from(group.get(logs::LogGroup::ARN))])],
    );
    scope.resource(
        "FlowLog",
        ec2::FlowLog {
            deliver_logs_permission_arn: Some(writer.get(Role::ARN).into()),
            log_group_name: Some(group.id()),
            resource_id: Some(vpc.clone().into()),
            resource_type: Some("VPC".into()),
            traffic_type: Some("ALL".into()),
            ..Default::default()
        },
    );
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a network",
        label = "give what `stack.add` returned for a `Vpc`, or what `Vpc::existing(..)` does",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    /// A network.
    IsNetwork: Network;
}

hc_cdk::lists! {
    #[diagnostic::on_unimplemented(
        message = "these are not hosts that a network answers for",
        label = "give them as a list: `[domain!(\"registry.example\")]`"
    )]
    /// Hosts outside.
    Hosts: Domain;

    #[diagnostic::on_unimplemented(
        message = "these are not services that a network reaches inside",
        label = "give them as a list: `[InterfaceEndpoint::Sqs]`, or with the usual ones: `[&InterfaceEndpoint::USUAL[..], &[InterfaceEndpoint::Sqs]].concat()`"
    )]
    /// Services that are reached by interface endpoints.
    InterfaceEndpoints: InterfaceEndpoint;
}
