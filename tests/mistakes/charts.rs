//! Charts on Kubernetes.

#![expect(deprecated, reason = "clusters still have the controller that is retired")]

use super::{
    Kind::{Security, Wiring},
    Mistake,
    clinic::*,
};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(
        Wiring,
        "the network of a cluster answers for no registry that its nodes pull images from",
        "ImageOutOfReach",
        || {
            let (mut s, b) = base("clinic");
            let nodes = hc_cdk_aws::cluster::Nodes::between(3..=50);
            let cluster = EksCluster::builder().perimeter(&b.zone).region(region::UsEast1).nodes(nodes);
            let cluster = s.add("Cluster", cluster);
            let mut c = Chart::<Prod>::in_cluster("wards", &cluster);
            let n = c.add("Clinical", Namespace::<Phi>::builder());
            c.add("Api", wl!(n));
            one(s).stack(c)
        },
    ),
    Mistake::new(Wiring, "figures are read of a workload that says no port of figures", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let a = c.add("Api", wl!(z));
        c.add("Figures", ServiceMonitor::builder().target(&a));
        onec(c)
    }),
    Mistake::new(Wiring, "a workload connects to one that listens on no port", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let a = c.add(
            "Worker",
            Workload::builder()
                .perimeter(&z)
                .image(img())
                .probes(Probes::commands(&["true"], &["true"]))
                .resources(cpu!("250m"), memory!("256Mi")),
        );
        c.add("Api", wl!(z).connect(&a));
        onec(c)
    }),
    Mistake::new(Wiring, "a workload that listens on no port is probed by HTTP", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        c.add(
            "Worker",
            Workload::builder()
                .perimeter(&z)
                .image(img())
                .probes(Probes::http("/live", "/ready"))
                .resources(cpu!("250m"), memory!("256Mi")),
        );
        onec(c)
    }),
    Mistake::new(Wiring, "the paths of the probes have no slash", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        c.add(
            "Api",
            Workload::builder()
                .perimeter(&z)
                .image(img())
                .port(8080)
                .probes(Probes::http("healthz", "readyz"))
                .resources(cpu!("250m"), memory!("256Mi")),
        );
        onec(c)
    }),
    Mistake::new(Wiring, "a key of a secret is misspelled: the pod does not start", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let v = vault(&mut c, &z);
        let p = c.add("Partner", ExternalSecret::builder().store(&v).key("token", "lab/partner", "token"));
        c.add("Api", wl!(z).secret("PARTNER_TOKEN", &p, "tokn"));
        onec(c)
    }),
    Mistake::new(Wiring, "a folder to write to lies over that of the configuration", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let r = c.add("Rates", ConfigMap::builder().perimeter(&z).file("rates.toml", "standard = 12\n"));
        c.add("Api", wl!(z).config("/etc/lab", &r).scratch("/etc/lab", memory!("64Mi")));
        onec(c)
    }),
    Mistake::new(Wiring, "two workloads whose names are the same in the cluster", "NameTwice", || {
        let (mut c, z) = chart("clinic");
        c.add("PatientApi", wl!(z));
        c.add("PatientAPI", wl!(z));
        onec(c)
    }),
    Mistake::new(Wiring, "there are ten pods at least and two at most", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let (least, most) = (10, 2);
        c.add("Api", wl!(z).scale(least..=most));
        onec(c)
    }),
    Mistake::new(Wiring, "the quota has no room for the pods that there may be", "QuotaTooSmall", || {
        let mut c = Chart::<Prod>::new("clinic");
        let z = c.add("Clinical", Namespace::<Phi>::builder().quota(cpu!("1"), memory!("1Gi")));
        c.add("Api", wl!(z).scale(2..=10));
        onec(c)
    }),
    Mistake::new(Wiring, "what a pod may take is less than what it asks for", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        c.add("Api", wl!(z).limits(cpu!("100m"), memory!("128Mi")));
        onec(c)
    }),
    Mistake::new(Wiring, "what is kept and what is passing are one folder", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let d = c.add("Disks", EncryptedStorage::azure("/subscriptions/clinic/diskEncryptionSets/claims"));
        c.add(
            "Index",
            StatefulWorkload::builder()
                .perimeter(&z)
                .image(img())
                .port(9200)
                .probes(Probes::tcp())
                .resources(cpu!("1"), memory!("2Gi"))
                .keep("/data", memory!("20Gi"), &d)
                .scratch("/data", memory!("64Mi")),
        );
        onec(c)
    }),
    Mistake::new(Security, "a password stands in the JSON of a configuration", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let r = c.add(
            "Rates",
            ConfigMap::builder()
                .perimeter(&z)
                .file("app.json", "{ \"db\": { \"user\": \"app\", \"password\": \"Winter2026!\" } }\n"),
        );
        c.add("Api", wl!(z).config("/etc/lab", &r));
        onec(c)
    }),
    Mistake::new(Security, "a password stands in the XML of a configuration", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let r = c.add(
            "Rates",
            ConfigMap::builder()
                .perimeter(&z)
                .file("settings.xml", "<server><username>app</username><password>Winter2026!</password></server>\n"),
        );
        c.add("Api", wl!(z).config("/etc/lab", &r));
        onec(c)
    }),
    Mistake::new(Security, "pods of a helper may make pods, and so take on every account", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let a = c.add("Helper", ServiceAccount::builder().perimeter(&z).api_server([cidr!("10.20.64.0/20")], 443));
        c.add("MakesPods", Rights::builder().account(&a).rule(Rule::on(Granted::Pods, &[Verb::Create, Verb::Delete])));
        c.add("Api", wl!(z).account(&a));
        onec(c)
    }),
    Mistake::new(
        Wiring,
        "certificates are asked of the staging server of Let's Encrypt: browsers refuse them",
        "ImpossibleValue",
        || {
            let (mut c, z) = chart("clinic");
            let i = c.add(
                "LetsEncrypt",
                AcmeIssuer::builder()
                    .perimeter(&z)
                    .mail("it@example.org")
                    .proof(Proof::AzureDns {
                        subscription: "0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
                        group: "names",
                        zone: "example.org",
                    })
                    .server("https://acme-staging-v02.api.letsencrypt.org/directory"),
            );
            let t = c.add("Tls", Tls::builder().perimeter(&z).domain(domain!("claims.example.org")).issuer(&i));
            let a = c.add("Api", wl!(z));
            c.add("Front", HttpsRoute::builder().target(&a).certificate(&t).controller(Controller::Nginx));
            onec(c)
        },
    ),
    Mistake::new(
        Wiring,
        "the domain of a certificate is not in the zone by which it is proven",
        "ImpossibleValue",
        || {
            let (mut c, z) = chart("clinic");
            let i = c.add(
                "LetsEncrypt",
                AcmeIssuer::builder().perimeter(&z).mail("it@example.org").proof(Proof::AzureDns {
                    subscription: "0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
                    group: "names",
                    zone: "example.com",
                }),
            );
            let t = c.add("Tls", Tls::builder().perimeter(&z).domain(domain!("claims.example.org")).issuer(&i));
            let a = c.add("Api", wl!(z));
            c.add("Front", HttpsRoute::builder().target(&a).certificate(&t).controller(Controller::Nginx));
            onec(c)
        },
    ),
    Mistake::new(Wiring, "secrets are read from a region that AWS does not have", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let k =
            Keeper::SecretsManager { region: "us-east1", role: "arn:aws:iam::111122223333:role/clinic-secrets".into() };
        let v = c.add("Vault", SecretStore::builder().perimeter(&z).keeper(k));
        let p = c.add("Partner", ExternalSecret::builder().store(&v).key("token", "lab/partner", "token"));
        c.add("Api", wl!(z).secret("PARTNER_TOKEN", &p, "token"));
        onec(c)
    }),
    Mistake::new(Wiring, "the key of the copies is of another region than their bucket", "ImpossibleValue", || {
        let (mut c, z) = chart("clinic");
        let far = c.add(
            "Far",
            BackupLocation::builder()
                .bucket("clinic-copies", "us-west-2")
                .key("arn:aws:kms:us-east-1:111122223333:key/5a6b"),
        );
        c.add("Copies", NamespaceCopies::builder().perimeter(&z).location(&far));
        onec(c)
    }),
    Mistake::new(
        Security,
        "a load balancer is declared by hand, with a waiver that names no rule",
        "ClosedService",
        || {
            let (mut c, z) = chart("clinic");
            let spec = Object::new().with("type", "LoadBalancer").with("ports", vec![Object::new().with("port", 2575)]);
            c.add(
                "Hl7",
                Waiver::new(BY_HAND, "monitors speak HL7 and no HTTP", "jane.roe", date!("2027-06-30"))
                    .resource(ApiObject::new("v1", "Service", "hl7").in_namespace(z.name()).with("spec", spec)),
            );
            onec(c)
        },
    ),
];
