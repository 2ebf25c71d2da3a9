//! What stands beside the properties of a resource: which members there are, and which words two of them take. CloudFormation
//! refuses a template with any other.
//!
//! Source: "Resource attribute reference" in the CloudFormation template reference, and there `DeletionPolicy` and
//! `UpdateReplacePolicy`.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, nearest},
};

use crate::stack::NAME;

/// The members that a resource can have. Functions among them are reported where references are read.
const MEMBERS: [&str; 7] =
    ["Condition", "CreationPolicy", DELETION, "DependsOn", "Metadata", "UpdatePolicy", REPLACEMENT];
const DELETION: &str = "DeletionPolicy";
const REPLACEMENT: &str = "UpdateReplacePolicy";

/// What may become of a resource that leaves, and what of one that is replaced.
const LEAVES: &[&str] = &["Delete", "Retain", "RetainExceptOnCreate", SNAPSHOT];
const REPLACED: &[&str] = &["Delete", "Retain", SNAPSHOT];

const SNAPSHOT: &str = "Snapshot";

/// The types of which CloudFormation makes a snapshot.
const HAVE_SNAPSHOTS: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

/// Reports members that CloudFormation does not know, and words that it does not take.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in &stack.resources {
            for (name, value) in resource.options.iter() {
                findings.extend(wrong(stack, resource, name, value));
            }
        }
    }
}

fn wrong(stack: &StackModel, resource: &ResourceModel, name: &str, value: &Json) -> Option<Finding> {
    let (message, help) = match name {
        DELETION => word(resource, name, value, LEAVES)?,
        REPLACEMENT => word(resource, name, value, REPLACED)?,
        _ if MEMBERS.contains(&name) || name.starts_with("Fn::") => return None,
        _ => {
            let help = nearest(name, MEMBERS.into_iter()).map_or_else(
                || "say it among the properties, or leave it out".to_owned(),
                |it| format!("write `{it}`, or leave it out"),
            );
            (format!("has a `{name}` beside its properties, and no resource has one there"), help)
        }
    };
    let message = format!("makes `{}`, which {message}", resource.logical_id);
    Some(stack.finding("ImpossibleOption", resource.construct, message, help))
}

/// What is wrong with a word, and what to write.
fn word(resource: &ResourceModel, name: &str, value: &Json, words: &[&str]) -> Option<(String, String)> {
    let quoted = || words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let Some(text) = value.as_text() else {
        let message = format!("has a `{name}` that is no word of the template");
        return Some((message, format!("write one of {}: only a macro puts something else into its place", quoted())));
    };
    if !words.contains(&text) {
        return Some((format!("has the `{name}` `{text}`"), format!("write one of {}", quoted())));
    }
    let kind = resource.kind();
    let is_impossible = text == SNAPSHOT && kind.starts_with("AWS::") && !HAVE_SNAPSHOTS.contains(&kind);
    is_impossible.then(|| {
        let message = format!("has the `{name}` `{SNAPSHOT}`, and CloudFormation makes no snapshot of an `{kind}`");
        (message, "write `Retain`, and let a backup plan make copies".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        construct::{Construct, Spec},
        policy::Development,
        rule::Rule,
        stack::Within,
        value::Object,
    };

    use super::*;
    use crate::{
        cfn, region,
        stack::{Aws, Stack},
    };

    struct With(&'static str, Json);

    impl Spec for With {
        type Handle = ();
        const KIND: &'static str = "With";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> Construct<P, Aws> for With {
        fn declare(self, scope: &mut Within<'_, P, Aws>) {
            let made = scope.resource("", cfn::sns::Topic::default());
            scope.option(&made, self.0, self.1);
            let made = scope.resource("Files", cfn::ec2::Volume::default());
            scope.option(&made, "DeletionPolicy", "Snapshot");
        }
    }

    #[track_caller]
    fn said(name: &'static str, value: impl Into<Json>, expected: &[(&str, &str)]) {
        let mut stack = Stack::<Development>::new("data", region::UsEast1);
        stack.add("T", With(name, value.into()));
        let findings = App::new("test").stack(stack).synthesize().map_or_else(|findings| findings.0, |_| Vec::new());
        let said: Vec<_> = findings.iter().map(|it| (it.message.as_str(), it.help.as_str())).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_policy_of_deletion_is_one_of_the_words_that_fit() {
        for fine in ["Delete", "Retain", "RetainExceptOnCreate"] {
            said(DELETION, fine, &[]);
        }
        let help = "write one of `Delete`, `Retain`, `RetainExceptOnCreate`, `Snapshot`";
        said(DELETION, "Keep", &[("makes `T`, which has the `DeletionPolicy` `Keep`", help)]);
        said(DELETION, "retain", &[("makes `T`, which has the `DeletionPolicy` `retain`", help)]);
        let help = "write one of `Delete`, `Retain`, `Snapshot`";
        let message = "makes `T`, which has the `UpdateReplacePolicy` `RetainExceptOnCreate`";
        said(REPLACEMENT, "RetainExceptOnCreate", &[(message, help)]);
    }

    #[test]
    fn a_snapshot_is_made_of_what_has_some() {
        let message = |of| {
            format!(
                "makes `T`, which has the `{of}` `Snapshot`, and CloudFormation makes no snapshot of an `AWS::SNS::Topic`"
            )
        };
        let help = "write `Retain`, and let a backup plan make copies";
        said(DELETION, "Snapshot", &[(&message(DELETION), help)]);
        said(REPLACEMENT, "Snapshot", &[(&message(REPLACEMENT), help)]);
    }

    #[test]
    fn a_policy_of_deletion_is_no_hole() {
        let value = crate::pseudo::region().json().clone();
        let help = "write one of `Delete`, `Retain`, `RetainExceptOnCreate`, `Snapshot`: only a macro puts something else into its place";
        said(DELETION, value, &[("makes `T`, which has a `DeletionPolicy` that is no word of the template", help)]);
    }

    #[test]
    fn beside_the_properties_stands_what_cloudformation_knows() {
        said("Metadata", Object::new().with("a", "b"), &[]);
        let message = "makes `T`, which has a `DeletePolicy` beside its properties, and no resource has one there";
        said("DeletePolicy", "Retain", &[(message, "write `DeletionPolicy`, or leave it out")]);
        let message = "makes `T`, which has a `Tags` beside its properties, and no resource has one there";
        said("Tags", "x", &[(message, "say it among the properties, or leave it out")]);
    }
}
