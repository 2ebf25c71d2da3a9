//! What a statement of a policy lets somebody do with data.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To},
    value::Json,
};

use super::{
    data::SERVICES,
    machines,
    named::Named,
    powers::{
        ALL_POWERFUL, CHANGES_APIS, CHANGES_STACKS, OF_CALLERS, OPENS_KEYS, RUNS, Runs, STARTS_MACHINES, TAKES_ROLES,
    },
    service::Service,
    stores::Stores,
    world::World,
};
use crate::rules::possible::{may_be, means};

/// What a task runs as, of which there are revisions.
const TASK: &str = "AWS::ECS::TaskDefinition";

/// Something that a statement lets somebody do.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub(super) to: To,
    pub(super) reads: bool,
    pub(super) writes: bool,
    pub(super) is_said: bool,
}

impl Grant {
    /// Everything with every store.
    pub(super) fn everything(stores: &Stores<'_>) -> Self {
        Self::both(stores.all())
    }

    /// Everything with some stores.
    fn both(to: To) -> Self {
        Self { to, reads: true, writes: true, is_said: false }
    }
}

/// The statements of a document that allow something; nothing if it cannot be read.
pub(super) fn allowed(document: &Json) -> Option<impl Iterator<Item = &Json>> {
    let statements = one_or_many(Some(at(document, "Statement")?));
    if !statements.iter().all(|it| it.as_object().is_some()) {
        return None;
    }
    let allows = |it: &&Json| at(it, "Effect").is_none_or(|effect| may_be(effect, |it| it == "Allow"));
    Some(statements.iter().filter(allows))
}

/// Whether a document lets somebody change what stacks are.
pub(super) fn changes_stacks(document: &Json) -> bool {
    allowed(document).is_some_and(|mut all| all.any(|it| touches(&actions(it), CHANGES_STACKS)))
}

/// What the policy of an identity grants.
pub(super) fn grants(world: &World<'_>, stores: &Stores<'_>, document: &Json, holder: Option<Place>) -> Vec<Grant> {
    let Some(statements) = allowed(document) else { return vec![Grant::everything(stores)] };
    let clusters = holder.map_or_else(Vec::new, |it| machines::clusters_of(world, it));
    statements.flat_map(|it| of_statement(world, stores, it, &clusters)).collect()
}

fn of_statement(world: &World<'_>, stores: &Stores<'_>, statement: &Json, clusters: &[Place]) -> Vec<Grant> {
    let actions = actions(statement);
    let is_powerful = touches(&actions, ALL_POWERFUL) && !starts_bound_machines(world, statement, &actions, clusters);
    if is_powerful || touches(&actions, CHANGES_APIS) && !is_of_callers(world, statement) {
        return vec![Grant::everything(stores)];
    }
    let mut grants = Vec::new();
    if touches(&actions, OPENS_KEYS) && !is_for_services_of_aws(statement) {
        grants.extend(of_keys(world, stores, statement));
    }
    for (at, service) in SERVICES.iter().enumerate() {
        let (reads, writes) = access(&actions, service);
        if reads || writes {
            let to = resources(statement).map_or_else(
                || vec![stores.every(at)],
                |all| all.iter().flat_map(|it| stores.named(world, at, it)).collect(),
            );
            grants.extend(to.into_iter().map(|to| {
                let is_said = matches!(to, To::OneStore(place) if stores.is_secret_alone(world, place));
                Grant { to, reads, writes, is_said }
            }));
        }
    }
    grants
}

/// Whether all that makes a statement powerful is to start machines of these clusters.
fn starts_bound_machines(world: &World<'_>, statement: &Json, actions: &[Action<'_>], clusters: &[Place]) -> bool {
    let others = |it: &Action<'_>| !(it.0 == "ec2" && STARTS_MACHINES.contains(&it.1)) && touches(&[*it], ALL_POWERFUL);
    !actions.iter().any(others)
        && resources(statement)
            .is_some_and(|all| all.iter().all(|it| machines::is_bound(world, statement, it, clusters)))
}

/// Whether a statement names nothing of an API Gateway but what is of its callers.
fn is_of_callers(world: &World<'_>, statement: &Json) -> bool {
    let is_one = |it: &Json| {
        let named = Named::of(world, it);
        !named.is_unknown && OF_CALLERS.iter().any(|of| named.text.contains(of))
    };
    resources(statement).is_some_and(|all| all.iter().all(is_one))
}

/// What whoever opens the keys of a statement gets at: all that they encrypt.
fn of_keys(world: &World<'_>, stores: &Stores<'_>, statement: &Json) -> Vec<Grant> {
    let Some(keys) = meant(world, statement) else { return vec![Grant::everything(stores)] };
    let encrypted = keys.into_iter().flat_map(|key| world.users(key).collect::<Vec<_>>());
    encrypted.filter_map(|it| stores.store_of(world, it)).map(|it| Grant::both(To::OneStore(it))).collect()
}

/// Whether a grant of a key may be given to nobody but services of AWS that keep data, for whoever asks them to.
fn is_for_services_of_aws(statement: &Json) -> bool {
    let condition = at(statement, "Condition/Bool").and_then(|it| it.get("kms:GrantIsForAWSResource"));
    condition.is_some_and(|it| !may_be(it, |it| it != "true"))
        && !touches(&actions(statement), &[("kms", &["PutKeyPolicy", "ReplicateKey"])])
}

/// Whether what a statement allows reads from a service's stores, and whether it writes to them.
pub(super) fn access_of(statement: &Json, service: &Service) -> (bool, bool) {
    access(&actions(statement), service)
}

fn access(actions: &[Action<'_>], service: &Service) -> (bool, bool) {
    let any = |all| actions.iter().any(|it| it.touches(service.prefix, all));
    let opens = any(service.opens);
    (opens || any(service.reads), opens || any(service.writes))
}

/// The roles that a document lets somebody take on, hand to something or have something use; nothing if it may be any.
pub(super) fn roles(world: &World<'_>, document: &Json) -> Option<Vec<Place>> {
    let mut roles = Vec::new();
    for statement in allowed(document)? {
        let actions = actions(statement);
        if touches(&actions, TAKES_ROLES) {
            roles.extend(meant(world, statement)?);
        }
        for it in RUNS.iter().filter(|it| touches(&actions, &[(it.service, it.actions)])) {
            roles.extend(run(world, statement, it)?);
        }
    }
    Some(roles)
}

/// The roles of what a statement lets somebody run, which it names by reference or by the name that the program gives that; nothing if
/// they may be any.
fn run(world: &World<'_>, statement: &Json, runs: &Runs) -> Option<Vec<Place>> {
    let mut run = Vec::new();
    for resource in resources(statement)? {
        let named = Named::of(world, resource);
        // Every revision of one family is of that, and says so behind its name.
        let text = named.text.strip_suffix(":*").filter(|_| runs.kind == TASK).unwrap_or(&named.text);
        // What ends in a suffix is what the program names so, whatever the suffix is.
        let is_one = named.is_suffixed && !text.contains(['*', '?']);
        if !is_one && named.is_open(text) {
            return None;
        }
        run.extend(world.named_in(runs, text));
        run.extend(named.resources);
    }
    let mut roles = Vec::new();
    for place in run.into_iter().filter(|it| world.kind(*it) == runs.kind) {
        let named = Named::of(world, world.property(place, runs.role)?);
        roles.extend(named.resources.iter().copied());
        roles.extend(world.role_called(&named.text));
    }
    Some(roles)
}

/// The resources of the app that a statement is about; nothing if they may be any.
fn meant(world: &World<'_>, statement: &Json) -> Option<Vec<Place>> {
    let mut meant = Vec::new();
    for resource in resources(statement)? {
        let named = Named::of(world, resource);
        if named.is_open(&named.text) {
            return None;
        }
        meant.extend(named.resources);
    }
    Some(meant)
}

/// The resources of a statement; nothing if it names none, or those that are left out.
fn resources(statement: &Json) -> Option<&[Json]> {
    if at(statement, "NotResource").is_some() {
        None
    } else {
        at(statement, "Resource").map(|it| one_or_many(Some(it)))
    }
}

/// An action of a statement: the service's part and the rest, each a pattern.
#[derive(Clone, Copy)]
struct Action<'a>(&'a str, &'a str);

/// Whether some of these actions are, or may be, some of the table's.
fn touches(actions: &[Action<'_>], table: &[(&str, &[&str])]) -> bool {
    table.iter().any(|(service, all)| actions.iter().any(|it| it.touches(service, all)))
}

impl Action<'_> {
    fn touches(&self, service: &str, actions: &[&str]) -> bool {
        means(self.0, service) && actions.iter().any(|it| means(self.1, it))
    }
}

/// The actions of a statement. To name what is left out is to allow the rest, and what only the deployment knows may be anything.
fn actions(statement: &Json) -> Vec<Action<'_>> {
    if at(statement, "NotAction").is_some() {
        return vec![Action("*", "*")];
    }
    let named = one_or_many(at(statement, "Action")).iter();
    named
        .map(|it| {
            it.as_text().map_or(Action("*", "*"), |it| {
                let (service, action) = it.split_once(':').unwrap_or((it, it));
                Action(service, action)
            })
        })
        .collect()
}
