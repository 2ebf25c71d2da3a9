//! expect: the name of a secret has 1 to 512 letters

use hc_cdk_aws::secret_name;

fn main() {
    let _ = secret_name!("clinic records");
}
