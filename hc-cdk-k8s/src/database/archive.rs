//! Where backups go: a bucket outside the cluster, which encrypts them with a key of the customer's own.

use hc_cdk::{
    builder::Complete,
    data::DataClass,
    literal::variable::Variable,
    sentences::IsText,
    stack::Scope,
    uses::{Usable, Use},
    value::{Object, Value},
};

use crate::{
    bucket::{check_key, check_region},
    network::Outside,
    secret::{KeptOutside, Secret},
    sentences::{ArchiveNeedsBucket, ArchiveNeedsCredentials, ArchiveNeedsKey, ArchiveNeedsWay},
};

hc_cdk::builder! {
    /// A bucket for backups of stores of class `D`, as S3 and what speaks like it have them.
    ///
    /// The bucket itself is not of the cluster: who owns it has to let it keep backups for as long as the policy asks for.
    pub struct Archive<D: DataClass>;
    /// A bucket for backups as it is being described.
    pub struct ArchiveBuilder => Archive<D>;
    needs {
        /// The name of the bucket, and its region, such as `"claims-backups", "eu-west-2"`.
        bucket(name: &'static str, region: &'static str) -> (&'static str, &'static str) { (name, region) }: ArchiveNeedsBucket;
        /// The key with which the bucket encrypts, by its ARN or id.
        key(key: impl IsText) -> Value<String> { key.text() }: ArchiveNeedsKey;
        /// The secret that lets backups be written: its keys are `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
        credentials(secret: &(impl KeptOutside + ?Sized)) -> Secret { secret.it().clone() }: ArchiveNeedsCredentials;
        /// The way there. If that has a host, the bucket is there and not at AWS.
        through(way: &Outside<D>) -> Outside<D> { way.clone() }: ArchiveNeedsWay;
    }
}

/// Where backups of data of class `D` go: an [`Archive`], or its description with all that it needs.
#[diagnostic::on_unimplemented(
    message = "this is no place for backups of `{D}` data",
    label = "give an `Archive` of that class: `Archive::builder().bucket(\"name\", \"region\")..`"
)]
pub trait ArchiveFor<D: DataClass> {
    /// What is given.
    fn archive(self) -> Archive<D>;
}

#[diagnostic::do_not_recommend]
impl<D: DataClass> ArchiveFor<D> for Archive<D> {
    fn archive(self) -> Self {
        self
    }
}

impl<D: DataClass, State> ArchiveFor<D> for ArchiveBuilder<D, State>
where
    Self: Complete<Construct = Archive<D>>,
{
    fn archive(self) -> Archive<D> {
        self.complete()
    }
}

/// The keys of the secret that lets backups be written.
pub(crate) const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

impl<D: DataClass> Archive<D> {
    /// The secret that lets backups be written.
    pub(crate) fn writer(&self) -> Secret {
        self.credentials.clone()
    }

    /// Reports a bucket of AWS where none can be, or with a key of another region. What is not at AWS has regions of its own.
    pub(crate) fn check(&self, scope: &mut Scope<'_>) {
        if self.endpoint().is_none() {
            check_region(scope, self.bucket.1);
            check_key(scope, self.bucket.1, &self.key);
        }
    }

    /// The way there.
    pub(super) fn way(&self) -> Use {
        Use::of(&self.through)
    }

    /// The address of the bucket's service, if it is not that of AWS.
    fn endpoint(&self) -> Option<Value<String>> {
        let host = self.through.connection().place?.host?;
        Some(format!("https://{}", host.json().as_text()?).into())
    }

    /// The bucket, as Elasticsearch reads it.
    pub(super) fn elastic(&self, prefix: &str) -> Object {
        let (name, _) = self.bucket;
        let settings = Object::new()
            .with("bucket", name)
            .with("base_path", prefix.to_owned())
            .with("server_side_encryption", true);
        Object::new().with("type", "s3").with("settings", settings)
    }

    /// How Elasticsearch finds the bucket.
    pub(super) fn client(&self) -> Object {
        let client = Object::new().with("s3.client.default.region", self.bucket.1);
        self.endpoint().into_iter().fold(client, |client, it| client.with("s3.client.default.endpoint", it))
    }

    /// The bucket, as Loki reads it. Its keys are variables of Loki's workload, by the names that the SDK of AWS knows.
    ///
    /// Source: Grafana Loki, "configuration parameters", `s3_storage_config`.
    pub(crate) fn loki(&self) -> Object {
        let (name, region) = self.bucket;
        let encrypted = Object::new().with("type", "SSE-KMS").with("kms_key_id", self.key.clone());
        let bucket = Object::new().with("bucketnames", name).with("region", region).with("sse", encrypted);
        self.endpoint().into_iter().fold(bucket, |it, at| it.with("endpoint", at).with("s3forcepathstyle", true))
    }

    /// The key with which the bucket encrypts, if it is known before the deployment.
    pub(crate) fn known_key(&self) -> Option<&str> {
        self.key.json().as_text()
    }

    /// The region of the bucket.
    pub(super) fn region(&self) -> &'static str {
        self.bucket.1
    }

    /// The bucket, as the tools of Barman read it. They name the key in words of their own.
    pub(super) fn barman(&self, prefix: &str) -> Object {
        let key = |it: &'static str| Object::new().with("name", self.credentials.name()).with("key", it);
        let [id, secret] = KEYS;
        let credentials = Object::new().with("accessKeyId", key(id)).with("secretAccessKey", key(secret));
        let encrypted = |words: &'static str| {
            let words = Object::new().with(words, vec![Value::from("--sse-kms-key-id"), self.key.clone()]);
            words.with("compression", "gzip").with("encryption", "aws:kms")
        };
        let bucket = Object::new()
            .with("destinationPath", format!("s3://{}/{prefix}", self.bucket.0))
            .with("s3Credentials", credentials)
            .with("data", encrypted("additionalCommandArgs"))
            .with("wal", encrypted("archiveAdditionalCommandArgs"));
        self.endpoint().into_iter().fold(bucket, |bucket, it| bucket.with("endpointURL", it))
    }

    /// Where Barman finds the backups of a store, as variables.
    pub(crate) fn settings(&self, store: &str) -> Vec<Variable> {
        let (name, region) = self.bucket;
        let known = [
            ("ARCHIVE", Value::from(format!("s3://{name}/{store}"))),
            ("STORE", store.to_owned().into()),
            ("AWS_DEFAULT_REGION", region.into()),
        ];
        let all = known.into_iter().chain(self.endpoint().map(|it| ("ENDPOINT", it)));
        all.map(|(name, value)| Variable::from_checked(name, value)).collect()
    }

    /// The way there, for whoever connects to it.
    pub(crate) fn there(&self) -> &Outside<D> {
        &self.through
    }

    /// The bucket, as operators of databases read it.
    pub(super) fn s3(&self, prefix: &str) -> Object {
        let (name, region) = self.bucket;
        let encryption = Object::new().with("sseAlgorithm", "aws:kms").with("kmsKeyID", self.key.clone());
        let bucket = Object::new()
            .with("bucket", name)
            .with("region", region)
            .with("prefix", prefix.to_owned())
            .with("credentialsSecret", self.credentials.name())
            .with("serverSideEncryption", encryption);
        self.endpoint().into_iter().fold(bucket, |bucket, it| bucket.with("endpointUrl", it))
    }
}
