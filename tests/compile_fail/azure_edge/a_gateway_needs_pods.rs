//! expect: an Application Gateway needs pods that answer

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_azure::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
    let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")).build());
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")).build());
    let audit = stack.add("Audit", AuditLogs::builder().key(&key).build());
    let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let clinical = stack.add("Clinical", clinical);
    let front = ApplicationGateway::<Phi>::builder().perimeter(&clinical).domain(domain!("assistant.example.org")).certificate("assistant");
    stack.add("Front", front.build());
}
