//! A pipeline: from the source by an image that was scanned to a service that runs it.
//!
//! Not for what is no container, and not for charts, which whoever runs their cluster deploys. By construction
//!
//! - an image is deployed by its digest, and only if its scan found nothing critical or high,
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
    dimension::{Level, Position, recovery::Hours24},
    model::Role,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Json, Object, Value},
};

use super::{
    build::{IsScanned, ScannedImage},
    judge, project,
    roles::{self, Store},
    source::{From, Source},
    stages,
    trial::Trial,
};
use crate::{
    actions,
    audit::{Audited, IsTrail, Logs},
    bucket::{self, BucketParts, objects},
    cfn::{
        codebuild::Project,
        codepipeline::{self, pipeline as property},
        events::{self, rule as event},
        iam, s3,
    },
    compute::{Served, Service},
    iam::{Statement, role_for},
    keys::{IsKey, Key},
    kind::RoleArn,
    position::{Deletion, tls},
    pseudo, rule,
    sentences::{PipelineNeedsImage, PipelineNeedsKey, PipelineNeedsService, PipelineNeedsSource, PipelineNeedsTrail},
    stack::Aws,
};

hc_cdk::builder! {
    /// A pipeline that deploys a service of data of class `D`.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{delivery::{ImageBuild, Phase, Report, ReportFormat, Source, Trial}, prelude::*, region};
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
    ///     .command(Phase::PreBuild, "npm ci && npm test")
    ///     .report(Report::new("unit", ReportFormat::JunitXml, "reports/unit.xml"))
    ///     .scanned()
    ///     .approved("Release to the clinic?");
    /// let delivery = Pipeline::builder().key(&key).trail(&trail).source(Source::upload("api.zip")).image(image).deploy(&api);
    /// let trial = Trial::at("https://api.clinic.example").command("npm run smoke");
    /// let delivery = stack.add("Delivery", delivery.trial(trial));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// # Ok::<(), hc_cdk::image::NotAnImage>(())
    /// ```
    pub struct Pipeline<D: DataClass>;
    /// A pipeline that is being described.
    pub struct PipelineBuilder => Pipeline<D>;
    needs {
        /// The key that encrypts what it hands on, its builds and their logs.
        key(key: &impl IsKey) -> Key { key.it().clone() }: PipelineNeedsKey;
        /// The audit trail, which has the records of access to its buckets.
        trail(trail: &impl IsTrail) -> Audited { trail.it().clone() }: PipelineNeedsTrail;
        /// Where its source comes from.
        source(source: Source) -> Source { source }: PipelineNeedsSource;
        /// The image that it makes: one that was scanned.
        image(image: impl IsScanned) -> ScannedImage { image.it().clone() }: PipelineNeedsImage;
        /// The service that runs the image.
        deploy(service: &impl Served<Class = D>) -> Service<D> { service.it().clone() }: PipelineNeedsService;
    }
    may {
        /// What tries the service each time that it was deployed. What fails is taken back.
        trial(trial: Trial) -> Option<Trial> { Some(trial) } = None;
    }
}

/// A pipeline that a stack has taken.
#[derive(Debug, Clone)]
pub struct Delivery {
    name: String,
    made: Made<codepipeline::Pipeline>,
    artifacts: Made<s3::Bucket>,
    source: Option<Made<s3::Bucket>>,
}

impl Delivery {
    /// The pipeline's name.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// The pipeline's ARN.
    pub fn arn(&self) -> Value<String> {
        arn(&self.name)
    }

    /// The name of the bucket with what goes from stage to stage.
    pub fn artifact_bucket(&self) -> Value<String> {
        self.artifacts.id().into()
    }

    /// The name of the bucket that its source is put into; nothing if that comes by a connection.
    pub fn source_bucket(&self) -> Option<Value<String>> {
        self.source.as_ref().map(|it| it.id().into())
    }
}

impl<D: DataClass> Spec for Pipeline<D> {
    type Handle = Delivery;
    const KIND: &'static str = "Pipeline";
    const INVARIANTS: &'static [Rule] = &[
        rule::PIPELINE_DEPLOYS_WHAT_WAS_SCANNED,
        rule::PIPELINE_TAKES_BACK_WHAT_FAILS,
        rule::PIPELINE_HAS_THE_CUSTOMERS_KEY,
        rule::BUILD_HAS_THE_CUSTOMERS_KEY,
        rule::BUILD_LOGS,
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

impl<D: DataClass + AllowedUnder<P>, P: Policy> Construct<P, Aws> for Pipeline<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Delivery {
        let Self { key, trail, source, image, deploy: service, trial } = self;
        let logs = Logs::of::<P>(&key);
        let buckets = Buckets {
            key: &key,
            trail: &trail,
            replicated: <P::Recovery as Level>::POSITION > Hours24::POSITION,
            deletion: Deletion::of::<P>(),
            tls: tls::<P>(),
        };
        scope.plays(Role::Other, D::CLASS);
        scope.flow_of(D::CLASS, &service.this);
        for (class, to) in &service.deployed.flows {
            scope.flow_of(*class, to);
        }
        declare(scope, (&source.0, &image, trial.as_ref()), &service.deployed, &buckets, &logs)
    }
}

/// What the buckets of a pipeline have in common.
struct Buckets<'a> {
    key: &'a Key,
    trail: &'a Audited,
    replicated: bool,
    deletion: Deletion,
    tls: Position,
}

impl Buckets<'_> {
    fn declare(&self, scope: &mut Scope<'_>, name: &'static str) -> bucket::Buckets {
        let mut scope = scope.child(name, "Bucket", &[]);
        let parts = self.trail.bucket(self.key, self.deletion, self.tls);
        bucket::bucket(&mut scope, &BucketParts { replicated: self.replicated, ..parts })
    }
}

fn declare(
    scope: &mut Scope<'_>,
    (from, image, trial): (&From, &ScannedImage, Option<&Trial>),
    to: &crate::compute::Deployed,
    buckets: &Buckets<'_>,
    logs: &Logs<'_>,
) -> Delivery {
    if to.repository.as_ref() != Some(&image.build.repository.uri()) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            "pushes its image to another repository than that which its service may pull from",
            "say where releases of the service are: `.releases(&images)`",
        );
    }
    judge::source(scope, from);
    judge::build(scope, &image.build);
    if let Some(trial) = trial {
        judge::trial(scope, trial);
    }
    let artifacts = buckets.declare(scope, "Artifacts");
    let uploads = matches!(from, From::Upload { .. }).then(|| buckets.declare(scope, "Source").made);
    let (bucket, name) = (artifacts.made.get(s3::Bucket::ARN), scope.full_name("-"));
    let store = Store { bucket: &bucket, key: buckets.key, emptied: artifacts.emptied.as_ref() };
    let build = project::build(scope, &image.build, to, &store, logs);
    let scan = project::scan(scope, &image.build, &store, logs);
    let trial = trial.map(|trial| project::trial(scope, trial, &store, logs));
    let mut statements = roles::handing_on(&store);
    let projects = [&build, &scan].into_iter().chain(&trial).map(|it| it.get(Project::ARN));
    statements.push(roles::starting(projects.collect()));
    statements.extend(roles::deploying(to));
    statements.extend(taking(from, uploads.as_ref()));
    let purpose = "builds, scans and deploys";
    let (role, policy) = role_for(scope, "Role", "codepipeline.amazonaws.com", purpose, None, statements);
    store.outlives(scope, &policy);
    let mut all = vec![
        stages::source(from, uploads.as_ref().map(|it| it.id().into()).as_ref()),
        stages::build(build.id()),
        stages::scan(scan.id()),
    ];
    all.extend(image.approval.map(stages::approve));
    all.push(stages::deploy(to.cluster.clone(), to.name.clone(), trial.map(|it| it.id())));
    let made = scope.resource("", pipeline(name.clone(), &artifacts.made, buckets.key, role.get(iam::Role::ARN), all));
    scope.depends_on(&made, &policy);
    if let (From::Upload { key }, Some(bucket)) = (from, &uploads) {
        start(scope, bucket, key, &name);
    }
    Delivery { name, made, artifacts: artifacts.made, source: uploads }
}

fn pipeline(
    name: String,
    artifacts: &Made<s3::Bucket>,
    key: &Key,
    role: Attr<RoleArn>,
    stages: Vec<property::StageDeclaration>,
) -> codepipeline::Pipeline {
    codepipeline::Pipeline {
        artifact_store: Some(property::ArtifactStore {
            encryption_key: Some(property::EncryptionKey { id: Some(key.arn().into()), r#type: Some("KMS".into()) }),
            location: Some(artifacts.id().into()),
            r#type: Some("S3".into()),
        }),
        execution_mode: Some("QUEUED".into()),
        name: Some(name.into()),
        pipeline_type: Some("V2".into()),
        role_arn: Some(role),
        stages: Some(stages),
        ..Default::default()
    }
}

/// What it takes to read the source.
fn taking(from: &From, uploads: Option<&Made<s3::Bucket>>) -> Vec<Statement> {
    if let From::Connection { arn, .. } = from {
        return vec![Statement::allow(actions!["codeconnections:UseConnection"], [arn.clone()])];
    }
    let Some(arn) = uploads.map(|it| it.get(s3::Bucket::ARN)) else { return Vec::new() };
    let read = actions!["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"];
    vec![
        Statement::allow(actions!["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"], [arn.clone()]),
        Statement::allow(read, [objects(&arn)]),
    ]
}

/// Starts the pipeline when somebody puts a new version of its source into the bucket.
fn start(scope: &mut Scope<'_>, bucket: &Made<s3::Bucket>, key: &'static str, pipeline: &str) {
    let told = Object::new().with("EventBridgeConfiguration", Object::new().with("EventBridgeEnabled", true));
    let _of_this_stack = scope.amend(bucket, |properties| properties.insert("NotificationConfiguration", told));
    let starts = vec![Statement::allow(actions!["codepipeline:StartPipelineExecution"], [arn(pipeline)])];
    let (role, _) = role_for(scope, "Starter", "events.amazonaws.com", "starts the pipeline", None, starts);
    let one = |value: Json| Json::List(vec![value]);
    let detail = Object::new()
        .with("bucket", Object::new().with("name", one(bucket.id().into())))
        .with("object", Object::new().with("key", one(key.into())));
    let pattern = Object::new()
        .with("source", one("aws.s3".into()))
        .with("detail-type", one("Object Created".into()))
        .with("detail", detail);
    scope.resource(
        "Uploaded",
        events::Rule {
            event_pattern: Some(Json::Object(pattern)),
            targets: Some(vec![event::Target {
                arn: Some(arn(pipeline)),
                id: Some("Pipeline".into()),
                role_arn: Some(role.get(iam::Role::ARN)),
                ..Default::default()
            }]),
            ..Default::default()
        },
    );
}

/// The ARN of a pipeline.
fn arn(name: &str) -> Value<String> {
    pseudo::arn_here("codepipeline", [name.to_owned().into()])
}
