//! Networks that EC2 would refuse, in resources of one's own.

use hc_cdk::{app::App, policy::Development, value::Attr, waiver::Raw};
use hc_cdk_aws::{
    cfn::{ec2, kind::VpcId},
    region,
    stack::Stack,
};

fn vpc(cidr: &'static str) -> ec2::Vpc {
    ec2::Vpc { cidr_block: Some(cidr.into()), ..Default::default() }
}

fn subnet(vpc: &Attr<VpcId>, cidr: &'static str) -> ec2::Subnet {
    ec2::Subnet { vpc_id: Some(vpc.clone()), cidr_block: Some(cidr.into()), ..Default::default() }
}

fn findings(stacks: Vec<Stack<Development>>) -> Vec<String> {
    let app = stacks.into_iter().fold(App::new("hms"), App::stack);
    let found = app.check().err().map(|findings| findings.0).unwrap_or_default();
    found.iter().filter(|it| it.code == "Network").map(|it| format!("{} {}", it.path, it.message)).collect()
}

fn with_subnets(cidrs: &[&'static str]) -> Vec<String> {
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    let id = stack.add("Net", Raw(vpc("10.20.0.0/16"))).id();
    for (at, cidr) in cidrs.iter().enumerate() {
        stack.add(format!("Part{at}"), Raw(subnet(&id, cidr)));
    }
    findings(vec![stack])
}

#[test]
fn subnets_of_one_vpc_do_not_overlap() {
    assert_eq!(with_subnets(&["10.20.0.0/24", "10.20.1.0/24", "10.20.128.0/17"]), [""; 0]);
    let said = |path: &str, part: &str, other: &str| {
        [format!("clinic/{path} has a subnet `{part}`, and another of the same VPC is `{other}`")]
    };
    let twice = with_subnets(&["10.20.1.0/24", "10.20.1.0/24"]);
    assert_eq!(twice, said("Part1", "10.20.1.0/24", "10.20.1.0/24"));
    let within = with_subnets(&["10.20.1.64/28", "10.20.0.0/20", "10.20.16.0/24"]);
    assert_eq!(within, said("Part0", "10.20.1.64/28", "10.20.0.0/20"));
    assert_eq!(with_subnets(&["10.20.0.0/17", "10.20.1.0/24", "10.20.2.0/24"]).len(), 2);
}

#[test]
fn a_subnet_may_be_in_another_stack_than_its_vpc_and_not_overlap_there_either() {
    let mut one = Stack::<Development>::new("one", region::UsEast1);
    let (net, other) = (one.add("Net", Raw(vpc("10.20.0.0/16"))), one.add("Other", Raw(vpc("10.20.0.0/16"))));
    one.add("Part", Raw(subnet(&net.id(), "10.20.1.0/24")));
    let mut two = Stack::<Development>::new("two", region::UsEast1);
    two.add("Fine", Raw(subnet(&other.id(), "10.20.1.0/24")));
    two.add("Part", Raw(subnet(&net.id(), "10.20.1.0/25")));
    let existing = Attr::<VpcId>::literal("vpc-0123456789abcdef0");
    two.add("Third", Raw(subnet(&existing, "10.20.1.0/24")));
    two.add("Fourth", Raw(subnet(&existing, "10.20.0.0/20")));
    let found = findings(vec![one, two]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("two/Part has a subnet `10.20.1.0/25`") || found[0].starts_with("two/Third"),
        "{found:?}"
    );
}

#[test]
fn a_subnet_is_inside_its_vpc() {
    assert_eq!(
        with_subnets(&["10.21.0.0/24"]),
        ["clinic/Part0 has a subnet `10.21.0.0/24` outside its VPC, which is `10.20.0.0/16`"]
    );
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    let id = stack.add("Net", Raw(vpc("10.20.0.0/16"))).id();
    let more =
        ec2::VpcCidrBlock { vpc_id: Some(id.clone()), cidr_block: Some("10.21.0.0/16".into()), ..Default::default() };
    stack.add("More", Raw(more));
    stack.add("Part", Raw(subnet(&id, "10.21.0.0/24")));
    assert_eq!(findings(vec![stack]), [""; 0]);
}

#[test]
fn a_prefix_has_as_many_bits_as_ec2_takes() {
    for cidr in ["10.0.0.0/15", "10.20.0.0/29", "10.20.0.0/32"] {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        stack.add("Net", Raw(vpc(cidr)));
        assert_eq!(findings(vec![stack]), [format!("clinic/Net has an `AWS::EC2::VPC` with the network `{cidr}`")]);
    }
}

#[test]
fn what_is_no_network_is_found_wherever_one_has_to_stand() {
    let none = |resource: ec2::SecurityGroup| {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        stack.add("Group", Raw(resource));
        findings(vec![stack])
    };
    let group = |ingress: ec2::security_group::Ingress| ec2::SecurityGroup {
        group_description: Some("monitors".into()),
        security_group_ingress: Some(vec![ingress]),
        ..Default::default()
    };
    for text in ["10.0.0.0/33", "10.0.0.256/32", "10.0.0.0", "10.0.0/8", "vpc", "fd00::/129"] {
        let ingress = ec2::security_group::Ingress { cidr_ip: Some(text.into()), ..Default::default() };
        let said =
            format!("clinic/Group has an `AWS::EC2::SecurityGroup` whose `CidrIp` is `{text}`, which is no network");
        assert_eq!(none(group(ingress)), [said]);
    }
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    stack.add("Net", Raw(vpc("10.0.0.0/33")));
    let way = ec2::Route {
        destination_cidr_block: Some("10.0.0.0/64".into()),
        route_table_id: Some("rtb-1".into()),
        ..Default::default()
    };
    stack.add("Way", Raw(way));
    assert_eq!(findings(vec![stack]).len(), 2);
    for text in ["10.1.0.0/16", "0.0.0.0/0", "{{resolve:ssm:/net}}"] {
        let ingress = ec2::security_group::Ingress { cidr_ip: Some(text.into()), ..Default::default() };
        assert_eq!(none(group(ingress)), [""; 0], "{text}");
    }
}
