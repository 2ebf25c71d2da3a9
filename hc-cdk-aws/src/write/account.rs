//! What an account has to have before a first deployment: roles that services have only once they were used, what a region has to be told,
//! and limits that are asked to be raised. `docs/account.md` is the page about it.
//!
//! Sources: "Using service-linked roles for Amazon ECS" and aws-cloudformation/cloudformation-coverage-roadmap#818, "Assign resources with
//! AWS CLI" of AWS Backup for Aurora, "Lambda quotas" for new accounts, and the quotas of Amazon VPC, CloudTrail and CloudWatch Logs, read
//! in November 2026.

use indexmap::IndexMap;

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    value::by_key,
};

use super::concurrency;
use crate::stack::NAME;

/// Services whose role an account has once it had a thing of that type, and that ask for it at once.
const ROLES: [(&str, &str); 2] =
    [("AWS::ECS::Cluster", "ecs.amazonaws.com"), ("AWS::EKS::Nodegroup", "autoscaling.amazonaws.com")];

/// What a region has of a type at most, unless somebody asked for more.
const LIMITS: [(&str, usize, &str); 4] = [
    ("AWS::CloudTrail::Trail", 5, "trails"),
    ("AWS::EC2::EIP", 5, "elastic addresses"),
    ("AWS::EC2::VPC", 5, "networks"),
    ("AWS::Logs::ResourcePolicy", 10, "policies of logs"),
];

/// What may run at once in a new account, whatever the quota says.
const NEW_ACCOUNT: i64 = 10;

/// All that a new account lacks, as one sentence; nothing if it lacks nothing.
pub(super) fn note(checked: &Checked<'_>) -> Option<String> {
    let mut regions: IndexMap<&str, Vec<&StackModel>> = IndexMap::new();
    for (_, stack) in checked.stacks_of(NAME) {
        regions.entry(stack.region).or_default().push(stack);
    }
    let of_roles = ROLES.iter().filter(|(kind, _)| regions.values().any(|stacks| count(stacks, kind) > 0));
    let mut needs: Vec<String> = of_roles.map(|(_, service)| role(service)).collect();
    for (region, stacks) in by_key(&regions) {
        of_region(region, stacks, &mut needs);
    }
    (!needs.is_empty())
        .then(|| format!("an account in which nothing like it ran yet needs first: {}", needs.join("; ")))
}

fn role(service: &str) -> String {
    format!("the role of `{service}` (`aws iam create-service-linked-role --aws-service-name {service}`)")
}

fn of_region(region: &str, stacks: &[&StackModel], needs: &mut Vec<String>) {
    let clusters = resources(stacks, "AWS::RDS::DBCluster").any(is_aurora);
    if clusters && count(stacks, "AWS::Backup::BackupSelection") > 0 {
        needs.push(format!(
            "AWS Backup told to back up Aurora in {region} (`aws backup update-region-settings --resource-type-opt-in-preference Aurora=true`)"
        ));
    }
    let runs: i64 = stacks.iter().map(|stack| concurrency::reserved_in(stack)).sum();
    if runs > 0 {
        let all = runs + concurrency::UNRESERVED;
        needs.push(format!("{all} functions that run at once in {region}, where a new account may have {NEW_ACCOUNT}"));
    }
    for (kind, most, what) in LIMITS {
        let count = count(stacks, kind);
        if count > most {
            needs.push(format!("{count} {what} in {region}, where it has {most} unless somebody asked for more"));
        }
    }
}

fn resources<'a>(stacks: &[&'a StackModel], kind: &'a str) -> impl Iterator<Item = &'a ResourceModel> {
    stacks.iter().copied().flat_map(|stack| &stack.resources).filter(move |it| it.kind() == kind)
}

fn count(stacks: &[&StackModel], kind: &str) -> usize {
    resources(stacks, kind).count()
}

fn is_aurora(cluster: &ResourceModel) -> bool {
    cluster.properties.get("Engine").and_then(|it| it.as_text()).is_some_and(|it| it.starts_with("aurora"))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        data::{Phi, Synthetic},
        policy::{Development, Hipaa, Production},
        waiver::Raw,
    };

    use super::note;
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
        assert!(
            needs(|_, _| ())
                .unwrap()
                .ends_with("first: 101 functions that run at once in eu-west-2, where a new account may have 10")
        );
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
}
