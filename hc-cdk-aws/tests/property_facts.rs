//! What the registry's schemas say of properties is compared with what a construct declares.

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    finding::Finding,
    policy::Development,
    resource::{Resource, ResourceType},
    rule::Rule,
    stack::Within,
    value::{Attr, Json, Object},
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
