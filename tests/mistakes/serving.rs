//! What requests come in by: endpoints, APIs, websites, and what asks whether they are there.

use super::{
    Kind::{Security, Wiring},
    Mistake,
    clinic::*,
};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(
        Wiring,
        "the path of a health check has no slash: the balancer never finds the service well",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b).health_check("health"));
            s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()));
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "the certificate is of another region than the balancer: the listener cannot be made",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b));
            let c =
                AwsCertificate::existing(arn!(CertificateArn, "arn:aws:acm:eu-west-1:111122223333:certificate/1a2b"));
            s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&c));
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "the certificate is for www, the endpoint answers to api: browsers refuse it",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b));
            let c = s.add("Cert", IssuedCertificate::builder().domain("www.example.org").zone(&names()));
            s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&c));
            one(s)
        },
    ),
    Mistake::new(Wiring, "the domain is not of the zone into which its record is written", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let api = s.add("Api", svc!(b));
        let z = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.com");
        s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()).zone(&z));
        one(s)
    }),
    Mistake::new(
        Wiring,
        "a function behind an API may take 5 minutes, the gateway gives up after 29 seconds",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let f = s.add("Report", fun!(b).timeout(300));
            let u = s.add("Users", UserPool::builder().perimeter(&b.zone));
            s.add(
                "Gateway",
                uncached().construct(
                    RestApi::builder()
                        .perimeter(&b.zone)
                        .domain("api.example.org")
                        .certificate(&cert())
                        .authorizer(&u)
                        .route("/report", &f),
                ),
            );
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "an uptime check is asked from a region that Route 53 does not ask from",
        "ImpossibleValue",
        || {
            let (mut s, _b) = base("clinic");
            s.add(
                "Up",
                UptimeCheck::builder().domain("api.example.org").asked_from(&[
                    "us-east-1",
                    "eu-west-1",
                    "eu-central-1",
                ]),
            );
            one(s)
        },
    ),
    Mistake::new(Wiring, "the firewall lets in the country UK, which is GB: nobody gets in", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let api = s.add("Api", svc!(b));
        s.add(
            "Front",
            HttpsEndpoint::builder()
                .target(&api)
                .domain("api.example.org")
                .certificate(&cert())
                .firewall(Firewall::new().only_from(&["UK"])),
        );
        one(s)
    }),
    Mistake::new(
        Security,
        "the limit of the login is wider than that of everything: it does nothing",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b));
            s.add(
                "Front",
                HttpsEndpoint::builder()
                    .target(&api)
                    .domain("api.example.org")
                    .certificate(&cert())
                    .firewall(Firewall::new().rate_limit_of("/auth/*", 5000)),
            );
            one(s)
        },
    ),
    Mistake::new(Wiring, "a partner may ask more often than the API lets through", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let f = s.add("Report", fun!(b));
        let u = s.add("Users", UserPool::builder().perimeter(&b.zone));
        s.add(
            "Gateway",
            uncached().construct(
                RestApi::builder()
                    .perimeter(&b.zone)
                    .domain("api.example.org")
                    .certificate(&cert())
                    .authorizer(&u)
                    .requests_per_second(50)
                    .route("/report", &f)
                    .partner(Partner::called("lab", 500, 100_000)),
            ),
        );
        one(s)
    }),
    Mistake::new(
        Wiring,
        "a website has a certificate of London: CloudFront takes those of `us-east-1` alone",
        "ImpossibleValue",
        || {
            let mut s = Stack::<Prod>::new("edge", region::UsEast1);
            let key = s.add("Key", CustomerKey::builder());
            let c =
                AwsCertificate::existing(arn!(CertificateArn, "arn:aws:acm:eu-west-2:111122223333:certificate/1a2b"));
            s.add("Web", Website::builder().key(&key).domain("www.example.org").certificate(&c).zone(&names()));
            one(s)
        },
    ),
    Mistake::new(
        Security,
        "people are sent back to an app without TLS, with the code that signs them in",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            s.add("Users", UserPool::builder().perimeter(&b.zone).callback("http://app.example.org/callback"));
            one(s)
        },
    ),
    Mistake::new(Security, "passwords have six characters", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Users", UserPool::builder().perimeter(&b.zone).password_length(6));
        one(s)
    }),
    Mistake::new(Security, "the website lets every script of everybody run", "ImpossibleValue", || {
        let mut s = Stack::<Prod>::new("edge", region::UsEast1);
        let key = s.add("Key", CustomerKey::builder());
        s.add(
            "Web",
            Website::builder()
                .key(&key)
                .domain("www.example.org")
                .certificate(&cert())
                .zone(&names())
                .content("default-src * 'unsafe-inline' 'unsafe-eval'"),
        );
        one(s)
    }),
    Mistake::new(
        Wiring,
        "an alarm in London on a website, whose figures are in Virginia: it never has a figure",
        "AlarmIsWhereItIsMeasured",
        || {
            let mut e = Stack::<Prod>::new("edge", region::UsEast1);
            let key = e.add("Key", CustomerKey::builder());
            let w = e
                .add("Web", Website::builder().key(&key).domain("www.example.org").certificate(&cert()).zone(&names()));
            let mut s = Stack::<Prod>::new("london", region::EuWest2);
            let k = s.add("Key", CustomerKey::builder());
            s.add(
                "Alarms",
                Alarms::builder()
                    .key(&k)
                    .notify(Contact::email("on-call@example.org"))
                    .watch("WebFails", preset::website_failing(&w)),
            );
            App::new("clinic").stack(e).stack(s)
        },
    ),
    Mistake::new(Wiring, "two services answer to one path of one endpoint", "RouteTwice", || {
        let (mut s, b) = base("clinic");
        let f =
            s.add("Front", HttpsEndpoint::builder().perimeter(&b.zone).domain("api.example.org").certificate(&cert()));
        let a = s.add("Lab", svc!(b));
        let c = s.add("Labs", svc!(b));
        s.add("LabRoute", f.route("/lab/*", &a));
        s.add("LabsRoute", f.route("/lab/*", &c));
        one(s)
    }),
    Mistake::new(Wiring, "an endpoint and an API answer to one name of one zone", "RecordTwice", || {
        let (mut s, b) = base("clinic");
        let api = s.add("Api", svc!(b));
        let f = s.add("Report", fun!(b));
        let u = s.add("Users", UserPool::builder().perimeter(&b.zone));
        s.add(
            "Front",
            HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()).zone(&names()),
        );
        s.add(
            "Gateway",
            uncached().construct(
                RestApi::builder()
                    .perimeter(&b.zone)
                    .domain("api.example.org")
                    .certificate(&cert())
                    .zone(&names())
                    .authorizer(&u)
                    .route("/report", &f),
            ),
        );
        one(s)
    }),
    Mistake::new(
        Wiring,
        "a canary asks a path that the endpoint does not serve, by a status that nothing has",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b));
            let f =
                s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()));
            s.add(
                "Works",
                Canary::builder().perimeter(&b.zone).address(f.url()).ask(Asked::path("health").answers(20)),
            );
            one(s)
        },
    ),
];
