//! Names that Config Connector and the cloud give a meaning.

use hc_cdk::literal::cidr::CidrBlock;

/// The annotation of Config Connector that says what becomes of a resource when its object is deleted.
pub(crate) const DELETION: &str = "cnrm.cloud.google.com/deletion-policy";

/// What that annotation says where the resource stays.
pub(crate) const ABANDON: &str = "abandon";

/// The annotation that says in which project the objects of a namespace are.
pub(crate) const PROJECT: &str = "cnrm.cloud.google.com/project-id";

/// The annotation of ours that says the number of that project, by which others name it.
pub(crate) const NUMBER: &str = "hc-cdk/project-number";

/// How somebody is named whom a pool of identities knows, before the number of its project.
pub(crate) const PRINCIPAL: &str = "principal://iam.googleapis.com/projects/";

/// The role by which somebody acts as an account.
pub(crate) const MAY_ACT_AS: &str = "roles/iam.workloadIdentityUser";

/// What keeps secrets, as a kind of objects, and the role by which somebody reads one.
pub(crate) const SECRET: &str = "SecretManagerSecret";
pub(crate) const READS_SECRETS: &str = "roles/secretmanager.secretAccessor";

/// The filter for all records of who did what, by the names of their logs.
pub(crate) const WHO_DID_WHAT: &str = "logName:\"cloudaudit.googleapis.com\"";

/// How a filter begins that takes all logs of a cluster.
pub(crate) const OF_A_CLUSTER: &str = "resource.labels.cluster_name=";

/// The annotation by which a service of a cluster says under which name load balancers know its pods.
pub(crate) const GROUP: &str = "cloud.google.com/neg";

/// What stands before the name of a group of endpoints where it is named by its place.
pub(crate) const GROUPS: &str = "/networkEndpointGroups/";

/// Where requests of a load balancer and its checks of health come from.
pub(crate) const FRONTS: [CidrBlock; 2] = [CidrBlock::literal("130.211.0.0/22"), CidrBlock::literal("35.191.0.0/16")];

/// Where pods of a cluster ask for tokens, on each node.
pub(crate) const TOKENS: (CidrBlock, u16) = (CidrBlock::literal("169.254.169.254/32"), 80);

/// The annotation by which a cluster has no nodes but those of its pools.
pub(crate) const NO_DEFAULT_POOL: &str = "cnrm.cloud.google.com/remove-default-node-pool";

/// Where Google's services are that are reached from private addresses alone: `restricted.googleapis.com`.
pub(crate) const RESTRICTED: CidrBlock = CidrBlock::literal("199.36.153.4/30");

/// The same of `private.googleapis.com`, by which all of them are reached.
pub(crate) const PRIVATE: CidrBlock = CidrBlock::literal("199.36.153.8/30");

/// What stands behind the name of a database where a role is only on that.
pub(crate) const OF_AN_INSTANCE: &str = "\" && resource.type == \"sqladmin.googleapis.com/Instance\"";
