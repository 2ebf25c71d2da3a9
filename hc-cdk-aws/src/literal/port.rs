//! TCP ports.

/// A TCP port from 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port(u16);

impl Port {
    /// The port of PostgreSQL.
    pub const POSTGRES: Self = Self(5432);
    /// The port of MySQL.
    pub const MYSQL: Self = Self(3306);

    /// A port; 0 is none.
    pub const fn new(port: u16) -> Option<Self> {
        if port == 0 { None } else { Some(Self(port)) }
    }

    /// The port as a number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<Port> for i64 {
    fn from(port: Port) -> Self {
        port.0.into()
    }
}
