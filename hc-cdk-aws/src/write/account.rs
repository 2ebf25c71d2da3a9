//! What an account has to have before a first deployment: roles that services have only once they were used, what a region has to be told,
//! quotas that are asked to be raised, and what the program names and does not make. `docs/account.md` is the page about it.
//!
//! Sources: "Using service-linked roles for Amazon ECS" and aws-cloudformation/cloudformation-coverage-roadmap#818, "Assign resources with
//! AWS CLI" of AWS Backup for Aurora, "Lambda quotas" for new accounts, "`CloudTrail` quotas", and the default quotas, all of them
//! adjustable, of Amazon EC2 (5 elastic addresses), Amazon VPC (5 networks and internet gateways, 5 NAT gateways in a zone, 60 rules of a group in
//! each direction, 50 interface endpoints in a network), Elastic Load Balancing (50 balancers, 100 rules of one), Amazon RDS (40 instances and
//! 40 clusters), AWS Fargate (6 vCPU) and IAM (10 managed policies of a role), read in November 2026.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    need::{Amount, Need, Needs, Sort},
    value::{Json, by_key},
};
use indexmap::IndexMap;

use super::{
    concurrency, existing, fargate, first_images,
    found::{all_at, name, named, resources, with_places},
};
use crate::stack::NAME;

/// Services whose role an account has once it had a thing of that type, and that ask for it at once.
const ROLES: [(&str, &str); 3] = [
    ("AWS::ECS::Cluster", "ecs.amazonaws.com"),
    ("AWS::EKS::Nodegroup", "autoscaling.amazonaws.com"),
    (SEARCH, "opensearchservice.amazonaws.com"),
];

/// A domain asks for its role where it stands in a network.
const SEARCH: &str = "AWS::OpenSearchService::Domain";

/// What the services for letters, messages and moving databases ask of an account first: the type, where it says that, what it says there
/// if that matters, what is needed, and how that is said.
///
/// Sources: "Request production access" of Amazon SES, "Using the SMS sandbox" of Amazon SNS, and "Creating the IAM roles to use with AWS
/// DMS", which have the names that it looks for.
const SETTINGS: [(&str, &str, &str, &str, &str); 4] = [
    ("AWS::Cognito::UserPool", "EmailConfiguration/EmailSendingAccount", "DEVELOPER", LETTERS, MAIL),
    (
        MOVES,
        "",
        "",
        "the roles `dms-vpc-role` and `dms-cloudwatch-logs-role`",
        "aws iam create-role --role-name dms-vpc-role --assume-role-policy-document file://trusts-dms.json",
    ),
    ("AWS::SES::EmailIdentity", "", "", LETTERS, MAIL),
    (
        "AWS::SNS::Subscription",
        "Protocol",
        "sms",
        "text messages to telephones that nobody has verified: a new account sends none",
        "aws sns get-sms-sandbox-account-status",
    ),
];
const LETTERS: &str = "letters to addresses that nobody has verified: a new account sends none";
const MAIL: &str =
    "aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url URL";
const MOVES: &str = "AWS::DMS::ReplicationSubnetGroup";

/// What a region has of a type at most, unless somebody asked for more.
const REGION: [(&str, usize, &str); 8] = [
    (TRAIL, 5, "audit trails"),
    ("AWS::EC2::EIP", 5, "elastic addresses"),
    ("AWS::EC2::InternetGateway", 5, "internet gateways"),
    ("AWS::EC2::NatGateway", 5, "NAT gateways in a zone"),
    ("AWS::EC2::VPC", 5, "networks"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", 50, "load balancers"),
    ("AWS::RDS::DBCluster", 40, "clusters of databases"),
    ("AWS::RDS::DBInstance", 40, "instances of databases"),
];

const TRAIL: &str = "AWS::CloudTrail::Trail";
const TAKE_OVER: &str = "nobody gets more; where they are taken, name one that is there as an `ExistingTrail`";

/// What one thing has of a type at most, unless somebody asked for more, and by which property it is named.
const OF_ONE: [(&str, &str, usize, &str); 4] = [
    ("AWS::EC2::SecurityGroupEgress", "GroupId", 60, "rules out of one security group"),
    ("AWS::EC2::SecurityGroupIngress", "GroupId", 60, "rules into one security group"),
    ("AWS::EC2::VPCEndpoint", "VpcId", 50, "interface endpoints in one network"),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn", 100, "rules of one load balancer"),
];

/// What a region has once, and must not have before.
const ONCE: [(&str, &str); 3] = [
    ("AWS::Config::ConfigurationRecorder", "no recorder of AWS Config"),
    ("AWS::GuardDuty::Detector", "no detector of GuardDuty"),
    ("AWS::SecurityHub::Hub", "no hub of Security Hub"),
];

/// What may run at once, and in a new account.
const RUNS: usize = 1000;
const NEW_ACCOUNT: usize = 10;
/// How many vCPU may run on Fargate.
const VCPU: usize = 6;
/// How many managed policies a role has.
const POLICIES: usize = 10;

/// What a new account lacks of all that, as one sentence; nothing if it lacks nothing.
pub(super) fn note(checked: &Checked<'_>) -> Option<String> {
    let lacks = |it: &Need| match it.sort {
        Sort::Role | Sort::Setting => true,
        Sort::Quota => it.amount.is_some_and(|it| it.is_short()),
        Sort::Operator | Sort::Existing => false,
    };
    let needs: Vec<String> = needs(checked).iter().filter(|it| lacks(it)).map(sentence).collect();
    let more = "`prerequisites` has all, with the lines that need it";
    (!needs.is_empty())
        .then(|| format!("an account in which nothing like it ran yet needs first: {} ({more})", needs.join("; ")))
}

fn sentence(need: &Need) -> String {
    let place = if need.place.is_empty() { String::new() } else { format!(" in {}", need.place) };
    match (need.amount, &need.how) {
        (Some(Amount { takes, usual, new }), _) => {
            let has = new.map_or_else(
                || format!("where it has {usual} unless somebody asked for more"),
                |new| format!("where a new account may have {new}"),
            );
            format!("{takes} {}{place}, {has}", need.what)
        }
        (None, Some(how)) => format!("{}{place} (`{how}`)", need.what),
        (None, None) => format!("{}{place}", need.what),
    }
}

/// All that has to be there.
pub(super) fn needs(checked: &Checked<'_>) -> Vec<Need> {
    let mut needs = Needs::default();
    for (stack, resource) in resources(checked) {
        let is_asked = |kind: &str| kind != SEARCH || resource.properties.get("VPCOptions").is_some();
        for (_, service) in ROLES.iter().filter(|(kind, _)| *kind == resource.kind() && is_asked(kind)) {
            let how = format!("aws iam create-service-linked-role --aws-service-name {service}");
            let need = Need::new(Sort::Role, "", format!("the role of `{service}`")).how(how);
            needs.add(need, stack, resource.construct);
        }
        let is_lacking = |kind: &str| kind == resource.kind() && !(kind == MOVES && makes_its_role(checked));
        for (_, path, value, what, how) in SETTINGS.iter().filter(|(kind, ..)| is_lacking(kind)) {
            if path.is_empty() || resource.properties.at(path).and_then(Json::as_text) == Some(*value) {
                needs.add(Need::new(Sort::Setting, stack.region, *what).how(*how), stack, resource.construct);
            }
        }
        for (_, what) in ONCE.iter().filter(|(kind, _)| *kind == resource.kind()) {
            needs.add(Need::new(Sort::Setting, stack.region, *what), stack, resource.construct);
        }
    }
    let mut regions: IndexMap<&str, Vec<&StackModel>> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        regions.entry(stack.region).or_default().push(stack);
    }
    for (region, stacks) in by_key(&regions) {
        of_region(checked, region, stacks, &mut needs);
    }
    of_one(checked, &mut needs);
    existing::needs(checked, &mut needs);
    first_images::needs(checked, &mut needs);
    needs.into_all()
}

/// Whether the program makes the role by which databases are moved in a network.
fn makes_its_role(checked: &Checked<'_>) -> bool {
    let name = |it: &ResourceModel| it.properties.get("RoleName").and_then(Json::as_text) == Some("dms-vpc-role");
    resources(checked).any(|(_, it)| it.kind() == "AWS::IAM::Role" && name(it))
}

fn of_region(checked: &Checked<'_>, region: &str, stacks: &[&StackModel], needs: &mut Needs) {
    let of_kind = |kind: &'static str| {
        let of = move |stack: &&'_ StackModel| stack.resources.iter().filter(move |it| it.kind() == kind).count();
        stacks.iter().map(of).sum::<usize>()
    };
    if of_kind("AWS::Backup::BackupSelection") > 0 {
        for (stack, cluster) in all(stacks).filter(|(_, it)| it.kind() == "AWS::RDS::DBCluster" && is_aurora(it)) {
            let how = "aws backup update-region-settings --resource-type-opt-in-preference Aurora=true";
            let need = Need::new(Sort::Setting, region, "AWS Backup told to back up Aurora").how(how);
            needs.add(need, stack, cluster.construct);
        }
    }
    for (kind, usual, what) in REGION {
        let amount = Amount { takes: of_kind(kind), usual, new: None };
        for (stack, resource) in all(stacks).filter(|(_, it)| it.kind() == kind) {
            let need = Need::new(Sort::Quota, region, what).amount(amount);
            let need = if kind == TRAIL { need.how(TAKE_OVER) } else { need };
            needs.add(need, stack, resource.construct);
        }
    }
    let reserved: i64 = stacks.iter().map(|stack| concurrency::reserved_in(stack)).sum();
    if reserved > 0 {
        let takes = usize::try_from(reserved + concurrency::UNRESERVED).unwrap_or(usize::MAX);
        let amount = Amount { takes, usual: RUNS, new: Some(NEW_ACCOUNT) };
        for (stack, function) in all(stacks).filter(|(stack, it)| concurrency::reserved(stack, it).is_some()) {
            let need = Need::new(Sort::Quota, region, "functions that run at once").amount(amount);
            needs.add(need, stack, function.construct);
        }
    }
    let services = fargate::services(checked).into_iter().filter(|(stack, ..)| stack.region == region);
    let services: Vec<_> = services.collect();
    let takes = services.iter().map(|(_, _, units)| units).sum::<usize>().div_ceil(fargate::UNITS);
    for (stack, service, _) in services {
        let amount = Amount { takes, usual: VCPU, new: None };
        needs.add(Need::new(Sort::Quota, region, "vCPU on Fargate").amount(amount), stack, service.construct);
    }
}

/// What one thing has more of than is usual.
fn of_one(checked: &Checked<'_>, needs: &mut Needs) {
    let mut counted: IndexMap<(usize, String), (usize, &StackModel, &ResourceModel)> = IndexMap::new();
    let mut policies: IndexMap<String, usize> = IndexMap::new();
    for (stack, resource) in resources(checked) {
        for (at, (_, owner, ..)) in OF_ONE.iter().enumerate().filter(|(_, (kind, ..))| *kind == resource.kind()) {
            let is_gateway = resource.properties.get("RouteTableIds").is_some();
            if let Some(owner) = resource.properties.get(owner).filter(|_| !is_gateway) {
                let (count, ..) = counted.entry((at, named(owner))).or_insert((0, stack, resource));
                *count += 1;
            }
        }
        if resource.kind() == "AWS::IAM::ManagedPolicy" {
            for role in all_at(&resource.properties, "Roles/*") {
                *policies.entry(named(role)).or_default() += 1;
            }
        }
    }
    let mut add =
        |place: &str, what: &str, takes: usize, usual: usize, stack: &StackModel, resource: &ResourceModel| {
            let amount = Amount { takes, usual, new: None };
            if amount.is_short() {
                needs.add(Need::new(Sort::Quota, place, what).amount(amount), stack, resource.construct);
            }
        };
    for ((at, _), (count, stack, first)) in counted {
        if let Some((_, _, usual, what)) = OF_ONE.get(at) {
            add(stack.region, what, count, *usual, stack, first);
        }
    }
    for ((_, at), stack, role) in with_places(checked).filter(|(.., it)| it.kind() == "AWS::IAM::Role") {
        let beside = policies.get(&name(stack.name(), at)).copied().unwrap_or(0);
        let takes = all_at(&role.properties, "ManagedPolicyArns/*").len() + beside;
        add("", "managed policies of one role", takes, POLICIES, stack, role);
    }
}

fn all<'a>(stacks: &[&'a StackModel]) -> impl Iterator<Item = (&'a StackModel, &'a ResourceModel)> {
    stacks.iter().copied().flat_map(|stack| stack.resources.iter().map(move |it| (stack, it)))
}

fn is_aurora(cluster: &ResourceModel) -> bool {
    cluster.properties.get("Engine").and_then(|it| it.as_text()).is_some_and(|it| it.starts_with("aurora"))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::{Phi, Synthetic},
        need::{Need, Sort},
        policy::{Development, Hipaa, Production},
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{super::found::Plain, note};
    use crate::{assertions::Clinic, cfn::ec2, prelude::*, region};

    fn needs(declare: impl FnOnce(&mut Stack<Development>, &Perimeter<Synthetic>)) -> Option<String> {
        let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuWest2);
        declare(&mut stack, &zone);
        note(&App::new("clinic").stack(stack).check().unwrap())
    }

    #[test]
    fn what_every_account_has_is_not_asked_for() {
        let mut stack = Stack::<Development>::new("clinic", region::EuWest2);
        stack.add("Key", CustomerKey::builder().build());
        assert_eq!(note(&App::new("clinic").stack(stack).check().unwrap()), None);
    }

    #[test]
    fn a_function_that_reserves_a_run_is_more_than_a_new_account_has() {
        // One closes the default group of the network.
        let all = needs(|_, _| ()).unwrap();
        let runs = "first: 101 functions that run at once in eu-west-2, where a new account may have 10 (";
        assert!(all.contains(runs), "{all}");
    }

    #[test]
    fn the_first_cluster_waits_for_no_role() {
        let all = needs(|stack, zone| drop(stack.add("Cluster", FargateCluster::builder().key(zone.key()).build())));
        assert!(all.unwrap().contains("`aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com`)"));
    }

    #[test]
    fn aurora_in_a_plan_takes_a_word_to_the_region_and_an_instance_none() {
        let of = |aurora: bool| {
            let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::EuWest2);
            let parts = EncryptedDatabase::builder().perimeter(&zone);
            let it =
                if aurora { parts.engine(AuroraPostgres::V17).build() } else { parts.engine(Postgres::V17).build() };
            stack.add("Records", it);
            note(&App::new("clinic").stack(stack).check().unwrap())
        };
        assert!(of(true).unwrap().contains("back up Aurora in eu-west-2"));
        assert!(!of(false).unwrap().contains("Aurora"));
    }

    #[test]
    fn a_limit_is_said_where_it_is_passed() {
        let of = |addresses: usize| {
            needs(|stack, _| (0..addresses).for_each(|it| drop(stack.add(format!("Ip{it}"), Raw(ec2::Eip::default())))))
        };
        let some = of(1).unwrap_or_default().matches("elastic addresses").count();
        assert_eq!((some, of(6).unwrap().matches("elastic addresses in eu-west-2, where it has 5").count()), (0, 1));
    }

    #[test]
    fn each_need_says_for_what_it_is() {
        let Clinic { mut stack, zone, .. } = Clinic::<Development, Synthetic>::new("clinic", region::EuWest2);
        stack.add("Cluster", FargateCluster::builder().key(zone.key()).build());
        let all = super::needs(&App::new("clinic").stack(stack).check().unwrap());
        let of = |what: &str| -> Need { all.iter().find(|it| it.what.contains(what)).unwrap().clone() };
        let (role, trails) = (of("ecs.amazonaws.com"), of("audit trails"));
        assert_eq!((role.sort, role.by[0].0.as_str()), (Sort::Role, "clinic/Cluster"));
        assert!(role.by[0].1.file().ends_with("account.rs"));
        assert_eq!(trails.amount.map(|it| (it.takes, it.usual, it.is_short())), Some((1, 5, false)));
    }

    #[test]
    fn what_a_service_asks_of_an_account_first_is_told_where_it_is_asked() {
        let of = |kind: &'static str, path: &'static str, value: &'static str| {
            let mut stack = Stack::<Development>::new("clinic", region::EuWest2);
            let names: Vec<&'static str> = path.rsplit('/').filter(|it| !it.is_empty()).collect();
            let tree =
                names.into_iter().fold(Json::from(value), |inside, name| Object::new().with(name, inside).into());
            let tree = tree.as_object().cloned().unwrap_or_default();
            stack.add("It", Raw(Plain(kind, tree)));
            note(&App::new("clinic").stack(stack).check().unwrap_or_else(|findings| panic!("{findings}")))
                .unwrap_or_default()
        };
        for (kind, path, value, what, how) in super::SETTINGS {
            let told = of(kind, path, value);
            assert!(told.contains(what) && told.contains(how), "{kind}: {told}");
            if !path.is_empty() {
                assert_eq!(of(kind, path, "other"), "", "{kind}");
            }
        }
        let mut stack = Stack::<Development>::new("clinic", region::EuWest2);
        stack.add("It", Raw(Plain(super::MOVES, Object::new())));
        stack.add("Role", Raw(Plain("AWS::IAM::Role", Object::new().with("RoleName", "dms-vpc-role"))));
        assert_eq!(
            note(&App::new("clinic").stack(stack).check().unwrap_or_else(|findings| panic!("{findings}"))),
            None
        );
        assert!(of(super::SEARCH, "VPCOptions", "").contains("opensearchservice.amazonaws.com"));
        assert_eq!(of(super::SEARCH, "EngineVersion", "OpenSearch_2.11"), "");
    }

    /// What one thing has more of than is usual is told, and blocks nothing.
    #[test]
    fn what_is_raised_for_whoever_asks_is_told_from_one_more_on() {
        let of = |kind: &'static str, owner: &'static str, is_list: bool, count: usize| {
            let mut stack = Stack::<Development>::new("clinic", region::EuWest2);
            let one = stack.add("One", Raw(Plain("AWS::IAM::Role", Object::new())));
            for at in 0..count {
                let id = Json::from(one.id());
                let id = if is_list { vec![id].into() } else { id };
                stack.add(
                    format!("It{at}"),
                    Raw(Plain(kind, Object::new().with(owner, id).with("FromPort", at.to_string()))),
                );
            }
            let app = App::new("clinic").stack(stack);
            let all = super::needs(&app.check().unwrap_or_else(|findings| panic!("{findings}")));
            let short = all.into_iter().filter(|it| it.amount.is_some_and(|it| it.is_short()));
            short.map(|it| it.what).collect::<Vec<_>>()
        };
        for (kind, owner, usual, what) in super::OF_ONE {
            assert_eq!(of(kind, owner, false, usual), Vec::<String>::new(), "{kind}");
            assert_eq!(of(kind, owner, false, usual + 1), [what]);
        }
        assert_eq!(of("AWS::IAM::ManagedPolicy", "Roles", true, 10), Vec::<String>::new());
        assert_eq!(of("AWS::IAM::ManagedPolicy", "Roles", true, 11), ["managed policies of one role"]);
    }
}
