//! What is made of the graph beside workflows: how images are built, what a developer runs, and what is set where.

mod compose;
mod dockerfile;
mod handbook;
mod settings;

pub use self::{
    compose::{Compose, MadeUpOnly, StandIn},
    dockerfile::Dockerfiles,
    handbook::Handbook,
    settings::{EnvExample, SonarProject},
};

pub(crate) use self::dockerfile::{RECIPES, Recipe};
