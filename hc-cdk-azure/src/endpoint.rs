//! Private endpoints: addresses of the network at which stores of Azure are reached, and the names that lead there.

use hc_cdk::stack::Scope;
use hc_cdk_manifest::{naming::name_of, tree};

use crate::{
    kinds::{Endpoint, EndpointNames},
    naming::{Thing, owner, put},
    network::{Service, VNet},
};

/// Declares the endpoint at which something is reached, and its name in the network.
pub(crate) fn declare(scope: &mut Scope<'_>, network: &VNet, to: &Thing, service: Service) {
    let home = &network.home;
    let connection = tree! {
        name: name_of(scope),
        groupIds: vec![service.part()],
        privateLinkServiceReference: to.named(),
    };
    let spec = tree! {
        location: scope.region(),
        owner: owner(&home.id),
        subnet: network.endpoints.reference(),
        privateLinkServiceConnections: vec![connection],
    };
    let endpoint = put(scope, home, "Endpoint", Endpoint(spec));
    let zone = Thing::new("network", "PrivateDnsZone", service.zone(&network.zones).clone());
    let named = tree! { name: "default", privateDnsZoneReference: zone.named() };
    let spec = tree! { owner: owner(&endpoint), privateDnsZoneConfigs: vec![named] };
    put(scope, home, "EndpointName", EndpointNames(spec));
}
