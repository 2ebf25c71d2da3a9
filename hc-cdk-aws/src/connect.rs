//! What it takes to connect a workload to a store: every store says it once, every workload follows it.

use hc_cdk::{
    data::DataClass,
    literal::port::Port,
    model::ConstructRef,
    value::{Attr, Value},
};

use crate::{iam::Statement, kind::SecretArn, network::SecurityGroup};

/// Something that keeps data of one class, and that a workload of that clearance can connect to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store that a workload can connect to",
    label = "not a store: connect to what `stack.add` returned for a database or a bucket"
)]
pub trait Store {
    /// The class of the data.
    type Class: DataClass;

    /// What a workload needs.
    fn connection(&self) -> Connection;
}

/// What a workload needs to use a store.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The store's construct, for the data flow.
    pub(crate) to: ConstructRef,
    /// The store's name in upper camel case, such as `Patients`. It names the rules, and in upper case begins the names of
    /// the variables: `PATIENTS_HOST`.
    pub(crate) name: String,
    /// The store's security group and port, if it is in the network.
    pub(crate) network: Option<(SecurityGroup, Port)>,
    /// What the workload itself may do.
    pub(crate) statements: Vec<Statement>,
    /// Plain variables: the ends of their names, such as `HOST`, and their values.
    pub(crate) variables: Vec<(&'static str, Value<String>)>,
    /// Secret variables: the ends of their names, such as `PASSWORD`, and where the secret is.
    pub(crate) secrets: Vec<(&'static str, SecretField)>,
}

impl Connection {
    /// The way to a store that is no part of the network, such as one that AWS runs: its construct (`scope.this()`) and its
    /// name in upper camel case, which in upper case begins the names of the variables.
    pub fn new(to: ConstructRef, name: impl Into<String>) -> Self {
        Self {
            to,
            name: name.into(),
            network: None,
            statements: Vec::new(),
            variables: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// Lets the workload do something.
    #[must_use]
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Tells the workload something in a plain variable: the end of its name, such as `TABLE`, and its value.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: impl Into<Value<String>>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// The store's construct, to which data flows: `scope.flow_of(class, connection.to())`.
    pub fn to(&self) -> &ConstructRef {
        &self.to
    }

    /// What the workload may do.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }
}

/// A field of a secret that holds a JSON object, or the whole secret.
#[derive(Debug, Clone)]
pub struct SecretField {
    /// The secret.
    pub(crate) secret: Attr<SecretArn>,
    /// The key that encrypts it.
    pub(crate) key: Attr<crate::kind::KeyArn>,
    /// The field, such as `password`; the whole secret if there is none.
    pub(crate) field: Option<&'static str>,
}

impl SecretField {
    /// Where a container finds it: the ARN, and the field if there is one.
    pub(crate) fn value_from(&self) -> Value<String> {
        match self.field {
            None => self.secret.clone().into(),
            Some(field) => Value::concat([self.secret.clone().into(), format!(":{field}::").into()]),
        }
    }

    /// What whoever starts the container has to be allowed.
    pub(crate) fn statements(&self) -> [Statement; 2] {
        [
            Statement::allow(crate::actions!["secretsmanager:GetSecretValue"], [self.secret.clone()]),
            Statement::allow(crate::actions!["kms:Decrypt"], [self.key.clone()]),
        ]
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a secret that is handed over by reference",
        label = "give a field of a `Secret`: `&secret.field(\"password\")`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// A secret, or a field of one.
    ByReference: SecretField;
}
