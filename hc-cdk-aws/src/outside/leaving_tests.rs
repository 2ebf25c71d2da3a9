//! What leaves the network: which ways workloads have, for which names it answers, and what is found of ways that others open.

use hc_cdk::{
    data::Phi,
    literal::domain::Domain,
    party::Agreement,
    policy::{Hipaa, Production},
    prelude::*,
    resource::{Made, Resource},
    rule::Rule,
    stack::Within,
};
use serde_json::{Value as Written, json};

use super::ThirdParty;
use crate::{
    assertions::{Clinic, Template},
    cfn::{
        ec2::{self, security_group as property},
        route53resolver as resolver,
    },
    country::Us,
    kind::SecretArn,
    network::{ExistingVpc, InterfaceEndpoint, NamedHosts, Network, Vpc},
    outside::{CloudService, Offer},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

/// In ECR, in the region of the stacks here.
const OWN: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);
const OTHERS: Image =
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn clinic() -> Clinic<Prod, Phi> {
    Clinic::new("clinic", region::UsEast1)
}

fn party(key: &crate::keys::Key, host: Domain) -> impl Construct<Prod, Aws, Handle = super::ThirdParty<Phi>> {
    let arn = arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:lab-AbCdEf");
    let party = ThirdParty::<Phi>::builder().host(host).secret(&Secret::existing(arn, key)).build();
    party.located(Us).agreement(Agreement::of("BAA 2026-014", "jane.roe"))
}

/// What leaves a group, by the names of the rules.
fn leaving(template: &Template, group: &str) -> Vec<(String, Written)> {
    let resources = template.json()["Resources"].as_object().unwrap();
    let rules = resources.iter().filter(|(_, it)| it["Type"] == "AWS::EC2::SecurityGroupEgress");
    let own = rules.filter(|(_, it)| it["Properties"]["GroupId"]["Fn::GetAtt"][0] == group);
    own.map(|(name, it)| (name.clone(), it["Properties"].clone())).collect()
}

fn names(rules: &[(String, Written)]) -> Vec<&str> {
    rules.iter().map(|(name, _)| name.as_str()).collect()
}

fn domains(template: &Template, list: &str) -> Written {
    template.json()["Resources"][list]["Properties"]["Domains"].clone()
}

#[test]
fn a_workload_that_is_connected_to_nobody_outside_stays_inside() {
    let Clinic { mut stack, zone, .. } = clinic();
    stack.add("Api", FargateService::builder().perimeter(&zone).image(OWN).port(8080).build());
    let template = Template::of_stack(stack);
    let rules = leaving(&template, "ApiGroup");
    assert_eq!(names(&rules), ["ApiEndpointsEgress", "ApiS3Egress"]);
    let endpoints = json!({ "Fn::GetAtt": ["NetworkEndpointsGroup", "GroupId"] });
    assert_eq!((&rules[0].1["DestinationSecurityGroupId"], &rules[0].1["ToPort"]), (&endpoints, &json!(443)));
    assert_eq!(rules[1].1["DestinationPrefixListId"], json!({ "Fn::GetAtt": ["NetworkClosedDefaultGroup", "S3"] }));
    assert_eq!(domains(&template, "NetworkNamesKnown"), json!(["*.amazonaws.com", "*.internal", "*.in-addr.arpa"]));
}

#[test]
fn a_function_reaches_the_gateways_of_what_it_uses_and_nothing_if_it_uses_nothing() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits =
        stack.add("Visits", EncryptedTable::builder().perimeter(&zone).partition_key(TableKey::text("visit")).build());
    stack.add("Print", Function::builder().perimeter(&zone).code(OWN).connect(&visits).build());
    stack.add("Idle", Function::builder().perimeter(&zone).code(OWN).build());
    let template = Template::of_stack(stack);
    assert_eq!(names(&leaving(&template, "PrintGroup")), ["PrintDynamoDbEgress"]);
    assert_eq!(names(&leaving(&template, "IdleGroup")), [""; 0]);
}

#[test]
fn the_network_answers_for_the_hosts_of_parties_that_somebody_is_connected_to() {
    let Clinic { mut stack, key, zone, .. } = clinic();
    let lab = stack.add("Lab", party(&key, domain!("api.lab.example")));
    stack.add("Unused", party(&key, domain!("unused.example")));
    for name in ["Api", "Other"] {
        let api = FargateService::builder().perimeter(&zone).image(OWN).port(8080).connect(&lab).build();
        stack.add(name, api);
    }
    let template = Template::of_stack(stack);
    let rules = leaving(&template, "ApiGroup");
    assert_eq!(names(&rules), ["ApiHttpsEgress"]);
    assert_eq!((&rules[0].1["CidrIp"], &rules[0].1["FromPort"]), (&json!("0.0.0.0/0"), &json!(443)));
    let known = json!(["*.amazonaws.com", "*.internal", "*.in-addr.arpa", "api.lab.example"]);
    assert_eq!(domains(&template, "NetworkNamesKnown"), known);
    assert_eq!(domains(&template, "NetworkNamesAll"), json!(["*"]));
    let rules = &template.json()["Resources"]["NetworkNames"]["Properties"]["FirewallRules"];
    assert_eq!((&rules[0]["Action"], &rules[1]["Action"]), (&json!("ALLOW"), &json!("BLOCK")));
    assert_eq!(rules[0]["FirewallDomainRedirectionAction"], "TRUST_REDIRECTION_DOMAIN");
}

#[test]
fn a_network_learns_of_hosts_from_whatever_stack_and_in_whatever_order() {
    for network_first in [true, false] {
        let Clinic { stack: base, key, zone, .. } = clinic();
        let mut app = Stack::<Prod>::new("app", region::UsEast1);
        let lab = app.add("Lab", party(&key, domain!("api.lab.example")));
        app.add("Api", FargateService::builder().perimeter(&zone).image(OTHERS).port(8080).connect(&lab).build());
        let stacks = if network_first { [base, app] } else { [app, base] };
        let app = stacks.into_iter().fold(App::new("clinic"), App::stack);
        let template = Template::of(&app, "clinic");
        let known =
            ["*.amazonaws.com", "*.internal", "*.in-addr.arpa", "api.lab.example", "registry.example"].map(Some);
        let domains = domains(&template, "NetworkNamesKnown");
        let written: Vec<_> = domains.as_array().unwrap().iter().map(Written::as_str).collect();
        assert_eq!(written.len(), known.len());
        assert!(known.iter().all(|it| written.contains(it)), "{written:?}");
    }
}

#[test]
fn an_image_elsewhere_and_a_service_without_an_endpoint_lead_outside() {
    let far = image!(
        "111122223333.dkr.ecr.us-west-2.amazonaws.com/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    );
    let Clinic { mut stack, zone, .. } = clinic();
    let queue = stack.add("Visits", Queue::builder().perimeter(&zone).build());
    let polly = stack.add("Polly", CloudService::builder().perimeter(&zone).offer(Offer::Polly).build());
    let service = |image: Image| FargateService::builder().perimeter(&zone).image(image).port(8080);
    stack.add("Elsewhere", service(OTHERS).build());
    stack.add("Far", service(far).build());
    stack.add("Queued", service(OWN).connect(&queue).build());
    stack.add("Speaks", service(OWN).connect(&polly).build());
    let template = Template::of_stack(stack);
    for name in ["Elsewhere", "Far", "Queued"] {
        let rules = leaving(&template, &format!("{name}Group"));
        assert_eq!(names(&rules), [format!("{name}HttpsEgress")]);
    }
    let speaks = leaving(&template, "SpeaksGroup");
    assert_eq!(names(&speaks), ["SpeaksPollyEgress", "SpeaksEndpointsEgress", "SpeaksS3Egress"]);
}

#[test]
fn an_endpoint_more_keeps_a_service_inside() {
    let network = |key: &crate::keys::Key| {
        let endpoints = [&InterfaceEndpoint::USUAL[..], &[InterfaceEndpoint::Sqs]].concat();
        Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).interface_endpoints(endpoints).build()
    };
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::in_network("clinic", region::UsEast1, network);
    let queue = stack.add("Visits", Queue::builder().perimeter(&zone).build());
    stack.add("Api", FargateService::builder().perimeter(&zone).image(OWN).port(8080).connect(&queue).build());
    let template = Template::of_stack(stack);
    assert_eq!(names(&leaving(&template, "ApiGroup")), ["ApiEndpointsEgress", "ApiS3Egress"]);
}

#[test]
fn an_endpoint_lets_in_those_of_the_account() {
    let template = clinic().template();
    let endpoints = template.find_resources("AWS::EC2::VPCEndpoint", json!({}));
    assert!(endpoints.len() > 2);
    for (name, endpoint) in endpoints {
        let statements = endpoint["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
        let condition = json!({ "StringEquals": { "aws:PrincipalAccount": { "Ref": "AWS::AccountId" } } });
        assert_eq!(statements[0]["Condition"], condition, "{name}");
        assert_eq!(statements.len(), if name == "NetworkS3Endpoint" { 3 } else { 1 }, "{name}");
    }
    let objects = &template.json()["Resources"]["NetworkS3Endpoint"]["Properties"]["PolicyDocument"]["Statement"];
    let objects = [&objects[1]["Resource"], &objects[2]["Resource"]].map(Written::to_string);
    assert!(objects[0].contains("s3:::prod-us-east-1-starport-layer-bucket/*"), "{objects:?}");
    assert!(objects[1].contains("s3:::cloudformation-custom-resource-response-useast1/*"), "{objects:?}");
}

fn existing() -> Network {
    let subnets = |ids: [&'static str; 2]| ids.map(Value::literal);
    Vpc::existing(ExistingVpc {
        id: Value::literal("vpc-1a"),
        public: subnets(["subnet-1a", "subnet-1b"]),
        private: subnets(["subnet-2a", "subnet-2b"]),
        isolated: subnets(["subnet-3a", "subnet-3b"]),
    })
}

/// The codes of what is found of a service in a network that exists already.
fn found_there(is_named: bool) -> Vec<&'static str> {
    let Clinic { mut stack, key, trail, .. } = clinic();
    let vpc = if is_named { stack.add("Names", NamedHosts::of(&existing())) } else { existing() };
    let zone = stack.add("There", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    stack.add("Api", FargateService::builder().perimeter(&zone).image(OWN).port(8080).build());
    let found = App::new("clinic").stack(stack).check().err();
    found.into_iter().flat_map(|it| it.0).map(|it| it.code).collect()
}

#[test]
fn a_network_that_exists_already_has_to_answer_for_named_hosts() {
    assert_eq!(found_there(true), [""; 0]);
    assert_eq!(found_there(false), ["LeavesForNamedHosts"]);
}

#[test]
fn a_network_answers_once() {
    let Clinic { mut stack, vpc, .. } = clinic();
    stack.add("Names", NamedHosts::of(&vpc));
    let findings = App::new("clinic").stack(stack).check().unwrap_err().to_string();
    assert!(findings.contains("is to answer for a network that answers for named hosts already"), "{findings}");
}

/// A construct of a user's own, which declares a resource as it is.
struct Own<R>(R);

impl<R: Resource> Spec for Own<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "Own";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: Resource<Of = crate::cfn::CloudFormation>, P> Construct<P, Aws> for Own<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<R> {
        scope.resource("", self.0)
    }
}

/// Whether a group of that network is a finding that has these rules about what gets out.
fn is_found(network: impl FnOnce(&mut Stack<Prod>, &Network) -> Network, out: Option<Vec<property::Egress>>) -> bool {
    let Clinic { mut stack, vpc, .. } = clinic();
    let vpc = network(&mut stack, &vpc);
    let group = ec2::SecurityGroup {
        group_description: Some("Raw".into()),
        security_group_egress: out,
        vpc_id: Some(vpc.id()),
        ..Default::default()
    };
    stack.add("Raw", Own(group));
    let found = App::new("clinic").stack(stack).check().err();
    found.into_iter().flat_map(|it| it.0).any(|it| it.code == "LeavesForNamedHosts")
}

fn made(_: &mut Stack<Prod>, vpc: &Network) -> Network {
    vpc.clone()
}

fn out(cidr: &'static str, protocol: &'static str, ports: Option<(i64, i64)>) -> property::Egress {
    let is_v6 = cidr.contains(':');
    property::Egress {
        cidr_ip: (!is_v6).then(|| cidr.into()),
        cidr_ipv6: is_v6.then(|| cidr.into()),
        ip_protocol: Some(protocol.into()),
        from_port: ports.map(|it| it.0.into()),
        to_port: ports.map(|it| it.1.into()),
        ..Default::default()
    }
}

#[test]
fn a_group_that_lets_out_more_is_found() {
    const HTTPS: Option<(i64, i64)> = Some((443, 443));
    let fine = [out("0.0.0.0/0", "tcp", HTTPS), out("::/0", "6", HTTPS), out("10.0.0.0/8", "-1", None)];
    for (number, rule) in fine.into_iter().enumerate() {
        assert!(!is_found(made, Some(vec![rule])), "{number}");
    }
    let wrong = [
        out("0.0.0.0/0", "-1", None),
        out("0.0.0.0/0", "tcp", Some((0, 65535))),
        out("0.0.0.0/0", "tcp", Some((443, 8443))),
        out("0.0.0.0/0", "udp", Some((53, 53))),
        out("0.0.0.0/1", "tcp", Some((22, 22))),
        out("128.0.0.0/1", "udp", HTTPS),
        out("::/0", "tcp", Some((80, 80))),
        out("2000::/3", "tcp", Some((80, 80))),
        property::Egress {
            destination_prefix_list_id: Some("pl-1a2b".into()),
            ..out("10.0.0.0/8", "tcp", Some((1, 2)))
        },
    ];
    for (number, rule) in wrong.into_iter().enumerate() {
        assert!(is_found(made, Some(vec![rule])), "{number}");
    }
    // Without a rule, EC2 lets everything out.
    assert!(is_found(made, None) && is_found(made, Some(Vec::new())));
}

/// A network whose own firewall for names is this one and no other.
fn guarded(
    allowed: &'static [&'static str],
    refused: resolver::firewall_rule_group::FirewallRule,
) -> impl FnOnce(&mut Stack<Prod>, &Network) -> Network {
    use resolver::firewall_rule_group::FirewallRule;
    move |stack, _| {
        let vpc = existing();
        let list = |domains: &[&'static str]| resolver::FirewallDomainList {
            domains: Some(domains.iter().map(|it| (*it).into()).collect()),
            ..Default::default()
        };
        let (known, all) = (stack.add("Known", Own(list(allowed))), stack.add("All", Own(list(&["*"]))));
        let allow = FirewallRule {
            action: Some("ALLOW".into()),
            firewall_domain_list_id: Some(known.id()),
            priority: Some(1.into()),
            ..Default::default()
        };
        let refuse = FirewallRule { firewall_domain_list_id: Some(all.id()), priority: Some(2.into()), ..refused };
        let group = resolver::FirewallRuleGroup { firewall_rules: Some(vec![allow, refuse]), ..Default::default() };
        let group = stack.add("Rules", Own(group));
        let association = resolver::FirewallRuleGroupAssociation {
            firewall_rule_group_id: Some(group.id()),
            priority: Some(200.into()),
            vpc_id: Some(vpc.id()),
            ..Default::default()
        };
        stack.add("Associated", Own(association));
        vpc
    }
}

#[test]
fn a_firewall_for_names_is_one_that_refuses_what_nobody_named() {
    use resolver::firewall_rule_group::FirewallRule;
    let refused = |action: &'static str| FirewallRule {
        action: Some(action.into()),
        block_response: Some("NODATA".into()),
        ..Default::default()
    };
    let https = || Some(vec![out("0.0.0.0/0", "tcp", Some((443, 443)))]);
    assert!(!is_found(guarded(&["api.lab.example", "*.amazonaws.com"], refused("BLOCK")), https()));
    assert!(is_found(|_, _| existing(), https()), "nothing answers");
    assert!(is_found(guarded(&["*"], refused("BLOCK")), https()), "everything is allowed before");
    assert!(is_found(guarded(&["*.example"], refused("BLOCK")), https()), "a name with a wildcard is many names");
    assert!(is_found(guarded(&["api.lab.example"], refused("ALERT")), https()), "what is told is not refused");
    let some = FirewallRule { qtype: Some("AAAA".into()), ..refused("BLOCK") };
    assert!(is_found(guarded(&["api.lab.example"], some), https()), "some questions are refused");
}

#[test]
fn of_what_leaves_for_a_few_addresses_nothing_is_said() {
    let held = |range: &'static str| {
        let mut stack = clinic().stack;
        let way = ec2::SecurityGroupEgress {
            cidr_ip: Some(range.into()),
            from_port: Some(5432.into()),
            group_id: Some(Value::from_json("sg-1a")),
            ip_protocol: Some("tcp".into()),
            to_port: Some(5432.into()),
            ..Default::default()
        };
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "the lab has a database", "jane.roe", date!("2027-01-31"));
        stack.add("Way", waiver.resource(way));
        let app = App::new("clinic").stack(stack);
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        checked.verdicts().of(&crate::rule::LEAVES_FOR_NAMED_HOSTS).held
    };
    assert_eq!(held("10.9.0.0/16"), held("203.0.113.0/24") + 1);
    assert_eq!(held("10.9.0.0/16"), held("255.255.255.255/32"));
}
