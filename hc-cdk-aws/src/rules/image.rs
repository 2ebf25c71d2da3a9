//! Rules about repositories of container images.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    policy::Dimension,
    rule::{Index, Known, Must, Subject, asks, at, one_or_many, real_data},
    value::Json,
};

use super::{clauses::CONFIDENTIAL, read::text_at, when::customer_key};

const IMAGES: &[&str] = &["AWS::ECR::Repository"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub IMAGES_ARE_SCANNED = "ImagesAreScanned" {
        sentence: "an image is scanned for known weaknesses when it is pushed",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: IMAGES,
        when: real_data,
        must: Must::Hold(is_scanned),
        message: "does not scan what is pushed",
        help: "set `ScanOnPush` in `ImageScanningConfiguration` to true, or use an `ImageRepository`; what a registry says of scans is for all of its repositories",
    }

    pub IMAGES_STAY_AS_THEY_ARE = "ImagesStayAsTheyAre" {
        sentence: "while an image has a tag, no other image gets it",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::VALIDATION],
        on: IMAGES,
        when: real_data,
        must: Must::Hold(|it| it.text("ImageTagMutability") == Some("IMMUTABLE")),
        message: "lets a tag be moved to another image",
        help: "set `ImageTagMutability` to `IMMUTABLE`, or use an `ImageRepository`",
    }

    pub IMAGES_HAVE_THE_CUSTOMERS_KEY = "ImagesHaveTheCustomersKey" {
        sentence: "images are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: IMAGES,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| {
            let kind = it.text("EncryptionConfiguration/EncryptionType");
            matches!(kind, Some("KMS" | "KMS_DSSE")) && customer_key(it, "EncryptionConfiguration/KmsKey")
        }),
        message: "is not encrypted with a customer-managed key",
        help: "set `EncryptionType` to `KMS` and `KmsKey` to a `CustomerKey`, or use an `ImageRepository`",
    }

    pub IMAGES_ARE_COPIED_INTO_REPOSITORIES = "ImagesAreCopiedIntoRepositories" {
        sentence: "copies of images go into repositories of the program, which keep what it asks of these",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: &["AWS::ECR::ReplicationConfiguration"],
        when: real_data,
        must: Must::Hold(are_copied_into_repositories),
        message: "copies images into repositories that ECR makes by itself, without the customer's key and with tags that can be moved",
        help: "name each repository in `RepositoryFilters`, and make one of that name in each region of `Destinations`; or use `ImageCopies`",
    }
}

/// What a registry says of scans, which is said of an account and a region and not of one repository.
static REGISTRY: Index = Index::by(|it| (it.kind() == "AWS::ECR::RegistryScanningConfiguration").then(String::new));

fn is_scanned(repository: &Subject<'_>) -> bool {
    repository.flag("ImageScanningConfiguration/ScanOnPush") == Known::Is(true)
        && repository.found_in_app(&REGISTRY, "").all(|it| it.list("Rules").iter().any(scans_all))
}

/// Whether a registry scans the images of every repository when they are pushed.
fn scans_all(rule: &Json) -> bool {
    let every = |it: &Json| text_at(it, "Filter") == Some("*") && text_at(it, "FilterType") == Some("WILDCARD");
    matches!(text_at(rule, "ScanFrequency"), Some("SCAN_ON_PUSH" | "CONTINUOUS_SCAN"))
        && one_or_many(at(rule, "RepositoryFilters")).iter().any(every)
}

/// All repositories.
static REPOSITORIES: Index = Index::by(|it| (it.kind() == "AWS::ECR::Repository").then(String::new));

/// Whether for each repository of the region whose name begins as that says, there is one of its name in each region that images are copied to.
/// Each of these is the name of one, and not a part of names. What is copied to another account goes where nobody here can look.
fn are_copied_into_repositories(copies: &Subject<'_>) -> bool {
    let rules = copies.list("ReplicationConfiguration/Rules");
    let names = |region: &str| -> Vec<&str> {
        let all = copies.found_in_app(&REPOSITORIES, "").filter(|it| it.stack.region == region);
        all.filter_map(|it| it.text("RepositoryName")).collect()
    };
    let here = names(copies.stack.region);
    let is_kept = |rule: &Json| {
        let (filters, to) = (one_or_many(at(rule, "RepositoryFilters")), one_or_many(at(rule, "Destinations")));
        let begins: Vec<_> = filters.iter().map(|it| text_at(it, "Filter").unwrap_or_default()).collect();
        let ours: Vec<_> = here.iter().filter(|name| begins.iter().any(|it| name.starts_with(it))).collect();
        let own = |it: &Json| at(it, "RegistryId").is_some_and(|it| it.as_text().is_none());
        let each = |name: &&str| ours.iter().any(|it| it == &name);
        let is_there = |it: &Json| {
            let there = text_at(it, "Region").map(names).unwrap_or_default();
            own(it) && ours.iter().all(|name| there.contains(name))
        };
        !begins.is_empty() && begins.iter().all(each) && to.iter().all(is_there)
    };
    !rules.is_empty() && rules.iter().all(is_kept)
}
