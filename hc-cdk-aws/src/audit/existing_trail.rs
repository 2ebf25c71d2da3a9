//! An audit trail that exists already: that of an organization, or one that another program of the account has made.
//!
//! An account has five trails in a region, and an organization has one of its own most of the time. What a program needs beside
//! such a trail is here: the bucket for access logs of its buckets and load balancers, which holds by construction what that of an
//! `AuditTrail` holds. What the trail records, and for how long, no template shows: it is stated, and for its owner to show.

use hc_cdk::{
    construct::{Construct, Spec},
    control::{gdpr, hipaa, iso27001, part11, soc2},
    data::{Ceiling, Class},
    model::Role,
    policy::Policy,
    rule::Rule,
    stack::Within,
    value::Value,
};

use super::audited::{Accesses, Audited, IsTrail, access_logs};
use crate::{
    kind::TrailArn,
    literal::arn::Arn,
    position::{Deletion, days, tls},
    rule,
    sentences::ExistingTrailNeedsArn,
    stack::Aws,
};

hc_cdk::builder! {
    /// An audit trail that exists already, by its ARN, which may be of another account: that of an organization is of the one that manages it.
    ///
    /// Its owner shows that it records every call in all regions, and each access to objects, items, queues and topics, and that nobody
    /// changes or deletes its records while the policy asks for them. Whatever looks into the records, such as `.misuse(&trail)` of `Alarms`,
    /// is where these are.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{kind::TrailArn, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = arn!(TrailArn, "arn:aws:cloudtrail:us-east-1:999988887777:trail/organization");
    /// let trail = stack.add("Audit", ExistingTrail::builder().arn(trail));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// # if let Err(findings) = App::new("clinic").stack(stack).synthesize() { panic!("{findings}"); }
    /// ```
    pub struct ExistingTrail;
    /// An audit trail of others that is being described.
    pub struct ExistingTrailBuilder => ExistingTrail;
    needs {
        /// Its ARN.
        arn(arn: impl IsTrailArn) -> Arn<TrailArn> { arn.it() }: ExistingTrailNeedsArn;
    }
}

/// An audit trail that exists already, with what a stack has beside it.
#[derive(Debug, Clone)]
pub struct TrailOfOthers {
    audited: Audited,
}

impl TrailOfOthers {
    /// The trail's ARN.
    pub fn arn(&self) -> Value<String> {
        self.audited.arn()
    }
}

impl IsTrail for TrailOfOthers {
    fn it(&self) -> &Audited {
        &self.audited
    }
}

impl Spec for ExistingTrail {
    type Handle = TrailOfOthers;
    const KIND: &'static str = "ExistingTrail";
    const INVARIANTS: &'static [Rule] = &[
        Rule::stated(
            "a trail of others records every call that manages something, in every region, and each access to objects of buckets \
             (`AWS::S3::Object`), to items of tables (`AWS::DynamoDB::Table`, `AWS::DynamoDB::Stream`), to messages of queues \
             (`AWS::SQS::Queue`) and to topics (`AWS::SNS::Topic`); nobody changes or deletes the records while the policy asks for them",
            &[
                hipaa::AUDIT_CONTROLS,
                hipaa::ACTIVITY_REVIEW,
                hipaa::DOCUMENTATION_SIX_YEARS,
                soc2::MONITORING,
                iso27001::LOGGING,
                gdpr::RECORDS,
                part11::AUDIT_TRAIL,
            ],
        ),
        rule::BUCKET_SPEAKS_TLS,
        rule::BUCKET_KEEPS_VERSIONS,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
    ];
}

impl<P: Policy> Construct<P, Aws> for ExistingTrail {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> TrailOfOthers {
        // What happened is internal; where the policy allows less than that, nothing internal happens.
        scope.plays(Role::Outside, Class::Internal.min(<P::DataCeiling as Ceiling>::HIGHEST));
        let days = days::<P::AuditRetention>().max(days::<P::LogRetention>());
        let kept = Accesses { days, deletion: Deletion::of::<P>(), tls: tls::<P>(), emptier: None };
        let access = access_logs(scope, &kept);
        let arn = Value::from(self.arn.as_str().to_owned());
        let (access_logs, access_logs_policy) = (access.made.id().into(), access.policy);
        TrailOfOthers { audited: Audited { arn, access_logs, access_logs_policy, emptier: None } }
    }
}

/// The ARN of an audit trail.
#[diagnostic::on_unimplemented(
    message = "this is not the ARN of an audit trail that was checked",
    label = "write `arn!(TrailArn, \"arn:aws:cloudtrail:..\")`, or `Arn::<TrailArn>::parse(text)`, which gives a `Result`",
    note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
)]
pub trait IsTrailArn {
    /// What is given.
    fn it(self) -> Arn<TrailArn>;
}

#[diagnostic::do_not_recommend]
impl IsTrailArn for Arn<TrailArn> {
    fn it(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        policy::{Hipaa, Production},
        prelude::*,
    };

    use crate::{account::AccountGuard, assertions::Template, kind::TrailArn, prelude::*, region, stores::STORES};

    use super::ExistingTrail;

    fn program() -> Stack<(Hipaa, Production)> {
        let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
        let key = stack.add("Key", CustomerKey::builder().build());
        let trail = arn!(TrailArn, "arn:aws:cloudtrail:us-east-1:999988887777:trail/organization");
        let trail = stack.add("Audit", ExistingTrail::builder().arn(trail).build());
        let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
        let zone = Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build();
        let zone = stack.add("Clinical", zone);
        stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
        stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail).build());
        stack
    }

    #[test]
    fn stores_are_made_under_a_trail_of_others_and_none_is_made() {
        let template = Template::of_stack(program());
        template.resource_count("AWS::CloudTrail::Trail", 0);
        let resources = &template.json()["Resources"];
        let to = &resources["Scans"]["Properties"]["LoggingConfiguration"]["DestinationBucketName"];
        assert_eq!(to["Ref"], "AuditAccessLogs");
    }

    #[test]
    fn what_a_trail_of_others_does_is_stated_and_never_held() {
        let app = App::new("clinic").stack(program());
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        let trail = [crate::rule::TRAIL_LOGS, crate::rule::TRAIL_RECORDS_OBJECTS, crate::rule::TRAIL_IS_LOCKED];
        assert!(trail.iter().all(|rule| checked.verdicts().of(rule).held == 0));
    }

    /// A store whose accesses others have to record is named in what is stated.
    #[test]
    fn what_has_to_be_recorded_is_all_that_an_audit_trail_records() {
        let [stated, ..] = <ExistingTrail as hc_cdk::construct::Spec>::INVARIANTS else { unreachable!() };
        for (_, kind) in STORES.iter().flat_map(|store| store.data_events) {
            assert!(stated.sentence.contains(kind), "{kind}");
        }
    }
}
