//! Where a stack goes, and what it is written for.

use crate::model::resource::Resource;

/// A place that a stack is deployed to. Which residency sets it belongs to is said by
/// [`AtLeast`](crate::dimension::AtLeast).
pub trait Region: Copy {
    /// The place's name in the target's own spelling, such as `eu-west-2`.
    const NAME: &'static str;
    /// What a stack in this place is written for, if nothing else is said.
    type Target: Target;
}

/// Something that stacks are written for, such as CloudFormation, as a type. Constructs are of one target, and so are the
/// resources that they are made of.
pub trait Target: Default + 'static {
    /// What its resources have in common: [`Resource::Of`] of each.
    type Resources;

    /// The target's name; stacks of one name are written together.
    const NAME: &'static str;
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
