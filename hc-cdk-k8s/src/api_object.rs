//! Any other kind of object, untyped. A regulated chart takes it only in a waiver.
//!
//! ```
//! use hc_cdk::{policy::Production, prelude::*, rule::BY_HAND, value::Object};
//! use hc_cdk_k8s::{api_object::ApiObject, prelude::*};
//!
//! let mut chart = Chart::<Production>::new("clinic");
//! let class = ApiObject::new("scheduling.k8s.io/v1", "PriorityClass", "urgent").with("value", 1000);
//! chart.add("Urgent", Waiver::new(BY_HAND, "batch work must not starve requests", "jane.roe", date!("2027-01-31")).resource(class));
//! # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
//! ```

pub use hc_cdk_manifest::object::ApiObject;
