//! Where workloads of clusters use what is on Azure: an identity that the account of one of them alone takes on.
//!
//! Nothing is kept for it: the tokens of the cluster say which account asks, and the identity trusts the one cluster and the one account.
//! The number by which the account says whose identity it takes on is Azure's, and known when the identity is there: the operator writes
//! it into a config map, by a key that says for which output it is, and the chart takes it like every output of a deployed stack.

use hc_cdk::{
    cluster::ClusterFacts,
    model::ResourceModel,
    stack::Scope,
    target::{Bearer, Border, Target},
    uses::{Borne, LetsIn, Place, Right},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{pascal, shorten_to},
    object::{AreObjects, Custom, Metadata},
    tree,
};

use crate::{
    database::{INTO_MANAGED, INTO_PREMIUM, SIGNS_IN, USES},
    grant::PRINCIPAL,
    group::Home,
    kinds::{Credential, Identity, PremiumUser, RedisUser},
    literal::{GroupName, Guid},
    names::{EXCHANGE, MANAGED_POLICY, PREMIUM_POLICY},
    naming::{owner, put},
    stack::Azure,
};

/// Workloads of clusters are let in, which are written as objects as well; `Border` does it.
#[diagnostic::do_not_recommend]
impl<T: Target> LetsIn<T> for Azure where T::Resources: AreObjects {}

/// What an account of a cluster says of the identity that it takes on.
const TAKES_ON: &str = "azure.workload.identity/client-id";

/// What it says of whose tenant that is.
const OF_TENANT: &str = "azure.workload.identity/tenant-id";

/// What an identity is asked for by an account of a cluster.
const CLIENT_ID: &str = "clientId";

/// What the key of a config map begins with that says something to others.
const TOLD: &str = "hc-cdk";

/// The name of the output that an object tells, which the operator is asked to write down.
pub(crate) fn output(resource: &ResourceModel, attribute: Option<&'static str>) -> Option<String> {
    let key = resource.properties.at("spec/operatorSpec/configMaps/clientId/key").and_then(Json::as_text)?;
    let (_, name) = key.strip_prefix(TOLD)?.strip_prefix('.')?.split_once('.')?;
    (attribute == Some(CLIENT_ID) && resource.short_kind() == "UserAssignedIdentity").then(|| name.to_owned())
}

impl Border for Azure {
    /// In one network, the security group lets it through already.
    fn reach(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts, place: &Place) {
        if place.gate.as_ref().is_some_and(|network| *network != cluster.hosts) {
            let message = format!("is in another network than the cluster `{}`", cluster.name);
            scope.reject(None, message, "make both in one perimeter");
        }
    }

    fn let_in(&self, scope: &mut Scope<'_>, account: &Bearer<'_>, rights: &[Right], before: Option<&Borne>) -> Borne {
        let user =
            |it: &Right| it.resources.first().and_then(Json::as_text)?.rsplit_once('/').map(|(_, it)| it.to_owned());
        let Some((home, name)) = rights.first().and_then(|it| home_of(it).zip(user(it))) else { return Borne::new() };
        for right in rights.iter().filter(|it| it.actions == [SIGNS_IN]) {
            scope.file("user.sql", sql(&right.conditions, &name));
        }
        let borne = before.cloned().unwrap_or_else(|| declare(scope, &home, &name, account));
        for right in rights.iter().filter(|it| it.actions == [USES]) {
            lets_use(scope, &home, &right.conditions, &name);
        }
        borne
    }
}

/// Declares the identity, and that one account of one cluster takes it on. Gives what that account says.
fn declare(scope: &mut Scope<'_>, home: &Home, name: &str, account: &Bearer<'_>) -> Borne {
    let label = label(name);
    let stack = scope.stack().name().to_owned();
    let key = format!("{TOLD}.{stack}.{}ClientId", pascal(&label));
    let spec = tree! {
        azureName: name.to_owned(),
        location: scope.region(),
        owner: owner(&home.id),
        operatorSpec: {
            configMaps: {
                principalId: { name: label.clone(), key: PRINCIPAL },
                clientId: { name: label.clone(), key: key },
            },
        },
    };
    let metadata =
        Metadata { name: Some(label.into()), namespace: Some(home.namespace.clone()), ..Metadata::default() };
    let identity = scope.resource("Identity", Custom { metadata, spec: Identity(spec) });
    let spec = tree! {
        owner: owner(&identity.id()),
        issuerFromConfig: account.cluster.issuer.clone(),
        subject: account.subject.to_owned(),
        audiences: vec![EXCHANGE],
    };
    put(scope, home, "Credential", Credential(spec));
    let client: Value<String> = identity.reference().attribute(CLIENT_ID);
    vec![(TAKES_ON, client), (OF_TENANT, home.tenant.as_str().to_owned().into())]
}

/// The name of the object of an identity, and of the config map that says by which number it is known.
fn label(name: &str) -> String {
    name.replace('_', "-")
}

/// The most characters of the name of who is let into a cache on Managed Redis, which are letters and digits.
///
/// Source: `accessPolicyAssignmentName` in the reference of `Microsoft.Cache/redisEnterprise`.
const LONGEST: usize = 60;

/// Lets an identity use a cache.
fn lets_use(scope: &mut Scope<'_>, home: &Home, conditions: &Object, name: &str) {
    let of = |what: &str| conditions.get(what).map(|it| owner(&Value::from_json(it.clone())));
    let number = || tree! { name: label(name), key: PRINCIPAL };
    if let Some(database) = of(INTO_MANAGED) {
        let spec = tree! {
            azureName: pascal(&shorten_to(&label(name), LONGEST)),
            owner: database,
            accessPolicyName: MANAGED_POLICY,
            user: { objectIdFromConfig: number() },
        };
        put(scope, home, "Access", RedisUser(spec));
    }
    if let Some(cache) = of(INTO_PREMIUM) {
        let spec = tree! {
            azureName: label(name),
            owner: cache,
            accessPolicyName: PREMIUM_POLICY,
            objectIdFromConfig: number(),
            objectIdAlias: name.to_owned(),
        };
        put(scope, home, "Access", PremiumUser(spec));
    }
}

/// What an administrator of a database says once, so that the identity is a user of it who may do nothing else.
fn sql(conditions: &Object, user: &str) -> String {
    let of = |name: &str| conditions.get(name).and_then(Json::as_text).unwrap_or_default();
    let (host, database) = (of("host"), of("database"));
    format!(
        "-- For an Entra administrator of {host}, in its database postgres, once the identity is there.\n\
         select * from pgaadauth_create_principal('{user}', false, false);\n\
         -- What it needs there, and nothing else.\n\
         grant connect on database \"{database}\" to \"{user}\";\n"
    )
}

/// The resource group in which a right is given, which its conditions carry.
fn home_of(right: &Right) -> Option<Home> {
    let of = |name: &str| right.conditions.get(name);
    let text = |name: &str| of(name).and_then(Json::as_text);
    let guid = |name: &str| Guid::parse(text(name)?).ok();
    Some(Home {
        name: GroupName::parse(text("group")?).ok()?,
        subscription: guid("subscription")?,
        tenant: guid("tenant")?,
        namespace: Value::from_json(of("namespace")?.clone()),
        id: Value::from_json(of("id")?.clone()),
    })
}
