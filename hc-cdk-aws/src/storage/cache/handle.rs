//! The handle of a cache: what workloads connect to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::{cidr::CidrBlock, port::Port},
    model::ConstructRef,
    port,
    resource::Made,
    uses::{Connection, Usable},
    value::{Json, Value},
};

use crate::{actions, cfn::elasticache as cfn, iam::Statement, network::SecurityGroup, pseudo, stack::Aws};

/// The port of Redis.
const REDIS: Port = port!(6379);

/// A cache that a stack has taken, with data of class `D`.
///
/// A connected workload finds the host, the port, the name of the cache and that of its user in its variables (`SESSIONS_HOST`,
/// `.._PORT`, `.._NAME`, `.._USER`). It connects over TLS as that user, with a token that it signs by its role instead of a password: for
/// the action `connect` of `elasticache` at the name of the cache.
#[derive(Debug, Clone)]
pub struct Cached<D> {
    pub(super) facts: Facts,
    pub(super) class: PhantomData<fn() -> D>,
}

/// What is the same for every class of data.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(super) name: String,
    pub(super) made: Made<cfn::ReplicationGroup>,
    pub(super) user: Made<cfn::User>,
    pub(super) group: SecurityGroup,
    pub(super) networks: Vec<CidrBlock>,
}

impl<D> Cached<D> {
    /// The host that takes reads and writes.
    pub fn endpoint(&self) -> Value<String> {
        self.facts.made.get(cfn::ReplicationGroup::PRIMARY_END_POINT_ADDRESS)
    }

    /// The hosts that can be read.
    pub fn reader_endpoint(&self) -> Value<String> {
        self.facts.made.get(cfn::ReplicationGroup::READER_END_POINT_ADDRESS)
    }

    /// The port.
    pub fn port(&self) -> Port {
        REDIS
    }

    /// The cache's name.
    pub fn id(&self) -> Value<String> {
        self.facts.made.id()
    }

    /// The name as which workloads connect.
    pub fn user(&self) -> Value<String> {
        self.facts.user.id()
    }

    fn connecting(&self) -> Statement {
        let arn =
            |kind: &'static str, id: Value<String>| pseudo::arn_here("elasticache", [kind.into(), Json::from(id)]);
        let both = [arn("replicationgroup:", self.id()), arn("user:", self.user())];
        Statement::allow(actions!["elasticache:Connect"], both)
    }
}

impl<D: DataClass> Usable for Cached<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let Facts { this, name, group, networks, .. } = &self.facts;
        Connection::new(this.clone(), name.clone())
            .at(group.listening(self.endpoint(), REDIS, networks))
            .variable("NAME", self.id())
            .variable("USER", self.user())
            .writes(self.connecting())
    }
}
