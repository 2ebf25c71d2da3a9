//! What the compiler says of a description of this crate: a part is missing, or is not there on purpose. What is
//! something else is told beside the type that is asked for.

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a project needs its name",
        label = "say before this which one: `.id(project!(\"medical-ai-prod\"))`"
    )]
    ProjectNeedsName;

    #[diagnostic::on_unimplemented(
        message = "a project needs its number",
        label = "say before this which one, as `gcloud projects describe` says it: `.number(112_233_445_566)`"
    )]
    ProjectNeedsNumber;

    #[diagnostic::on_unimplemented(
        message = "an account for workflows needs a project",
        label = "say before this which one it is in: `.project(&project)`"
    )]
    GithubAccountNeedsProject;

    #[diagnostic::on_unimplemented(
        message = "an account for workflows needs whose workflows act as it",
        label = "say before this which repository and which environment of it: `.workflows(workflows!(\"clinic/hms\", \"production\"))`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    GithubAccountNeedsWorkflows;

    #[diagnostic::on_unimplemented(
        message = "a key of Cloud KMS needs a project",
        label = "say before this which one it is in: `.project(&project)`"
    )]
    KeyNeedsProject;

    #[diagnostic::on_unimplemented(
        message = "the records of who did what need a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    AuditNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a network of Google Cloud needs a project",
        label = "say before this which one it is in: `.project(&project)`"
    )]
    NetworkNeedsProject;

    #[diagnostic::on_unimplemented(
        message = "a network of Google Cloud needs addresses",
        label = "say before this which: `.cidr(cidr!(\"10.40.0.0/16\"))`"
    )]
    NetworkNeedsAddresses;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Google Cloud needs a network",
        label = "say before this which one: `.network(&network)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    PerimeterNeedsNet;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Google Cloud needs a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    PerimeterNeedsCryptoKey;

    #[diagnostic::on_unimplemented(
        message = "a perimeter on Google Cloud needs records of who did what",
        label = "say before this where they are kept: `.audit(&audit)`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    PerimeterNeedsAudit;

    #[diagnostic::on_unimplemented(
        message = "a database on Cloud SQL needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    SqlNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a database on Cloud SQL needs a version of PostgreSQL",
        label = "say before this which one: `.version(SqlVersion::Postgres17)`"
    )]
    SqlNeedsVersion;

    #[diagnostic::on_unimplemented(
        message = "a cache on Memorystore needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    CacheNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cache on Memorystore needs a size",
        label = "say before this how many GiB of memory it has: `.memory_gib(5)`"
    )]
    CacheNeedsSize;

    #[diagnostic::on_unimplemented(
        message = "a cluster on GKE needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    GkeNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cluster on GKE needs nodes",
        label = "say before this which machines, and how many: `.nodes(Nodes::of(\"n2-standard-4\").between(3, 50))`"
    )]
    ClusterNeedsNodes;

    #[diagnostic::on_unimplemented(
        message = "a registry of images needs a key",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    RegistryNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a global load balancer needs a perimeter",
        label = "say before this which one its pods are in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    BalancerNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a global load balancer needs pods that answer",
        label = "say before this by which name their endpoints are known, and the port at which they take TLS: `.endpoints(\"assistant\", 8443)`"
    )]
    BalancerNeedsEndpoints;

    #[diagnostic::on_unimplemented(
        message = "a global load balancer needs a domain",
        label = "say before this which one: `.domain(domain!(\"assistant.example.org\"))`"
    )]
    BalancerNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "an alert policy needs something that it is about",
        label = "say before this what: `.of(preset::DATABASE_NEARLY_FULL)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    AlertNeedsCause;

    #[diagnostic::on_unimplemented(
        message = "an alert policy needs somebody who is told",
        label = "say before this who: `.tells(&channel)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    AlertNeedsChannel;

    #[diagnostic::on_unimplemented(
        message = "a check from outside needs a load balancer that is asked",
        label = "say before this which one: `.front(&front)`"
    )]
    CheckNeedsFront;

    #[diagnostic::on_unimplemented(
        message = "a check from outside needs somebody who is told",
        label = "say before this who: `.tells(&channel)`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.2: monitoring"
    )]
    CheckNeedsChannel;
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "the records of who did what are never turned off",
        label = "leave this out: they are kept from the day on which the sink is made",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    AuditIsNotTurnedOff;

    #[diagnostic::on_unimplemented(
        message = "a database on Cloud SQL has no address that the internet knows",
        label = "leave this out: who uses it says `.connect(&database)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    SqlIsPrivate;

    #[diagnostic::on_unimplemented(
        message = "a cache on Memorystore always asks for a password",
        label = "leave this out: it asks everybody",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    CacheAsksForAPassword;

    #[diagnostic::on_unimplemented(
        message = "a cluster on GKE has no address that the internet knows",
        label = "leave this out: whoever operates it does so from its network",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    ClusterIsPrivate;

    #[diagnostic::on_unimplemented(
        message = "a tag of an image means that image for ever",
        label = "leave this out: push what is new under a tag of its own",
        note = "HIPAA 45 CFR 164.312(c)(1): integrity; ISO/IEC 27001:2022 A.8.32: change management"
    )]
    ImagesStay;

    #[diagnostic::on_unimplemented(
        message = "a global load balancer takes no request without TLS",
        label = "leave this out: it listens on 443 alone",
        note = "HIPAA 45 CFR 164.312(e)(1): transmission security; SOC 2 CC6.7: transmission and removal"
    )]
    BalancerSpeaksTls;
}
