//! What runs on AWS: services, tasks, functions, queues and steps.

use super::{Kind::Wiring, Mistake, clinic::*};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(Wiring, "a nightly task is started at 24:00", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Export", FargateTask::builder().perimeter(&b.zone).image(img()).schedule(Schedule::daily_at(24, 0)));
        one(s)
    }),
    Mistake::new(Wiring, "the time zone of a schedule is misspelled", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add(
            "Export",
            FargateTask::builder()
                .perimeter(&b.zone)
                .image(img())
                .schedule(Schedule::daily_at(3, 0).in_zone("Europe/Lodnon")),
        );
        one(s)
    }),
    Mistake::new(
        Wiring,
        "a service of one network connects to a database of another network that nothing connects to it",
        "Network",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            let mut t = Stack::<Prod>::new("lab", region::UsEast1);
            let key = t.add("Key", CustomerKey::builder());
            let trail = t.add("Audit", AuditTrail::builder().key(&key));
            let vpc = t.add("Network", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key));
            let zone = t.add("Clinical", Zone::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
            t.add("Lab", FargateService::builder().perimeter(&zone).image(img()).port(8080).connect(&d));
            App::new("clinic").stack(s).stack(t)
        },
    ),
    Mistake::new(Wiring, "two stacks use each other's tables", "Circle", || {
        let (mut s, b) = base("clinic");
        let mut t = Stack::<Prod>::new("lab", region::UsEast1);
        let a = s.add("Visits", EncryptedTable::builder().perimeter(&b.zone).partition_key(TableKey::text("patient")));
        let c = t.add("Results", EncryptedTable::builder().perimeter(&b.zone).partition_key(TableKey::text("patient")));
        s.add("Api", svc!(b).connect(&c));
        t.add("Lab", svc!(b).connect(&a));
        App::new("clinic").stack(s).stack(t)
    }),
    Mistake::new(Wiring, "a service in Ireland uses a table in Virginia", "AnotherRegion", || {
        let (mut s, b) = base("clinic");
        let a = s.add("Visits", EncryptedTable::builder().perimeter(&b.zone).partition_key(TableKey::text("patient")));
        let mut t = Stack::<Prod>::new("west", region::EuWest1);
        let key = t.add("Key", CustomerKey::builder());
        let trail = t.add("Audit", AuditTrail::builder().key(&key));
        let vpc = t.add("Network", Vpc::builder().cidr(cidr!("10.30.0.0/16")).key(&key));
        let zone = t.add("Clinical", Zone::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
        t.add("Lab", FargateService::builder().perimeter(&zone).image(img()).port(8080).connect(&a));
        App::new("clinic").stack(s).stack(t)
    }),
    Mistake::new(Wiring, "a step goes on with a step that is not there", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let f = s.add("Triage", fun!(b));
        s.add(
            "Path",
            StateMachine::builder()
                .perimeter(&b.zone)
                .steps(Steps::new().calls("Triage", &f).or("Escalte").succeeds("Escalate")),
        );
        one(s)
    }),
    Mistake::new(Wiring, "a path waits for three days and is broken off after one", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let f = s.add("Remind", fun!(b));
        s.add(
            "Path",
            StateMachine::builder()
                .perimeter(&b.zone)
                .steps(Steps::new().waits("ThreeDays", 3 * 86_400).calls("Remind", &f)),
        );
        one(s)
    }),
    Mistake::new(
        Wiring,
        "a function takes from a queue and sends to the same queue: it never ends, and costs",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let q = s.add("Letters", Queue::builder().perimeter(&b.zone));
            s.add("Print", fun!(b).on(&q).connect(&q));
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "a function runs on objects of a bucket and writes to that bucket: it never ends, and costs",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let q = s.add("Scans", SecureBucket::builder().perimeter(&b.zone).tells_events());
            s.add("Thumbnail", fun!(b).on(&q.events()).connect(&q));
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "a function takes longer than the queue waits for it: messages are handled twice",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let q = s.add("Letters", Queue::builder().perimeter(&b.zone).handled_within(30));
            s.add("Print", fun!(b).timeout(120).on(&q));
            one(s)
        },
    ),
    Mistake::new(Wiring, "a function hears of a bucket that does not tell", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let q = s.add("Scans", SecureBucket::builder().perimeter(&b.zone));
        let t = s.add("Seen", EncryptedTable::builder().perimeter(&b.zone).partition_key(TableKey::text("scan")));
        s.add("Thumbnail", fun!(b).on(&q.events()).connect(&t));
        one(s)
    }),
    Mistake::new(Wiring, "a variable is said twice, with different values", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        s.add("Api", svc!(b).variable(variable!("LOG_LEVEL", "info")).variable(variable!("LOG_LEVEL", "debug")));
        one(s)
    }),
    Mistake::new(
        Wiring,
        "the program is told to listen on 3000, the port is 8080: no request arrives",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b).variable(variable!("PORT", "3000")));
            s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()));
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "a variable of the program hides that of a store: `RECORDS_HOST` is what the connection gives",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            s.add("Api", svc!(b).connect(&d).variable(variable!("RECORDS_HOST", "old-db.example.org")));
            one(s)
        },
    ),
    Mistake::new(Wiring, "a stack is made, used and never given to the app", "UnknownStack", || {
        let (s, b) = base("clinic");
        let mut t = Stack::<Prod>::new("lab", region::UsEast1);
        let d = {
            let mut u = Stack::<Prod>::new("data", region::UsEast1);
            u.add("Records", db!(b))
        };
        t.add("Lab", svc!(b).connect(&d));
        App::new("clinic").stack(s).stack(t)
    }),
    Mistake::new(
        Wiring,
        "a function runs an image of another region: Lambda does not pull it",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let i = image!(
                "111122223333.dkr.ecr.eu-west-1.amazonaws.com/clinic/fn@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            );
            s.add("Print", Function::builder().perimeter(&b.zone).code(i));
            one(s)
        },
    ),
    Mistake::new(
        Wiring,
        "a secret is handed over as `DB-PASSWORD`, which is no name of a variable",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            s.add(
                "Migration",
                FargateTask::builder()
                    .perimeter(&b.zone)
                    .image(img())
                    .connect(&d)
                    .secret("DB-PASSWORD", &d.credentials().field("password")),
            );
            one(s)
        },
    ),
    Mistake::new(Wiring, "the files of two stores are mounted at one folder", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let x = s.add("Letters", FileSystem::builder().perimeter(&b.zone).mounted_at("/var/files"));
        let y = s.add("Scans", FileSystem::builder().perimeter(&b.zone).mounted_at("/var/files"));
        s.add("Api", svc!(b).connect(&x).connect(&y));
        one(s)
    }),
];
