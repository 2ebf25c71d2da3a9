//! What hands messages on: queues, which one of many takes each from, and topics, which tell everybody.

mod queue;
#[cfg(test)]
mod tests;
mod topic;

pub use queue::{Inbox, Messages, Queue, QueueBuilder};
pub use topic::{Notices, Topic, TopicBuilder};
