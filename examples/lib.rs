//! The programs beside this file are the examples; run one with `cargo run --example NAME`.
