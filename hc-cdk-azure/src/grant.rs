//! Who may do what: identities of the app, and one role for one of them on one thing.

use hc_cdk::{stack::Scope, value::Object};
use hc_cdk_manifest::tree;

use crate::{
    group::Home,
    kinds::{Identity, RoleAssignment},
    naming::{Thing, owner, part_name, put},
};

/// The member of the config map in which the operator writes what an identity is known by.
pub(crate) const PRINCIPAL: &str = "principal";

/// The member with the number by which somebody signs in as it.
const CLIENT: &str = "client";

/// An identity of the app.
#[derive(Debug, Clone)]
pub(crate) struct Identified {
    pub(crate) thing: Thing,
    /// The config map that says what it is known by.
    config: String,
}

/// Declares an identity, by its name in the construct, in that region.
pub(crate) fn identity(scope: &mut Scope<'_>, home: &Home, part: &str, region: &'static str) -> Identified {
    declare(scope, home, part, region, false)
}

/// The same of one that somebody from elsewhere signs in as, by a number that the operator writes down as well.
pub(crate) fn known(scope: &mut Scope<'_>, home: &Home, part: &str, region: &'static str) -> Identified {
    declare(scope, home, part, region, true)
}

fn declare(scope: &mut Scope<'_>, home: &Home, part: &str, region: &'static str, is_known: bool) -> Identified {
    let config = part_name(scope, part);
    let client = is_known.then(|| tree! { name: config.clone(), key: CLIENT });
    let spec = tree! {
        location: region,
        owner: owner(&home.id),
        operatorSpec: { configMaps: { principalId: { name: config.clone(), key: PRINCIPAL }, clientId?: client } },
    };
    let id = put(scope, home, part, Identity(spec));
    Identified { thing: Thing::new("managedidentity", "UserAssignedIdentity", id), config }
}

impl Identified {
    /// Gives it a role on one thing.
    pub(crate) fn may(&self, scope: &mut Scope<'_>, home: &Home, part: &str, role: &'static str, on: &Thing) {
        assign(scope, home, part, &self.config, (role, on));
    }
}

/// An identity that Azure makes for something of the app: the operator writes down what it is known by when that is there.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    config: String,
}

impl Known {
    /// The identity, by what it is called in the construct.
    pub(crate) fn of(scope: &Scope<'_>, part: &str) -> Self {
        Self { config: part_name(scope, part) }
    }

    /// What the operator is asked to write down: where it reads that in what the cloud says of the object.
    pub(crate) fn expression(&self, value: &'static str) -> Object {
        tree! { name: self.config.clone(), key: PRINCIPAL, value: value }
    }

    /// Gives it a role on one thing.
    pub(crate) fn may(&self, scope: &mut Scope<'_>, home: &Home, part: &str, role: &'static str, on: &Thing) {
        assign(scope, home, part, &self.config, (role, on));
    }
}

/// Gives whoever a config map names a role on one thing.
fn assign(scope: &mut Scope<'_>, home: &Home, part: &str, config: &str, (role, on): (&'static str, &Thing)) {
    let path = format!("{}/providers/Microsoft.Authorization/roleDefinitions/{role}", home.subscription_path());
    let spec = tree! {
        owner: on.named(),
        principalIdFromConfig: { name: config.to_owned(), key: PRINCIPAL },
        principalType: "ServicePrincipal",
        roleDefinitionReference: { armId: path },
    };
    put(scope, home, part, RoleAssignment(spec));
}
