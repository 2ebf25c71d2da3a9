//! What the documentation of CloudFormation says of changes, and the schemas of its registry do not.
//!
//! Source: "Update requires" of the properties in the template reference.

/// What cannot change in place.
const FIXED: [(&str, &str); 3] = [
    ("AWS::CertificateManager::Certificate", "ValidationMethod"),
    ("AWS::EC2::EIP", "Domain"),
    ("AWS::Route53::RecordSet", "Name"),
];
/// Of what keeps data: what the schemas let change in place and the documentation does not, so that only a change set shows it.
const DOUBTFUL: [(&str, &str); 1] = [("AWS::S3::Bucket", "ObjectLockEnabled")];

/// What names the function behind a custom resource, whichever type it has.
pub(super) const TOKEN: &str = "ServiceToken";

/// Whether a type is one of custom resources.
pub(super) fn is_custom(kind: &str) -> bool {
    kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource"
}

/// The properties of a type that cannot change in place, beside those of its schema.
pub(super) fn fixed(kind: &str) -> Vec<&'static str> {
    if is_custom(kind) { vec![TOKEN] } else { of(&FIXED, kind) }
}

/// Those of which that is in doubt.
pub(super) fn doubtful(kind: &str) -> Vec<&'static str> {
    of(&DOUBTFUL, kind)
}

fn of(table: &[(&str, &'static str)], kind: &str) -> Vec<&'static str> {
    table.iter().filter(|(of, _)| *of == kind).map(|(_, property)| *property).collect()
}
