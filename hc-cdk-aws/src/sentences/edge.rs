//! What the way in from the internet needs.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a user pool needs a perimeter",
        label = "say before this whose data its people may see: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    UsersNeedPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an API needs a perimeter",
        label = "say before this which one it is for: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ApiNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an API needs a domain",
        label = "say before this which one: `.domain(\"api.example.org\")`"
    )]
    ApiNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "an API needs a certificate",
        label = "say before this which one: `.certificate(&certificate)`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    ApiNeedsCertificate;

    #[diagnostic::on_unimplemented(
        message = "an API needs somebody who says who calls",
        label = "say before this who: `.authorizer(&users)`, or `.authorizer(&SignedByIam)`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    ApiNeedsAuthorizer;

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
}
