//! What the charts of the clusters name otherwise: keys, buckets, registries, and the addresses of their networks.

use hc_cdk::{
    cidr, domain,
    image::Image,
    literal::{
        cidr::{Cidr, CidrBlock},
        domain::Domain,
    },
};
use hc_cdk_aws::{
    arn,
    keys::{CustomerKey, Key},
    kind::KeyArn,
    literal::arn::Arn,
};
use hc_cdk_k8s::{secret::Keeper, storage::EncryptedStorage};

/// Where the registry is from which images come that others build.
pub(crate) const OTHERS: Cidr<24, false> = cidr!("192.0.2.0/24");

/// A cluster of any cloud, as its chart knows it.
pub(crate) struct Place {
    /// The name by which people ask it.
    pub(crate) domain: Domain,
    /// The disk of figures.
    pub(crate) figures: EncryptedStorage,
    /// Who keeps the keys of channels.
    pub(crate) channels: Keeper,
    /// Where the API of the cluster is.
    pub(crate) api: CidrBlock,
    /// The registry to which the images of its own services were copied, if it is not the one that the workflow pushes to.
    pub(crate) copies: Option<String>,
    /// The namespace of KEDA, which is where a cluster that brings it along has it.
    pub(crate) scales_in: &'static str,
    /// Whether a load balancer asks at an address of the network, and not the pods at their own.
    pub(crate) at_an_address: bool,
}

impl Place {
    /// An image of its own services, where the cluster finds it. Those of others are where they always were.
    pub(crate) fn image(&self, image: &Image) -> Image {
        self.copies.as_ref().map_or_else(|| image.clone(), |registry| image.copied_to(registry))
    }
}

/// A region of AWS, as its chart knows it.
pub(crate) struct Site {
    pub(crate) region: &'static str,
    /// The environment of the repository that deploys there, and the namespaces of the chart.
    pub(crate) environment: &'static str,
    pub(crate) chart: &'static str,
    pub(crate) namespaces: [&'static str; 2],
    /// The name of its cluster.
    pub(crate) cluster: &'static str,
    /// The keys of the disks of stores, of the disk of figures, and of backups.
    pub(crate) disks: Arn<KeyArn>,
    pub(crate) figures: Arn<KeyArn>,
    pub(crate) backups_key: &'static str,
    pub(crate) backups: &'static str,
    /// Where backups are copied to: the place, and the bucket, region and key there.
    pub(crate) far: (&'static str, [&'static str; 3]),
    /// Where in the network S3 and the API of the cluster are.
    pub(crate) s3: Cidr<19>,
    pub(crate) api: Cidr<19>,
}

impl Site {
    /// The region as a place.
    pub(crate) fn place(&self) -> Place {
        Place {
            domain: domain!("assistant.example.org"),
            figures: encrypted(&self.figures),
            channels: self.keeper("channels"),
            api: self.api.into(),
            copies: None,
            scales_in: "keda",
            at_an_address: false,
        }
    }

    /// The disks of stores.
    pub(crate) fn store_disks(&self) -> EncryptedStorage {
        encrypted(&self.disks)
    }

    /// Who keeps secrets, for whoever has that role.
    pub(crate) fn keeper(&self, role: &str) -> Keeper {
        let role = format!("arn:aws:iam::111122223333:role/medical-ai-{role}").into();
        Keeper::SecretsManager { region: self.region, role }
    }

    /// The keys of its disks, which the driver of its cluster may use.
    pub(crate) fn disk_keys(&self) -> [Key; 2] {
        [self.disks.clone(), self.figures.clone()].map(CustomerKey::existing)
    }
}

fn encrypted(key: &Arn<KeyArn>) -> EncryptedStorage {
    EncryptedStorage::ebs().key(key.as_str().to_owned())
}

/// Virginia.
pub(crate) const EAST: Site = Site {
    region: "us-east-1",
    environment: "production",
    chart: "assistant",
    namespaces: ["assistant-clinical", "assistant-monitoring"],
    cluster: "medical-ai-cluster",
    disks: arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1c2d3e4f"),
    figures: arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/0b1c2d3e"),
    backups_key: "arn:aws:kms:us-east-1:111122223333:key/2d3e4f5a",
    backups: "medical-ai-backups",
    far: ("Oregon", ["medical-ai-copies", "us-west-2", "arn:aws:kms:us-west-2:111122223333:key/5a6b7c8d"]),
    s3: cidr!("10.30.96.0/19"),
    api: cidr!("10.30.128.0/19"),
};

/// Oregon.
pub(crate) const WEST: Site = Site {
    region: "us-west-2",
    environment: "west",
    chart: "assistant-west",
    namespaces: ["assistant-west-clinical", "assistant-west-monitoring"],
    cluster: "medical-ai-west-cluster",
    disks: arn!(KeyArn, "arn:aws:kms:us-west-2:111122223333:key/6c2d3e4f"),
    figures: arn!(KeyArn, "arn:aws:kms:us-west-2:111122223333:key/7b1c2d3e"),
    backups_key: "arn:aws:kms:us-west-2:111122223333:key/8d3e4f5a",
    backups: "medical-ai-west-backups",
    far: ("Virginia", ["medical-ai-west-copies", "us-east-1", "arn:aws:kms:us-east-1:111122223333:key/9a6b7c8d"]),
    s3: cidr!("10.31.96.0/19"),
    api: cidr!("10.31.128.0/19"),
};
