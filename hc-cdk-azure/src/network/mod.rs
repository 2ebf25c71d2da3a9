//! A private network: subnets for nodes, for private endpoints and for the way in, each behind a security group that lets in nobody.
//!
//! By construction nothing in it has an address that the internet knows, but for the one by which everything goes out; the security group
//! denies whatever nobody allowed, in either direction; and the names of Azure's stores lead to addresses in the network. What is allowed is
//! what the network consists of, and what nodes need of Azure itself. The way out of everything else is one that the program names.

mod entra;
mod firewall;
mod names;
mod plan;

use hc_cdk::{
    construct::{Construct, Spec},
    literal::cidr::CidrBlock,
    policy::Policy,
    rule::Rule,
    sentences::IsBlock,
    stack::{Scope, Within},
    value::Value,
};
use hc_cdk_manifest::tree;

use self::names::Zones;
pub(crate) use self::{entra::entra, firewall::open_front, names::Service, plan::Plan};
use crate::{
    group::{Home, IsGroup},
    kinds::{NatGateway, PublicAddress, Subnet, VirtualNetwork},
    naming::{Thing, owner, put},
    rules::rule,
    sentences::{NetworkNeedsAddresses, NetworkNeedsGroup},
    stack::Azure,
};

/// A network that a stack has taken.
#[derive(Debug, Clone)]
pub struct VNet {
    /// Its object.
    pub(crate) thing: Thing,
    /// The subnet of nodes.
    pub(crate) nodes: Thing,
    /// The subnet of private endpoints.
    pub(crate) endpoints: Thing,
    /// The subnet of the way in, and the security group that is in front of it.
    pub(crate) front: Thing,
    pub(crate) front_group: Value<String>,
    /// The names of stores in it.
    pub(crate) zones: Zones,
    pub(crate) home: Home,
    pub(crate) plan: Plan,
}

hc_cdk::builder! {
    /// A private network.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_azure::{prelude::*, region};
    ///
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    /// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
    /// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    /// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    /// let network = Network::builder().group(&group).cidr(cidr!("10.50.0.0/16"));
    /// let network = stack.add("Network", network);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Network;
    /// A network that is being described.
    pub struct NetworkBuilder => Network;
    needs {
        /// The resource group that it is in.
        group(group: &(impl IsGroup + ?Sized)) -> Home { group.it().clone() }: NetworkNeedsGroup;
        /// Its addresses: a private network from `/12` to `/18`. Half of them are for what runs in its clusters.
        cidr(cidr: impl IsBlock) -> CidrBlock { cidr.block() }: NetworkNeedsAddresses;
    }
    also { ways: Vec<(CidrBlock, u16)> }
}

impl<State> NetworkBuilder<State> {
    /// Lets whatever is in the network reach a port of another one, such as that of a party that is outside of the cloud.
    pub fn allow_out(mut self, network: impl IsBlock, port: u16) -> Self {
        self.ways.push((network.block(), port));
        self
    }
}

impl Spec for Network {
    type Handle = VNet;
    const KIND: &'static str = "Network";
    const INVARIANTS: &'static [Rule] = &[
        rule::NETWORK_IS_CLOSED,
        rule::SECURITY_RULES_NAME_THEIR_WAYS,
        rule::SUBNET_IS_BEHIND_A_GROUP,
        rule::ADDRESS_IS_OF_A_WAY,
        rule::NAMES_ARE_PRIVATE,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<P: Policy> Construct<P, Azure> for Network {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> VNet {
        declare(scope, self.group, self.cidr, &self.ways)
    }
}

fn declare(scope: &mut Scope<'_>, home: Home, whole: CidrBlock, ways: &[(CidrBlock, u16)]) -> VNet {
    let plan = Plan::of(whole).unwrap_or_else(|| {
        let help = "give it a private network from `/12` to `/18`, such as `cidr!(\"10.50.0.0/16\")`";
        scope.reject(None, format!("has the addresses `{whole}`, which cannot be cut into its parts"), help);
        Plan::nothing(whole)
    });
    let prefixes = vec![plan.network.to_string()];
    let spec = tree! { location: scope.region(), owner: owner(&home.id), addressSpace: { addressPrefixes: prefixes } };
    let id = put(scope, &home, "", VirtualNetwork(spec));
    let group = firewall::inside(scope, &home, &plan, ways);
    let front_group = firewall::front(scope, &home, &plan);
    let out = way_out(scope, &home);
    let nodes = subnet(scope, &home, &id, ("Nodes", plan.nodes), &group, Some(&out));
    let endpoints = subnet(scope, &home, &id, ("Endpoints", plan.endpoints), &group, None);
    let front = subnet(scope, &home, &id, ("Front", plan.front), &front_group, None);
    let thing = Thing::new("network", "VirtualNetwork", id);
    let zones = Service::names(scope, &home, &thing);
    VNet { thing, nodes, endpoints, front, front_group, zones, home, plan }
}

/// The one way out, by an address that is not of who goes there.
fn way_out(scope: &mut Scope<'_>, home: &Home) -> Thing {
    let address = address(scope, home, "OutAddress");
    let spec = tree! {
        location: scope.region(),
        owner: owner(&home.id),
        sku: { name: "Standard" },
        publicIpAddresses: vec![address.reference()],
    };
    Thing::new("network", "NatGateway", put(scope, home, "Out", NatGateway(spec)))
}

/// An address that the internet knows.
pub(crate) fn address(scope: &mut Scope<'_>, home: &Home, part: &str) -> Thing {
    let spec = tree! {
        location: scope.region(),
        owner: owner(&home.id),
        sku: { name: "Standard", tier: "Regional" },
        publicIPAllocationMethod: "Static",
        zones: crate::names::ZONES.to_vec(),
    };
    Thing::new("network", "PublicIPAddress", put(scope, home, part, PublicAddress(spec)))
}

fn subnet(
    scope: &mut Scope<'_>,
    home: &Home,
    network: &Value<String>,
    (part, addresses): (&'static str, CidrBlock),
    group: &Value<String>,
    out: Option<&Thing>,
) -> Thing {
    let spec = tree! {
        owner: owner(network),
        addressPrefix: addresses.to_string(),
        defaultOutboundAccess: false,
        privateEndpointNetworkPolicies: "Enabled",
        networkSecurityGroup: Thing::new("network", "NetworkSecurityGroup", group.clone()).reference(),
        natGateway?: out.map(Thing::reference),
    };
    Thing::new("network", "VirtualNetworksSubnet", put(scope, home, part, Subnet(spec)))
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a network of Azure",
        label = "give what `stack.add` returned for a `Network`"
    )]
    /// A network.
    IsVNet: VNet;
}
