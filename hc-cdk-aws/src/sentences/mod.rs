//! What the compiler says of a description of this crate: a part is missing, or is not there on purpose. What is
//! something else is told beside the type that is asked for.

mod account;
mod cluster;
mod edge;
mod serverless;

pub use account::*;
pub use cluster::*;
pub use edge::*;
pub use serverless::*;

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a role for workflows needs the provider by which the account knows GitHub",
        label = "say before this which one: `.provider(arn!(OidcProviderArn, \"..:oidc-provider/token.actions.githubusercontent.com\"))`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    GithubRoleNeedsProvider;

    #[diagnostic::on_unimplemented(
        message = "a role for workflows needs the repository that they are of",
        label = "say before this which one: `.repository(\"clinic/hms\")`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    GithubRoleNeedsRepository;

    #[diagnostic::on_unimplemented(
        message = "a role for workflows needs the environment that they run in",
        label = "say before this which one: `.environment(\"production\")`; without one, whoever pushes a branch could take it on",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    GithubRoleNeedsEnvironment;

    #[diagnostic::on_unimplemented(
        message = "a database needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    DatabaseNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a replica needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ReplicaNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a replica needs the database that it follows",
        label = "say before this which one: `.of(&records)`"
    )]
    ReplicaNeedsDatabase;

    #[diagnostic::on_unimplemented(
        message = "a database needs an engine",
        label = "say before this which one and its version: `.engine(Postgres::V17)`"
    )]
    DatabaseNeedsEngine;

    #[diagnostic::on_unimplemented(
        message = "a bucket needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    BucketNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a table needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    TableNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a table needs a key by which items are found",
        label = "say before this which one: `.partition_key(TableKey::text(\"patient\"))`"
    )]
    TableNeedsPartitionKey;

    #[diagnostic::on_unimplemented(
        message = "a file system needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    FilesNeedPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a cache needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    CacheNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "an access point needs a file system that it leads into",
        label = "say before this which one: `.files(&letters)`"
    )]
    AccessPointNeedsFiles;

    #[diagnostic::on_unimplemented(
        message = "a service needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ServiceNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a service needs an image",
        label = "say before this which one: `.image(image!(\"registry/name@sha256:..\"))`"
    )]
    ServiceNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "a service needs a port to listen on",
        label = "say before this which one: `.port(8080)`"
    )]
    ServiceNeedsPort;

    #[diagnostic::on_unimplemented(
        message = "a repository of images needs a key that encrypts them",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    ImagesNeedKey;

    #[diagnostic::on_unimplemented(
        message = "a cluster needs a key that encrypts what is logged of commands in it",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    ClusterNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a secret needs a perimeter",
        label = "say before this which one it is in: `.perimeter(&clinical)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    SecretNeedsPerimeter;

    #[diagnostic::on_unimplemented(
        message = "a secret needs a function that replaces it",
        label = "say before this which one: `.rotated_by(..)`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    SecretNeedsRotation;

    #[diagnostic::on_unimplemented(
        message = "a perimeter needs a network",
        label = "say before this which one: `.vpc(&vpc)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    PerimeterNeedsNetwork;

    #[diagnostic::on_unimplemented(
        message = "a perimeter needs a key that encrypts what is inside",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    PerimeterNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a perimeter needs an audit trail",
        label = "say before this which one: `.trail(&trail)`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    PerimeterNeedsTrail;

    #[diagnostic::on_unimplemented(
        message = "a log group needs a key that encrypts it",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    LogGroupNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "an audit trail needs a key that encrypts its records",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    TrailNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "an audit trail that exists already needs its ARN",
        label = "say before this which one: `.arn(arn!(TrailArn, \"arn:aws:cloudtrail:..\"))`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    ExistingTrailNeedsArn;

    #[diagnostic::on_unimplemented(
        message = "a backup plan needs a key that encrypts its recovery points",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    BackupPlanNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "alarms need a key that encrypts what they tell",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    AlarmsNeedKey;

    #[diagnostic::on_unimplemented(
        message = "a workspace needs a key that encrypts what is measured",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    WorkspaceNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "nobody is told of the alerts of this workspace",
        label = "say before this who is: `.routes(Routes::to(&alarms.channel(\"Team\")))`",
        note = "HIPAA 45 CFR 164.308(a)(6)(ii): response and reporting; SOC 2 CC7.3: evaluation of events"
    )]
    WorkspaceNeedsRoutes;

    #[diagnostic::on_unimplemented(
        message = "what is watched needs a workspace that keeps what is measured",
        label = "say before this which one: `.workspace(&figures)`"
    )]
    MonitoringNeedsWorkspace;

    #[diagnostic::on_unimplemented(
        message = "this watches nothing yet",
        label = "say before this what is watched: `.watch(Watch::builder()..)`",
        note = "HIPAA 45 CFR 164.308(a)(1)(ii)(D): activity review; SOC 2 CC7.2: monitoring"
    )]
    MonitoringNeedsWatch;

    #[diagnostic::on_unimplemented(
        message = "a network needs a key that encrypts its flow logs",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    NetworkNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a network needs addresses",
        label = "say before this which ones: `.cidr(cidr!(\"10.20.0.0/16\"))`"
    )]
    NetworkNeedsAddresses;

    #[diagnostic::on_unimplemented(
        message = "a pipeline needs a key that encrypts what it hands on",
        label = "say before this which one: `.key(&key)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    PipelineNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "a pipeline needs an audit trail",
        label = "say before this which one: `.trail(&trail)`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    PipelineNeedsTrail;

    #[diagnostic::on_unimplemented(
        message = "a pipeline needs a source",
        label = "say before this which one: `.source(Source::upload(\"api.zip\"))`"
    )]
    PipelineNeedsSource;

    #[diagnostic::on_unimplemented(
        message = "a pipeline needs an image that it makes",
        label = "say before this which one: `.image(ImageBuild::to(&images).tested(\"npm test\").scanned().signed())`"
    )]
    PipelineNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "a pipeline needs a stack that it changes",
        label = "say before this which one: `.change(StackChange::of(\"clinic\", \"cdk.out/clinic.template.json\", role))`"
    )]
    PipelineNeedsChange;

    #[diagnostic::on_unimplemented(
        message = "a pipeline needs a service that it deploys",
        label = "say before this which one: `.deploy(&api)`"
    )]
    PipelineNeedsService;
}

hc_cdk::refuses! {
    #[diagnostic::on_unimplemented(
        message = "an audit trail is never turned off",
        label = "leave this out: a trail logs from the day on which it is made",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    TrailIsNotTurnedOff;

    #[diagnostic::on_unimplemented(
        message = "a database is in no security group but its own",
        label = "leave this out: who uses it says `.connect(&database)`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    DatabaseHasItsOwnGroup;

    #[diagnostic::on_unimplemented(
        message = "a database is in its network's subnets for stores and in no others",
        label = "leave this out: the perimeter says which network",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.22: segregation of networks"
    )]
    DatabaseIsIsolated;

    #[diagnostic::on_unimplemented(
        message = "a worker listens on no port",
        label = "leave this out, or make it a `FargateService`, which answers requests"
    )]
    WorkerListensNowhere;

    #[diagnostic::on_unimplemented(
        message = "work that comes to an end listens on no port",
        label = "leave this out, or make it a `FargateService`, which answers requests"
    )]
    WorkListensNowhere;
}
