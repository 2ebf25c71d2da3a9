//! Names that Config Connector gives a meaning.

/// The annotation of Config Connector that says what becomes of a resource when its object is deleted.
pub(crate) const DELETION: &str = "cnrm.cloud.google.com/deletion-policy";

/// What that annotation says where the resource stays.
pub(crate) const ABANDON: &str = "abandon";

/// The annotation that says in which project the objects of a namespace are.
pub(crate) const PROJECT: &str = "cnrm.cloud.google.com/project-id";

/// The filter for all records of who did what, by the names of their logs.
pub(crate) const WHO_DID_WHAT: &str = "logName:\"cloudaudit.googleapis.com\"";

/// How a filter begins that takes all logs of a cluster.
pub(crate) const OF_A_CLUSTER: &str = "resource.labels.cluster_name=";
