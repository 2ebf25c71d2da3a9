//! TCP ports.

use crate::value::{Value, Whole};

/// A TCP port from 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port(u16);

/// A port such as `8080`, checked by `cargo check`.
///
/// ```
/// # use hc_cdk::port;
/// let port = port!(8080);
/// ```
///
/// ```compile_fail
/// # use hc_cdk::port;
/// let port = port!(0);
/// ```
#[macro_export]
macro_rules! port {
    ($port:expr) => {{
        // A name that no program uses: a constant of the program with the same name would be hidden.
        const HC_CDK_PORT: $crate::literal::port::Port = $crate::literal::port::Port::literal($port);
        HC_CDK_PORT
    }};
}

impl Port {
    /// A port; 0 is none.
    pub const fn new(port: u16) -> Option<Self> {
        if port == 0 { None } else { Some(Self(port)) }
    }

    /// For [`port!`](crate::port!).
    ///
    /// # Panics
    ///
    /// If the port is 0; in a constant that is a compile error.
    #[doc(hidden)]
    pub const fn literal(port: u16) -> Self {
        assert!(
            port != 0,
            "a port is a number from 1 to 65535: nothing can listen on port 0 (ISO/IEC 27001:2022 A.8.20, network security)"
        );
        Self(port)
    }

    /// The port as a number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<const LEAST: i64, const MOST: i64> From<Port> for Value<Whole<LEAST, MOST>> {
    fn from(port: Port) -> Self {
        port.0.into()
    }
}

impl From<Port> for i64 {
    fn from(port: Port) -> Self {
        port.0.into()
    }
}

/// What names a port: a [`Port`], of which it was checked already, or a number, which is checked with the graph.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a port",
    label = "a port is a number from 1 to 65535, such as `8080` or `port!(8080)`"
)]
pub trait PortNumber {
    /// The port; 0 is none.
    fn port(self) -> Option<Port>;

    /// The port as a number, or 0.
    fn number(self) -> u16
    where
        Self: Sized,
    {
        self.port().map_or(0, Port::get)
    }
}

impl PortNumber for Port {
    fn port(self) -> Option<Port> {
        Some(self)
    }
}

impl PortNumber for u16 {
    fn port(self) -> Option<Port> {
        Port::new(self)
    }
}
