//! What hands messages on: queues, which one of many takes each from, topics, which tell everybody, and buses, of which everybody hears
//! what he wants to.

mod bus;
#[cfg(test)]
mod bus_tests;
mod heard;
mod queue;
mod teller;
#[cfg(test)]
mod tests;
mod topic;

pub use bus::{Bus, BusBuilder, Events};
pub(crate) use heard::Listener;
pub use heard::{Hear, Heard, IsHeard};
pub use queue::{Inbox, Messages, Queue, QueueBuilder};
pub use teller::{BusTeller, BusTellerBuilder, EveryAccount, Tells};
pub use topic::{Notices, Topic, TopicBuilder};
