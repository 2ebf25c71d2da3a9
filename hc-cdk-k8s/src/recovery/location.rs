//! A bucket of another region that Velero copies to.

use hc_cdk::{
    builder::{Given, Once},
    construct::{Construct, Spec},
    literal::domain::Domain,
    resource::{Made, ResourceType},
    rule::Rule,
    sentences::{IsDomain, IsText},
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, name_of, shorten},
    object::{Custom, Metadata, Specification},
};

use crate::{
    bucket::{check_google_key, check_key, check_region},
    chart::Kubernetes,
    rules::{VELERO, rule},
    sentences::{ArchiveNeedsBucket, ArchiveNeedsKey},
};

hc_cdk::builder! {
    /// A bucket that Velero copies to, which is in another region than the cluster. Velero reaches it as its own account of the cloud.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{prelude::*, recovery::BackupLocation};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let far = BackupLocation::builder().bucket("clinic-copies", "us-west-2").key("arn:aws:kms:us-west-2:111122223333:key/9z8y");
    /// let far = chart.add("Far", far);
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct BackupLocation;
    /// A bucket for copies as it is being described.
    pub struct BackupLocationBuilder => BackupLocation;
    needs {
        /// The name of the bucket, and its region, such as `"claims-copies", "eu-west-1"`.
        bucket(name: &'static str, region: &'static str) -> Bucket { Bucket { name, region, account: None } }: ArchiveNeedsBucket;
        /// The key with which objects are encrypted, by its ARN. The bucket has to have it as its default, too: the data of disks is
        /// written by another program, which names none.
        key(key: impl IsText) -> Value<String> { key.text() }: ArchiveNeedsKey;
    }
    may {
        /// The host that has the bucket, if that is not AWS: it speaks as S3 does, over TLS.
        host(host: impl IsDomain) -> Option<Domain> { Some(host.it().clone()) } = None;
    }
}

/// Where a bucket is.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct Bucket {
    name: &'static str,
    region: &'static str,
    /// As whom Velero writes to it, if it is one of Google Cloud.
    account: Option<&'static str>,
}

impl<Place, Key> BackupLocationBuilder<(Place, Key)> {
    /// The same of Google Cloud: the name of the bucket, its region, such as `us-east1`, and the account of the project as which Velero
    /// writes, such as `velero@clinic-prod.iam.gserviceaccount.com`. The key is `projects/P/locations/L/keyRings/R/cryptoKeys/K`.
    pub fn google_bucket(
        self,
        name: &'static str,
        region: &'static str,
        account: &'static str,
    ) -> BackupLocationBuilder<(Given<Bucket>, Key)>
    where
        Place: Once,
    {
        let (_, key) = self.state;
        let bucket = Bucket { name, region, account: Some(account) };
        BackupLocationBuilder { state: (Given(bucket), key), host: self.host, parts: self.parts }
    }
}

/// A bucket for copies that a chart has taken.
#[derive(Debug, Clone)]
pub struct Location {
    pub(super) made: Made<Custom<LocationSpecification>>,
}

impl Spec for BackupLocation {
    type Handle = Location;
    const KIND: &'static str = "BackupLocation";
    const INVARIANTS: &'static [Rule] = &[rule::COPIES_ARE_ENCRYPTED];
}

impl<P> Construct<P, Kubernetes> for BackupLocation {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Location {
        let region = self.bucket.region;
        if scope.cluster().is_some_and(|it| it.region == region) {
            scope.reject(
                None,
                format!("copies to {region}, where the cluster is"),
                "name a bucket of another region: what is lost with a region is lost with its copies",
            );
        }
        judge(scope, &self);
        // All charts of a cluster have their places in the same namespace.
        let name = shorten(&format!("{}-{}", kebab(scope.stack().name()), name_of(scope)));
        let metadata = Metadata { name: Some(name.into()), namespace: Some(VELERO.into()), ..Metadata::default() };
        let spec = LocationSpecification {
            prefix: kebab(scope.stack().name()),
            bucket: self.bucket,
            key: self.key,
            host: self.host,
        };
        Location { made: scope.resource("", Custom { metadata, spec }) }
    }
}

/// What only values show to be wrong.
fn judge(scope: &mut Scope<'_>, asked: &BackupLocation) {
    let Bucket { region, account, .. } = asked.bucket;
    match (account, &asked.host) {
        (None, None) => {
            check_region(scope, region);
            check_key(scope, region, &asked.key);
        }
        (None, Some(_)) => {}
        (Some(account), host) => {
            check_google_key(scope, region, &asked.key);
            if host.is_some() {
                let help = "leave out `.host(..)`, or name a bucket that speaks as S3 does: `.bucket(..)`";
                scope.reject(None, "has a bucket of Google Cloud at a host that is not Google's", help);
            }
            if !account.strip_suffix(ACCOUNTS).is_some_and(|it| it.contains('@') && !it.starts_with('@')) {
                let help = format!("write it as `velero@clinic-prod{ACCOUNTS}`");
                scope.reject(None, format!("has Velero write as `{account}`, which is no account of a project"), help);
            }
        }
    }
}

/// How accounts of projects end.
const ACCOUNTS: &str = ".iam.gserviceaccount.com";

pub(super) struct LocationSpecification {
    /// Where in the bucket the copies of the chart are: others may be there, too.
    prefix: String,
    bucket: Bucket,
    key: Value<String>,
    host: Option<Domain>,
}

impl Specification for LocationSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("velero.io/v1/BackupStorageLocation");
}

impl From<LocationSpecification> for Json {
    fn from(it: LocationSpecification) -> Self {
        // Source: `backupstoragelocation.md` of Velero's plugins for AWS and for Google Cloud.
        let (provider, config) = match it.bucket.account {
            Some(account) => {
                ("velero.io/gcp", Object::new().with("kmsKeyName", it.key).with("serviceAccount", account))
            }
            None => ("velero.io/aws", Object::new().with("region", it.bucket.region).with("kmsKeyId", it.key)),
        };
        let config = it.host.into_iter().fold(config, |config, host| {
            let host = std::borrow::Cow::from(host);
            config.with("s3Url", format!("https://{host}")).with("s3ForcePathStyle", "true")
        });
        Object::new()
            .with("provider", provider)
            .with("accessMode", "ReadWrite")
            .with("objectStorage", Object::new().with("bucket", it.bucket.name).with("prefix", it.prefix))
            .with("config", config)
            .into()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a place for copies of a namespace",
        label = "give what `chart.add` returned for a `BackupLocation`"
    )]
    /// A place for copies.
    IsLocation: Location;
}
