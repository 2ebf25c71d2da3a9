//! What the compiler says of a description of this crate: a part is missing, or is not there on purpose. What is
//! something else is told beside the type that is asked for.

mod machines;
mod outside;
mod refused;

pub use machines::*;
pub use outside::*;
pub use refused::*;

hc_cdk::needs! {
    #[diagnostic::on_unimplemented(
        message = "a workload needs a namespace",
        label = "say before this which one it is in: `.perimeter(&zone)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    WorkloadNeedsNamespace;

    #[diagnostic::on_unimplemented(
        message = "a workload needs an image",
        label = "say before this which one: `.image(image!(\"registry/name@sha256:..\"))`"
    )]
    WorkloadNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "a workload states how much CPU and memory it takes",
        label = "say before this how much: `.resources(cpu!(\"250m\"), memory!(\"256Mi\"))`",
        note = "ISO/IEC 27001:2022 A.8.6: capacity"
    )]
    WorkloadNeedsResources;

    #[diagnostic::on_unimplemented(
        message = "a workload needs to be asked whether it lives and whether it is ready",
        label = "say before this how: `.probes(Probes::http(\"/health/live\", \"/health/ready\"))`, `Probes::grpc()` or `Probes::tcp()`",
        note = "SOC 2 CC7.2: monitoring; ISO/IEC 27001:2022 A.8.16: monitoring activities"
    )]
    WorkloadNeedsProbes;

    #[diagnostic::on_unimplemented(
        message = "a workload that has a memory needs encrypted disks",
        label = "say before this what it keeps, and where: `.keep(\"/data\", memory!(\"20Gi\"), &disks)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    WorkloadNeedsDisks;

    #[diagnostic::on_unimplemented(
        message = "work that is done again and again needs a schedule",
        label = "say before this when: `.schedule(cron!(\"0 3 * * *\"))`"
    )]
    WorkNeedsSchedule;

    #[diagnostic::on_unimplemented(
        message = "what takes the records of an API server needs an image",
        label = "say before this which one: `.image(image!(\"registry/otelcol-contrib@sha256:..\"))`"
    )]
    ReceiverNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "what takes the records of an API server needs an address",
        label = "say before this which one of the cluster's services: `.address([10, 96, 0, 40])`",
        note = "an API server asks no name server of the cluster"
    )]
    ReceiverNeedsAddress;

    #[diagnostic::on_unimplemented(
        message = "what takes the records of an API server takes them from the control plane only",
        label = "say before this in which networks that is: `.control_plane([cidr!(\"10.20.64.0/28\")])`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    ReceiverNeedsControlPlane;

    #[diagnostic::on_unimplemented(
        message = "what takes the records of an API server is known by a certificate, and knows it by one",
        label = "say before this who gives them out: `.issuer(\"internal\")`",
        note = "HIPAA 45 CFR 164.312(e)(1): transmission security; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    ReceiverNeedsIssuer;

    #[diagnostic::on_unimplemented(
        message = "a trial is of a workload that shifts requests",
        label = "say before this of which one: `.of(&claims)`, which `chart.add` returned for one that is `.blue_green()`",
        note = "SOC 2 CC8.1: change management; ISO/IEC 27001:2022 A.8.32: change management"
    )]
    TrialNeedsWorkload;

    #[diagnostic::on_unimplemented(
        message = "who lets images in says into which namespace",
        label = "say before this which one: `.perimeter(&zone)`",
        note = "ISO/IEC 27001:2022 A.8.25: secure development; FDA 21 CFR 11.10(a): validation of systems"
    )]
    AdmissionNeedsNamespace;

    #[diagnostic::on_unimplemented(
        message = "who lets images in says whose",
        label = "say before this which repository's workflows sign them: `.signer(signer!(\"clinic/hms\"))`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(B): protection from malicious software; FDA 21 CFR 11.10(a): validation of systems"
    )]
    AdmissionNeedsSigner;

    #[diagnostic::on_unimplemented(
        message = "an object needs a namespace",
        label = "say before this which one it is in: `.perimeter(&zone)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; SOC 2 CC6.6: boundary protection"
    )]
    ObjectNeedsNamespace;

    #[diagnostic::on_unimplemented(
        message = "a right needs an account that has it",
        label = "say before this whose it is: `.account(&account)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    RightNeedsAccount;

    #[diagnostic::on_unimplemented(
        message = "a store of secrets needs an account that reads it",
        label = "say before this where it has one of its own, `.perimeter(&zone)`, or which one: `.account(&account)`",
        note = "HIPAA 45 CFR 164.308(a)(4)(ii)(B): access authorization; SOC 2 CC6.3: least privilege"
    )]
    StoreNeedsAccount;

    #[diagnostic::on_unimplemented(
        message = "a store of secrets needs somebody who keeps them",
        label = "say before this who: `.keeper(Keeper::Vault {{ .. }})`"
    )]
    StoreNeedsKeeper;

    #[diagnostic::on_unimplemented(
        message = "a secret needs a store that it is kept in",
        label = "say before this which one: `.store(&store)`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    SecretNeedsStore;

    #[diagnostic::on_unimplemented(
        message = "a login to a registry is kept in the store as Docker keeps logins",
        label = "say before this in which secret and field: `.config(\"registry\", \"config.json\")`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    LoginNeedsConfig;

    #[diagnostic::on_unimplemented(
        message = "a route needs a workload that answers",
        label = "say before this which one: `.target(&workload)`"
    )]
    RouteNeedsTarget;

    #[diagnostic::on_unimplemented(
        message = "a route needs a certificate, which names its domain",
        label = "say before this which one: `.certificate(&certificate)`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    RouteNeedsCertificate;

    #[diagnostic::on_unimplemented(
        message = "a route needs somebody in the cluster who takes its requests",
        label = "say before this who: `.controller(Controller::Gateway {{ class: \"nginx\", namespace: \"nginx-gateway\" }})`, or a balancer of AWS: `.balancer(&group)`",
        note = "there is none by default: which one a cluster has is known to whoever runs it, and ingress-nginx, which many have, gets no security updates since March 2026"
    )]
    RouteNeedsController;

    #[diagnostic::on_unimplemented(
        message = "a certificate needs a domain",
        label = "say before this which one: `.domain(domain!(\"api.example.org\"))`"
    )]
    CertificateNeedsDomain;

    #[diagnostic::on_unimplemented(
        message = "a certificate needs an issuer",
        label = "say before this which one of the cluster's: `.issuer(\"letsencrypt\")`"
    )]
    CertificateNeedsIssuer;

    #[diagnostic::on_unimplemented(
        message = "what is watched is a workload, and none is named",
        label = "say before this which one: `.target(&workload)`"
    )]
    WatchNeedsTarget;

    #[diagnostic::on_unimplemented(
        message = "this watches nothing yet",
        label = "say before this what is watched: `.watch(Watch::builder()..)`",
        note = "HIPAA 45 CFR 164.308(a)(1)(ii)(D): activity review; SOC 2 CC7.2: monitoring"
    )]
    MonitoringNeedsWatch;

    #[diagnostic::on_unimplemented(
        message = "Prometheus keeps what is measured on encrypted disks",
        label = "say before this on which: `.disks(memory!(\"50Gi\"), &disks)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    PrometheusNeedsDisks;

    #[diagnostic::on_unimplemented(
        message = "Prometheus needs the images of itself and of Alertmanager",
        label = "say before this which: `.images(image!(\"registry/prometheus@sha256:..\"), image!(\"registry/alertmanager@sha256:..\"))`"
    )]
    PrometheusNeedsImages;

    #[diagnostic::on_unimplemented(
        message = "Prometheus asks the API server of the cluster what there is to ask, and needs a way there",
        label = "say before this where that answers: `.api_server([cidr!(\"10.20.64.0/20\")], 443)`",
        note = "HIPAA 45 CFR 164.308(a)(1)(ii)(D): activity review; SOC 2 CC7.2: monitoring"
    )]
    PrometheusNeedsApiServer;

    #[diagnostic::on_unimplemented(
        message = "a store states how much CPU and memory each of its pods takes",
        label = "say before this how much: `.resources(cpu!(\"1\"), memory!(\"4Gi\"))`",
        note = "ISO/IEC 27001:2022 A.8.6: capacity"
    )]
    DatabaseNeedsResources;

    #[diagnostic::on_unimplemented(
        message = "a store needs encrypted disks",
        label = "say before this on which: `.keep(memory!(\"100Gi\"), &disks)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    DatabaseNeedsDisks;

    #[diagnostic::on_unimplemented(
        message = "a store asks everybody for a password, which stands in a secret",
        label = "say before this in which: `.database(\"claims\", &secret)`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    DatabaseNeedsPassword;

    #[diagnostic::on_unimplemented(
        message = "a store needs a place for its backups",
        label = "say before this where they go: `.backups(Archive::builder()..build())`",
        note = "HIPAA 45 CFR 164.308(a)(7)(ii)(A): data backup; ISO/IEC 27001:2022 A.8.13: information backup"
    )]
    DatabaseNeedsBackups;

    #[diagnostic::on_unimplemented(
        message = "MongoDB needs the images of itself, of its operator and of what makes backups",
        label = "say before this which: `.images(image!(\"registry/mongod@sha256:..\"), image!(\"registry/operator@sha256:..\"), image!(\"registry/backup@sha256:..\"))`"
    )]
    MongoDbNeedsImages;

    #[diagnostic::on_unimplemented(
        message = "MongoDB needs a secret by which its operator looks after it",
        label = "say before this which: `.users(&secret)`, with the keys `mongo::USERS`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    MongoDbNeedsUsers;

    #[diagnostic::on_unimplemented(
        message = "MongoDB encrypts its files with a key, which stands in a secret",
        label = "say before this in which: `.encrypted_with(&secret)`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    MongoDbNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "an issuer tells somebody when a certificate is about to end",
        label = "say before this whom: `.mail(\"certificates@example.org\")`"
    )]
    IssuerNeedsMail;

    #[diagnostic::on_unimplemented(
        message = "an issuer has to prove that a domain is yours",
        label = "say before this by which zone of names: `.proof(zone)`, with a `Proof` such as `Proof::Route53`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; SOC 2 CC6.7: transmission and removal"
    )]
    IssuerNeedsProof;

    #[diagnostic::on_unimplemented(
        message = "copies of a namespace need a place in another region",
        label = "say before this which: `.location(&far)`, with what `chart.add` returned for a `BackupLocation`",
        note = "HIPAA 45 CFR 164.308(a)(7)(ii)(B): disaster recovery; ISO/IEC 27001:2022 A.8.13: information backup"
    )]
    CopiesNeedPlace;

    #[diagnostic::on_unimplemented(
        message = "a test needs the store whose backup is read back",
        label = "say before this which one: `.of(&records)`"
    )]
    RestoreNeedsStore;

    #[diagnostic::on_unimplemented(
        message = "a backup needs room to be restored in",
        label = "say before this how much: `.room(memory!(\"300Gi\"))`",
        note = "ISO/IEC 27001:2022 A.8.6: capacity"
    )]
    RestoreNeedsRoom;

    #[diagnostic::on_unimplemented(
        message = "what is watched is a store, and none is named",
        label = "say before this which one: `.target(&records)`"
    )]
    StoreIsWatched;

    #[diagnostic::on_unimplemented(
        message = "PostgreSQL needs an image",
        label = "say before this which: `.image(image!(\"registry/postgresql@sha256:..\"))`"
    )]
    PostgresNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "PostgreSQL needs a way to the cluster's own interface",
        label = "say before this which: `.api(&outside)`, with what `chart.add` returned for an `Outside`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    PostgresNeedsApi;

    #[diagnostic::on_unimplemented(
        message = "Redis needs the images of itself and of its sentinels",
        label = "say before this which: `.images(image!(\"registry/redis@sha256:..\"), image!(\"registry/sentinel@sha256:..\"))`"
    )]
    RedisNeedsImages;

    #[diagnostic::on_unimplemented(
        message = "Redis asks everybody for a password, which stands in a secret",
        label = "say before this in which: `.password(&secret)`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    RedisNeedsPassword;

    #[diagnostic::on_unimplemented(
        message = "Redis needs an issuer of the certificate by which it is known",
        label = "say before this which one of the cluster's: `.issuer(\"internal\")`",
        note = "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption; SOC 2 CC6.7: transmission and removal"
    )]
    RedisNeedsIssuer;

    #[diagnostic::on_unimplemented(
        message = "Elasticsearch needs a version and its image",
        label = "say before this which: `.image(\"9.2.1\", image!(\"registry/elasticsearch@sha256:..\"))`"
    )]
    SearchNeedsImage;

    #[diagnostic::on_unimplemented(
        message = "Elasticsearch asks everybody who he is, by names and passwords that stand in a secret",
        label = "say before this in which: `.login(&secret)`",
        note = "HIPAA 45 CFR 164.312(d): person or entity authentication; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    SearchNeedsLogin;

    #[diagnostic::on_unimplemented(
        message = "backups need a bucket",
        label = "say before this which: `.bucket(\"claims-backups\", \"eu-west-2\")`",
        note = "HIPAA 45 CFR 164.308(a)(7)(ii)(A): data backup; ISO/IEC 27001:2022 A.8.13: information backup"
    )]
    ArchiveNeedsBucket;

    #[diagnostic::on_unimplemented(
        message = "backups are encrypted with a key of the customer's own",
        label = "say before this with which: `.key(\"arn:aws:kms:..\")`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    ArchiveNeedsKey;

    #[diagnostic::on_unimplemented(
        message = "backups need a secret that lets them be written",
        label = "say before this which: `.credentials(&secret)`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    ArchiveNeedsCredentials;

    #[diagnostic::on_unimplemented(
        message = "backups need a way to their bucket",
        label = "say before this which: `.through(&outside)`, with what `chart.add` returned for an `Outside`",
        note = "SOC 2 CC6.6: boundary protection; ISO/IEC 27001:2022 A.8.20: network security"
    )]
    ArchiveNeedsWay;

    #[diagnostic::on_unimplemented(
        message = "Loki needs a bucket that it keeps logs in",
        label = "say before this which: `.bucket(archive, \"loki\")`, with what `Archive::builder()` builds",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    LokiNeedsBucket;
}
