//! How the addresses of a network are cut into parts.

use hc_cdk::literal::cidr::CidrBlock;

/// The parts that the addresses of a network are cut into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Those that are in the network: the first half.
    pub(crate) network: CidrBlock,
    /// Of nodes.
    pub(crate) nodes: CidrBlock,
    /// Of private endpoints.
    pub(crate) endpoints: CidrBlock,
    /// Of the way in.
    pub(crate) front: CidrBlock,
    /// Of pods, which the network does not have: they are laid over it.
    pub(crate) pods: CidrBlock,
    /// Of services in clusters, which only the clusters know.
    pub(crate) services: CidrBlock,
}

impl Plan {
    /// Half of the addresses is for the network, of which nodes have half; a quarter is for pods, and a sixteenth for services.
    pub(crate) fn of(whole: CidrBlock) -> Option<Self> {
        let prefix = whole.prefix();
        if !whole.is_private() || !(12..=18).contains(&prefix) {
            return None;
        }
        Some(Self {
            network: whole.part(prefix + 1, 0)?,
            nodes: whole.part(prefix + 2, 0)?,
            endpoints: whole.part(prefix + 4, 4)?,
            front: whole.part(prefix + 4, 5)?,
            pods: whole.part(prefix + 2, 2)?,
            services: whole.part(prefix + 4, 12)?,
        })
    }

    /// One that is not cut, of a network that was refused.
    pub(crate) const fn nothing(whole: CidrBlock) -> Self {
        Self { network: whole, nodes: whole, endpoints: whole, front: whole, pods: whole, services: whole }
    }

    /// The last address of the nodes' subnet that Azure does not keep: that of what hands requests on to pods. Nodes get the first ones.
    pub(crate) fn balancer(&self) -> Option<CidrBlock> {
        let last = u32::try_from(self.nodes.addresses() - 1).ok()?;
        self.nodes.part(32, last - 1)
    }

    /// Whether it is an address of the nodes' subnet that Azure does not keep: the first four and the last of each subnet are its own.
    pub(crate) fn is_free(&self, address: CidrBlock) -> bool {
        let place = u64::from(address.first().wrapping_sub(self.nodes.first()));
        self.nodes.contains(address) && (4..self.nodes.addresses() - 1).contains(&place)
    }

    /// The address at which names of a cluster are asked for: the tenth of its services.
    pub(crate) fn names(&self) -> String {
        let text = self.services.to_string();
        let start = text.split('/').next().unwrap_or_default();
        start.rsplit_once('.').map_or_else(|| start.to_owned(), |(before, _)| format!("{before}.10"))
    }

    /// How many nodes have addresses for their pods: each takes 256 of them.
    pub(crate) const fn most_nodes(&self) -> u32 {
        1 << 24u8.saturating_sub(self.pods.prefix())
    }
}
