//! A bucket for objects: documents, images, exports.
//!
//! Not for a website that everybody may read, and not for logs, which the constructs that write them keep. By construction
//! it is encrypted with the key of the perimeter, keeps every version of each object, is closed to the public, refuses
//! requests without TLS, and each access to it is recorded twice: in the audit trail, and in the bucket for access logs.
//! Where losing a day's work is too much, each object is copied to a second bucket in the same region, which outlives what
//! happens to the first one, or to one of another region that the program names.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor, Position,
        deletion::DeletionFor,
        recovery::{Hours24, RecoveryFor},
    },
    model::{ConstructRef, Role},
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::{Connection, Readable, Usable},
    value::{Json, Object, Value},
};

use super::bucket_life::{Lifecycle, Pages};
use crate::{
    actions,
    audit::Audited,
    bucket::{BucketParts, Buckets, bucket, objects},
    cfn::s3,
    emptied::EmptiedBucket,
    iam::{Statement, by_way_of},
    keys::Key,
    literal::action::Action,
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::{Deletion, tls},
    principal::{Principal, ResourcePolicy},
    rule,
    sentences::BucketNeedsPerimeter,
    stack::Aws,
};

/// A bucket for data of class `D`, which its perimeter says.
///
/// `R` is how much work may be lost, `X` what happens to the bucket when it leaves the program.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region, storage::{Colder, Lifecycle, Pages}};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let scans = stack.add("Scans", SecureBucket::builder().perimeter(&clinical));
///
/// let colder = Lifecycle::default().colder(Colder::Infrequent, 90).previous_deleted_after(365);
/// let pages = Pages::of(domain!("portal.example.org")).upload();
/// let letters = SecureBucket::builder().perimeter(&clinical).lifecycle(colder).pages(pages).tells_events();
/// let letters = stack.add("Letters", letters);
/// let image = image!(
///     "111122223333.dkr.ecr.us-east-1.amazonaws.com/read@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
/// );
/// let read = Function::builder().perimeter(&clinical).code(image).reads(&letters).on(&letters.events().below("incoming/"));
/// stack.add("ReadLetters", read);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct SecureBucket<D: DataClass, R = PolicyFloor, X = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> (R, X)>,
}

hc_cdk::builder! {
    /// What a bucket is made of.
    pub struct Parts<D: DataClass>;
    /// A bucket that is being described.
    pub struct SecureBucketBuilder => SecureBucket<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: BucketNeedsPerimeter;
    }
    may {
        /// The bucket that each object is copied to, such as one in a stack of another region, instead of one beside it.
        copied_to(copy: &(impl IsBucket<D> + ?Sized)) -> Option<Bucket<D>> { Some(copy.it().clone()) } = None;
        /// What becomes of its objects in the course of time; by default all are kept, and all that was overwritten or deleted.
        lifecycle(lifecycle: Lifecycle) -> Option<Lifecycle> { Some(lifecycle) } = None;
        /// The pages from which a browser may ask for its objects; by default none.
        pages(pages: Pages) -> Option<Pages> { Some(pages) } = None;
        /// Tells of each object that is made or deleted, so that [`events`](Bucket::events) run a function, or are heard.
        tells_events() -> bool { true } = false;
    }
    positions SecureBucket {
        /// How much work may be lost, instead of what the policy asks for.
        recovery: R,
        /// What happens to it when it leaves the program, instead of what the policy asks for.
        deletion: X,
    }
}

/// A bucket that a stack has taken, with data of class `D`.
///
/// A connected workload finds its name in a variable, such as `SCANS_BUCKET`.
#[derive(Debug, Clone)]
pub struct Bucket<D> {
    this: ConstructRef,
    /// The construct's path in upper camel case.
    name: String,
    key: Key,
    made: Made<s3::Bucket>,
    policy: Made<s3::BucketPolicy>,
    /// What stands for its being emptied, if it is.
    emptied: Option<Made<EmptiedBucket>>,
    /// Whether it tells of what becomes of its objects.
    tells: bool,
    class: PhantomData<fn() -> D>,
}

/// What becomes of the objects of a bucket, as a function is run on it, or a queue, a topic or a state machine hears of it: `.on(&scans.events())`.
#[derive(Debug, Clone)]
pub struct BucketEvents<D> {
    pub(crate) this: ConstructRef,
    pub(crate) name: String,
    /// The bucket, if it tells of its objects.
    told: Option<Value<String>>,
    /// What the names of the objects begin with.
    pub(crate) below: Option<&'static str>,
    class: PhantomData<fn() -> D>,
}

impl<D> BucketEvents<D> {
    /// Only of objects whose names begin like that, such as `incoming/`.
    #[must_use]
    pub fn below(self, start: &'static str) -> Self {
        Self { below: Some(start), ..self }
    }

    /// The pattern of what `EventBridge` is told of them, if the bucket tells it.
    pub(crate) fn pattern(&self) -> Option<Object> {
        let one = |value: Json| Json::List(vec![value]);
        let mut detail = Object::new().with("bucket", Object::new().with("name", one(self.told.clone()?.into())));
        if let Some(start) = self.below {
            let prefix = one(Object::new().with("prefix", start).into());
            detail.insert("object", Object::new().with("key", prefix));
        }
        let kinds = ["Object Created", "Object Deleted"].map(Json::from);
        let pattern = Object::new().with("source", one("aws.s3".into())).with("detail-type", Json::List(kinds.into()));
        Some(pattern.with("detail", detail))
    }
}

impl<D: DataClass> Bucket<D> {
    /// What the construct of a scope has made.
    pub(crate) fn of(scope: &Scope<'_>, key: Key, buckets: Buckets) -> Self {
        let Buckets { made, policy, emptied, .. } = buckets;
        Self { this: scope.this(), name: scope.name(""), key, made, policy, emptied, tells: false, class: PhantomData }
    }

    /// What becomes of its objects, if it [tells](SecureBucketBuilder::tells_events) that: each that is made, and each that is deleted. Names of
    /// objects are data like these.
    pub fn events(&self) -> BucketEvents<D> {
        let told = self.tells.then(|| self.name());
        BucketEvents { this: self.this.clone(), name: self.name.clone(), told, below: None, class: PhantomData }
    }

    /// The bucket's name.
    pub fn name(&self) -> Value<String> {
        self.made.id().into()
    }

    /// The bucket's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(s3::Bucket::ARN)
    }

    /// The bucket as a resource.
    pub fn made(&self) -> &Made<s3::Bucket> {
        &self.made
    }

    /// Its policy as a resource: some services try to write to a bucket as soon as they are told of it, and so wait for that.
    pub fn policy(&self) -> &Made<s3::BucketPolicy> {
        &self.policy
    }

    /// Lets somebody do exactly these things with the bucket and its objects, by a statement of its policy. For constructs of
    /// one's own in the stack of the bucket; what its objects are encrypted with has to let them in, too:
    /// `bucket.let_in(scope, &Principal::Service("ses.amazonaws.com"), actions!["s3:PutObject"])`. To let a role of the same stack in
    /// declares a flow of data from the role's construct.
    pub fn let_in(&self, scope: &mut Scope<'_>, who: &Principal, actions: &[Action]) {
        let (made, resources) = (&self.policy, vec![self.arn().into(), objects(&self.arn()).into()]);
        ResourcePolicy { made, property: "PolicyDocument", service: "s3", resources }.let_in(scope, who, actions);
        if let Some(role) = who.resource() {
            scope.flow_from(role, D::CLASS, &self.this);
        }
    }
}

impl<D: DataClass> Usable for Bucket<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let key = |actions| by_way_of("s3", self.key.arn(), actions);
        Connection::new(self.this.clone(), self.name.clone())
            .reads(Statement::allow(actions!["s3:ListBucket"], [self.arn()]))
            .reads(Statement::allow(actions!["s3:GetObject"], [objects(&self.arn())]))
            .reads(key(actions!["kms:Decrypt"]))
            .writes(Statement::allow(actions!["s3:DeleteObject", "s3:PutObject"], [objects(&self.arn())]))
            .writes(key(actions!["kms:GenerateDataKey"]))
            // Workloads are gone before the bucket is emptied, since they are told its name by what stands for that.
            .variable("BUCKET", self.emptied.as_ref().map_or_else(|| self.name(), Made::id))
    }
}

/// Whoever may get objects and not put them writes nothing.
impl<D: DataClass> Readable for Bucket<D> {}

impl<D: DataClass, R, X> Spec for SecureBucket<D, R, X> {
    type Handle = Bucket<D>;
    const KIND: &'static str = "SecureBucket";
    const INVARIANTS: &'static [Rule] = &[
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::BUCKET_KEEPS_VERSIONS,
        rule::BUCKET_IS_RESTORED_IN_TIME,
        rule::BUCKET_HAS_ZONES,
        rule::BUCKET_NAMES_ITS_PAGES,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
        rule::STORE_STAYS,
        rule::S3_BUCKET_LOGGING_ENABLED,
    ];
}

impl<D, R, X, P> Construct<P, Aws> for SecureBucket<D, R, X>
where
    D: DataClass,
    R: RecoveryFor<P>,
    X: DeletionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Bucket<D> {
        scope.stands_at(Dimension::recovery, R::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        let Parts { perimeter, copied_to, lifecycle, pages, tells_events } = self.parts;
        if let Some(copy) = &copied_to {
            scope.flow_of(D::CLASS, &copy.this);
        }
        let buckets = declare(
            scope,
            D::CLASS,
            (&perimeter.key, &perimeter.trail),
            copied_to.as_ref().map(|copy| (copy.arn(), &copy.key)),
            R::POSITION > Hours24::POSITION,
            Deletion::at::<P, X>(),
            tls::<P>(),
        );
        if let Some(lifecycle) = &lifecycle {
            lifecycle.judge(scope);
            for bucket in [Some(&buckets.made), buckets.copy.as_ref()].into_iter().flatten() {
                also(scope, bucket, "LifecycleConfiguration", lifecycle.configuration());
            }
        }
        if let Some(pages) = &pages {
            also(scope, &buckets.made, "CorsConfiguration", pages.configuration());
        }
        if tells_events {
            let told = Object::new().with("EventBridgeConfiguration", Object::new().with("EventBridgeEnabled", true));
            also(scope, &buckets.made, "NotificationConfiguration", told);
        }
        Bucket { tells: tells_events, ..Bucket::of(scope, perimeter.key, buckets) }
    }
}

/// What a bucket of the construct has besides what every bucket has.
fn also(scope: &mut Scope<'_>, bucket: &Made<s3::Bucket>, name: &'static str, value: Object) {
    let _of_this_stack = scope.amend(bucket, |properties| properties.insert(name, value));
}

fn declare(
    scope: &mut Scope<'_>,
    class: Class,
    (key, trail): (&Key, &Audited),
    copied_to: Option<(Value<String>, &Key)>,
    replicated: bool,
    deletion: Deletion,
    tls: Position,
) -> Buckets {
    scope.plays(Role::Store, class);
    bucket(scope, &BucketParts { replicated, copied_to, ..trail.bucket(key, deletion, tls) })
}

/// A bucket of a class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a bucket of `{D}` data",
    label = "give what `stack.add` returned for a `SecureBucket` in a perimeter of the same class",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait IsBucket<D: DataClass> {
    /// What is given.
    fn it(&self) -> &Bucket<D>;
}

#[diagnostic::do_not_recommend]
impl<D: DataClass> IsBucket<D> for Bucket<D> {
    fn it(&self) -> &Self {
        self
    }
}
