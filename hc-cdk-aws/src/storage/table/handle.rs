//! The handle of a table: what workloads connect to, and what outputs and functions refer to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    model::ConstructRef,
    resource::Made,
    uses::{Connection, Readable, Usable},
    value::Value,
};

use crate::{
    actions,
    cfn::dynamodb,
    iam::{Statement, by_way_of},
    keys::Key,
    literal::action::Action,
    stack::Aws,
};

/// A table that a stack has taken, with data of class `D`.
///
/// A connected workload finds its name in a variable, such as `VISITS_TABLE`.
#[derive(Debug, Clone)]
pub struct Table<D> {
    pub(super) facts: Facts,
    pub(super) class: PhantomData<fn() -> D>,
}

/// What is the same for every class of data.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(super) name: String,
    pub(super) key: Key,
    pub(super) made: Made<dynamodb::Table>,
    pub(super) indexes: Vec<&'static str>,
    pub(super) streams: bool,
}

impl<D> Table<D> {
    /// The table's name.
    pub fn name(&self) -> Value<String> {
        self.facts.made.id()
    }

    /// The table's ARN.
    pub fn arn(&self) -> Value<String> {
        self.facts.made.get(dynamodb::Table::ARN)
    }

    /// The ARN of its stream, if it has one.
    pub fn stream_arn(&self) -> Option<Value<String>> {
        self.facts.streams.then(|| self.facts.made.get(dynamodb::Table::STREAM_ARN))
    }

    /// The table as a resource.
    pub fn made(&self) -> &Made<dynamodb::Table> {
        &self.facts.made
    }

    /// The key that encrypts it.
    pub(crate) fn key(&self) -> &Key {
        &self.facts.key
    }

    /// Its construct, and the name of that.
    pub(crate) fn construct(&self) -> (&ConstructRef, &str) {
        (&self.facts.this, &self.facts.name)
    }

    /// The ARNs of its indexes.
    fn indexes(&self) -> Vec<Value<String>> {
        let arn = |name: &&'static str| Value::concat([self.arn().into(), format!("/index/{name}").into()]);
        self.facts.indexes.iter().map(arn).collect()
    }

    /// What a caller may do with the key, by way of `DynamoDB` and no other.
    fn with_key(&self, actions: &[Action]) -> Statement {
        by_way_of("dynamodb", self.facts.key.arn(), actions)
    }
}

impl<D: DataClass> Usable for Table<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let get = actions![
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
        ];
        let put = actions![
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ];
        let encrypt = actions!["kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];
        let table = |actions| Statement::allow(actions, [self.arn()]);
        let mut connection = Connection::new(self.facts.this.clone(), self.facts.name.clone()).reads(table(get));
        let indexes = self.indexes();
        if !indexes.is_empty() {
            connection = connection.reads(Statement::allow(actions!["dynamodb:Query", "dynamodb:Scan"], indexes));
        }
        connection
            .reads(self.with_key(actions!["kms:Decrypt", "kms:DescribeKey"]))
            .writes(table(put))
            .writes(self.with_key(encrypt))
            .variable("TABLE", self.name())
    }
}

/// Whoever may get items and not put them writes nothing.
impl<D: DataClass> Readable for Table<D> {}
