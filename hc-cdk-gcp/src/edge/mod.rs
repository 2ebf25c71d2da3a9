//! The way in from the internet.

mod armor;
mod balancer;

pub use balancer::{BalancerHandle, GlobalLoadBalancer, GlobalLoadBalancerBuilder, IsBalancer};
