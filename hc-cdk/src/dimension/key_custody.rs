//! Who holds the encryption key: the cloud provider or its customer.

super::chain! {
    /// A key that the provider makes, rotates and shares among its customer's services.
    AwsManaged = 1,
    /// A key with the customer's own key policy and rotation.
    CustomerManaged = 2,
}

/// A key custody that is strict enough for the policy `P`.
#[diagnostic::on_unimplemented(
    message = "a key that is `{Self}` does not meet the key custody of `{P}`",
    label = "below the policy's floor: encrypt with a `CustomerKey`",
    note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
)]
pub trait KeyCustodyFor<P> {
    /// 1 for the provider, 2 for the customer.
    const RANK: u32;
}

super::floor!(KeyCustodyFor, KeyCustody);
