//! Another way into a file system: into a folder of its own, as a user of its own.
//!
//! Not for files of another class of data, which are in another perimeter. By construction nobody enters as root, and whoever
//! enters reads and writes as the user of the access point, whatever it says of itself.

use std::marker::PhantomData;

use hc_cdk::{
    builder::MayBeLeftOut,
    construct::{Construct, Spec},
    data::DataClass,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
};

use super::{
    handle::{Facts, Files, IsFiles},
    judge,
    request::{Entry, IsPosixUser, PosixUser},
};
use crate::{
    cfn::efs::{self, access_point as property},
    rules::rule::ACCESS_POINT_HAS_A_USER,
    sentences::AccessPointNeedsFiles,
    stack::Aws,
};

hc_cdk::builder! {
    /// An access point: workloads that connect to it see one folder of the file system, and no other.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region, storage::{AccessPoint, PosixUser}};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let letters = stack.add("Letters", FileSystem::builder().perimeter(&clinical));
    /// let drafts = AccessPoint::builder().files(&letters).user(PosixUser::new(1001, 1001)).root("/letters/drafts");
    /// let drafts = stack.add("Drafts", drafts);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct AccessPoint<D: DataClass>;
    /// An access point that is being described.
    pub struct AccessPointBuilder => AccessPoint<D>;
    needs {
        /// The file system that it leads into.
        files(files: &(impl IsFiles<D> + ?Sized)) -> Files<D> { files.it().clone() }: AccessPointNeedsFiles;
        /// The user as which whoever enters reads and writes; by default that of the programs of a `FargateService`.
        user(user: impl IsPosixUser) -> PosixUser { *user.it() }: MayBeLeftOut;
    }
    may {
        /// The folder of the file system that it leads to; by default one with the name of the construct. It is made when somebody
        /// enters for the first time.
        root(path: &'static str) -> Option<&'static str> { Some(path) } = None;
        /// The folder of a workload in which the files are; by default one in `/mnt` with the name of the construct.
        mounted_at(folder: &'static str) -> Option<&'static str> { Some(folder) } = None;
    }
}

impl<D: DataClass> Spec for AccessPoint<D> {
    type Handle = Files<D>;
    const KIND: &'static str = "AccessPoint";
    const INVARIANTS: &'static [Rule] = &[ACCESS_POINT_HAS_A_USER];
}

impl<D: DataClass, P> Construct<P, Aws> for AccessPoint<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Files<D> {
        let Self { files, user, root, mounted_at: folder } = self;
        let name = scope.name("");
        let entry = Entry { user, root, folder };
        let folder = entry.folder(&name);
        let entry = enter(scope, "", &files.facts.made, &files.facts.targets, &entry);
        Files { facts: Facts { name, entry, folder, ..files.facts }, class: PhantomData }
    }
}

/// Declares a way into a file system. It is there when the file system can be mounted: what names it waits for that.
pub(super) fn enter(
    scope: &mut Scope<'_>,
    key: &'static str,
    files: &Made<efs::FileSystem>,
    targets: &[Made<efs::MountTarget>],
    entry: &Entry,
) -> Made<efs::AccessPoint> {
    let name = scope.name("");
    let root = entry.root(&name);
    judge::judge_entry(scope, entry, &root, &entry.folder(&name));
    let text = |number: u32| Some(number.to_string().into());
    let PosixUser { user, group } = entry.user;
    let made = scope.resource(
        key,
        efs::AccessPoint {
            file_system_id: Some(files.get(efs::FileSystem::FILE_SYSTEM_ID)),
            posix_user: Some(property::PosixUser { gid: text(group), uid: text(user), ..Default::default() }),
            root_directory: Some(property::RootDirectory {
                creation_info: Some(property::CreationInfo {
                    owner_gid: text(group),
                    owner_uid: text(user),
                    permissions: Some("0750".into()),
                }),
                path: Some(root.into()),
            }),
            ..Default::default()
        },
    );
    for target in targets {
        scope.depends_on(&made, target);
    }
    made
}
