//! Rules about permissions: each names its actions and its resources.

use hc_cdk::{
    rule::{Must, Subject, at, one_or_many, real_data},
    value::{Json, Object},
};

use super::{
    actions::takes_none,
    clauses::LEAST,
    permission::{HOLDERS, allowed, is_written_out},
    possible::{is_looked_up, may_be},
    read::{REFERENCE, flat, flat_name},
};

/// AWS's own policies that a role may have: what a service needs to do its work, and AWS keeps up to date.
const OF_SERVICES: &[&str] = &[
    "AWSBackupServiceRolePolicyForBackup",
    "AWSBackupServiceRolePolicyForRestores",
    "AWSCodeDeployRoleForLambdaLimited",
    "AWSLambdaBasicExecutionRole",
    "AWS_ConfigRole",
    "AWSLambdaENIManagementAccess",
    "AWSLambdaVPCAccessExecutionRole",
    "AmazonEBSCSIDriverPolicyV2",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSClusterPolicy",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonAPIGatewayPushToCloudWatchLogs",
    "AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
    "AmazonRDSEnhancedMonitoringRole",
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ACTIONS_ARE_NAMED = "ActionsAreNamed" {
        sentence: "each permission names its actions",
        controls: LEAST,
        on: HOLDERS,
        when: real_data,
        must: Must::Hold(|it| is_written_out(it) && allowed(it).into_iter().all(names_actions)),
        message: "allows actions by a wildcard, by leaving some out, or in a way that cannot be read",
        help: "name each action",
    }

    pub RESOURCES_ARE_NAMED = "ResourcesAreNamed" {
        sentence: "each permission names its resources, or whose or of which tag they are, where its actions know any",
        controls: LEAST,
        on: HOLDERS,
        when: real_data,
        must: Must::Hold(|it| is_written_out(it) && allowed(it).into_iter().all(names_resources)),
        message: "allows something on every resource, on every one of a kind, or in a way that cannot be read",
        help: "name the resources by their ARNs; `*` is for actions that take none, such as `ecr:GetAuthorizationToken`",
    }

    pub POLICIES_ARE_WRITTEN_HERE = "PoliciesAreWrittenHere" {
        sentence: "its permissions are written in the program, or are those that AWS keeps for a service",
        controls: LEAST,
        on: &["AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User"],
        when: real_data,
        must: Must::Hold(has_known_policies),
        message: "has permissions that are written elsewhere",
        help: "refer in `ManagedPolicyArns` to policies of the program",
    }
}

fn names_actions(statement: &Json) -> bool {
    let actions = one_or_many(at(statement, "Action"));
    let named = |action: &Json| !may_be(action, |it| !it.contains(':') || it.contains(['*', '?']));
    !actions.is_empty() && actions.iter().all(named) && at(statement, "NotAction").is_none()
}

fn names_resources(statement: &Json) -> bool {
    // What a role trusts has a principal instead.
    if at(statement, "Principal").is_some() {
        return true;
    }
    let of_nothing = |action: &Json| action.as_text().is_some_and(takes_none);
    let actions = one_or_many(at(statement, "Action"));
    let resources = one_or_many(at(statement, "Resource"));
    let free = !actions.is_empty() && actions.iter().all(of_nothing);
    let narrowed = is_narrowed(statement);
    let is_named = |it: &Json| is_one(it) || narrowed && flat(it).is_some_and(|arn| is_arn_of_kind(&arn));
    !resources.is_empty() && at(statement, "NotResource").is_none() && (free || resources.iter().all(is_named))
}

/// Whether a statement is about those alone that bear a tag, or that AWS itself owns. What asks for a tag is about what is made with it,
/// unless it puts that tag on what is there.
fn is_narrowed(statement: &Json) -> bool {
    let keys = || at(statement, "Condition/StringEquals").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let mut actions = one_or_many(at(statement, "Action")).iter();
    let puts_tags = actions.any(|it| may_be(it, |it| it.eq_ignore_ascii_case("ec2:CreateTags")));
    let is_of_what_is_made = !puts_tags || keys().any(|(key, _)| key == "ec2:CreateAction");
    let is_tag = |key: &str| {
        let of = |kind: &str| key.strip_prefix(kind).is_some_and(|tag| !tag.is_empty());
        of("aws:ResourceTag/") || is_of_what_is_made && of("aws:RequestTag/")
    };
    // A variable of the policy may be whatever it is compared with, and so may what is looked up.
    let is_known = |text: &str| !text.is_empty() && !text.contains("${") && !is_looked_up(text);
    keys().any(|(key, value)| match value.as_text() {
        Some(text) => is_tag(key) && is_known(text) || key == "ec2:Owner" && text == "amazon",
        None => false,
    })
}

/// Whether it is the ARN of everything of one kind that EC2 has in one place. What AWS owns is in no account.
fn is_arn_of_kind(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [scheme, partition, "ec2", region, account, name] = parts[..] else { return false };
    let Some((kind, "*")) = name.split_once('/') else { return false };
    let of_aws = account.is_empty() && ["image", "snapshot"].contains(&kind);
    scheme == "arn"
        && ![partition, region, account, kind].iter().any(|it| it.contains(['*', '?']))
        && !region.is_empty()
        && (!account.is_empty() || of_aws)
        && !kind.is_empty()
}

/// Whether it is the ARN of one resource, or of what is inside of one.
fn is_one(resource: &Json) -> bool {
    flat_name(resource).is_some_and(|arn| is_arn_of_one(&arn))
}

fn is_arn_of_one(arn: &str) -> bool {
    if let Some(inside) = arn.strip_prefix(REFERENCE) {
        return !inside.starts_with(['*', '?']);
    }
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [scheme, partition, service, region, account, name] = parts[..] else { return false };
    let place = [partition, service, region, account].concat();
    // A kind of things comes before `/` or `:`; S3 and a few others begin with the name itself.
    let (kind, name) = match name.split_once(['/', ':']) {
        Some(it) if !["s3", "sns", "sqs"].contains(&service) => it,
        _ => ("", name),
    };
    // An id that AWS gives stands before the name of a group of machines.
    let name = name.strip_prefix("*:autoScalingGroupName/").unwrap_or(name);
    scheme == "arn"
        && ![&place, kind].iter().any(|it| it.contains(['*', '?']))
        && !name.is_empty()
        && !name.starts_with(['*', '?'])
}

/// Whether what somebody may do is written in the program, or is what AWS keeps for a service.
pub(super) fn has_known_policies(holder: &Subject<'_>) -> bool {
    let known = |arn: &Json| {
        holder.referred(arn).is_some_and(|policy| policy.is("AWS::IAM::ManagedPolicy"))
            || flat(arn).is_some_and(|arn| {
                arn.split_once(":policy/").is_some_and(|(of, name)| {
                    let name = name.strip_prefix("service-role/").unwrap_or(name);
                    of.ends_with(":iam::aws") && OF_SERVICES.contains(&name)
                })
            })
    };
    one_or_many(holder.property("ManagedPolicyArns")).iter().all(known) && is_in_groups_of_the_program(holder)
}

/// Whether the groups that a user is in are written here, with what they may do.
fn is_in_groups_of_the_program(holder: &Subject<'_>) -> bool {
    let is_ours = |of: &Subject<'_>, group: &Json| of.referred(group).is_some_and(|it| it.is("AWS::IAM::Group"));
    let mut added = holder.users_of("AWS::IAM::UserToGroupAddition").filter(|it| holder.is_named_in(it, "Users"));
    !holder.is("AWS::IAM::User")
        || one_or_many(holder.property("Groups")).iter().all(|group| is_ours(holder, group))
            && added.all(|it| it.property("GroupName").is_some_and(|group| is_ours(&it, group)))
}

#[cfg(test)]
mod tests {
    use super::is_arn_of_one;

    #[test]
    fn the_resources_of_a_kind_are_not_one() {
        for one in [
            "arn:aws:s3:::records/*",
            "arn:aws:sns:us-east-1:111122223333:admissions",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:lab-Ab12Cd",
            "arn:aws:ecr:us-east-1:111122223333:repository/clinic/api",
            "\u{1}/*",
            "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/eks-nodes-*",
        ] {
            assert!(is_arn_of_one(one), "{one}");
        }
        for many in [
            "*",
            "arn:aws:s3:::*",
            "arn:aws:iam::111122223333:role/*",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:*",
            "arn:aws:secretsmanager:*:111122223333:secret:lab",
            "\u{1}*",
            "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/*",
            "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*",
        ] {
            assert!(!is_arn_of_one(many), "{many}");
        }
    }
}
