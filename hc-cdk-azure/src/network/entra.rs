//! Where the identities of a tenant are asked for: the networks of `login.microsoftonline.com`.

use hc_cdk::{cidr, literal::cidr::CidrBlock, sentences::IsBlock};

/// The networks, as <https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges> lists them (row 56). Pods that take on
/// an identity have their tokens exchanged there; security groups call them `AzureActiveDirectory`.
pub(crate) fn entra() -> [CidrBlock; 4] {
    [
        cidr!("20.20.32.0/19").block(),
        cidr!("20.190.128.0/18").block(),
        cidr!("20.231.128.0/19").block(),
        cidr!("40.126.0.0/18").block(),
    ]
}
