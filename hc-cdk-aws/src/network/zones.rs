//! In how many zones a network stands.

/// In how many availability zones a network has subnets. One is not enough for anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zones {
    /// Two zones.
    #[default]
    Two,
    /// Three zones.
    Three,
}

impl Zones {
    pub(super) const fn count(self) -> usize {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a number of zones that a network has",
        label = "say `Zones::Two` or `Zones::Three`"
    )]
    /// A number of zones.
    NumberOfZones: Zones;
}
