//! The rules by name, for waivers and constructs.

pub use super::{
    account::*, actions::*, api::*, audit::*, balancer::*, bucket::*, bucket_kept::*, build_project::*, bus::*,
    cache::*, canary::*, classic_balancer::*, compute::*, database::*, database_access::*, database_kept::*,
    database_users::*, distribution::*, file_system::*, fleet::*, function::*, image::*, judged::*, kept::*, key::*,
    kubernetes::*, lambda::*, least_privilege::*, leaving::*, load_balancer::*, logs::*, machine::*, mesh::*,
    messages::*, misuse::*, network::*, node::*, notebook::*, other_store::*, pages::*, permission::*, pipeline::*,
    place::*, principal::*, release::*, rest::*, search_domain::*, secret::*, served::*, service::*, setting::*,
    started::*, table::*, task::*, told::*, told_texts::*, trail::*, universal::*, users::*, warehouse::*, workflow::*,
    workspace::*,
};
