//! The names of Google's services, as a private network knows them: addresses that are reached from private ones alone, and where
//! services are that keep data in the perimeter of an organisation.

use hc_cdk::{stack::Scope, value::Value};
use hc_cdk_manifest::{
    naming::{kebab, name_of},
    object::Custom,
    tree,
};

use crate::{
    kinds::{ManagedZone, RecordSet},
    naming::{by_name, meta},
    project::Home,
};

/// The addresses of `restricted.googleapis.com`.
const ADDRESSES: [&str; 4] = ["199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7"];

/// The domains of the services, and of images.
const DOMAINS: [(&str, &str); 3] = [("GoogleApis", "googleapis.com"), ("Images", "pkg.dev"), ("OlderImages", "gcr.io")];

/// Declares the names.
pub(super) fn declare(scope: &mut Scope<'_>, home: &Home, network: &Value<String>) {
    for (name, domain) in DOMAINS {
        let object = format!("{}-{}", name_of(scope), kebab(name));
        let spec = tree! {
            dnsName: format!("{domain}."),
            visibility: "private",
            privateVisibilityConfig: { networks: vec![tree! { networkRef: by_name(network) }] },
        };
        let zone = Custom { metadata: meta(object.clone(), home), spec: ManagedZone(spec) };
        let zone = scope.resource(name, zone).id();
        for (end, before) in [("Itself", ""), ("All", "*.")] {
            let spec = tree! {
                managedZoneRef: by_name(&zone),
                name: format!("{before}{domain}."),
                type: "A",
                ttl: 300,
                rrdatas: ADDRESSES.to_vec(),
            };
            let metadata = meta(format!("{object}-{}", kebab(end)), home);
            scope.resource(format!("{name}{end}"), Custom { metadata, spec: RecordSet(spec) });
        }
    }
}
