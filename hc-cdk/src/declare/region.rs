//! Where a stack goes, and what it is written for.

use super::scope::Scope;
use crate::model::{
    cluster::ClusterFacts,
    request::Request,
    resource::Resource,
    uses::{Borne, Credentials, Place, Right},
};

/// A place that a stack is deployed to. Which residency sets it belongs to is said by
/// [`AtLeast`](crate::dimension::AtLeast).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a region of a cloud",
    label = "name one of the cloud's, such as `region::UsEast1`: by its type the compiler knows where data is"
)]
pub trait Region: Copy {
    /// The place's name in the target's own spelling, such as `eu-west-2`.
    const NAME: &'static str;
    /// What a stack in this place is written for, if nothing else is said.
    type Target: Target;
}

/// Declares places as markers: what is implemented for each, its name, and the residency sets that it belongs to.
#[doc(hidden)]
#[macro_export]
macro_rules! places {
    (
        $implemented:tt
        $($(#[$doc:meta])* $place:ident = $name:literal: $($set:ident)+;)*
    ) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $place;

        $crate::places!(@implement $implemented for $place = $name);

        $(impl $crate::dimension::AtLeast<$crate::dimension::residency::$set> for $place {})+
    )*};
    (@implement [$of:ident { const $text:ident; $($rest:tt)* }] for $place:ident = $name:literal) => {
        impl $of for $place {
            const $text: &'static str = $name;
            $($rest)*
        }
    };
}

/// Something that stacks are written for, such as CloudFormation, as a type. Constructs are of one target, and so are the
/// resources that they are made of.
pub trait Target: Default + 'static {
    /// What its resources have in common: [`Resource::Of`] of each.
    type Resources;

    /// The target's name; stacks of one name are written together.
    const NAME: &'static str;
}

/// A target in whose accounts only one of a kind may have a name, and whose names may end in a suffix.
#[diagnostic::on_unimplemented(
    message = "names on `{Self}` end in no suffix",
    label = "give the stack another name for each copy: its objects are called after it"
)]
pub trait HasPhysicalNames: Target {}

/// What a target does where a workload of one target uses something of another. What is used lets in, in its own stack; the
/// workload's target has its account bear what it is known by. A target that has neither leaves all of it out.
pub trait Border {
    /// Lets the hosts of a cluster reach a place. Once for each cluster with a workload that uses it.
    fn reach(&self, scope: &mut Scope<'_>, _cluster: &ClusterFacts, _place: &Place) {
        nobody(scope);
    }

    /// Lets an account read credentials, and nothing else. Gives what the account has to bear.
    fn read(&self, scope: &mut Scope<'_>, _account: &Bearer<'_>, _credentials: &Credentials) -> Borne {
        nobody(scope);
        Borne::new()
    }

    /// Lets an account do what the rights say, and nothing else. `before` is what it bears already, of an earlier call for
    /// something else of the same stack; an account is one and the same to everything that it uses.
    fn let_in(
        &self,
        scope: &mut Scope<'_>,
        _account: &Bearer<'_>,
        _rights: &[Right],
        _before: Option<&Borne>,
    ) -> Borne {
        nobody(scope);
        Borne::new()
    }

    /// Has the account of the workload that asked bear this. The scope is the workload's.
    fn bear(&self, scope: &mut Scope<'_>, _request: &Request, _borne: Borne) {
        nobody(scope);
    }
}

/// An account of a cluster that is to be let in.
#[derive(Debug, Clone, Copy)]
pub struct Bearer<'a> {
    /// The cluster.
    pub cluster: &'a ClusterFacts,
    /// What its tokens say of it, such as `system:serviceaccount:clinic:claims-records`.
    pub subject: &'a str,
}

fn nobody(scope: &mut Scope<'_>) {
    scope.reject(
        None,
        "is made for a target that neither lets others in nor asks for it",
        "use something of the workload's own target",
    );
}

/// A resource that the target `T` can write.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource of `{T}`",
    label = "a resource of another target: put it into a stack of that target"
)]
pub trait WrittenFor<T>: Resource {}

#[diagnostic::do_not_recommend]
impl<R: Resource, T: Target> WrittenFor<T> for R where T::Resources: Same<R::Of> {}

/// Holds for a type and itself. A bound, unlike an equality, can be left to the sentence of [`WrittenFor`].
pub trait Same<X> {}

impl<X> Same<X> for X {}
