//! Whose a resource is: the construct that speaks for it, and what that is to the data.

use super::way::Place;
use crate::{
    check::checked::Checked,
    model::{ConstructModel, Role, StackModel},
    policy::data::Class,
};

/// A construct, by the places of its stack in the system and its own in the stack.
pub(super) type At = (usize, u32);

/// The construct of a resource, as far as ways are concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) stack: &'a StackModel,
    /// The construct that declares the resource.
    pub(super) nearest: At,
    /// The construct that speaks for it: the nearest around it that is something to the data, or the outermost.
    pub(super) owner: At,
    /// What that is.
    pub(super) role: Role,
    /// The class of data that it holds or is cleared for.
    pub(super) class: Option<Class>,
}

impl<'a> Party<'a> {
    pub(super) fn of(checked: &Checked<'a>, place: Place) -> Option<Self> {
        let stack = checked.stacks().get(place.0)?;
        let resource = stack.resources.get(place.1)?;
        let nearest = resource.construct;
        let (mut owner, mut role) = (nearest, Role::Other);
        for at in around(stack, nearest) {
            owner = at;
            role = stack.constructs.get(at as usize)?.role;
            if role != Role::Other {
                break;
            }
        }
        let class = stack.class_of(resource);
        Some(Self { stack, nearest: (place.0, nearest), owner: (place.0, owner), role, class })
    }

    /// The construct that declares the resource and those around it, from the inside.
    pub(super) fn around(&self) -> impl Iterator<Item = At> + use<'a> {
        let stack_at = self.nearest.0;
        around(self.stack, self.nearest.1).map(move |at| (stack_at, at))
    }

    pub(super) fn construct(&self) -> Option<&'a ConstructModel> {
        self.stack.constructs.get(self.owner.1 as usize)
    }

    /// Its path with the stack's name first.
    pub(super) fn path(&self) -> String {
        self.stack.path_of(self.owner.1)
    }

    /// Whether it may read data of a class. What takes requests from the internet is no place for any but what everybody may read.
    pub(super) fn is_cleared(&self, class: Class) -> bool {
        class <= Class::Public || !matches!(self.role, Role::Endpoint | Role::Exposed) && self.class >= Some(class)
    }
}

fn around(stack: &StackModel, construct: u32) -> impl Iterator<Item = u32> + use<'_> {
    std::iter::successors(Some(construct), |at| stack.constructs.get(*at as usize)?.parent)
}
