//! Where an endpoint stands, and who answers what no route takes.

use hc_cdk::data::{Class, DataClass};

use super::target::Target;
use crate::{audit::Audited, compute::Service, keys::Key, network::Network, perimeter::Perimeter};

/// Where an endpoint stands.
#[derive(Debug, Clone)]
pub struct Site {
    pub(super) network: Network,
    pub(super) key: Key,
    pub(super) trail: Audited,
    /// The class of data that it is made for.
    pub(super) class: Class,
    /// The service that answers what no route takes; without one the endpoint says that nothing is there.
    pub(super) rest: Option<Target>,
}

impl Site {
    /// An endpoint in a perimeter, whose services come from wherever they are declared.
    pub(super) fn within<D: DataClass>(perimeter: &Perimeter<D>) -> Self {
        Self {
            network: perimeter.network.clone(),
            key: perimeter.key.clone(),
            trail: perimeter.trail.clone(),
            class: D::CLASS,
            rest: None,
        }
    }

    /// An endpoint in the perimeter of the service that answers what no route takes.
    pub(super) fn of<D: DataClass>(service: &Service<D>) -> Self {
        Self { rest: Some(Target::of(service)), ..Self::within(&service.perimeter) }
    }
}
