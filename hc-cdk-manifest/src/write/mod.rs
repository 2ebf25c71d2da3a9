//! From the objects of checked charts to files, and what only the objects show to be wrong.

mod changes;
mod chart;
mod check;
mod known;
mod kustomization;
mod signed;
