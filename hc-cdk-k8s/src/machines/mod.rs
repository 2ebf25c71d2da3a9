//! The machines of a cluster, as Karpenter starts them when pods find no room, and takes them away when nobody needs them.
//!
//! Karpenter is installed in the cluster, where a node group runs it. What it may do, and with what it starts machines, the stack of
//! the cluster says; a [`NodeClass`] says how each is made, and a [`NodePool`] how many there may be.

mod class;
mod pool;

pub use class::{IsMachines, MachineClass, MachineImage, NodeClass, NodeClassBuilder};
pub use pool::{Architecture, IsMachineClass, MachineCapacity, NodePool, NodePoolBuilder};
