//! The handle of a secret: a reference for workloads, never the plain text.

use hc_cdk::{
    uses::Credentials,
    value::{Attr, Json, Object, Token, Value},
};

use super::field::{KEEPER, SecretField};
use crate::{keys::Key, kind::SecretArn, pseudo};

/// A secret that a stack has taken, or that exists already: a reference for workloads, never the plain text.
#[derive(Debug, Clone)]
pub struct SecretHandle {
    pub(super) arn: Attr<SecretArn>,
    /// What CloudFormation looks it up by.
    pub(super) found_by: Value<String>,
    /// What rights name.
    pub(super) right_on: Value<String>,
    pub(super) key: Key,
    /// The fields that it has, if the program says that; none of a secret that is a text.
    pub(super) fields: Option<Vec<&'static str>>,
    /// The region that has a copy, and the key that encrypts it there.
    pub(super) copy: Option<(&'static str, Key)>,
}

impl SecretHandle {
    pub(crate) fn new(arn: Attr<SecretArn>, key: &Key) -> Self {
        let (found_by, right_on) = (arn.clone().into(), arn.clone().into());
        Self { arn, found_by, right_on, key: key.clone(), fields: None, copy: None }
    }

    /// The same, of which the program says the fields.
    pub(crate) fn with_fields(self, fields: Vec<&'static str>) -> Self {
        Self { fields: Some(fields), ..self }
    }

    /// What is wrong with taking a field of it, if something is.
    pub(crate) fn fault(&self, field: &str) -> Option<String> {
        let fields = self.fields.as_ref().filter(|it| !it.contains(&field))?;
        Some(match fields.as_slice() {
            [] => format!("takes the field `{field}` of a secret that is a text and has none"),
            fields => format!("takes the field `{field}` of a secret that has `{}`", fields.join("`, `")),
        })
    }

    /// A field as CloudFormation looks it up when it deploys: for properties that take no reference to a secret. It never stands in
    /// the template.
    pub(crate) fn resolved(&self, field: &'static str) -> Value<String> {
        let ending = format!(":SecretString:{field}}}}}");
        Value::concat(["{{resolve:secretsmanager:".into(), self.found_by.clone().into(), ending.into()])
    }

    /// The copy that is kept in another region, under a key of that region; nothing if none is kept there.
    pub(crate) fn copy_in(&self, region: &str) -> Option<Self> {
        let (region, key) = self.copy.as_ref().filter(|(copied, _)| *copied == region)?;
        // A copy is called like what it is a copy of, up to the region.
        let parts = Json::List(vec![":".into(), Json::from(self.arn.clone())]);
        let parts = Json::Token(Box::new(Token::Function { name: "Fn::Split", arguments: parts }));
        let name = Token::Function { name: "Fn::Select", arguments: Json::List(vec![6.into(), parts]) };
        let place = [format!("secretsmanager:{region}:").into(), pseudo::account().into(), ":secret:".into()];
        let arn = pseudo::arn_global(place.into_iter().chain([Json::Token(Box::new(name))]));
        Some(Self { fields: self.fields.clone(), ..Self::new(Value::from_json(arn.json().clone()), key) })
    }

    /// The secret's ARN.
    pub fn arn(&self) -> Attr<SecretArn> {
        self.arn.clone()
    }

    /// The whole secret, as a workload takes it.
    pub fn whole(&self) -> SecretField {
        self.part(None)
    }

    /// A field of a secret that holds a JSON object, as a workload takes it.
    pub fn field(&self, name: &'static str) -> SecretField {
        self.part(Some(name))
    }

    /// The fields of a secret that holds a JSON object, for whoever uses what it is for: the ends of the names of variables,
    /// such as `PASSWORD`, and the fields. `region` is that of its stack.
    pub fn credentials(&self, region: &'static str, fields: Vec<(&'static str, &'static str)>) -> Credentials {
        let (id, right_on) = (self.arn().into(), self.right_on.clone());
        Credentials { keeper: KEEPER, region, id, right_on, key: self.key.arn().into(), home: Object::new(), fields }
    }

    fn part(&self, field: Option<&'static str>) -> SecretField {
        let fault = field.and_then(|field| self.fault(field));
        SecretField { secret: self.arn(), right_on: self.right_on.clone(), key: self.key.arn(), field, fault }
    }
}

impl From<&SecretHandle> for SecretField {
    fn from(secret: &SecretHandle) -> Self {
        secret.whole()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a secret in Secrets Manager",
        label = "give what `Secret::existing(..)` does, or what `stack.add` returned for a secret",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// A secret.
    IsSecret: SecretHandle;
}
