//! The handle of files: what workloads connect to, and what outputs and access points refer to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::cidr::CidrBlock,
    model::ConstructRef,
    resource::Made,
    uses::{Connection, Mount, Place, Readable, Usable},
    value::Value,
};

use crate::{actions, cfn::efs, iam::Statement, literal::action::Action, network::SecurityGroup, stack::Aws};

/// What keeps files, as a connection calls it.
pub(crate) const KEEPER: &str = "EFS";

/// The port of NFS.
const NFS: u16 = 2049;

/// Files that a stack has taken, with data of class `D`, as an access point shows them.
///
/// A connected workload finds them in a folder, and its name in a variable, such as `LETTERS_FOLDER`.
#[derive(Debug, Clone)]
pub struct Files<D> {
    pub(super) facts: Facts,
    pub(super) class: PhantomData<fn() -> D>,
}

/// What is the same for every class of data.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(super) name: String,
    pub(super) made: Made<efs::FileSystem>,
    pub(super) targets: Vec<Made<efs::MountTarget>>,
    pub(super) group: SecurityGroup,
    pub(super) networks: Vec<CidrBlock>,
    pub(super) entry: Made<efs::AccessPoint>,
    pub(super) folder: String,
}

impl<D> Files<D> {
    /// The file system's id.
    pub fn id(&self) -> Value<String> {
        self.facts.made.get(efs::FileSystem::FILE_SYSTEM_ID)
    }

    /// The file system's ARN.
    pub fn arn(&self) -> Value<String> {
        self.facts.made.get(efs::FileSystem::ARN)
    }

    /// The ARN of the access point through which workloads mount these files.
    pub fn access_point_arn(&self) -> Value<String> {
        self.facts.entry.get(efs::AccessPoint::ARN)
    }

    /// The file system as a resource.
    pub fn made(&self) -> &Made<efs::FileSystem> {
        &self.facts.made
    }

    /// What a caller may do with the files, through the access point and no other way.
    fn through(&self, actions: &[Action]) -> Statement {
        let entry = self.access_point_arn();
        Statement::allow(actions, [self.arn()]).when("StringEquals", "elasticfilesystem:AccessPointArn", entry)
    }
}

impl<D: DataClass> Usable for Files<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        let Facts { this, name, group, networks, entry, folder, .. } = &self.facts;
        let (networks, gate) = (networks.clone(), Some(group.id().into()));
        let entry = entry.get(efs::AccessPoint::ACCESS_POINT_ID);
        Connection::new(this.clone(), name.clone())
            .at(Place { host: None, port: Some(NFS), networks, gate })
            .reads(self.through(actions!["elasticfilesystem:ClientMount"]))
            .writes(self.through(actions!["elasticfilesystem:ClientWrite"]))
            .mounted(Mount { keeper: KEEPER, id: self.id(), entry, folder: folder.clone() })
    }
}

/// Whoever may mount files and not write them writes nothing.
impl<D: DataClass> Readable for Files<D> {}

/// Files of a class of data.
#[diagnostic::on_unimplemented(
    message = "this is not a file system",
    label = "give what `stack.add` returned for a `FileSystem`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait IsFiles<D> {
    /// What is given.
    fn it(&self) -> &Files<D>;
}

impl<D> IsFiles<D> for Files<D> {
    fn it(&self) -> &Self {
        self
    }
}
