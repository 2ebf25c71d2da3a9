//! What a role may do, wherever that is written, and which roles it can take on.

use std::borrow::Cow;

use hc_cdk::{
    rule::{Index, Subject, at, one_or_many},
    value::{Json, NameSuffix},
};

use super::{
    called::{is_reference, may_mean},
    permission::allowed,
    possible::{may_be, means},
    read::flat,
};

const ROLE: &str = "AWS::IAM::Role";
const NAME: &str = "RoleName";

/// Policies that are resources of their own.
pub(super) const POLICIES: [&str; 3] = ["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"];

/// Where policies say whose they are.
const OWNERS: [&str; 2] = ["RoleName", "Roles"];

/// Policies that say by more than references whose they are.
static ATTACHED_BY_NAME: Index = Index::by(|it| {
    let owners = || OWNERS.iter().flat_map(|path| one_or_many(it.properties.get(path)));
    (POLICIES.contains(&it.kind()) && owners().any(|it| !is_reference(it))).then(String::new)
});

/// Roles by the names that the program gives them.
static CALLED: Index = Index::by(|it| {
    let name = it.properties.get(NAME).filter(|_| it.kind() == ROLE)?;
    NameSuffix::shown(name).map(Cow::into_owned)
});

/// Everything that says what a role may do: itself, the policies that it names, and those that name it, by reference or by name.
pub(super) fn policies_of<'a>(role: &Subject<'a>) -> Vec<Subject<'a>> {
    let naming = POLICIES.iter().flat_map(|kind| role.users_of(kind));
    let by_name = role.found_in_app(&ATTACHED_BY_NAME, "").filter(|policy| {
        let mut owners = OWNERS.iter().flat_map(|path| one_or_many(policy.property(path)));
        owners.any(|it| may_mean(policy, it, role, NAME))
    });
    itself(role).chain(naming).chain(by_name).collect()
}

/// What is surely said of what a role may do: by itself, by the policies that it names, and by those that name it and nothing else.
pub(super) fn surely_of<'a>(role: &Subject<'a>) -> Vec<Subject<'a>> {
    let naming = POLICIES.iter().flat_map(|kind| role.users_of(kind));
    itself(role).chain(naming.filter(|policy| OWNERS.iter().any(|path| role.is_meant_in(policy, path)))).collect()
}

/// A role, and the policies that it names.
fn itself<'a>(role: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let role = *role;
    let named = one_or_many(role.property("ManagedPolicyArns")).iter();
    std::iter::once(role).chain(named.filter_map(move |it| role.referred(it)))
}

/// The roles of the program that a role can take on: those that its policies name for it, and those that trust it. Nothing, if they may be any.
pub(super) fn taken_on<'a>(role: &Subject<'a>) -> Option<Vec<Subject<'a>>> {
    let trusting = role.users_of(ROLE).filter(|it| role.is_named_in(it, "AssumeRolePolicyDocument"));
    let mut roles: Vec<Subject<'a>> = trusting.collect();
    for policy in policies_of(role) {
        for statement in allowed(&policy).into_iter().filter(|it| takes_on(it)) {
            if ["NotAction", "NotResource"].iter().any(|it| at(statement, it).is_some()) {
                return None;
            }
            for arn in one_or_many(at(statement, "Resource")) {
                let text = flat(arn)?;
                let name = text.rsplit('/').next().unwrap_or(&text);
                if name.contains(['*', '?']) {
                    return None;
                }
                roles.extend(policy.references_in(arn).into_iter().filter(|it| it.is(ROLE)));
                roles.extend(role.found_in_app(&CALLED, name));
                // One whose name has a suffix may turn out to be it.
                roles.extend(NameSuffix::shown_in(name).iter().flat_map(|it| role.found_in_app(&CALLED, it)));
            }
        }
    }
    Some(roles)
}

/// Whether a statement lets somebody take on roles. What has a principal says who is trusted.
fn takes_on(statement: &Json) -> bool {
    let takes = |action: &Json| may_be(action, |it| means(it, "sts:AssumeRole"));
    at(statement, "Principal").is_none()
        && (at(statement, "NotAction").is_some() || one_or_many(at(statement, "Action")).iter().any(takes))
}
