//! What all pipelines have: where they keep what they hand on, how they are started, and what is known of them.

use hc_cdk::{
    dimension::{Level, Position, recovery::Hours24},
    policy::Policy,
    resource::Made,
    stack::{PhysicalName, Scope},
    value::{Attr, Json, Object, Value},
};

use super::{
    judge,
    roles::{self, Store},
    source::From,
    stages,
};
use crate::{
    actions,
    audit::Audited,
    bucket::{self, BucketParts, objects},
    cfn::{
        codepipeline::{self, pipeline as property},
        events::{self, rule as event},
        iam, kms, s3,
    },
    iam::{Statement, role_for},
    keys::Key,
    kind::{KeyArn, RoleArn},
    position::{Deletion, tls},
    pseudo,
};

/// A pipeline that a stack has taken.
#[derive(Debug, Clone)]
pub struct Delivery {
    name: PhysicalName,
    made: Made<codepipeline::Pipeline>,
    artifacts: Made<s3::Bucket>,
    source: Option<Made<s3::Bucket>>,
    pub(super) signer: Option<Made<kms::Key>>,
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

    /// The ARN of the key that its images are signed with, for whoever verifies them: `cosign verify --key awskms:///ARN`; nothing if
    /// they are not signed.
    pub fn signing_key(&self) -> Option<Attr<KeyArn>> {
        self.signer.as_ref().map(|it| it.get(kms::Key::ARN))
    }

    /// The name of the bucket that its source is put into; nothing if that comes by a connection.
    pub fn source_bucket(&self) -> Option<Value<String>> {
        self.source.as_ref().map(|it| it.id().into())
    }
}

/// What the buckets of a pipeline have in common.
pub(super) struct Buckets<'a> {
    pub(super) key: &'a Key,
    trail: &'a Audited,
    replicated: bool,
    pub(super) deletion: Deletion,
    tls: Position,
}

impl<'a> Buckets<'a> {
    /// As the policy asks for them.
    pub(super) fn of<P: Policy>(key: &'a Key, trail: &'a Audited) -> Self {
        let replicated = <P::Recovery as Level>::POSITION > Hours24::POSITION;
        Self { key, trail, replicated, deletion: Deletion::of::<P>(), tls: tls::<P>() }
    }

    fn declare(&self, scope: &mut Scope<'_>, name: &'static str) -> bucket::Buckets {
        let mut scope = scope.child(name, "Bucket", &[]);
        let parts = self.trail.bucket(self.key, self.deletion, self.tls);
        bucket::bucket(&mut scope, &BucketParts { replicated: self.replicated, ..parts })
    }
}

/// What all pipelines begin with: where their source is put, and what they hand on is kept.
pub(super) struct Begun {
    name: PhysicalName,
    artifacts: bucket::Buckets,
    /// The ARN of the bucket with what is handed on.
    bucket: Value<String>,
    uploads: Option<Made<s3::Bucket>>,
}

impl Begun {
    pub(super) fn of(scope: &mut Scope<'_>, from: &From, buckets: &Buckets<'_>) -> Self {
        judge::source(scope, from);
        let artifacts = buckets.declare(scope, "Artifacts");
        let uploads = matches!(from, From::Upload { .. }).then(|| buckets.declare(scope, "Source").made);
        Self { name: scope.physical_name(), bucket: artifacts.made.get(s3::Bucket::ARN), artifacts, uploads }
    }

    pub(super) fn store<'a>(&'a self, buckets: &Buckets<'a>) -> Store<'a> {
        Store { bucket: &self.bucket, key: buckets.key, emptied: self.artifacts.emptied.as_ref() }
    }

    /// Declares the pipeline with the stages behind its source, and a role that may do what these take and no more.
    pub(super) fn end(
        self,
        scope: &mut Scope<'_>,
        from: &From,
        buckets: &Buckets<'_>,
        (purpose, more): (&'static str, Vec<Statement>),
        stages: Vec<property::StageDeclaration>,
    ) -> Delivery {
        let store = self.store(buckets);
        let mut statements = roles::handing_on(&store);
        statements.extend(more);
        statements.extend(taking(from, self.uploads.as_ref()));
        let (role, policy) = role_for(scope, "Role", "codepipeline.amazonaws.com", purpose, None, statements);
        store.outlives(scope, &policy);
        let source = stages::source(from, self.uploads.as_ref().map(|it| it.id().into()).as_ref());
        let all = std::iter::once(source).chain(stages).collect();
        let Self { name, artifacts, uploads, .. } = self;
        let made = pipeline(&name, &artifacts.made, buckets.key, role.get(iam::Role::ARN), all);
        let made = scope.resource("", made);
        scope.depends_on(&made, &policy);
        if let (From::Upload { key }, Some(bucket)) = (from, &uploads) {
            start(scope, bucket, key, &name);
        }
        Delivery { name, made, artifacts: artifacts.made, source: uploads, signer: None }
    }
}

fn pipeline(
    name: &PhysicalName,
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
fn start(scope: &mut Scope<'_>, bucket: &Made<s3::Bucket>, key: &'static str, pipeline: &PhysicalName) {
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
fn arn(name: &PhysicalName) -> Value<String> {
    pseudo::arn_here("codepipeline", [name.within("", "").into()])
}
