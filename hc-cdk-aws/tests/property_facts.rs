//! What the registry's schemas say of properties is compared with what a construct declares.

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    date,
    finding::Finding,
    policy::Development,
    resource::{Resource, ResourceType},
    rule::{BY_HAND, Rule},
    stack::Within,
    value::{Attr, Json, Object},
    waiver::Waiver,
};
use hc_cdk_aws::{
    cfn::{kms, s3, s3::bucket},
    region,
    stack::{Aws, Stack},
};

/// A construct of one resource.
struct Raw<R>(&'static str, R);

impl<R: Resource> Spec for Raw<R> {
    type Handle = ();

    const INVARIANTS: &'static [Rule] = &[];
    const KIND: &'static str = "Raw";
}

impl<R: Resource, P> Construct<P, Aws> for Raw<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        scope.resource(self.0, self.1);
    }
}

fn findings<R: Resource>(name: &'static str, resource: R) -> Vec<Finding> {
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    stack.add("Records", Raw(name, resource));
    let app = App::new("hms").stack(stack);
    app.check().err().map(|findings| findings.0).unwrap_or_default()
}

fn bucket(name: &'static str, status: &'static str) -> s3::Bucket {
    s3::Bucket {
        bucket_name: Some(Attr::literal(name)),
        versioning_configuration: Some(bucket::VersioningConfiguration { status: Some(status.into()) }),
        ..Default::default()
    }
}

#[test]
fn properties_that_the_schema_allows_are_no_finding() {
    assert_eq!(findings("", bucket("clinic-records", "Enabled")), []);
}

#[test]
fn a_finding_names_construct_line_property_and_what_is_allowed() {
    let found = findings("", bucket("clinic-records", "Paused"));
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.path, "clinic/Records");
    assert!(finding.written_at.file().ends_with("property_facts.rs"));
    assert_eq!(
        finding.message,
        "has an `AWS::S3::Bucket` whose `VersioningConfiguration/Status` is `Paused`, which is not one of the allowed values"
    );
    assert_eq!(finding.help, "`VersioningConfiguration/Status`: it must be one of `Enabled`, `Suspended`");
}

#[test]
fn everything_that_is_wrong_is_found_at_once() {
    let found = findings("Policy", bucket("Clinic", "Paused"));
    assert_eq!(found.len(), 2);
    assert!(
        found[0].message.starts_with("has an `AWS::S3::Bucket` `Policy` whose `BucketName` is `Clinic`"),
        "{found:?}"
    );
    let key = kms::Key { pending_window_in_days: Some(3.into()), ..Default::default() };
    assert_eq!(
        findings("", key)[0].message,
        "has an `AWS::KMS::Key` whose `PendingWindowInDays` is 3, which is out of range"
    );
    assert_eq!(findings("", kms::Alias::default()).len(), 2);
}

#[test]
fn of_a_type_without_a_schema_nothing_is_known() {
    struct Custom;
    impl Resource for Custom {
        type Id = String;
        type Of = hc_cdk_aws::cfn::CloudFormation;

        const TYPE: &'static ResourceType = &ResourceType::untyped("Custom::Thing");

        fn into_properties(self) -> Json {
            Object::new().into()
        }
    }
    assert_eq!(findings("", Custom), []);
}

/// A resource type of the schemas, with properties that no struct could have.
struct Untyped<R>(R, Object);

impl<R: Resource> Resource for Untyped<R> {
    type Id = R::Id;
    type Of = R::Of;

    const TYPE: &'static ResourceType = R::TYPE;

    fn into_properties(self) -> Json {
        self.1.into()
    }
}

#[test]
fn what_cannot_be_set_is_found_at_any_depth() {
    let object = Object::new;
    let of_bucket = |properties| findings("", Untyped(s3::Bucket::default(), properties));
    for (properties, path, help) in [
        (object().with("BucketNmae", "records"), "BucketNmae", "did you mean `BucketName`"),
        (object().with("bucketName", "records"), "bucketName", "did you mean `BucketName`"),
        // It can only be read.
        (object().with("Arn", "arn:aws:s3:::records"), "Arn", "what can be set there is `AbacStatus`, "),
        (
            object().with("VersioningConfiguration", object().with("Status", "Enabled").with("MfaDelete", true)),
            "VersioningConfiguration/MfaDelete",
            "what can be set there is `Status`",
        ),
        (
            object().with("Tags", vec![object().with("Key", "class").with("Value", "phi").with("Vale", "x")]),
            "Tags/0/Vale",
            "did you mean `Value`",
        ),
    ] {
        let found = of_bucket(properties);
        let [finding] = found.as_slice() else { panic!("{path}: {found:?}") };
        let message =
            format!("has an `AWS::S3::Bucket` with a `{path}`, which is none of the properties that can be set");
        assert_eq!(finding.message, message);
        assert!(finding.help.starts_with(&format!("`{path}`: {help}")), "{}", finding.help);
    }
}

#[test]
fn what_has_members_of_the_users_choice_is_free() {
    let policy = Object::new().with("Version", "2012-10-17").with("Statement", vec![Object::new().with("Anything", 1)]);
    let key = kms::Key { key_policy: Some(policy.into()), ..Default::default() };
    assert_eq!(findings("", key), []);
}

#[test]
fn a_waiver_sets_no_property_that_there_is_not() {
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    stack.add("Records", Raw("", bucket("clinic-records", "Enabled")));
    for path in ["VersioningConfiguration/Sttus", "ObjectLockEnable"] {
        let waiver = Waiver::new(BY_HAND, "it was always so", "jane.roe", date!("2027-01-31"));
        stack.add(if path.contains('/') { "One" } else { "Other" }, waiver.property("Records", path, "Suspended"));
    }
    let found = App::new("hms").stack(stack).check().err().map(|findings| findings.0).unwrap_or_default();
    let help: Vec<&str> = found.iter().map(|finding| finding.help.as_ref()).collect();
    let expected = [
        "`VersioningConfiguration/Sttus`: did you mean `Status`",
        "`ObjectLockEnable`: did you mean `ObjectLockEnabled`",
    ];
    assert_eq!(help, expected);
}

#[test]
fn null_is_no_value_for_what_is_required() {
    let properties = Object::new().with("AliasName", Json::Null).with("TargetKeyId", "alias/clinic");
    let found = findings("", Untyped(kms::Alias::default(), properties));
    assert!(found.iter().all(|finding| finding.message.contains("without `AliasName`")), "{found:?}");
    assert!(!found.is_empty());
}
