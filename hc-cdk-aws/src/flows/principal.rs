//! Whom a statement of a policy is for.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, Who},
    value::Json,
};

use super::{
    harmless::ROLES_OF_SERVICES,
    kinds::DISTRIBUTION,
    named::{HERE, Named},
    world::World,
};

/// Whom a statement is for.
#[derive(Debug, Default)]
pub(super) struct Principals {
    /// Roles and users of the app.
    pub(super) resources: Vec<Place>,
    /// Accounts of clusters.
    pub(super) accounts: Vec<String>,
    /// Services of AWS.
    pub(super) services: Vec<String>,
    /// Resources of the app for which a service acts and for no other, where that is what shows or uses what the service gets.
    pub(super) served: Vec<Place>,
    /// Everybody else, by what the statement says of him.
    pub(super) outside: Vec<String>,
}

impl Principals {
    pub(super) fn of(world: &World<'_>, statement: &Json) -> Self {
        let mut it = Self::default();
        match at(statement, "Principal") {
            Some(Json::Object(kinds)) => {
                for (kind, names) in kinds.iter() {
                    for name in one_or_many(Some(names)) {
                        it.take(world, kind, name, statement);
                    }
                }
            }
            Some(Json::Text(text)) => it.outside.push(text.clone().into_owned()),
            _ => it.outside.push("*".to_owned()),
        }
        it
    }

    /// Those of a trust policy who are not of the app, and accounts of clusters.
    pub(super) fn trusted(&self) -> impl Iterator<Item = Who> + '_ {
        let outside = self.outside.iter().filter(|it| !is_own_account(it));
        self.accounts.iter().cloned().map(Who::ByToken).chain(outside.map(|it| Who::Elsewhere(format!("`{it}`"))))
    }

    fn take(&mut self, world: &World<'_>, kind: &str, name: &Json, statement: &Json) {
        let named = Named::of(world, name);
        match kind {
            "Service" => match source(world, statement) {
                source if source.is_empty() => self.services.push(named.text),
                source => self.served.extend(source),
            },
            "Federated" => match subject(statement) {
                Some(account) => self.accounts.push(account),
                None => self.outside.push(format!("whoever {} signs for", named.text)),
            },
            _ if !named.resources.is_empty() => self.resources.extend(named.resources),
            _ if named.is_unknown => self.outside.push("somebody whom only the deployment knows".to_owned()),
            _ => self.outside.push(named.text),
        }
    }
}

/// The one account of a cluster that a trust is for, if its tokens have to say just that.
fn subject(statement: &Json) -> Option<String> {
    let conditions = at(statement, "Condition")?.get("StringEquals")?.as_object()?;
    let (_, subject) = conditions.iter().find(|(key, _)| key.ends_with(":sub"))?;
    Some(subject.as_text()?.to_owned())
}

/// The distributions of the app that a service has to act for.
fn source(world: &World<'_>, statement: &Json) -> Vec<Place> {
    let conditions = at(statement, "Condition/StringEquals").and_then(Json::as_object);
    let source = conditions.and_then(|it| it.iter().find(|(key, _)| key.eq_ignore_ascii_case("aws:SourceArn")));
    let named = source.map(|(_, arn)| Named::of(world, arn)).filter(|it| !it.is_unknown);
    let resources = named.map(|it| it.resources).unwrap_or_default();
    resources.into_iter().filter(|it| world.kind(*it) == DISTRIBUTION).collect()
}

/// Whether a principal is a role of this account that a service of AWS takes on and nobody else, and that hands on no data.
pub(super) fn is_of_a_service(principal: &str) -> bool {
    let role = principal.split_once(":role/aws-service-role/");
    role.is_some_and(|(of, name)| {
        of.split(':').nth(4).is_some_and(|it| it == HERE.to_string())
            && ROLES_OF_SERVICES.iter().any(|(role, _)| *role == name)
    })
}

/// Whether a principal is the account of the stack, which leaves the rest to the policies of its identities.
pub(super) fn is_own_account(principal: &str) -> bool {
    principal.strip_prefix(HERE) == Some("")
        || principal
            .strip_prefix("arn:")
            .and_then(|rest| rest.split_once(":iam::"))
            .is_some_and(|(_, rest)| rest.strip_prefix(HERE) == Some(":root"))
}
