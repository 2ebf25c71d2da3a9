//! Rules about who reaches a database, and how: where it stands, who is let in, TLS, and its password.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    dimension::tls::Tls13,
    policy::Dimension,
    rule::{Known, Must, Subject, Verdict, asks, at, real_data},
    value::{Json, Token},
};

use super::{
    database::{EITHER, inherited, is_an_origin, is_member, of_its_own, origin},
    network::ingress,
    possible::may_be,
    read::text_at,
    secret::is_generated_and_replaced,
};

const REACHED: &[Control] = &[
    hipaa::WORKFORCE_SECURITY,
    hipaa::ACCESS_ISOLATION,
    hipaa::ACCESS_MODIFICATION,
    hipaa::ACCESS_CONTROL,
    soc2::BOUNDARY_PROTECTION,
    iso27001::SEGREGATION,
];

const ASSOCIATION: &str = "AWS::EC2::SubnetRouteTableAssociation";
/// What hands on connections of others, who are in no group of it, and where its own groups stand.
const HANDS_ON: [(&str, &str); 7] = [
    ("AWS::ApiGatewayV2::VpcLink", "SecurityGroupIds"),
    ("AWS::EC2::ClientVpnEndpoint", "SecurityGroupIds"),
    ("AWS::EC2::InstanceConnectEndpoint", "SecurityGroupIds"),
    ("AWS::ElasticLoadBalancing::LoadBalancer", "SecurityGroups"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "SecurityGroups"),
    ("AWS::VpcLattice::ResourceGateway", "SecurityGroupIds"),
    ("AWS::VpcLattice::ServiceNetworkVpcAssociation", "SecurityGroupIds"),
];
const GROUP: &str = "AWS::EC2::SecurityGroup";

/// What has routes put into a table that nobody wrote.
const TELLS_ROUTES: [&str; 2] = ["AWS::EC2::RouteServerPropagation", "AWS::EC2::VPNGatewayRoutePropagation"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DATABASE_IS_ISOLATED = "DatabaseIsIsolated" {
        sentence: "the database's subnets have no way to the internet",
        controls: REACHED,
        on: EITHER,
        when: real_data,
        must: Must::Judge(is_isolated),
        message: "stands in subnets that have a way to the internet, or of which nobody knows",
        help: "name subnets in its `AWS::RDS::DBSubnetGroup` that have route tables without such a route, or use an `EncryptedDatabase`",
    }

    pub DATABASE_LETS_IN_GROUPS = "DatabaseLetsInGroups" {
        sentence: "members of named groups reach the database, and no load balancer of this program is among them",
        controls: REACHED,
        on: EITHER,
        when: real_data,
        must: Must::Judge(|it| of_its_own(it, lets_in_groups)),
        message: "can be reached by more than members of named groups, or by a load balancer",
        help: "give it a security group of its own that lets in groups of workloads, or use an `EncryptedDatabase`",
    }

    pub DATABASE_SPEAKS_TLS = "DatabaseSpeaksTls" {
        sentence: "connections without TLS, or with an older one than the policy asks for, are refused",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: EITHER,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Judge(|it| of_its_own(it, speaks_tls)),
        message: "does not refuse connections without TLS, or with an older one than the policy asks for",
        help: "force TLS and its version in the parameter group that the database names, or use an `EncryptedDatabase`",
    }

    pub DATABASE_PASSWORD_IS_MADE = "DatabasePasswordIsMade" {
        sentence: "its password is made and replaced by AWS, or by the schedule of a secret that AWS makes, and stands in no template",
        controls: &[hipaa::PASSWORDS, hipaa::AUTHENTICATION, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: EITHER,
        when: real_data,
        must: Must::Judge(|it| of_its_own(it, has_a_password_of_its_origin)),
        message: "has a password that somebody knows",
        help: "set `ManageMasterUserPassword` to true, or look `MasterUserPassword` up in a `Secret`, or use an `EncryptedDatabase`",
    }
}

/// A replica says nothing of a password.
fn has_a_password_of_its_origin(database: &Subject<'_>) -> bool {
    let says_nothing = || ["MasterUserPassword", "ManageMasterUserPassword"].iter().all(|name| database.lacks(name));
    origin(database).is_some_and(|it| has_a_password_that_is_made(&it)) && (is_an_origin(database) || says_nothing())
}

fn has_a_password_that_is_made(database: &Subject<'_>) -> bool {
    match database.property("MasterUserPassword") {
        None => database.flag("ManageMasterUserPassword") == Known::Is(true),
        Some(password) => database.lacks("ManageMasterUserPassword") && is_looked_up(database, password),
    }
}

/// Whether CloudFormation looks it up in a secret of the program, which is generated and replaced in time.
fn is_looked_up(database: &Subject<'_>, password: &Json) -> bool {
    let Json::Token(token) = password else { return false };
    let Token::Concat(parts) = token.as_ref() else { return false };
    let [before, secret, after] = parts.as_slice() else { return false };
    let field = after.as_text().and_then(|it| it.strip_prefix(":SecretString:")?.strip_suffix("}}"));
    before.as_text() == Some("{{resolve:secretsmanager:")
        && database.referred(secret).is_some_and(|it| {
            field.is_some()
                && it.text("GenerateSecretString/GenerateStringKey") == field
                && is_generated_and_replaced(&it)
        })
}

/// Subnets that exist already are their owner's to answer for: nothing is said of them.
fn is_isolated(database: &Subject<'_>) -> Verdict {
    if is_member(database) {
        return Verdict::NotApplicable;
    }
    is_isolated_in(database, "DBSubnetGroupName")
}

/// The same of whatever names a group of subnets.
pub(super) fn is_isolated_in(store: &Subject<'_>, subnets: &str) -> Verdict {
    let Some(subnets) = store.target(subnets) else { return Verdict::Broken };
    let subnets: Vec<&Json> = subnets.list("SubnetIds").iter().collect();
    let known: Vec<_> = subnets.iter().filter_map(|it| store.referred(it)).collect();
    if subnets.is_empty() || !known.iter().all(has_no_way_out) {
        return Verdict::Broken;
    }
    let exists = |it: &&&Json| it.as_text().is_some_and(|id| id.starts_with("subnet-"));
    match subnets.iter().filter(exists).count() {
        0 => Verdict::of(known.len() == subnets.len()),
        given if given + known.len() == subnets.len() => Verdict::NotApplicable,
        _ => Verdict::Broken,
    }
}

fn has_no_way_out(subnet: &Subject<'_>) -> bool {
    // A machine, an interface or another network can hand on what it is sent.
    const WAYS: [&str; 10] = [
        "CarrierGatewayId",
        "CoreNetworkArn",
        "EgressOnlyInternetGatewayId",
        "GatewayId",
        "InstanceId",
        "LocalGatewayId",
        "NatGatewayId",
        "NetworkInterfaceId",
        "TransitGatewayId",
        "VpcEndpointId",
    ];
    let tables: Vec<_> = subnet
        .users_of(ASSOCIATION)
        .filter(|it| subnet.is_named_in(it, "SubnetId"))
        .map(|it| it.target("RouteTableId"))
        .collect();
    let closed = |table: &Subject<'_>| {
        let mut routes = table.users_of("AWS::EC2::Route").filter(|route| table.is_named_in(route, "RouteTableId"));
        // What is told by a private gateway or a route server may be a route to anywhere.
        let told = TELLS_ROUTES.iter().any(|kind| table.users_of(kind).next().is_some());
        !told && routes.all(|route| WAYS.iter().all(|way| route.property(way).is_none()))
    };
    // Without a table of its own, a subnet has that of the network.
    subnet.is("AWS::EC2::Subnet") && !tables.is_empty() && tables.iter().all(|it| it.as_ref().is_some_and(closed))
}

/// Whether groups reach a store, and nobody else.
pub(super) fn lets_in_groups(store: &Subject<'_>) -> bool {
    let groups =
        ["SecurityGroupIds", "VPCSecurityGroups", "VpcSecurityGroupIds"].iter().flat_map(|path| store.list(path));
    let groups: Vec<_> = groups.map(|group| store.referred(group)).collect();
    !groups.is_empty() && groups.iter().all(|it| it.is_some_and(|group| is_closed_but_for_groups(&group)))
}

fn is_closed_but_for_groups(group: &Subject<'_>) -> bool {
    let alone = group.users_of("AWS::EC2::SecurityGroupIngress").filter(|rule| group.is_named_in(rule, "GroupId"));
    group.is(GROUP)
        && !is_of_a_balancer(group)
        && std::iter::once(*group).chain(alone).all(|it| ingress(&it).iter().all(|rule| lets_in_a_group(rule, group)))
}

fn lets_in_a_group(rule: &Json, group: &Subject<'_>) -> bool {
    const RANGES: [&str; 3] = ["CidrIp", "CidrIpv6", "SourcePrefixListId"];
    let Some(source) = at(rule, "SourceSecurityGroupId") else { return false };
    let named = match group.referred(source) {
        Some(named) => (named.is(GROUP) || is_of_nodes(&named, source)) && !is_of_a_balancer(&named),
        None => source.as_text().is_some_and(|id| id.starts_with("sg-")),
    };
    named && RANGES.iter().all(|range| at(rule, range).is_none())
}

/// Whether it is the group that EKS makes for the nodes of a cluster.
fn is_of_nodes(cluster: &Subject<'_>, group: &Json) -> bool {
    let Json::Token(token) = group else { return false };
    let of_nodes = matches!(token.as_ref(), Token::Attribute { name: Some("ClusterSecurityGroupId"), .. });
    cluster.is("AWS::EKS::Cluster") && of_nodes
}

/// Whether what is in a group is a load balancer, or hands on connections as one does.
fn is_of_a_balancer(group: &Subject<'_>) -> bool {
    HANDS_ON.iter().any(|(kind, path)| group.is_named_by_any(kind, path))
}

/// The group in which the settings of a database stand that it names.
pub(super) fn parameters<'a>(database: &Subject<'a>) -> Option<&'a Json> {
    settings_group(database)?.property("Parameters")
}

fn settings_group<'a>(database: &Subject<'a>) -> Option<Subject<'a>> {
    ["DBClusterParameterGroupName", "DBParameterGroupName"].iter().find_map(|it| database.target(it))
}

fn speaks_tls(database: &Subject<'_>) -> bool {
    let newest = database.stack.policy.floor(Dimension::tls) >= Tls13::POSITION;
    let text = |path| inherited(database, path).and_then(Json::as_text);
    let (Some(engine), Some(settings)) = (text("Engine"), parameters(database)) else { return false };
    let on = |name: &str| text_at(settings, name).is_some_and(|it| ["1", "ON", "on"].contains(&it));
    match engine.strip_prefix("aurora-").unwrap_or(engine) {
        "postgres" | "postgresql" => {
            let oldest = text_at(settings, "ssl_min_protocol_version");
            on("rds.force_ssl") && (oldest == Some("TLSv1.3") || oldest == Some("TLSv1.2") && !newest)
        }
        "mysql" | "mariadb" => {
            let is_new = |it: &str| it == "TLSv1.3" || it == "TLSv1.2" && !newest;
            let versions = match at(settings, "tls_version") {
                None => !newest && is_mysql_8_4(database),
                Some(versions) => versions.as_text().is_some_and(|it| it.split(',').all(|it| is_new(it.trim()))),
            };
            on("require_secure_transport") && versions
        }
        _ => false,
    }
}

/// MySQL speaks no version of TLS below 1.2 from 8.4 on. What is restored does not say its version: RDS takes settings for that one only.
fn is_mysql_8_4(database: &Subject<'_>) -> bool {
    match inherited(database, "EngineVersion") {
        Some(version) => version.as_text().is_some_and(|it| it.starts_with("8.4")),
        None => settings_group(database).is_some_and(|it| it.text("Family") == Some("mysql8.4")),
    }
}

/// Whether a text is, or may be, that of an engine of one family.
pub(super) fn is_engine(database: &Subject<'_>, family: &str) -> bool {
    inherited(database, "Engine").is_some_and(|it| may_be(it, |engine| engine.contains(family)))
}
