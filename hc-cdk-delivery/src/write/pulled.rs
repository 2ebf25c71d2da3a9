//! Whether all who are to run an image may pull it. Stacks that one workflow deploys as two roles go to two accounts, since an account has
//! each stack once; an image that they name by the registry of one of these is pulled by the other one, too.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    control::soc2,
    finding::Finding,
    model::{ResourceModel, StackModel},
    rule::one_or_many,
    target::Target,
    value::{Json, Object},
};

use super::graph;
use crate::{
    rules::{action, environment, run, scalars},
    target::GitHub,
};

/// The repositories of the app that one account alone may pull from, while what runs their images is deployed to two.
pub(super) fn by_one_alone(checked: &Checked<'_>) -> Vec<Finding> {
    let mut workflows =
        checked.stacks_of(GitHub::NAME).flat_map(|(_, stack)| stack.resources.iter().map(move |it| (stack, it)));
    let Some((stack, workflow, both)) = workflows.find_map(|(stack, it)| Some((stack, it, in_two_accounts(it)?)))
    else {
        return Vec::new();
    };
    let deployed_by = stack.construct_of(workflow).map_or("", |it| it.path.as_str());
    let named = named(checked);
    let mut findings = Vec::new();
    for (stack, repository) in all(checked).filter(|(_, it)| it.kind() == "AWS::ECR::Repository") {
        let name = repository.properties.get("RepositoryName").and_then(Json::as_text);
        let is_named = name.is_some_and(|it| named.contains(&(stack.region.to_owned(), it.to_owned())));
        if is_named && !lets_others_in(repository) {
            let message = format!(
                "lets no other account pull, and `{deployed_by}` deploys what names its images to {}, which are two accounts",
                both.join(" and ")
            );
            let help = "let the other one pull: `.pulled_by([\"444455556666\"])`";
            findings
                .push(stack.finding("NotPulled", repository.construct, message, help).citing(soc2::CHANGE_MANAGEMENT));
        }
    }
    findings
}

/// The environments of two jobs that deploy the same as two roles.
fn in_two_accounts(workflow: &ResourceModel) -> Option<[String; 2]> {
    let jobs = workflow.properties.get("jobs").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let deploying: Vec<_> =
        jobs.filter_map(|(_, job)| Some((environment(job)?, applied(job)?, account(role(job)?)))).collect();
    let other = |first: &(&str, (&str, Option<&Json>), String)| {
        deploying.iter().find(|it| it.0 != first.0 && it.1 == first.1 && it.2 != first.2).map(|it| it.0)
    };
    deploying.iter().find_map(|first| Some([first.0, other(first)?].map(|it| format!("`{it}`"))))
}

/// The command by which a job deploys stacks, or a chart that stands in its environment.
fn applied(job: &Json) -> Option<(&str, Option<&Json>)> {
    one_or_many(job.get("steps")).iter().find_map(|step| match run(step) {
        it if it.contains(" aws-cdk@") && it.contains(" deploy ") => Some((it, None)),
        it if it.starts_with("kubectl apply ") && !it.contains("--dry-run") => Some((it, step.get("env"))),
        _ => None,
    })
}

/// As whom a job acts on AWS.
fn role(job: &Json) -> Option<&Json> {
    let mut steps = one_or_many(job.get("steps")).iter();
    steps.find(|it| action(it).starts_with("aws-actions/configure-aws-credentials"))?.get("with")?.get("role-to-assume")
}

/// The account of a role, if its ARN is written out; otherwise what stands for the role.
fn account(role: &Json) -> String {
    let number = role.as_text().and_then(|arn| arn.strip_prefix("arn:")?.split(':').nth(3)).filter(|it| is_account(it));
    number.map_or_else(|| role.to_string(), str::to_owned)
}

/// Whether it is the number of an account.
fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

fn all<'a>(checked: &Checked<'a>) -> impl Iterator<Item = (&'a StackModel, &'a ResourceModel)> {
    graph::stacks(checked).flat_map(|stack| stack.resources.iter().map(move |it| (stack, it)))
}

/// The repositories of images that are named as they are called, by region and name: what a stack names by a reference, each account
/// has for itself.
fn named(checked: &Checked<'_>) -> BTreeSet<(String, String)> {
    let mut named = BTreeSet::new();
    for (_, resource) in all(checked) {
        scalars(&resource.properties, &mut |_, text| {
            let image = text.split_once("@sha256:").and_then(|(address, _)| address.split_once('/'));
            let region = image.and_then(|(host, _)| host.split_once(".dkr.ecr.")?.1.split_once(".amazonaws.com"));
            if let (Some((_, name)), Some((region, _))) = (image, region) {
                named.insert((region.to_owned(), name.to_owned()));
            }
        });
    }
    named
}

/// Whether the policy of a repository names accounts or roles that pull.
fn lets_others_in(repository: &ResourceModel) -> bool {
    let statements = one_or_many(repository.properties.at("RepositoryPolicyText/Statement"));
    let allows = |it: &Json| it.get("Effect").and_then(Json::as_text) == Some("Allow");
    statements.iter().any(|it| allows(it) && it.get("Principal").is_some_and(|it| it.get("AWS").is_some()))
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::{Json, Object};

    use super::{account, applied};

    #[test]
    fn two_roles_may_be_of_one_account() {
        let of = |role: &str| account(&Json::from(role.to_owned()));
        assert_eq!(of("arn:aws:iam::111122223333:role/a"), of("arn:aws:iam::111122223333:role/b"));
        assert_ne!(of("arn:aws:iam::111122223333:role/a"), of("arn:aws:iam::444455556666:role/a"));
        assert_ne!(of("arn:aws:iam::${{ vars.A }}:role/a"), of("arn:aws:iam::${{ vars.A }}:role/b"));
    }

    #[test]
    fn a_chart_is_deployed_by_what_applies_it() {
        let job = |line: &'static str, chart: &'static str| {
            let step = Object::new().with("run", line).with("env", Object::new().with("CHART", chart));
            Json::from(Object::new().with("steps", vec![Json::from(step)]))
        };
        let apply = "kubectl apply -f \"$CHART\"\n";
        let (ward, other) = (job(apply, "k8s/ward.yaml"), job(apply, "k8s/other.yaml"));
        assert!(applied(&ward).is_some() && applied(&ward) == applied(&job(apply, "k8s/ward.yaml")));
        assert!(applied(&ward) != applied(&other));
        assert!(applied(&job("kubectl apply --dry-run=server -f \"$CHART\"\n", "k8s/ward.yaml")).is_none());
    }
}
