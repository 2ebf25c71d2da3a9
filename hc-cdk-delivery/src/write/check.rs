//! What only the whole app shows to be wrong: names that no service has, and values that are not known before the deployment.

use std::collections::BTreeSet;

use hc_cdk::{
    check::{Checked, Foreign},
    control::soc2,
    data::Class,
    finding::Finding,
    model::{ResourceModel, StackModel},
    target::Target,
    value::{Json, Token},
};

use super::{compose, fill, graph, handbook, name, pulled, pushed, stand_in, text};
use crate::{
    rules::environment,
    target::{COMPOSE, GitHub, HANDBOOK},
    workflow::{ADDRESSES, STACK},
};

/// The most jobs that GitHub makes of one.
const LARGEST: usize = 256;

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let services = graph::names(checked);
    findings.extend(pushed::elsewhere(checked));
    findings.extend(pulled::by_one_alone(checked));
    for (_, stack) in checked.stacks_of(GitHub::NAME) {
        if !stack.parameters.is_empty() || !stack.outputs.is_empty() {
            let help = "declare them in the stack that the value comes from";
            findings.push(stack.finding_here(
                "ParametersOfAPipeline",
                "has parameters or outputs, which files of a repository cannot have",
                help,
            ));
        }
        findings.extend(weaker(checked, stack));
        let mut seen = BTreeSet::new();
        for resource in &stack.resources {
            let paths = text::of(checked, stack, resource).into_iter().map(|(path, _)| path);
            for path in paths.filter(|path| !seen.insert(path.clone())) {
                let help = "leave one of them out, or give the constructs other names";
                let message = format!("writes `{path}`, which another construct writes");
                findings.push(stack.finding("NameTwice", resource.construct, message, help));
            }
            findings.extend(let_in_elsewhere(checked, stack, resource));
            if name::kind(resource) == COMPOSE {
                findings.extend(not_made_up(checked, stack, resource));
                findings.extend(stand_in::wrong(checked, stack, resource));
            }
            if name::kind(resource) == HANDBOOK {
                findings.extend(handbook::without(checked, stack, resource));
                findings.extend(handbook::of_nothing(checked, stack, resource));
            }
            resource.properties.tokens(&mut |token| findings.extend(wrong(checked, stack, resource, token, &services)));
        }
    }
}

/// That a pipeline asks for less than a stack that it delivers: it is held to the rules of its own policy, whatever that is.
fn weaker(checked: &Checked<'_>, stack: &StackModel) -> Option<Finding> {
    let mut delivered = checked.stacks().iter().filter(|it| it.target != GitHub::NAME);
    let other = delivered.find(|it| stack.policy.is_weaker_than(&it.policy))?;
    let message = format!(
        "delivers `{}`, whose policy ({}) asks for more than its own ({})",
        other.name(),
        other.policy.names.join(", "),
        stack.policy.names.join(", ")
    );
    let finding = stack.finding_here("WeakerPipeline", message, "put both under the same policy, or in two apps");
    Some(finding.citing(soc2::CHANGE_MANAGEMENT).beside(other.written_at, "is the stack that it delivers"))
}

/// Jobs that act as somebody of the app who lets in the runs of another environment: the cloud would refuse them.
fn let_in_elsewhere(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<Finding> {
    let Some(Json::Object(jobs)) = resource.properties.get("jobs") else { return Vec::new() };
    let mut found = BTreeSet::new();
    for (name, job) in jobs.iter() {
        job.tokens(&mut |token| {
            let Token::Attribute { resource, .. } = token else { return };
            let role = checked.system().stack(resource.stack()).and_then(|it| it.resource(resource));
            let lets_in = role.and_then(|it| let_in(&it.properties));
            if let Some(of) = lets_in.filter(|it| environment(job) != Some(it)) {
                found.insert((name.to_owned(), of.to_owned()));
            }
        });
    }
    let finding = |(job, of): (_, String)| {
        let message = format!("acts in its job `{job}` as a role that lets in the environment `{of}` alone");
        let help = "deploy to that environment, or have a role for this one: `GithubRole::builder()..environment(..)`";
        stack.finding("AnotherEnvironment", resource.construct, message, help).citing(soc2::CHANGE_MANAGEMENT)
    };
    found.into_iter().map(finding).collect()
}

/// The environment of a repository whose runs something lets in, as GitHub's tokens call it.
fn let_in(json: &Json) -> Option<&str> {
    match json {
        Json::Text(text) => text.strip_prefix("repo:")?.split_once(":environment:").map(|(_, name)| name),
        Json::List(items) => items.iter().find_map(let_in),
        Json::Object(members) => members.iter().find_map(|(_, it)| let_in(it)),
        _ => None,
    }
}

/// What of the app no compose file is for: data that is not made up, and what nothing stands in for.
fn not_made_up(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<Finding> {
    let finding = |code, message: String, help: String| stack.finding(code, resource.construct, message, help);
    let regulated = checked.stacks().iter().filter(|it| it.policy.data_ceiling > Class::Synthetic);
    let regulated = regulated.map(|it| {
        let message = format!("runs `{}` on a developer's machine, which may hold more than made-up data", it.name());
        finding("NotMadeUp", message, "give the app the same system under `Development`".to_owned())
    });
    let used = graph::used(checked, &compose::there(checked, resource))
        .into_iter()
        .filter(|(_, it)| compose::stand_in(resource, it).is_none());
    let missing = used.map(|(name, it)| {
        let help = format!("say what does: `.stand_in(\"{}\", StandIn::new(image!(..), 5432))`", it.kind);
        finding("NothingStandsIn", format!("has nothing that stands in for `{name}`, which is a `{}`", it.kind), help)
    });
    let is_of_app = |kind: &str| graph::stacks(checked).flat_map(|it| &it.constructs).any(|it| it.kind == kind);
    let unknown = compose::kinds(resource).filter(|kind| !is_of_app(kind)).map(|kind| {
        let help = "name a kind of construct that `list` shows, or leave it out";
        finding("NothingOfThatKind", format!("speaks of a `{kind}`, and the app has none"), help.to_owned())
    });
    regulated.chain(missing).chain(unknown).collect()
}

fn wrong(
    checked: &Checked<'_>,
    stack: &StackModel,
    resource: &ResourceModel,
    token: &Token,
    services: &[String],
) -> Vec<Finding> {
    let finding = |code, message: String, help: String| stack.finding(code, resource.construct, message, help);
    if let Some(out) = fill::left_out(token) {
        let known = |name: &&&str| services.iter().any(|it| it == *name);
        let unknown = out.iter().filter(|name| !known(name)).map(|name| {
            let message = format!("leaves out the service `{name}`, which the app does not have");
            finding("UnknownService", message, format!("name one of {}", services.join(", ")))
        });
        let left = services.len() - out.iter().filter(known).count().min(services.len());
        let number = (left == 0 || left > LARGEST).then(|| {
            let message = format!("runs for {left} services");
            finding("ServicesOfAMatrix", message, format!("give the app from one to {LARGEST} services"))
        });
        return unknown.chain(number).collect();
    }
    if let Token::Function { name: ADDRESSES, arguments } = token
        && graph::addresses(checked, arguments.as_text()).is_empty()
    {
        let help = "give the app an endpoint or a route with a domain".to_owned();
        return vec![finding(
            "NoAddress",
            "tries the addresses of the app, or of a stack of it, which has none".to_owned(),
            help,
        )];
    }
    if matches!(token, Token::Concat(_)) || fill::text(checked, token).is_some() {
        return Vec::new();
    }
    if let Token::Function { name: STACK, arguments } = token {
        let message = format!("deploys the stack {arguments}, which the app does not have");
        return vec![finding("UnknownStack", message, "name a stack or a chart of the app".to_owned())];
    }
    vec![match checked.foreign(token) {
        Some(Foreign::Wrong(other, output, why)) => finding(
            "WrongOutput",
            format!("needs the output `{output}` of `{other}`, which {why}"),
            "deploy that stack, and give the outputs of the deployment".to_owned(),
        ),
        _ => finding(
            "UnknownValue",
            "uses a value that is not known before the deployment".to_owned(),
            "use a literal, a variable of the repository, or a value of a stack's resource".to_owned(),
        ),
    }]
}
