//! A pipeline: from the source by an image that was scanned to a service that runs it.
//!
//! Not for what is no container, and not for charts, which whoever runs their cluster deploys. By construction
//!
//! - an image is deployed by its digest, and only if it was tested, its scan found nothing critical or high, and it was signed with the
//!   list of what is in it, as far as the policy asks for that,
//! - somebody approves of what is deployed, if the policy asks for that,
//! - what is tried after it was deployed, and fails, is taken back to what was there before,
//! - what goes from stage to stage is encrypted with the customer's key, in a private bucket with versions, over TLS,
//! - its builds stand in no network of the program, their logs are encrypted and kept, and only the one that runs Docker is privileged,
//! - its roles name each action and each resource, and no other account's pipeline can have them used.
//!
//! Whoever changes what runs can get at what it gets at: so a pipeline is for the class of data of its service, and the flow of
//! data shows it. A deployment of the stack that changes the task starts the image that the program names, until the pipeline
//! runs again.

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::{AllowedUnder, DataClass},
    model::Role,
    policy::Policy,
    proof::{ApprovedFor, ProvenFor},
    rule::Rule,
    stack::{Scope, Within},
};

use super::{
    build::{Build, ImageBuild},
    judge,
    line::{Begun, Buckets, Delivery},
    project, roles,
    source::{From, Source},
    stages,
    trial::Trial,
};
use crate::{
    audit::{Audited, IsTrail, Logs},
    cfn::codebuild::Project,
    compute::{Served, Service},
    keys::{self, IsKey, Key},
    rule,
    sentences::{PipelineNeedsImage, PipelineNeedsKey, PipelineNeedsService, PipelineNeedsSource, PipelineNeedsTrail},
    stack::Aws,
};

hc_cdk::builder! {
    /// A pipeline that deploys a service of data of class `D`, by an image that has gone through `S`, approved as `E` says.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{delivery::{ImageBuild, Report, ReportFormat, Source, Trial}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let images = stack.add("Images", ImageRepository::builder().key(&key));
    /// let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    /// let api = FargateService::builder().perimeter(&clinical).image(images.image(digest)?).port(8080);
    /// let api = stack.add("Api", api);
    ///
    /// let image = ImageBuild::to(&images)
    ///     .tested("npm ci && npm test")
    ///     .report(Report::new("unit", ReportFormat::JunitXml, "reports/unit.xml"))
    ///     .scanned()
    ///     .signed()
    ///     .approved("Release to the clinic?");
    /// let delivery = Pipeline::builder().key(&key).trail(&trail).source(Source::upload("api.zip")).image(image).deploy(&api);
    /// let trial = Trial::at("https://api.clinic.example").command("npm run smoke");
    /// let delivery = stack.add("Delivery", delivery.trial(trial));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// # Ok::<(), hc_cdk::image::NotAnImage>(())
    /// ```
    pub struct Pipeline<D: DataClass, S, E>;
    /// A pipeline that is being described.
    pub struct PipelineBuilder => Pipeline<D, S, E>;
    needs {
        /// The key that encrypts what it hands on, its builds and their logs.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: PipelineNeedsKey;
        /// The audit trail, which has the records of access to its buckets.
        trail(trail: &(impl IsTrail + ?Sized)) -> Audited { trail.it().clone() }: PipelineNeedsTrail;
        /// Where its source comes from.
        source(source: Source) -> Source { source }: PipelineNeedsSource;
        /// The image that it makes, after what the policy asks for: every one but for made-up or public data asks for all.
        image(image: ImageBuild<S, E>) -> ImageBuild<S, E> { image }: PipelineNeedsImage;
        /// The service that runs the image.
        deploy(service: &(impl Served<Class = D> + ?Sized)) -> Service<D> { service.it().clone() }: PipelineNeedsService;
    }
    may {
        /// What tries the service each time that it was deployed. What fails is taken back.
        trial(trial: Trial) -> Option<Trial> { Some(trial) } = None;
    }
}

impl<D: DataClass, S, E> Spec for Pipeline<D, S, E> {
    type Handle = Delivery;
    const KIND: &'static str = "Pipeline";
    const INVARIANTS: &'static [Rule] = &[
        rule::PIPELINE_DEPLOYS_WHAT_WAS_SCANNED,
        rule::PIPELINE_DEPLOYS_WHAT_WAS_SIGNED,
        rule::PIPELINE_ASKS_SOMEBODY,
        rule::PIPELINE_TAKES_BACK_WHAT_FAILS,
        rule::PIPELINE_HAS_THE_CUSTOMERS_KEY,
        rule::BUILD_HAS_THE_CUSTOMERS_KEY,
        rule::BUILD_LOGS,
        rule::BUILD_RUNS_IN_A_NAMED_IMAGE,
        rule::BUILD_IS_PRIVILEGED_FOR_DOCKER,
        rule::BUILD_HAS_NO_SECRET_AS_TEXT,
        rule::CODE_BUILD_PROJECT_ENV_VAR_AWS_CRED,
        rule::CODE_BUILD_PROJECT_SOURCE_REPO_URL,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D, S, E, P> Construct<P, Aws> for Pipeline<D, S, E>
where
    D: DataClass + AllowedUnder<P>,
    S: ProvenFor<P>,
    E: ApprovedFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Delivery {
        let Self { key, trail, source, image, deploy: service, trial } = self;
        let logs = Logs::of::<P>(&key);
        let buckets = Buckets::of::<P>(&key, &trail);
        scope.plays(Role::Other, D::CLASS);
        scope.flow_of(D::CLASS, &service.this);
        for (class, to) in &service.deployed.flows {
            scope.flow_of(*class, to);
        }
        declare(scope, (&source.0, &image.it, trial.as_ref()), &service.deployed, &buckets, &logs)
    }
}

fn declare(
    scope: &mut Scope<'_>,
    (from, image, trial): (&From, &Build, Option<&Trial>),
    to: &crate::compute::Deployed,
    buckets: &Buckets<'_>,
    logs: &Logs<'_>,
) -> Delivery {
    if to.repository.as_ref() != Some(&image.repository.uri()) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            "pushes its image to another repository than that which its service may pull from",
            "say where releases of the service are: `.releases(&images)`",
        );
    }
    judge::build(scope, image);
    if let Some(trial) = trial {
        judge::trial(scope, trial);
    }
    let begun = Begun::of(scope, from, buckets);
    let store = begun.store(buckets);
    let build = project::build(scope, image, to, &store, logs);
    let scan = image.scans.then(|| project::scan(scope, image, &store, logs));
    let signer = image.signs.then(|| keys::signing_key(scope, "Signer", buckets.deletion));
    let sign = signer.as_ref().map(|key| project::sign(scope, image, key, &store, logs));
    let trial = trial.map(|trial| project::trial(scope, trial, &store, logs));
    let projects = [&build].into_iter().chain(&scan).chain(&sign).chain(&trial).map(|it| it.get(Project::ARN));
    let mut statements = vec![roles::starting(projects.collect())];
    statements.extend(roles::deploying(to));
    let mut all = vec![stages::build(build.id())];
    all.extend(scan.map(|it| stages::scan(it.id())));
    all.extend(sign.map(|it| stages::sign(it.id())));
    all.extend(image.question.map(stages::approve));
    all.push(stages::deploy(to.cluster.clone(), to.name.clone(), trial.map(|it| it.id())));
    let mut made = begun.end(scope, from, buckets, ("builds, scans and deploys", statements), all);
    made.signer = signer;
    made
}
