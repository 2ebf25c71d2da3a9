//! Names of secrets are often paths.

use hc_cdk_aws::secret_name;

fn main() {
    let _ = secret_name!("clinic/records");
}
