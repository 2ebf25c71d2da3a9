//! Who delivers: an identity that the workflows of one repository on GitHub take on, in one environment of it, and nobody else.
//!
//! GitHub makes a token for each run, Azure lets the run in by it for as long as the job lasts, and no secret is kept anywhere. What
//! the token says of the run is compared whole: the repository, the environment, and that it was made for Azure.

use hc_cdk::{
    construct::{Construct, Spec},
    literal::workflows::{ISSUER, Workflows},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
};
use hc_cdk_manifest::{
    naming::{once, pascal},
    tree,
};

use crate::{
    cluster::AksHandle,
    grant,
    group::{Home, IsGroup},
    kinds::Credential,
    names::{EXCHANGE, role},
    naming::{Thing, owner, put},
    registry::Registry,
    rules::rule,
    sentences::{GithubIdentityNeedsGroup, GithubIdentityNeedsWorkflows},
    stack::Azure,
};

hc_cdk::builder! {
    /// An identity that the workflows of one environment of one repository take on.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_azure::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    /// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
    /// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    /// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    /// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
    /// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    /// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
    /// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    /// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    /// # let clinical = stack.add("Clinical", clinical);
    /// # let cluster = AksCluster::builder().perimeter(&clinical).nodes(Nodes::of("Standard_D4ds_v5").between(3, 50));
    /// # let cluster = cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5"));
    /// # let cluster = stack.add("Cluster", cluster);
    /// let deploys = GithubIdentity::builder().group(&group).workflows(workflows!("clinic/hms", "production"));
    /// let deploys = stack.add("Deploys", deploys.deploys_to(&cluster));
    /// assert_eq!(deploys.tenant(), "72f988bf-86f1-41af-91ab-2d7cd011db47");
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    ///
    /// A job signs in as it by the tenant, the subscription, and the number that Azure gives it, which the operator writes into the
    /// config map of its name: `Identity::azure(Input::variable("AZURE_CLIENT"), deploys.tenant(), deploys.subscription())`.
    pub struct GithubIdentity;
    /// An identity for workflows that is being described.
    pub struct GithubIdentityBuilder => GithubIdentity;
    needs {
        /// The resource group that it is in.
        group(group: &(impl IsGroup + ?Sized)) -> Home { group.it().clone() }: GithubIdentityNeedsGroup;
        /// The workflows.
        workflows(workflows: Workflows) -> Workflows { workflows }: GithubIdentityNeedsWorkflows;
    }
    also { clusters: Vec<(String, Thing)>, registries: Vec<(String, Thing)> }
}

impl<State> GithubIdentityBuilder<State> {
    /// Lets them sign in to a cluster. What they may do in it, the cluster says: a binding there names the identity. May be said several
    /// times.
    pub fn deploys_to(mut self, cluster: &AksHandle<impl Sized>) -> Self {
        once(&mut self.clusters, (pascal(cluster.name()), cluster.thing.clone()));
        self
    }

    /// Lets them push images to a registry, and pull them. May be said several times.
    pub fn pushes_to(mut self, registry: &Registry) -> Self {
        once(&mut self.registries, (registry.called(), registry.thing.clone()));
        self
    }
}

/// An identity for workflows that a stack has taken.
#[derive(Debug, Clone)]
pub struct Delivers {
    home: Home,
}

impl Delivers {
    /// The tenant that it is of.
    pub fn tenant(&self) -> String {
        self.home.tenant.as_str().to_owned()
    }

    /// The subscription that it is in.
    pub fn subscription(&self) -> String {
        self.home.subscription.as_str().to_owned()
    }
}

impl Spec for GithubIdentity {
    type Handle = Delivers;
    const KIND: &'static str = "GithubIdentity";
    const INVARIANTS: &'static [Rule] =
        &[rule::CREDENTIAL_TRUSTS_ONE_ENVIRONMENT, rule::GRANT_IS_NARROW, rule::IN_ITS_REGION, rule::IN_ITS_GROUP];
}

impl<P: Policy> Construct<P, Azure> for GithubIdentity {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> Delivers {
        declare(self, scope)
    }
}

fn declare(spec: GithubIdentity, scope: &mut Scope<'_>) -> Delivers {
    let GithubIdentity { group: home, workflows, clusters, registries } = spec;
    if clusters.is_empty() && registries.is_empty() {
        let help = "say what they may do: `.pushes_to(&images)` or `.deploys_to(&cluster)`";
        scope.reject(None, "lets workflows in, and do nothing", help);
    }
    let region = scope.region();
    let identity = grant::known(scope, &home, "", region);
    let credential = Credential(tree! {
        owner: owner(&identity.thing.id),
        issuer: ISSUER,
        subject: workflows.as_str().to_owned(),
        audiences: vec![EXCHANGE],
    });
    put(scope, &home, "Credential", credential);
    for (name, cluster) in &clusters {
        identity.may(scope, &home, &format!("Deploys{name}"), role::SIGNS_IN, cluster);
    }
    for (name, registry) in &registries {
        identity.may(scope, &home, &format!("Pushes{name}"), role::PUSHES, registry);
    }
    Delivers { home }
}
