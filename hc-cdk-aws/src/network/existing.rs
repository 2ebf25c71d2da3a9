//! A network that exists already: the endpoints that it has, and what can be said of identifiers without looking them up.

use hc_cdk::{
    control::iso27001,
    stack::Scope,
    value::{Json, Value},
};
use indexmap::IndexSet;

use super::{
    SecurityGroup,
    endpoints::{Gateway, Inside, InterfaceEndpoint},
    vpc::Network,
};
use crate::kind::SecurityGroupId;

/// The endpoints of a network that exists already: workloads reach these, and not port 443 of all addresses, for what they call of AWS.
///
/// The security group of the interface endpoints is its owner's, and so is whom it lets in: workloads come from their subnets, on
/// port 443. That an endpoint is there, and answers by the service's usual name, is stated here and read nowhere.
///
/// ```
/// # use hc_cdk_aws::{network::{ExistingEndpoints, ExistingVpc, InterfaceEndpoint, StoreEndpoint}, prelude::*};
/// # use hc_cdk::prelude::*;
/// # let subnets = |ids: [&'static str; 2]| ids.map(Value::literal);
/// let vpc = Vpc::existing(ExistingVpc {
///     id: Value::literal("vpc-1a"),
///     public: subnets(["subnet-1a", "subnet-1b"]),
///     private: subnets(["subnet-2a", "subnet-2b"]),
///     isolated: subnets(["subnet-3a", "subnet-3b"]),
/// });
/// let vpc = vpc.with_endpoints(ExistingEndpoints {
///     group: Value::literal("sg-1a"),
///     interfaces: InterfaceEndpoint::USUAL.to_vec(),
///     s3: Some(StoreEndpoint::Interface),
///     dynamodb: None,
/// });
/// ```
#[derive(Debug, Clone)]
pub struct ExistingEndpoints {
    /// The security group of its interface endpoints.
    pub group: Value<SecurityGroupId>,
    /// The services that it has interface endpoints for.
    pub interfaces: Vec<InterfaceEndpoint>,
    /// How objects in S3 are reached, among them the layers of images in ECR.
    pub s3: Option<StoreEndpoint>,
    /// How tables in DynamoDB are reached.
    pub dynamodb: Option<StoreEndpoint>,
}

/// How a store is reached in a network that exists already.
#[derive(Debug, Clone)]
pub enum StoreEndpoint {
    /// By an interface endpoint of that security group.
    Interface,
    /// By a gateway, whose addresses are those of a list: `aws ec2 describe-managed-prefix-lists` shows its id. What such a list has is
    /// written nowhere, so that the network has to answer for named hosts only, as with [`NamedHosts`](super::NamedHosts).
    Gateway(Value<String>),
}

impl Network {
    /// Says which endpoints a network has that exists already. That is said once, and never of a network of the program, which knows its
    /// own: a finding tells of it.
    #[must_use]
    pub fn with_endpoints(mut self, endpoints: ExistingEndpoints) -> Self {
        if let Some(inside) = &mut self.inside {
            inside.is_said_again = true;
            return self;
        }
        let ExistingEndpoints { group, interfaces, s3, dynamodb } = endpoints;
        let (mut stores, mut gateways) = (Vec::new(), Vec::new());
        for (name, service, endpoint) in [("S3", "s3", s3), ("DynamoDb", "dynamodb", dynamodb)] {
            match endpoint {
                Some(StoreEndpoint::Interface) => stores.push(service),
                Some(StoreEndpoint::Gateway(addresses)) => gateways.push(Gateway { name, service, addresses }),
                None => {}
            }
        }
        self.inside = Some(Inside {
            interfaces: Some((SecurityGroup::of(group.json()), interfaces)),
            stores,
            gateways,
            is_said_again: false,
        });
        self
    }
}

/// Reports identifiers of another form, and a subnet that is named twice: what is for stores has no way to the internet, and
/// what is for load balancers has one.
pub(crate) fn check(network: &Network, scope: &mut Scope<'_>) {
    is_id(&network.id(), "vpc-", scope);
    if let Some(Inside { interfaces, gateways, is_said_again, .. }) = &network.inside {
        if *is_said_again {
            let message = "is in a network of which endpoints are said that has others already";
            scope.reject(None, message, "say `.with_endpoints(..)` once, and of a network that exists already");
        }
        if let Some((group, _)) = interfaces {
            is_id(&group.id(), "sg-", scope);
        }
        for it in gateways {
            is_id(&it.addresses, "pl-", scope);
        }
    }
    let subnets = [network.public(), network.private(), network.isolated()].concat();
    let mut named = IndexSet::new();
    for subnet in &subnets {
        is_id(subnet, "subnet-", scope);
        if subnet.json().as_text().is_some_and(|id| !named.insert(id.to_owned())) {
            scope.reject(
                Some(iso27001::SEGREGATION),
                format!("has a network in which the subnet {} is for two things", shown(subnet.json())),
                "name other subnets for load balancers, for workloads and for stores, two of each",
            );
        }
    }
}

/// Reports an identifier that is known already and has another form than those of its kind.
pub(crate) fn is_id<K>(id: &Value<K>, prefix: &str, scope: &mut Scope<'_>) {
    let digits = |id: &str| id.strip_prefix(prefix).is_some_and(|it| !it.is_empty() && it.bytes().all(is_digit));
    if id.json().as_text().is_some_and(|id| !digits(id)) {
        scope.reject(
            None,
            format!("names {}, which is no identifier that begins with `{prefix}`", shown(id.json())),
            format!("write `{prefix}` and the letters and digits that AWS shows"),
        );
    }
}

const fn is_digit(it: u8) -> bool {
    it.is_ascii_digit() || it.is_ascii_lowercase()
}

fn shown(id: &Json) -> String {
    format!("`{}`", id.as_text().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::Phi,
        image,
        policy::{Hipaa, Production},
        value::Value,
    };

    use super::{ExistingEndpoints, StoreEndpoint};
    use crate::{
        assertions::{Clinic, Template},
        network::{ExistingVpc, InterfaceEndpoint, NamedHosts, Network},
        perimeter::Perimeter,
        prelude::*,
        region,
    };

    type Prod = (Hipaa, Production);

    /// A service whose image is in ECR, in a network that exists already and has these endpoints, and whether the network answers
    /// for named hosts only.
    fn service(interfaces: &[InterfaceEndpoint], s3: Option<StoreEndpoint>, is_named: bool) -> Stack<Prod> {
        let Clinic { mut stack, key, trail, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        let group = Value::literal("sg-1a");
        let endpoints = ExistingEndpoints { group, interfaces: interfaces.to_vec(), s3, dynamodb: None };
        let mut vpc = network("vpc-1a", ["subnet-3a", "subnet-3b"]).with_endpoints(endpoints);
        if is_named {
            vpc = stack.add("Names", NamedHosts::of(&vpc));
        }
        let zone = stack.add("There", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
        let image = image!(
            "111122223333.dkr.ecr.us-east-1.amazonaws.com/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        );
        stack.add("Api", FargateService::builder().perimeter(&zone).image(image).port(8080).build());
        stack
    }

    fn codes(stack: Stack<Prod>) -> Vec<&'static str> {
        let found = App::new("clinic").stack(stack).check().err();
        found.into_iter().flat_map(|it| it.0).map(|it| it.code).collect()
    }

    #[test]
    fn workloads_reach_the_endpoints_of_a_network_that_exists_already() {
        let stack = service(&InterfaceEndpoint::USUAL, Some(StoreEndpoint::Interface), false);
        let template = Template::of_stack(stack);
        let rule = &template.json()["Resources"]["ApiEndpointsEgress"]["Properties"];
        assert_eq!(rule["DestinationSecurityGroupId"], "sg-1a");
        assert!(!template.json()["Resources"].as_object().unwrap().contains_key("ApiHttpsEgress"));
    }

    #[test]
    fn endpoints_are_said_once_and_of_a_network_that_exists_already() {
        let said = |of: Option<Network>| {
            let Clinic { mut stack, key, trail, vpc, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
            let group = || Value::literal("sg-1a");
            let endpoints = || ExistingEndpoints { group: group(), interfaces: vec![], s3: None, dynamodb: None };
            let vpc = of.map_or(vpc, |it| it.with_endpoints(endpoints())).with_endpoints(endpoints());
            stack.add("There", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
            let found = App::new("clinic").stack(stack).check().err();
            found.into_iter().flat_map(|it| it.0).filter(|it| it.message.contains("has others already")).count()
        };
        assert_eq!((said(None), said(Some(network("vpc-1a", ["subnet-3a", "subnet-3b"])))), (1, 1));
    }

    #[test]
    fn what_has_no_endpoint_there_leaves_for_the_internet() {
        let gateway = || Some(StoreEndpoint::Gateway("pl-63a5400a".into()));
        let none: [&str; 0] = [];
        assert_eq!(codes(service(&InterfaceEndpoint::USUAL, Some(StoreEndpoint::Interface), false)), none);
        assert_eq!(codes(service(&InterfaceEndpoint::USUAL, None, false)), ["LeavesForNamedHosts"]);
        assert_eq!(
            codes(service(&[InterfaceEndpoint::Logs], Some(StoreEndpoint::Interface), false)),
            ["LeavesForNamedHosts"]
        );
        // Nobody here knows what a list has.
        assert_eq!(codes(service(&InterfaceEndpoint::USUAL, gateway(), false)), ["LeavesForNamedHosts"]);
        assert_eq!(codes(service(&InterfaceEndpoint::USUAL, gateway(), true)), none);
    }

    fn network(id: &'static str, isolated: [&'static str; 2]) -> Network {
        Vpc::existing(ExistingVpc {
            id: Value::literal(id),
            public: ["subnet-1a", "subnet-1b"].map(Value::literal),
            private: ["subnet-2a", "subnet-2b"].map(Value::literal),
            isolated: isolated.map(Value::literal),
        })
    }

    fn found(id: &'static str, isolated: [&'static str; 2]) -> Vec<String> {
        let Clinic { mut stack, key, trail, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let vpc = network(id, isolated);
        stack.add("There", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
        let findings = App::new("clinic").stack(stack).check().err();
        findings.into_iter().flat_map(|it| it.0).map(|it| it.message).collect()
    }

    #[test]
    fn a_subnet_is_for_one_thing() {
        assert!(found("vpc-1a", ["subnet-3a", "subnet-3b"]).is_empty());
        let twice =
            ["subnet-1a", "subnet-2b"].map(|it| format!("has a network in which the subnet `{it}` is for two things"));
        assert_eq!(found("vpc-1a", ["subnet-1a", "subnet-2b"]), twice);
    }

    #[test]
    fn an_identifier_is_of_its_kind() {
        let wrong =
            |id: &str, prefix: &str| format!("names `{id}`, which is no identifier that begins with `{prefix}`");
        let all = [wrong("subnet-9", "vpc-"), wrong("isolated", "subnet-"), wrong("vpc-3b", "subnet-")];
        assert_eq!(found("subnet-9", ["isolated", "vpc-3b"]), all);
    }
}
