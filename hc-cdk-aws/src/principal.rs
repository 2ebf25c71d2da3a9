//! Who else may use a key or a bucket: a statement on its own policy, for somebody whom it names.
//!
//! What workloads need is no such statement: they connect. It is for constructs of one's own, with which a service of AWS delivers
//! something.

use hc_cdk::{
    control::soc2,
    resource::{Made, Resource},
    stack::Scope,
    value::{Attr, Json, Object, ResourceRef, Token, Value},
};

use crate::{
    iam::{self, Statement},
    kind::RoleArn,
    literal::action::Action,
    pseudo,
};

/// Who may do something.
#[derive(Debug, Clone)]
pub enum Principal {
    /// A service of AWS, such as `delivery.logs.amazonaws.com`, where it acts for the account of the stack and for no other.
    Service(&'static str),
    /// A service of AWS where it acts for one resource, by the ARN of that, and for no other.
    ServiceFor(&'static str, Value<String>),
    /// A service of AWS where it publishes to topics of the account of the stack, for the key of these. It is for `EventBridge`, which
    /// says to the key for which topic it acts, and not for which account.
    Publisher(&'static str),
    /// A service of AWS where it sends to queues of the account of the stack, for the key of these; it is for `EventBridge`, too.
    Sender(&'static str),
    /// A role.
    Role(Attr<RoleArn>),
}

impl Principal {
    /// The role as a resource, if it is one of the app.
    pub(crate) fn resource(&self) -> Option<&ResourceRef> {
        let Self::Role(arn) = self else { return None };
        let Json::Token(token) = arn.json() else { return None };
        let Token::Attribute { resource, .. } = token.as_ref() else { return None };
        Some(resource)
    }

    /// The statement for him.
    pub(crate) fn may(&self, statement: Statement) -> Json {
        match self {
            Self::Service(name) => {
                statement.when("StringEquals", "aws:SourceAccount", pseudo::account()).for_principal(iam::service(name))
            }
            Self::ServiceFor(name, source) => {
                statement.when("StringEquals", "aws:SourceArn", source.clone()).for_principal(iam::service(name))
            }
            Self::Publisher(name) => {
                let topics = pseudo::arn_here("sns", ["*".into()]);
                statement
                    .when("ArnLike", "kms:EncryptionContext:aws:sns:topicArn", topics)
                    .for_principal(iam::service(name))
            }
            Self::Sender(name) => {
                let queues = pseudo::arn_here("sqs", ["*".into()]);
                statement.when("ArnLike", "kms:EncryptionContext:aws:sqs:arn", queues).for_principal(iam::service(name))
            }
            Self::Role(arn) => statement.for_principal(Object::new().with("AWS", arn.clone()).into()),
        }
    }
}

/// A policy that belongs to a resource: where it stands, of which service its actions are, and what it is about.
pub(crate) struct ResourcePolicy<'a, R> {
    pub(crate) made: &'a Made<R>,
    pub(crate) property: &'static str,
    pub(crate) service: &'static str,
    pub(crate) resources: Vec<Json>,
}

impl<R: Resource> ResourcePolicy<'_, R> {
    /// Adds a statement, for exactly these actions.
    pub(crate) fn let_in(self, scope: &mut Scope<'_>, who: &Principal, actions: &[Action]) {
        self.check(scope, who, actions);
        let statement = who.may(Statement::allow(actions, self.resources));
        let property = self.property;
        let ours = scope.amend(self.made, |resource| {
            if let Some(Json::Object(policy)) = resource.get_mut(property)
                && let Some(Json::List(statements)) = policy.get_mut("Statement")
                && !statements.contains(&statement)
            {
                statements.push(statement);
            }
        });
        if !ours {
            let message =
                format!("lets somebody in by a policy of the stack `{}`", self.made.reference().stack().name());
            scope.reject(None, message, "let in whoever it is in that stack");
        }
    }

    fn check(&self, scope: &mut Scope<'_>, who: &Principal, actions: &[Action]) {
        if let Principal::Service(name)
        | Principal::ServiceFor(name, _)
        | Principal::Publisher(name)
        | Principal::Sender(name) = who
            && (!name.ends_with(".amazonaws.com") || name.contains('*'))
        {
            scope.reject(
                Some(soc2::LEAST_PRIVILEGE),
                format!("lets `{name}` in, which is no service of AWS"),
                "name the service in full, such as `delivery.logs.amazonaws.com`",
            );
        }
        let of_service = |it: &&Action| it.as_str().split(':').next() == Some(self.service);
        for action in actions.iter().filter(|it| !of_service(it)) {
            scope.reject(
                Some(soc2::LEAST_PRIVILEGE),
                format!("allows `{}` in a policy that is about `{}`", action.as_str(), self.service),
                format!("name actions of `{}`", self.service),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        construct::{Construct, Spec},
        data::Phi,
        date,
        policy::{Hipaa, Production},
        rule::Rule,
        stack::Within,
        waiver::Waiver,
    };
    use serde_json::{Value, json};

    use super::Principal;
    use crate::{
        assertions::{Clinic, Template},
        keys::Key,
        kind::{KeyArn, RoleArn},
        literal::action::Action,
        prelude::*,
        region, rule,
        storage::Bucket,
    };

    /// Lets somebody into a key or a bucket.
    struct Lets<'a>(Option<&'a Key>, Option<&'a Bucket<Phi>>, Principal, &'static [Action]);

    impl Spec for Lets<'_> {
        type Handle = ();
        const KIND: &'static str = "Lets";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> Construct<P, Aws> for Lets<'_> {
        fn declare(self, scope: &mut Within<'_, P, Aws>) {
            let Self(key, bucket, who, actions) = self;
            if let Some(key) = key {
                key.let_in(scope, &who, actions);
            }
            if let Some(bucket) = bucket {
                bucket.let_in(scope, &who, actions);
            }
        }
    }

    fn clinic() -> (Clinic<(Hipaa, Production), Phi>, Bucket<Phi>) {
        let mut clinic = Clinic::new("clinic", region::UsEast1);
        let scans = clinic.stack.add("Scans", SecureBucket::builder().perimeter(&clinic.zone).build());
        (clinic, scans)
    }

    fn last(template: &Template, resource: &str, policy: &str) -> Value {
        let statements = &template.json()["Resources"][resource]["Properties"][policy]["Statement"];
        statements.as_array().unwrap().last().unwrap().clone()
    }

    #[test]
    fn a_service_is_let_in_for_this_account_and_these_actions() {
        let (Clinic { mut stack, key, .. }, scans) = clinic();
        let who = Principal::Service("delivery.logs.amazonaws.com");
        stack.add("ToKey", Lets(Some(&key), None, who.clone(), actions!["kms:GenerateDataKey"]));
        stack.add("ToBucket", Lets(None, Some(&scans), who, actions!["s3:PutObject", "s3:GetBucketAcl"]));
        let template = Template::of_stack(stack);
        let condition = json!({ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } });
        let principal = json!({ "Service": "delivery.logs.amazonaws.com" });
        let of_key = last(&template, "Key", "KeyPolicy");
        assert_eq!((&of_key["Principal"], &of_key["Condition"]), (&principal, &condition));
        assert_eq!((&of_key["Action"], &of_key["Resource"]), (&json!("kms:GenerateDataKey"), &json!("*")));
        let of_bucket = last(&template, "ScansPolicy", "PolicyDocument");
        assert_eq!((&of_bucket["Principal"], &of_bucket["Condition"]), (&principal, &condition));
        assert_eq!(of_bucket["Action"], json!(["s3:PutObject", "s3:GetBucketAcl"]));
        let arn = json!({ "Fn::GetAtt": ["Scans", "Arn"] });
        assert_eq!(of_bucket["Resource"], json!([arn, { "Fn::Join": ["", [arn, "/*"]] }]));
    }

    #[test]
    fn a_role_of_another_account_is_named_by_its_arn_and_signed_for() {
        let arn = "arn:aws:iam::111122223333:role/partner";
        let partner = |rules: &[Rule]| {
            let Clinic { mut stack, zone, .. } = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
            let waiver = Waiver::new(rules[0], "the partner reads scans", "jane.roe", date!("2027-10-31"));
            let waiver = rules[1..].iter().fold(waiver, |waiver, rule| waiver.and(*rule));
            let scans = stack.add("Scans", waiver.construct(SecureBucket::builder().perimeter(&zone).build()));
            let who = Principal::Role(hc_cdk::value::Value::<RoleArn>::literal(arn));
            stack.add("Partner", Lets(None, Some(&scans), who, actions!["s3:GetObject"]));
            stack
        };
        let findings = App::new("test").stack(partner(&[rule::POLICY_STAYS_INSIDE])).check().unwrap_err().0;
        let codes: Vec<_> = findings.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["NotCleared"], "a partner is not of the app");
        let template = Template::of_stack(partner(&[rule::POLICY_STAYS_INSIDE, hc_cdk::rule::NOT_CLEARED]));
        let statement = last(&template, "ScansPolicy", "PolicyDocument");
        assert_eq!((&statement["Principal"], &statement["Condition"]), (&json!({ "AWS": arn }), &Value::Null));
    }

    #[test]
    fn what_cannot_be_let_in_is_found() {
        let (Clinic { mut stack, .. }, scans) = clinic();
        let (Clinic { stack: other, key: foreign, .. }, _) = clinic();
        let existing = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1a2b"));
        let ses = || Principal::Service("ses.amazonaws.com");
        stack.add("Everybody", Lets(None, Some(&scans), Principal::Service("*"), actions!["s3:GetObject"]));
        stack.add("Confused", Lets(None, Some(&scans), ses(), actions!["kms:Decrypt"]));
        stack.add("Existing", Lets(Some(&existing), None, ses(), actions!["kms:Decrypt"]));
        stack.add("Foreign", Lets(Some(&foreign), None, ses(), actions!["kms:Decrypt"]));
        let findings = App::new("test").stack(stack).stack(other).synthesize().unwrap_err().to_string();
        for sentence in [
            "`clinic/Everybody` lets `*` in, which is no service of AWS",
            "`clinic/Confused` allows `kms:Decrypt` in a policy that is about `s3`",
            "`clinic/Existing` lets somebody use a key that exists already",
            "`clinic/Foreign` lets somebody in by a policy of the stack `clinic`",
        ] {
            assert!(findings.contains(sentence), "{sentence}\n{findings}");
        }
    }
}
