//! The way in from the internet.

mod firewall;
mod gateway;

pub use gateway::{ApplicationGateway, ApplicationGatewayBuilder, GatewayHandle};
