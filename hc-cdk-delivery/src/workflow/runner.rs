//! The machines that jobs run on.

/// A machine of GitHub, at a release that does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Runner {
    /// Ubuntu 24.04 on x86-64.
    #[default]
    Ubuntu2404,
    /// Ubuntu 24.04 on ARM.
    Ubuntu2404Arm,
    /// Ubuntu 22.04 on x86-64.
    Ubuntu2204,
}

impl Runner {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Ubuntu2404 => "ubuntu-24.04",
            Self::Ubuntu2404Arm => "ubuntu-24.04-arm",
            Self::Ubuntu2204 => "ubuntu-22.04",
        }
    }
}
