//! Under which policies and waivers the rules hold.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    date,
    dimension::residency::ResidencyFor,
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
    resource::Made,
    rule::Rule,
    stack::Within,
};
use hc_cdk_aws::{
    cfn::{rds::DbInstance, s3::Bucket},
    region, rule,
    stack::{Aws, Stack},
};

use super::{findings, rule_of, unrelated};

fn rules_of_a_bucket<P: Policy>(mut stack: Stack<P>, waiver: Waiver) -> Vec<String> {
    stack.add("Bucket", waiver.resource(Bucket::default()));
    findings(stack).iter().map(|finding| rule_of(finding).to_owned()).collect()
}

fn stack<P: Policy>() -> Stack<P>
where
    region::UsEast1: ResidencyFor<P>,
{
    Stack::new("clinic", region::UsEast1)
}

fn waiver(rule: Rule) -> Waiver {
    Waiver::new(rule, "rebuilt nightly from the source system", "jane.roe", date!("2099-01-31"))
}

#[test]
fn rules_hold_where_hipaa_is_cited() {
    policy! {
        /// A team's own policy.
        Clinic { log_retention: Days90 [hipaa::AUDIT_CONTROLS] }
    }
    policy! {
        /// A policy that cites something else.
        Shop { log_retention: Days90 [iso27001::LOGGING] }
    }
    assert!(!rules_of_a_bucket(stack::<Hipaa>(), unrelated()).is_empty());
    assert!(!rules_of_a_bucket(stack::<(Development, Hipaa)>(), unrelated()).is_empty());
    assert!(!rules_of_a_bucket(stack::<Clinic>(), unrelated()).is_empty());
    // What scanners ask of a bucket has names that begin like this.
    let scanners = |rules: Vec<String>| rules.into_iter().filter(|rule| rule.starts_with("S3")).count();
    assert_eq!(scanners(rules_of_a_bucket(stack::<Shop>(), unrelated())), 0);
    assert_eq!(scanners(rules_of_a_bucket(stack::<(Development, Production)>(), unrelated())), 0);
    assert_ne!(scanners(rules_of_a_bucket(stack::<Clinic>(), unrelated())), 0);
}

#[test]
fn a_waiver_exempts_from_the_rules_that_it_names() {
    let signed = waiver(rule::S3_BUCKET_REPLICATION_ENABLED).and(rule::S3_BUCKET_VERSIONING_ENABLED);
    let left = rules_of_a_bucket(stack::<Hipaa>(), signed);
    assert!(
        !left.iter().any(|rule| ["S3BucketReplicationEnabled", "S3BucketVersioningEnabled"].contains(&rule.as_str()))
    );
    assert!(left.contains(&"S3BucketLoggingEnabled".to_owned()), "{left:?}");
}

#[test]
fn a_waiver_is_for_what_is_inside_of_its_construct() {
    /// A bucket for uploads, in a construct of a user's own.
    struct Uploads;
    impl Spec for Uploads {
        type Handle = Made<Bucket>;
        const KIND: &'static str = "Uploads";
        const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[];
    }
    impl<P: Policy> Construct<P, Aws> for Uploads {
        fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<Bucket> {
            scope.child("Store", "Store", &[]).resource("", Bucket::default())
        }
    }
    let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
    let signed = Waiver::new(rule::S3_BUCKET_VERSIONING_ENABLED, "rebuilt nightly", "jane.roe", date!("2099-01-31"));
    stack.add("Letters", signed.construct(Uploads));
    stack.add("LettersOld", Uploads);
    let findings = findings(stack);
    let unversioned: Vec<_> = findings.iter().filter(|it| rule_of(it) == "S3BucketVersioningEnabled").collect();
    assert_eq!(unversioned.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["clinic/LettersOld/Store"]);
    // The line is that of the user who added the construct, not of the construct's author.
    assert!(unversioned.iter().all(|it| it.written_at.file().ends_with("policies.rs")));
    assert_eq!(
        unversioned[0].message,
        "declares `LettersOldStore` (`AWS::S3::Bucket`), which keeps no earlier versions of its objects"
    );
}

#[test]
fn a_position_on_a_dimension_is_asked_for_where_the_policy_asks_for_it() {
    fn rules<P: Policy>(mut stack: Stack<P>) -> Vec<String> {
        stack.add("Db", unrelated().resource(DbInstance { engine: Some("postgres".into()), ..Default::default() }));
        findings(stack).iter().map(|finding| rule_of(finding).to_owned()).collect()
    }
    let positions = ["RDSInstanceDeletionProtectionEnabled", "RDSMultiAZSupport"];
    let asked = |rules: &[String]| positions.map(|position| rules.iter().any(|rule| rule == position));
    assert_eq!(asked(&rules(stack::<Hipaa>())), [false, false]);
    assert_eq!(asked(&rules(stack::<(Hipaa, Production)>())), [true, true]);
}

#[test]
fn no_policy_opens_everything() {
    let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
    let open = hc_cdk_aws::cfn::ec2::SecurityGroupIngress {
        cidr_ip: Some("0.0.0.0/0".into()),
        from_port: Some(443.into()),
        ip_protocol: Some("tcp".into()),
        to_port: Some(443.into()),
        ..Default::default()
    };
    stack.add("Web", Raw(open));
    let found = findings(stack);
    assert_eq!(found.iter().map(rule_of).collect::<Vec<_>>(), ["OpenIngress"]);
    assert_eq!(found[0].control, Some(soc2::BOUNDARY_PROTECTION));
}

#[test]
fn an_endpoint_is_open_on_the_ports_of_the_web() {
    /// An endpoint of a user's own that is open on a port.
    struct Front(u16);
    impl Spec for Front {
        type Handle = ();
        const KIND: &'static str = "Front";
        const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[];
    }
    impl<P: Policy> Construct<P, Aws> for Front {
        fn declare(self, scope: &mut Within<'_, P, Aws>) {
            scope.plays(hc_cdk::model::Role::Endpoint, hc_cdk::data::Class::Public);
            scope.child("Group", "Group", &[]).resource(
                "",
                hc_cdk_aws::cfn::ec2::SecurityGroupIngress {
                    cidr_ip: Some("0.0.0.0/0".into()),
                    from_port: Some(self.0.into()),
                    ip_protocol: Some("tcp".into()),
                    to_port: Some(self.0.into()),
                    ..Default::default()
                },
            );
        }
    }
    for (port, open) in [(80, true), (443, true), (8080, false)] {
        let mut stack = Stack::<Hipaa>::new("clinic", region::UsEast1);
        stack.add("Front", Front(port));
        let closed = findings(stack).iter().any(|it| rule_of(it) == "OpenIngress");
        assert_eq!(!closed, open, "port {port}");
    }
}
