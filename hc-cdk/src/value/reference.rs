//! What references point at: a stack, and a resource of one, by its place.

use std::{fmt, sync::Arc};

/// The identity of a stack. Two stacks of one name are different stacks.
#[derive(Clone)]
pub struct StackId(Arc<str>);

impl StackId {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name that the stack was declared with.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// A number that no other stack of the program has. It differs from run to run: good for finding, not for sorting.
    pub(crate) fn number(&self) -> usize {
        self.0.as_ptr().addr()
    }
}

impl PartialEq for StackId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for StackId {}

impl fmt::Debug for StackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StackId").field(&self.name()).finish()
    }
}

/// Points at one resource of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRef {
    pub(crate) stack: StackId,
    pub(crate) index: u32,
}

impl ResourceRef {
    /// The stack that declares the resource.
    pub fn stack(&self) -> &StackId {
        &self.stack
    }

    /// The resource's place in the order of declaration.
    pub fn index(&self) -> usize {
        self.index as usize
    }
}
