//! What the way in from the internet needs.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "an endpoint needs a service that answers",
        label = "say before this which one: `.target(&api)`, or where those of other stacks find it: `.perimeter(&clinical)`"
    )]
    EndpointNeedsTarget;

    #[diagnostic::on_unimplemented(
        message = "an endpoint needs a domain",
        label = "say before this which one: `.domain(\"api.example.org\")`"
    )]
    EndpointNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "an endpoint needs a certificate",
        label = "say before this which one: `.certificate(&certificate)`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    EndpointNeedsCertificate;

    #[diagnostic::on_unimplemented(
        message = "a certificate needs the domain that it is for",
        label = "say before this which one: `.domain(\"www.example.org\")`"
    )]
    CertificateNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "a certificate needs the zone of its domain, in which it is proven whose that is",
        label = "say before this which one: `.zone(&zone)`, or take a certificate that exists already"
    )]
    CertificateNeedsZone;

    #[diagnostic::on_unimplemented(
        message = "a check of uptime needs the domain that is asked",
        label = "say before this which one: `.domain(\"api.example.org\")`"
    )]
    UptimeNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "a canary needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; SOC 2 CC6.6: boundary protection"
    )]
    CanaryNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a canary needs the address that is asked",
        label = "say before this which one: `.address(front.url())`, or `.address(\"https://api.example.org\")`"
    )]
    CanaryNeedsAddress;

    #[diagnostic::on_unimplemented(
        message = "a website needs a key for its logs",
        label = "say before this which one, in `us-east-1`: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    WebsiteNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a website needs the domain that it answers to",
        label = "say before this which one: `.domain(\"www.example.org\")`"
    )]
    WebsiteNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "a website needs a certificate",
        label = "say before this which one, in `us-east-1`: `.certificate(&certificate)`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    WebsiteNeedsCertificate;

    #[diagnostic::on_unimplemented(
        message = "what stands before an endpoint needs a key for its logs",
        label = "say before this which one, in `us-east-1`: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    EdgeEndpointNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "what stands before an endpoint needs the endpoint that answers",
        label = "say before this which one: `.before(&front)`"
    )]
    EdgeEndpointNeedsEndpoint;

    #[diagnostic::on_unimplemented(
        message = "what stands before an endpoint needs the domain that it answers to",
        label = "say before this which one: `.domain(\"www.example.org\")`"
    )]
    EdgeEndpointNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "what stands before an endpoint needs a certificate",
        label = "say before this which one, in `us-east-1`: `.certificate(&certificate)`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    EdgeEndpointNeedsCertificate;
}
