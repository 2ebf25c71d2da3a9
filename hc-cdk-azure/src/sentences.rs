//! What the compiler says of a description of this crate: a part is missing, or is not there on purpose. What is
//! something else is told beside the type that is asked for.

use hc_cdk::literal::cidr::{Cidr, CidrBlock};

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "an identity for workflows needs a resource group",
        label = "say before this which one it is in: `.group(&group)`"
    )]
    GithubIdentityNeedsGroup;

    #[diagnostic::on_unimplemented(
        message = "an identity for workflows needs whose workflows take it on",
        label = "say before this which repository and which environment of it: `.workflows(workflows!(\"clinic/hms\", \"production\"))`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    GithubIdentityNeedsWorkflows;

    #[diagnostic::on_unimplemented(
        message = "a resource group needs its name",
        label = "say before this which one: `.name(group!(\"medical-ai-prod\"))`"
    )]
    GroupNeedsName;

    #[diagnostic::on_unimplemented(
        message = "a resource group needs its subscription",
        label = "say before this which one, as `az account show` says it: `.subscription(guid!(\"0b1f6471-1bf0-4dda-aec3-cb9272f09590\"))`"
    )]
    GroupNeedsSubscription;

    #[diagnostic::on_unimplemented(
        message = "a resource group needs its tenant",
        label = "say before this which one, as `az account show` says it: `.tenant(guid!(\"72f988bf-86f1-41af-91ab-2d7cd011db47\"))`"
    )]
    GroupNeedsTenant;

    #[diagnostic::on_unimplemented(
        message = "a network of Azure needs a resource group",
        label = "say before this which one it is in: `.group(&group)`"
    )]
    NetworkNeedsGroup;

    #[diagnostic::on_unimplemented(
        message = "a network of Azure needs addresses",
        label = "say before this which: `.cidr(cidr!(\"10.50.0.0/16\"))`"
    )]
    NetworkNeedsAddresses;

    #[diagnostic::on_unimplemented(
        message = "a vault needs a network",
        label = "say before this which one it is reached from: `.network(&network)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    VaultNeedsNetwork;

    #[diagnostic::on_unimplemented(
        message = "a vault needs its name",
        label = "say before this which one, that nobody else in the world has: `.name(vault!(\"medical-ai-keys\"))`"
    )]
    VaultNeedsName;

    #[diagnostic::on_unimplemented(
        message = "a vault needs the key that encrypts",
        label = "say before this which version of which one: `.key(key!(\"clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5\"))`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    VaultNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "the records of who did what on Azure need a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    AuditNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Azure needs a network",
        label = "say before this which one: `.network(&network)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    PerimeterNeedsVNet;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Azure needs a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    PerimeterNeedsVaultKey;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Azure needs records of who did what",
        label = "say before this where they are kept: `.audit(&audit)`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    PerimeterNeedsAudit;

    #[diagnostic::on_unimplemented(
        message = "a Flexible Server needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ServerNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a Flexible Server needs a version of PostgreSQL",
        label = "say before this which one: `.version(PostgresVersion::V16)`"
    )]
    ServerNeedsVersion;

    #[diagnostic::on_unimplemented(
        message = "a registry of images on Azure needs somewhere for its logs",
        label = "say before this where: `.audit(&audit)`; it is encrypted with the key of these",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    RegistryNeedsAudit;

    #[diagnostic::on_unimplemented(
        message = "a cache on Managed Redis needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ManagedRedisNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cache on Premium Redis needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    PremiumRedisNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cluster on AKS needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    AksNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cluster on AKS needs nodes",
        label = "say before this which machines, and how many: `.nodes(Nodes::of(\"Standard_D4ds_v5\").between(3, 50))`"
    )]
    AksNeedsNodes;

    #[diagnostic::on_unimplemented(
        message = "a cluster on AKS needs people who administer it",
        label = "say before this which group of the tenant: `.admins(guid!(\"5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5\"))`",
        note = "HIPAA 45 CFR 164.312(a)(2)(i): unique user identification; ISO/IEC 27001:2022 A.8.2: privileged access"
    )]
    AksNeedsAdmins;

    #[diagnostic::on_unimplemented(
        message = "an Application Gateway needs a perimeter",
        label = "say before this which one its pods are in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    GatewayNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an Application Gateway needs a domain",
        label = "say before this which one: `.domain(domain!(\"assistant.example.org\"))`"
    )]
    GatewayNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "an Application Gateway needs a certificate",
        label = "say before this by which name the vault has it: `.certificate(\"assistant\")`",
        note = "HIPAA 45 CFR 164.312(e)(1): transmission security; SOC 2 CC6.7: transmission and removal"
    )]
    GatewayNeedsCertificate;

    #[diagnostic::on_unimplemented(
        message = "an Application Gateway needs pods that answer",
        label = "say before this by which name they are known, and the port at which they take TLS: `.backend(domain!(\"assistant.clinic.example.org\"), 8443)`"
    )]
    GatewayNeedsBackend;

    #[diagnostic::on_unimplemented(
        message = "an alert on a figure of Azure needs something that it is about",
        label = "say before this what: `.of(preset::DATABASE_NEARLY_FULL)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    MetricAlertNeedsCause;

    #[diagnostic::on_unimplemented(
        message = "an alert on a figure of Azure needs something that is measured",
        label = "say before this what: `.on(&patients)`"
    )]
    MetricAlertNeedsThing;

    #[diagnostic::on_unimplemented(
        message = "an alert on a figure of Azure needs somebody who is told",
        label = "say before this who: `.tells(&team)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    MetricAlertNeedsSomebody;

    #[diagnostic::on_unimplemented(
        message = "an alert on logs of Azure needs something that it is about",
        label = "say before this what: `.of(preset::KEY_IS_DELETED)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    LogAlertNeedsCause;

    #[diagnostic::on_unimplemented(
        message = "an alert on logs of Azure needs the logs",
        label = "say before this which: `.audit(&audit)`"
    )]
    LogAlertNeedsRecords;

    #[diagnostic::on_unimplemented(
        message = "an alert on logs of Azure needs somebody who is told",
        label = "say before this who: `.tells(&team)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    LogAlertNeedsSomebody;
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "a vault is reached from its network alone",
        label = "leave this out: it has a private endpoint",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    VaultIsPrivate;

    #[diagnostic::on_unimplemented(
        message = "the records of who did what on Azure are never turned off",
        label = "leave this out: they are kept from the day on which they begin",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    AuditIsNotTurnedOff;

    #[diagnostic::on_unimplemented(
        message = "a Flexible Server has no address that the internet knows",
        label = "leave this out: it has a private endpoint in the network of its perimeter",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    ServerIsPrivate;

    #[diagnostic::on_unimplemented(
        message = "a cache on Azure has no keys that let somebody in",
        label = "leave this out: it knows everybody by an identity of the tenant",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    CacheHasNoKeys;

    #[diagnostic::on_unimplemented(
        message = "a registry of images on Azure has no password",
        label = "leave this out: let nodes pull by `.pulls_from(&images)` and workflows push by `.pushes_to(&images)`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    RegistryAsksWho;

    #[diagnostic::on_unimplemented(
        message = "a registry of images on Azure is reached from its network alone",
        label = "leave this out: it has a private endpoint, and workflows push from a machine in the network",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    RegistryIsPrivate;

    #[diagnostic::on_unimplemented(
        message = "a cluster on AKS has no address that the internet knows",
        label = "leave this out: whoever operates it does so from its network",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    ClusterIsPrivate;

    #[diagnostic::on_unimplemented(
        message = "an Application Gateway takes no request without TLS",
        label = "leave this out: it listens on 443 alone",
        note = "HIPAA 45 CFR 164.312(e)(1): transmission security; SOC 2 CC6.7: transmission and removal"
    )]
    GatewaySpeaksTls;
}

/// One address of a private network.
#[diagnostic::on_unimplemented(
    message = "this is not one address of a private network",
    label = "write it with all its bits, such as `cidr!(\"10.50.63.250/32\")`",
    note = "HIPAA 45 CFR 164.312(e)(1): transmission security; SOC 2 CC6.6: boundary protection"
)]
pub trait GatewayIsAtAnAddress {
    /// What is given.
    fn block(self) -> CidrBlock;
}

impl GatewayIsAtAnAddress for Cidr<32, true> {
    fn block(self) -> CidrBlock {
        self.into()
    }
}
