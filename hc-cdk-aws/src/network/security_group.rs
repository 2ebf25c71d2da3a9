//! Security groups: each belongs to one construct, and opens only by a relation between two constructs.
//!
//! A construct makes its own with [`SecurityGroup::closed`] and is never given that of another one, so a database cannot have
//! the group of a load balancer. Rules are resources of their own: two groups can name each other without waiting for each other.

use hc_cdk::{
    literal::{cidr::CidrBlock, port::Port},
    resource::Made,
    stack::Scope,
    uses::Place,
    value::{Attr, Json, Value},
};

use crate::{
    cfn::ec2::{self, security_group as property},
    kind::{SecurityGroupId, VpcId},
};

/// A security group.
#[derive(Debug, Clone)]
pub struct SecurityGroup {
    id: Attr<SecurityGroupId>,
}

/// The range that security groups write when nothing may leave: no host has this address.
const NOWHERE: &str = "255.255.255.255/32";

impl SecurityGroup {
    /// Declares a group of the construct that nothing may enter and nothing may leave.
    pub fn closed(scope: &mut Scope<'_>, vpc: &Attr<VpcId>) -> Self {
        let made: Made<ec2::SecurityGroup> = scope.resource(
            "Group",
            ec2::SecurityGroup {
                group_description: Some(scope.full_name().into()),
                // Without a rule, EC2 lets everything out.
                security_group_egress: Some(vec![property::Egress {
                    cidr_ip: Some(NOWHERE.into()),
                    description: Some("Nothing may leave".into()),
                    from_port: Some(252.into()),
                    ip_protocol: Some("icmp".into()),
                    to_port: Some(86.into()),
                    ..Default::default()
                }]),
                vpc_id: Some(vpc.clone()),
                ..Default::default()
            },
        );
        Self { id: made.get(ec2::SecurityGroup::GROUP_ID) }
    }

    /// The group that a connection leads to.
    pub(crate) fn of(gate: &Json) -> Self {
        Self { id: Value::from_json(gate.clone()) }
    }

    /// Where something listens whose group this is, in those networks: workloads that are connected to it are let in.
    pub fn listening(&self, host: Value<String>, port: Port, networks: &[CidrBlock]) -> Place {
        Place { host: Some(host), port: Some(port.get()), networks: networks.to_vec(), gate: Some(self.id().into()) }
    }

    /// The group's id.
    pub fn id(&self) -> Attr<SecurityGroupId> {
        self.id.clone()
    }

    /// Lets this group's members reach those of another one on a TCP port: a rule on each side.
    pub(crate) fn connect(&self, scope: &mut Scope<'_>, name: &str, to: &Self, port: impl Into<Value<i64>>) {
        let port = port.into();
        scope.resource(
            format!("{name}Egress"),
            ec2::SecurityGroupEgress {
                description: Some(format!("To {name}").into()),
                destination_security_group_id: Some(to.id()),
                from_port: Some(port.clone()),
                group_id: Some(self.id()),
                ip_protocol: Some("tcp".into()),
                to_port: Some(port.clone()),
                ..Default::default()
            },
        );
        scope.resource(
            format!("{name}Ingress"),
            ec2::SecurityGroupIngress {
                description: Some(format!("From {}", scope.path()).into()),
                from_port: Some(port.clone()),
                group_id: Some(to.id()),
                ip_protocol: Some("tcp".into()),
                source_security_group_id: Some(self.id()),
                to_port: Some(port),
                ..Default::default()
            },
        );
    }

    /// Lets members of a group that exists elsewhere, such as the nodes of a cluster, reach this one's on a TCP port.
    pub(crate) fn admit_group(&self, scope: &mut Scope<'_>, from: Attr<SecurityGroupId>, port: u16) {
        scope.resource(
            "Ingress",
            ec2::SecurityGroupIngress {
                description: Some(format!("From {}", scope.path()).into()),
                from_port: Some(port.into()),
                group_id: Some(self.id()),
                ip_protocol: Some("tcp".into()),
                source_security_group_id: Some(from),
                to_port: Some(port.into()),
                ..Default::default()
            },
        );
    }

    /// Lets members reach a TCP port of a range of addresses. `name` says what is there.
    pub(crate) fn reach(&self, scope: &mut Scope<'_>, name: &str, cidr: Json, port: u16) {
        let to = ec2::SecurityGroupEgress { cidr_ip: Some(Value::from_json(cidr)), ..Default::default() };
        self.leave(scope, name, to, port);
    }

    /// The same of members of another group, which lets in whom it likes. Gives the rule's name.
    pub(super) fn reach_group(&self, scope: &mut Scope<'_>, name: &str, to: &Self, port: u16) -> String {
        let to = ec2::SecurityGroupEgress { destination_security_group_id: Some(to.id()), ..Default::default() };
        self.leave(scope, name, to, port)
    }

    /// The same of the addresses of a list.
    pub(super) fn reach_list(&self, scope: &mut Scope<'_>, name: &str, list: Value<String>, port: u16) -> String {
        let to = ec2::SecurityGroupEgress { destination_prefix_list_id: Some(list), ..Default::default() };
        self.leave(scope, name, to, port)
    }

    fn leave(&self, scope: &mut Scope<'_>, name: &str, to: ec2::SecurityGroupEgress, port: u16) -> String {
        let rule = format!("{name}Egress");
        scope.resource(
            rule.clone(),
            ec2::SecurityGroupEgress {
                description: Some(format!("To {name}").into()),
                from_port: Some(port.into()),
                group_id: Some(self.id()),
                ip_protocol: Some("tcp".into()),
                to_port: Some(port.into()),
                ..to
            },
        );
        rule
    }

    /// Lets a range of addresses reach members on a TCP port. Only endpoints open themselves to the internet.
    pub(crate) fn admit(&self, scope: &mut Scope<'_>, name: &str, cidr: Json, port: u16) {
        scope.resource(
            format!("{name}Ingress"),
            ec2::SecurityGroupIngress {
                cidr_ip: Some(Value::from_json(cidr)),
                description: Some(format!("From {name}").into()),
                from_port: Some(port.into()),
                group_id: Some(self.id()),
                ip_protocol: Some("tcp".into()),
                to_port: Some(port.into()),
                ..Default::default()
            },
        );
    }
}
