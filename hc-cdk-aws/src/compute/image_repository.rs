//! A repository of container images, for what is built and what services run.
//!
//! Not for images that others make: those are named by digest where they are. By construction each image is scanned when it is
//! pushed, a tag always means the same image, and images are encrypted with the customer's key. What is old goes away by itself.

use std::marker::PhantomData;

use hc_cdk::{
    builder::MayBeLeftOut,
    construct::{Construct, Spec},
    control::iso27001,
    dimension::{PolicyFloor, deletion::DeletionFor},
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object},
};

use super::repository::Repository;
use crate::{
    cfn::ecr::{self, repository as property},
    emptied::is_passing,
    iam::document,
    keys::{IsKey, Key},
    position::Deletion,
    pseudo,
    rules::rule::{
        IMAGES_ARE_SCANNED, IMAGES_HAVE_THE_CUSTOMERS_KEY, IMAGES_STAY_AS_THEY_ARE, POLICY_NAMES_WHO, RECORDS_STAY,
    },
    sentences::ImagesNeedKey,
    stack::Aws,
};

/// A repository of images. `X` is what happens to them when they leave the program.
///
/// It stands in a stack of its own: nothing is in a repository when it is made, so that what runs its images does not come up in the same
/// deployment. First that stack is deployed, then images are pushed, and then the rest is deployed.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut images = Stack::<(Hipaa, Production)>::new("clinic-images", region::UsEast1);
/// let key = images.add("Key", CustomerKey::builder());
/// let repository = images.add("Api", ImageRepository::builder().key(&key).keep_last(100));
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
/// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
/// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
/// let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
/// let api = FargateService::builder().perimeter(&clinical).image(repository.image(digest)?).port(8080);
/// stack.add("Api", api);
/// # assert!(App::new("clinic").stack(images).stack(stack).synthesize().is_ok());
/// # Ok::<(), hc_cdk::image::NotAnImage>(())
/// ```
#[derive(Debug, Clone)]
pub struct ImageRepository<X = PolicyFloor> {
    parts: Parts,
    position: PhantomData<fn() -> X>,
}

hc_cdk::builder! {
    /// What a repository is made of.
    pub struct Parts;
    /// A repository that is being described.
    pub struct ImageRepositoryBuilder => ImageRepository;
    needs {
        /// The key that encrypts its images.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: ImagesNeedKey;
        /// What it is called, such as `clinic/api`, where who pushes to it says so without asking the stack. A name is for one repository of an
        /// account and region: small letters, digits and `._-/`, 2 to 256 signs. Without one CloudFormation names it.
        called(name: impl Into<String>) -> Option<String> { Some(name.into()) }: MayBeLeftOut;
        /// How many images are kept: beyond that the oldest go away, 50 if nothing is said. What runs has to be
        /// among them, and what one goes back to: 6 at least.
        keep_last(images: u32) -> Option<u32> { Some(images) }: MayBeLeftOut;
        /// After how many days images without a tag go away; 14 if nothing is said.
        untagged_days(days: u32) -> Option<u32> { Some(days) }: MayBeLeftOut;
    }
    may {
        /// The accounts that pull its images as well, by their numbers of 12 digits, such as that of staging, which runs what production
        /// will. Where there is real data somebody signs for that: [`POLICY_STAYS_INSIDE`](crate::rule::POLICY_STAYS_INSIDE).
        ///
        /// ```
        /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
        /// use hc_cdk_aws::{prelude::*, region, rule};
        ///
        /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic-images", region::UsEast1);
        /// let key = stack.add("Key", CustomerKey::builder());
        /// let images = ImageRepository::builder().key(&key).called("clinic/api").pulled_by(["444455556666"]).build();
        /// let why = "staging runs the images that production will";
        /// let signed = Waiver::new(rule::POLICY_STAYS_INSIDE, why, "jane.roe", date!("2027-10-31"));
        /// stack.add("Images", signed.construct(images));
        /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
        /// ```
        pulled_by(accounts: impl Accounts) -> Vec<&'static str> { accounts.all() } = Vec::new();
    }
    positions ImageRepository {
        /// What happens to the images when they leave the program, instead of what the policy asks for.
        deletion: X,
    }
}

hc_cdk::lists! {
    #[diagnostic::on_unimplemented(
        message = "these are not accounts that pull images",
        label = "give their numbers as a list: `[\"444455556666\"]`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    /// Accounts of AWS, by their numbers of 12 digits.
    Accounts: &'static str;
}

/// How many images are kept, if the program does not say.
const KEPT: u32 = 50;

/// How few images are kept: an image has its signature and the list of what is in it beside it, and there has to be a release to go back to.
const LEAST_KEPT: u32 = 6;

/// For how many days images without a tag are kept, if the program does not say.
const UNTAGGED_DAYS: u32 = 14;

impl<X> Spec for ImageRepository<X> {
    type Handle = Repository;
    const KIND: &'static str = "ImageRepository";
    const INVARIANTS: &'static [Rule] =
        &[IMAGES_ARE_SCANNED, IMAGES_STAY_AS_THEY_ARE, IMAGES_HAVE_THE_CUSTOMERS_KEY, RECORDS_STAY, POLICY_NAMES_WHO];
}

impl<X: DeletionFor<P>, P: Policy> Construct<P, Aws> for ImageRepository<X> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Repository {
        scope.stands_at(Dimension::deletion, X::POSITION);
        declare(scope, &self.parts, Deletion::at::<P, X>())
    }
}

fn declare(scope: &mut Scope<'_>, parts: &Parts, deletion: Deletion) -> Repository {
    let (kept, days) = (parts.keep_last.unwrap_or(KEPT), parts.untagged_days.unwrap_or(UNTAGGED_DAYS));
    if kept < LEAST_KEPT || days == 0 {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("keeps {kept} images, and those without a tag for {days} days"),
            "keep at least 6, which are the release that runs and the one before, each with its signature and the list of what is in it, \
             and those without a tag for at least a day",
        );
    }
    if let Some(name) = parts.called.as_ref().filter(|it| !is_name(it)) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("is called `{name}`, which is no name of a repository"),
            "use small letters and digits, with `/`, `.`, `_` or `-` between them, such as `clinic/api`",
        );
    }
    let is_account = |it: &&&str| it.len() == 12 && it.bytes().all(|it| it.is_ascii_digit());
    if let Some(account) = parts.pulled_by.iter().find(|it| !is_account(it)) {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("lets the account `{account}` pull its images"),
            "give its number, of 12 digits",
        );
    }
    let is_passing = is_passing(scope.policy()) && !deletion.is_kept();
    let made = scope.resource(
        "",
        ecr::Repository {
            empty_on_delete: is_passing.then(|| true.into()),
            encryption_configuration: Some(property::EncryptionConfiguration {
                encryption_type: Some("KMS".into()),
                kms_key: Some(parts.key.arn().into()),
            }),
            image_scanning_configuration: Some(property::ImageScanningConfiguration {
                scan_on_push: Some(true.into()),
            }),
            image_tag_mutability: Some("IMMUTABLE".into()),
            lifecycle_policy: Some(property::LifecyclePolicy {
                lifecycle_policy_text: Some(lifecycle(kept, days).into()),
                ..Default::default()
            }),
            repository_policy_text: pulled_by(&parts.pulled_by),
            repository_name: parts.called.clone().map(Into::into),
            ..Default::default()
        },
    );
    match parts.called {
        Some(_) => deletion.apply_named(scope, &made),
        None => deletion.apply(scope, &made),
    }
    Repository::made(made, parts.called.clone())
}

/// What lets other accounts pull: the policy of a repository is about that repository, and takes no `Resource`. ECR decrypts what it hands
/// out by itself, so that the key lets in nobody for that.
///
/// Source: "Private repository policy examples in Amazon ECR" in the user guide of ECR.
fn pulled_by(accounts: &[&'static str]) -> Option<Json> {
    let root = |it: &&'static str| pseudo::arn_global(["iam::".into(), (*it).into(), ":root".into()]).into();
    let actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    let pull = Object::new()
        .with("Principal", Object::new().with("AWS", accounts.iter().map(root).collect::<Vec<Json>>()))
        .with("Action", actions.map(Json::from).to_vec())
        .with("Effect", "Allow");
    (!accounts.is_empty()).then(|| document([pull.into()]))
}

/// Whether a repository can be called that.
///
/// Source: `repositoryName` of the API of ECR, `CreateRepository`.
fn is_name(name: &str) -> bool {
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
    let part =
        |it: &str| it.starts_with(fits) && it.ends_with(fits) && it.chars().all(|it| fits(it) || "._-".contains(it));
    (2..=256).contains(&name.len()) && name.split('/').all(part)
}

/// Which images go away: those without a tag after some days, and then the oldest.
fn lifecycle(kept: u32, days: u32) -> String {
    let untagged = format!(
        r#"{{"rulePriority":1,"selection":{{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":{days}}},"action":{{"type":"expire"}}}}"#
    );
    let oldest = format!(
        r#"{{"rulePriority":2,"selection":{{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":{kept}}},"action":{{"type":"expire"}}}}"#
    );
    format!(r#"{{"rules":[{untagged},{oldest}]}}"#)
}
