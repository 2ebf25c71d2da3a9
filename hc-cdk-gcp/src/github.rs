//! Who delivers: an account that the workflows of one repository on GitHub act as, in one environment of it, and nobody else.
//!
//! GitHub makes a token for each run, Google Cloud lets the run in by it for as long as the job lasts, and no key is kept anywhere.
//! What the token says of the run is compared whole: the repository, the environment, and that the token was made for this pool.
//! A pool that is deleted keeps its name for 30 days.

use hc_cdk::{
    construct::{Construct, Spec},
    literal::workflows::{ISSUER, Workflows},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
};
use hc_cdk_manifest::{
    naming::{name_of, once},
    object::Custom,
    tree,
};

use crate::{
    cluster::GkeHandle,
    grant::{self, Grant},
    kinds::{IdentityPool, IdentityProvider, ServiceAccount},
    names::{MAY_ACT_AS, PRINCIPAL},
    naming::{by_name, meta},
    project::{Home, IsProject},
    registry::Registry,
    rules::{FINDS_CLUSTERS, PUSHES, condition, rule},
    sentences::{GithubAccountNeedsProject, GithubAccountNeedsWorkflows},
    stack::Gcp,
};

hc_cdk::builder! {
    /// An account that the workflows of one environment of one repository act as.
    ///
    /// ```
    /// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_gcp::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// # let project = stack.add("Project", project);
    /// # let key = stack.add("Key", CryptoKey::builder().project(&project));
    /// let images = stack.add("Images", ArtifactRegistry::builder().key(&key));
    /// let deploys = GithubAccount::builder().project(&project).workflows(workflows!("clinic/hms", "production"));
    /// let deploys = stack.add("Deploys", deploys.pushes_to(&images));
    /// assert!(deploys.provider().ends_with("/workloadIdentityPools/github-deploys/providers/github-deploys"));
    /// assert_eq!(deploys.account(), "github-deploys@clinic-prod.iam.gserviceaccount.com");
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    ///
    /// A job signs in as it by these two: `Identity::google(deploys.provider(), deploys.account())`.
    pub struct GithubAccount;
    /// An account for workflows that is being described.
    pub struct GithubAccountBuilder => GithubAccount;
    needs {
        /// The project that it is in.
        project(project: &(impl IsProject + ?Sized)) -> Home { project.it().clone() }: GithubAccountNeedsProject;
        /// The workflows.
        workflows(workflows: Workflows) -> Workflows { workflows }: GithubAccountNeedsWorkflows;
    }
    also { registries: Vec<(String, Value<String>)>, finds_clusters: bool }
}

impl<State> GithubAccountBuilder<State> {
    /// Lets them push images to a registry, and pull them. May be said several times.
    pub fn pushes_to(mut self, registry: &Registry) -> Self {
        once(&mut self.registries, (registry.called(), registry.repository().clone()));
        self
    }

    /// Lets them find a cluster. What they may do in it, the cluster says: a binding there names the account by its address.
    pub fn deploys_to(mut self, _cluster: &GkeHandle<impl Sized>) -> Self {
        self.finds_clusters = true;
        self
    }
}

/// An account for workflows that a stack has taken.
#[derive(Debug, Clone)]
pub struct Delivers {
    provider: String,
    account: String,
}

impl Delivers {
    /// The full name of the provider that knows the workflows.
    pub fn provider(&self) -> String {
        self.provider.clone()
    }

    /// The address of the account that they act as.
    pub fn account(&self) -> String {
        self.account.clone()
    }
}

impl Spec for GithubAccount {
    type Handle = Delivers;
    const KIND: &'static str = "GithubAccount";
    const INVARIANTS: &'static [Rule] =
        &[rule::PROVIDER_TRUSTS_ONE_ENVIRONMENT, rule::GRANT_IS_NARROW, rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for GithubAccount {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Delivers {
        declare(&self, scope)
    }
}

/// The most characters of what Google Cloud knows a run by.
const LONGEST: usize = 127;

fn declare(spec: &GithubAccount, scope: &mut Scope<'_>) -> Delivers {
    let (home, subject) = (&spec.project, spec.workflows.as_str());
    if subject.len() > LONGEST {
        let message = format!("is for runs whose tokens say more than {LONGEST} characters of them: `{subject}`");
        scope.reject(None, message, "give the environment a shorter name");
    }
    if spec.registries.is_empty() && !spec.finds_clusters {
        scope.reject(
            None,
            "lets workflows in, and do nothing",
            "say what they may do: `.pushes_to(&images)` or `.deploys_to(&cluster)`",
        );
    }
    let name = format!("github-{}", name_of(scope));
    let pool = known(spec, scope, &name);
    let account = ServiceAccount(tree! { displayName: "what workflows act as" });
    let account = scope.resource("", Custom { metadata: meta(name.clone(), home), spec: account }).id();
    let member = format!("{PRINCIPAL}{}/{}/subject/{subject}", home.number, pool);
    let on = ("iam.cnrm.cloud.google.com/v1beta1", "IAMServiceAccount");
    grant::on(
        scope,
        "ActsAs",
        home,
        Grant { member: tree! { member: member }, role: MAY_ACT_AS, kind: on, resource: &account },
    );
    for (name, registry) in &spec.registries {
        let kind = ("artifactregistry.cnrm.cloud.google.com/v1beta1", "ArtifactRegistryRepository");
        let member: Object = tree! { memberFrom: { serviceAccountRef: by_name(&account) } };
        grant::on(scope, format!("Pushes{name}"), home, Grant { member, role: PUSHES, kind, resource: registry });
    }
    if spec.finds_clusters {
        grant::on_project(scope, "FindsClusters", home, &account, FINDS_CLUSTERS, None);
    }
    let provider = format!("projects/{}/{pool}/providers/{name}", home.number);
    Delivers { provider, account: format!("{name}@{}.iam.gserviceaccount.com", home.id()) }
}

/// Declares by whom the workflows are known, and gives the name of the pool inside of its project.
fn known(spec: &GithubAccount, scope: &mut Scope<'_>, name: &str) -> String {
    let home = &spec.project;
    let external = format!("projects/{}", home.id());
    let pool = IdentityPool(tree! { location: "global", projectRef: { external: external.clone() } });
    let pool = scope.resource("Pool", Custom { metadata: meta(name.to_owned(), home), spec: pool }).id();
    let provider = IdentityProvider(tree! {
        location: "global",
        projectRef: { external: external },
        workloadIdentityPoolRef: by_name(&pool),
        oidc: { issuerUri: ISSUER },
        attributeMapping: Object::new().with("google.subject", "assertion.sub"),
        attributeCondition: condition(&spec.workflows),
    });
    scope.resource("Provider", Custom { metadata: meta(name.to_owned(), home), spec: provider });
    format!("locations/global/workloadIdentityPools/{name}")
}
