//! Types of parameters: what a stack asks for at deployment, with the limits that CloudFormation holds it to.
//!
//! A construct that takes a literal of one of these takes a parameter of it, too. Other types that parameters can have are
//! [`Image`](hc_cdk::image::Image), [`Label`](hc_cdk::value::Label) for tags, and
//! [`InstanceClass`](crate::database::InstanceClass).

mod function;
mod network;
mod task_size;
#[cfg(test)]
mod tests;

use hc_cdk::value::Whole;

pub use crate::literal::secret_name::SecretName;
pub use function::{
    ConcurrencyOfFunction, FunctionConcurrency, FunctionMemory, FunctionSeconds, MemoryOfFunction, SecondsOfFunction,
};
pub(crate) use network::is_private;
pub use network::{SubnetNetwork, VpcNetwork};
pub use task_size::{
    ContainerPort, ImageByDigest, IsFargateSize, PortOfTask, TaskCount, TaskCpu, TaskMemory, TaskSize,
};

/// How many GiB an instance of a database can have with gp3 storage.
pub type StorageGib = Whole<20, 65_536>;
