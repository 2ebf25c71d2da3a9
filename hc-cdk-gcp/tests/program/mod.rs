//! A program of all constructs.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_gcp::{monitoring::preset, prelude::*, region};

/// A stack under the policies of a live system.
pub(crate) type Prod = Stack<(Hipaa, Production)>;

/// An app of all constructs, and of what is added to them.
pub(crate) fn app(more: impl FnOnce(&mut Prod)) -> App {
    let mut stack = Prod::new("clinic", region::Iowa);
    let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566).build();
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).build());
    let audit = stack.add("Audit", AuditSink::builder().key(&key).build());
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
    let network = stack.add("Network", network.allow_out(cidr!("203.0.113.0/24"), 443).build());
    let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let clinical = stack.add("Clinical", clinical);
    stack.add("Patients", CloudSql::builder().perimeter(&clinical).version(SqlVersion::Postgres17).build());
    stack.add("Sessions", Memorystore::builder().perimeter(&clinical).memory_gib(5).build());
    let cluster = GkeCluster::builder().perimeter(&clinical).nodes(Nodes::of("n2-standard-4").between(3, 50)).build();
    let cluster = stack.add("Cluster", cluster);
    let images = stack.add("Images", ArtifactRegistry::builder().key(&key).build());
    let deploys = GithubAccount::builder().project(&project).workflows(workflows!("clinic/hms", "production"));
    stack.add("Deploys", deploys.pushes_to(&images).deploys_to(&cluster).build());
    let front = GlobalLoadBalancer::builder().perimeter(&clinical).endpoints("assistant", 8443);
    let front = stack.add("Front", front.domain(domain!("assistant.example.org")).build());
    let pager = stack.add("OnCall", NotificationChannel::pager(&project, "pagerduty", "key"));
    let team = stack.add("Team", NotificationChannel::email(&project, "team@example.org"));
    stack.add("Refused", AlertPolicy::builder().of(preset::ACCESS_REFUSED).tells(&pager).and(&team).build());
    stack.add("Full", AlertPolicy::builder().of(preset::DATABASE_NEARLY_FULL).tells(&team).build());
    stack.add("Wrong", AlertPolicy::builder().of(preset::MODEL_IS_WRONG).tells(&pager).build());
    stack.add("Up", UptimeCheckConfig::builder().front(&front).tells(&pager).build());
    more(&mut stack);
    App::new("clinic").stack(stack)
}
