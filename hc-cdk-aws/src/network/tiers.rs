//! The subnets of a network, tier by tier, each with a route table of its own, and the ways from them to the internet.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Value},
};

use super::{subnets::Subnets, ways_out::WaysOut};
use crate::{
    cfn::ec2,
    kind::{SubnetId, VpcId},
    parameters::SubnetNetwork,
    pseudo,
};

/// The gateway of a VPC to the internet.
pub(super) struct Internet {
    gateway: Value<String>,
    pub(super) attachment: Made<ec2::VpcGatewayAttachment>,
}

impl Internet {
    pub(super) fn declare(scope: &mut Scope<'_>, vpc: &Attr<VpcId>) -> Self {
        let gateway = scope.resource("InternetGateway", ec2::InternetGateway::default()).id();
        let attachment = scope.resource(
            "GatewayAttachment",
            ec2::VpcGatewayAttachment {
                internet_gateway_id: Some(gateway.clone()),
                vpc_id: Some(vpc.clone()),
                ..Default::default()
            },
        );
        Self { gateway, attachment }
    }
}

/// What was declared of the tiers, zone by zone.
#[derive(Default)]
pub(super) struct Laid {
    pub(super) public: Vec<Attr<SubnetId>>,
    pub(super) private: Vec<Attr<SubnetId>>,
    pub(super) isolated: Vec<Attr<SubnetId>>,
    pub(super) nat_gateways: Vec<Value<String>>,
    /// The route tables of all.
    pub(super) tables: Vec<Value<String>>,
    pub(super) ways_out: WaysOut,
}

/// Declares the subnets of all zones, with a NAT gateway in the first or in each. Without the internet there are none that face it.
pub(super) fn lay(
    scope: &mut Scope<'_>,
    vpc: &Attr<VpcId>,
    internet: Option<&Internet>,
    subnets: &Subnets,
    nat_per_zone: bool,
) -> Laid {
    let mut laid = Laid::default();
    for (zone, (front, back)) in subnets.public.iter().zip(&subnets.private).enumerate() {
        if let Some(internet) = internet {
            let front = laid.front(scope, vpc, internet, zone, front);
            if laid.nat_gateways.is_empty() || nat_per_zone {
                laid.nat_gateways.push(nat_gateway(scope, &internet.attachment, &front, zone + 1));
            }
            laid.public.push(front);
        }
        laid.back(scope, vpc, zone, back);
        if let Some(store) = subnets.isolated.get(zone) {
            let (store, table, _) = subnet(scope, vpc, "Isolated", zone, store);
            laid.isolated.push(store);
            laid.tables.push(table);
        }
    }
    laid
}

impl Laid {
    /// The subnet of what faces the internet.
    fn front(
        &mut self,
        scope: &mut Scope<'_>,
        vpc: &Attr<VpcId>,
        internet: &Internet,
        zone: usize,
        network: &Value<SubnetNetwork>,
    ) -> Attr<SubnetId> {
        let (front, table, _) = subnet(scope, vpc, "Public", zone, network);
        let route = scope.resource(
            format!("PublicRoute{}", zone + 1),
            ec2::Route { gateway_id: Some(internet.gateway.clone()), ..default_route(&table) },
        );
        scope.depends_on(&route, &internet.attachment);
        self.tables.push(table);
        front
    }

    /// The subnet of workloads, whose way out is the NAT gateway that was declared last, if there is one.
    fn back(&mut self, scope: &mut Scope<'_>, vpc: &Attr<VpcId>, zone: usize, network: &Value<SubnetNetwork>) {
        let (back, table, association) = subnet(scope, vpc, "Private", zone, network);
        if let Some(nat) = self.nat_gateways.last().cloned() {
            let route = ec2::Route { nat_gateway_id: Some(nat), ..default_route(&table) };
            self.ways_out.routes.push(scope.resource(format!("PrivateRoute{}", zone + 1), route));
        }
        self.ways_out.associations.push(association);
        self.private.push(back);
        self.tables.push(table);
    }
}

fn default_route(table: &Value<String>) -> ec2::Route {
    ec2::Route {
        destination_cidr_block: Some("0.0.0.0/0".into()),
        route_table_id: Some(table.clone()),
        ..Default::default()
    }
}

/// Declares the subnet of a tier in a zone, with a route table of its own.
fn subnet(
    scope: &mut Scope<'_>,
    vpc: &Attr<VpcId>,
    name: &'static str,
    zone: usize,
    network: &Value<SubnetNetwork>,
) -> (Attr<SubnetId>, Value<String>, Made<ec2::SubnetRouteTableAssociation>) {
    let number = zone + 1;
    let subnet: Made<ec2::Subnet> = scope.resource(
        format!("{name}Subnet{number}"),
        ec2::Subnet {
            availability_zone: Some(pseudo::availability_zone(zone)),
            cidr_block: Some(network.clone().into()),
            map_public_ip_on_launch: Some(false.into()),
            // The name that the console shows.
            tags: Some(vec![ec2::subnet::Tag {
                key: Some("Name".into()),
                value: Some(format!("{}/{name}{number}", scope.full_name()).into()),
            }]),
            vpc_id: Some(vpc.clone()),
            ..Default::default()
        },
    );
    let table = scope
        .resource(format!("{name}Table{number}"), ec2::RouteTable { vpc_id: Some(vpc.clone()), ..Default::default() });
    let association = scope.resource(
        format!("{name}Association{number}"),
        ec2::SubnetRouteTableAssociation {
            route_table_id: Some(table.id()),
            subnet_id: Some(subnet.get(ec2::Subnet::SUBNET_ID)),
        },
    );
    (subnet.get(ec2::Subnet::SUBNET_ID), table.id(), association)
}

/// Declares the NAT gateway of a zone in its public subnet.
fn nat_gateway(
    scope: &mut Scope<'_>,
    attachment: &Made<ec2::VpcGatewayAttachment>,
    subnet: &Attr<SubnetId>,
    number: usize,
) -> Value<String> {
    let address =
        scope.resource(format!("NatAddress{number}"), ec2::Eip { domain: Some("vpc".into()), ..Default::default() });
    scope.depends_on(&address, attachment);
    let nat = scope.resource(
        format!("Nat{number}"),
        ec2::NatGateway {
            allocation_id: Some(address.get(ec2::Eip::ALLOCATION_ID)),
            subnet_id: Some(subnet.clone()),
            ..Default::default()
        },
    );
    nat.get(ec2::NatGateway::NAT_GATEWAY_ID)
}
