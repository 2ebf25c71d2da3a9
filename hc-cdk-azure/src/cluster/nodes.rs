//! The nodes of a cluster: machines that come and go with what is asked of them.

use hc_cdk::value::Object;
use hc_cdk_manifest::tree;

use crate::{names::ZONES, naming::Thing};

/// Which machines, and how many.
#[derive(Debug, Clone, Copy)]
pub struct Nodes {
    machine: &'static str,
    disk_gib: u32,
    pub(super) least: u32,
    pub(super) most: u32,
}

impl Nodes {
    /// Machines of a size such as `Standard_D4ds_v5`: one in each of three zones, and no more.
    pub const fn of(machine: &'static str) -> Self {
        Self { machine, disk_gib: 128, least: 3, most: 3 }
    }

    /// As many of them as are needed, in all zones together: from so many to so many.
    #[must_use]
    pub const fn between(self, least: u32, most: u32) -> Self {
        Self { least, most, ..self }
    }

    /// With how many GiB of disk each.
    #[must_use]
    pub const fn disk_gib(self, gib: u32) -> Self {
        Self { disk_gib: gib, ..self }
    }

    /// Those of the cluster itself: one in each zone.
    pub(super) const fn of_the_cluster(self) -> Self {
        self.between(3, 5)
    }

    /// What is asked of a pool of them.
    pub(super) fn pool(self, subnet: &Thing, mode: &'static str) -> Object {
        tree! {
            mode: mode,
            type: "VirtualMachineScaleSets",
            vmSize: self.machine,
            count: i64::from(self.least),
            minCount: i64::from(self.least),
            maxCount: i64::from(self.most),
            enableAutoScaling: true,
            availabilityZones: ZONES.to_vec(),
            osType: "Linux",
            osSKU: "AzureLinux",
            osDiskType: "Managed",
            osDiskSizeGB: self.disk_gib,
            enableEncryptionAtHost: true,
            enableNodePublicIP: false,
            securityProfile: { enableSecureBoot: true, enableVTPM: true },
            upgradeSettings: { maxSurge: "33%" },
            vnetSubnetReference: subnet.named(),
        }
    }
}
