//! Connecting: the one word for "may use". Whatever can be used says once what that takes; a workload of any kind on any target
//! follows it.
//!
//! A program connects to what `add` returned, and needs nothing of this. A crate with a store of its own makes its handle
//! [`Usable`]:
//!
//! ```
//! use hc_cdk::{data::Phi, model::ConstructRef, prelude::*, uses::{Connection, Right, Readable, Usable}, value::Object};
//! # #[derive(Default)] struct Cloud;
//! # impl hc_cdk::target::Target for Cloud { type Resources = (); const NAME: &'static str = "cloud"; }
//!
//! /// A queue that a stack has taken.
//! struct Queue {
//!     this: ConstructRef,
//!     address: Value<String>,
//! }
//!
//! impl Usable for Queue {
//!     type Class = Phi;
//!     type Target = Cloud;
//!
//!     fn connection(&self) -> Connection {
//!         let right = |action| Right {
//!             actions: vec![action],
//!             resources: vec![self.address.clone().into()],
//!             conditions: Object::new(),
//!         };
//!         Connection::new(self.this.clone(), "Letters")
//!             .reads(right("queue:Receive"))
//!             .writes(right("queue:Send"))
//!             .variable("ADDRESS", self.address.clone())
//!     }
//! }
//!
//! /// Who may only receive cannot send.
//! impl Readable for Queue {}
//! ```
//!
//! The crate of a cloud has a type for rights that is easier to write, and checked by the compiler.

pub use crate::model::{
    request::Request,
    uses::{Asked, Borne, Connection, Credentials, Member, Mount, OwnName, Place, Right, Use},
};

use super::{region::Target, scope::Scope};
use crate::policy::data::DataClass;

/// Something that a workload can use: a database, a bucket, another workload, something outside.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a workload can use",
    label = "connect to what `add` returned for a store, for a workload of a cluster, or for something outside"
)]
pub trait Usable {
    /// The class of its data.
    type Class: DataClass;
    /// The target that it is made for.
    type Target: Target;

    /// What it takes to use it.
    fn connection(&self) -> Connection;
}

/// Something that can be read without being written: an implementation says that neither what the connection gives for reading
/// nor its credentials let anybody write.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used for reading only",
    label = "whoever reaches it can write to it, too: `.connect(..)` to one of the workload's own class, or read a store that tells reading from writing, such as a bucket",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.3: least privilege"
)]
pub trait Readable: Usable {}

/// A target that lets workloads of the target `T` use what it has.
#[diagnostic::on_unimplemented(
    message = "what is made for `{Self}` lets no workload on `{T}` in",
    label = "use something of the workload's own target here"
)]
pub trait LetsIn<T> {}

impl Use {
    /// A connection that reads and writes.
    pub fn of<U: Usable + ?Sized>(it: &U) -> Self {
        Self { connection: it.connection(), class: U::Class::CLASS, target: U::Target::NAME, writes: true }
    }

    /// A connection that reads only.
    pub fn reading<U: Readable + ?Sized>(it: &U) -> Self {
        Self { writes: false, ..Self::of(it) }
    }

    /// The same for the workload that declares here: where what is used knows workloads by names, by one that is made of its path.
    #[must_use]
    pub fn by_own_name(&self, scope: &Scope<'_>) -> Self {
        let connection = self.connection.clone().for_one_called(&scope.full_name());
        Self { connection, ..self.clone() }
    }
}
