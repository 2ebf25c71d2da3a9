//! The files of a website: a bucket that nobody reads but its distribution.
//!
//! The bucket has a name that nobody else can have, since it is of the account and the region: so the distribution knows it
//! before it is there. It has a key of its own, whose policy lets this distribution in: no key of anything else has to.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{AtMost, Class, DataClass, Public},
    dimension::{Level, Position, recovery::Hours24},
    model::Role,
    policy::Policy,
    rule::Rule,
    stack::{PhysicalName, Scope, Within},
    value::Value,
};

use super::handle::WebsiteHandle;
use crate::{
    actions,
    audit::Audited,
    bucket::{BucketParts, Buckets, bucket, objects},
    iam::Statement,
    keys::{CustomerKey, Key},
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::{Deletion, tls},
    principal::Principal,
    rule,
    stack::Aws,
    storage::Bucket,
};

/// Who asks the bucket.
const CLOUDFRONT: &str = "cloudfront.amazonaws.com";

/// Data that may be on a website.
#[diagnostic::on_unimplemented(
    message = "`{Self}` data must not be on a website, which everybody may read",
    label = "this perimeter is for `{Self}` data: make one for `Public` data",
    note = "HIPAA 45 CFR 164.312(a)(1): access control; ISO/IEC 27001:2022 A.8.12: data leakage prevention"
)]
pub trait MayBePublic {}

#[diagnostic::do_not_recommend]
impl<D: AtMost<Public>> MayBePublic for D {}

/// The files of a website, for a stack in the region that the website says.
#[derive(Debug, Clone)]
#[must_use = "the website has no files until a stack takes them: `stack.add(\"Files\", ..)`"]
pub struct WebsiteFiles<D> {
    website: WebsiteHandle,
    perimeter: StorePerimeter<D>,
    class: PhantomData<fn() -> D>,
}

impl WebsiteHandle {
    /// The bucket of its files, in a perimeter for public data, for a stack in the region of the files: `site.add("Files",
    /// web.files(&public))`.
    pub fn files<D: DataClass + MayBePublic>(
        &self,
        perimeter: &(impl StorePerimeterFor<D> + ?Sized),
    ) -> WebsiteFiles<D> {
        WebsiteFiles::of(self.clone(), perimeter.it().clone())
    }
}

impl<D> WebsiteFiles<D> {
    fn of(website: WebsiteHandle, perimeter: StorePerimeter<D>) -> Self {
        Self { website, perimeter, class: PhantomData }
    }
}

impl<D: DataClass> Spec for WebsiteFiles<D> {
    type Handle = Bucket<D>;
    const KIND: &'static str = "WebsiteFiles";
    const INVARIANTS: &'static [Rule] = &[
        rule::ONE_DISTRIBUTION_READS,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::BUCKET_KEEPS_VERSIONS,
        rule::BUCKET_IS_RESTORED_IN_TIME,
        rule::BUCKET_HAS_ZONES,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
        rule::STORE_STAYS,
        rule::S3_BUCKET_LOGGING_ENABLED,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for WebsiteFiles<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Bucket<D> {
        let key = scope.add("Key", CustomerKey::builder().description("encrypts the files of a website").build());
        let replicated = <P::Recovery as Level>::POSITION > Hours24::POSITION;
        let buckets = declare(
            scope,
            D::CLASS,
            &self.website,
            &key,
            (&self.perimeter.trail, replicated, Deletion::of::<P>(), tls::<P>()),
        );
        Bucket::of(scope, key, buckets)
    }
}

/// How a bucket is kept: where accesses to it are logged, whether it is copied, what happens to it when it leaves the program,
/// and the oldest TLS.
type Kept<'a> = (&'a Audited, bool, Deletion, Position);

fn declare(
    scope: &mut Scope<'_>,
    class: Class,
    website: &WebsiteHandle,
    key: &Key,
    (trail, replicated, deletion, tls): Kept<'_>,
) -> Buckets {
    check(scope, website);
    scope.plays(Role::Store, class);
    let distribution = website.arn();
    let reader = || Principal::ServiceFor(CLOUDFRONT, distribution.clone());
    key.let_in(scope, &reader(), actions!["kms:Decrypt"]);
    let read = |arn: &Value<String>| reader().may(Statement::allow(actions!["s3:GetObject"], [objects(arn)]));
    let buckets = bucket(
        scope,
        &BucketParts { replicated, statements: &|arn| vec![read(arn)], ..trail.bucket(key, deletion, tls) },
    );
    name_it(scope, &buckets, &website.bucket.0);
    scope.flow_of(class, &website.this);
    buckets
}

/// The name is of the account and the region, and nobody else can have it.
fn name_it(scope: &mut Scope<'_>, buckets: &Buckets, prefix: &PhysicalName) {
    let own = scope.amend(&buckets.made, |bucket| {
        bucket.insert("BucketNamePrefix", Value::from(prefix));
        bucket.insert("BucketNamespace", "account-regional");
    });
    debug_assert!(own, "the bucket was made here");
}

fn check(scope: &mut Scope<'_>, website: &WebsiteHandle) {
    let (here, there) = (scope.region(), website.bucket.1);
    if here != there {
        scope.reject(
            None,
            format!("keeps the files of a website in `{here}`, which looks for them in `{there}`"),
            "say where they are when the website is described, such as `.files_in(region::EuWest2)`",
        );
    }
}
