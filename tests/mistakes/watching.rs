//! Who is told, and what delivers, on AWS.

use super::{
    Kind::{Security, Wiring},
    Mistake,
    clinic::*,
};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(Wiring, "an alarm waits for 5 of 3 periods: it cannot be made", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let d = s.add("Records", db!(b));
        s.add(
            "Alarms",
            Alarms::builder()
                .key(&b.key)
                .notify(Contact::email("on-call@example.org"))
                .watch("Busy", d.cpu().above(Percent(80.0)).periods(3).datapoints(5)),
        );
        one(s)
    }),
    Mistake::new(
        Wiring,
        "an alarm is for more than 800 % of the processor: it is never raised",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            s.add(
                "Alarms",
                Alarms::builder()
                    .key(&b.key)
                    .notify(Contact::email("on-call@example.org"))
                    .watch("Busy", d.cpu().above(Percent(800.0))),
            );
            one(s)
        },
    ),
    Mistake::new(Wiring, "a release is rolled back by an alarm whose name is misspelled", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let api = s.add("Api", svc!(b).deployment(Deployment::canary(10, 15)));
        let f =
            s.add("Front", HttpsEndpoint::builder().perimeter(&b.zone).domain("api.example.org").certificate(&cert()));
        let f = s.add("ApiRoute", f.route("/*", &api));
        let a = s.add(
            "Alarms",
            Alarms::builder()
                .key(&b.key)
                .notify(Contact::email("on-call@example.org"))
                .watch("Failing", preset::failing(&f)),
        );
        s.add("Rollback", a.roll_back("Failling", &api));
        one(s)
    }),
    Mistake::new(
        Wiring,
        "somebody is told of what is critical only, and the alarm is of medium severity: nobody is told",
        "AlarmTellsSomebody",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            s.add(
                "Alarms",
                Alarms::builder()
                    .key(&b.key)
                    .notify_on(Severity::Critical, Contact::email("on-call@example.org"))
                    .watch("Busy", d.cpu().above(Percent(80.0)).severity(Severity::Medium)),
            );
            one(s)
        },
    ),
    Mistake::new(Wiring, "the budget tells at 500 %", "ImpossibleValue", || {
        let (mut s, _b) = base("clinic");
        s.add("Budget", Budget::builder().dollars(175).told_at(500).notify(Contact::email("finance@example.org")));
        one(s)
    }),
    Mistake::new(
        Wiring,
        "the pipeline pushes to one repository and deploys a service that may pull from another",
        "ImpossibleValue",
        || {
            let (mut s, b) = base("clinic");
            let r = s.add("Images", ImageRepository::builder().key(&b.key));
            let o = s.add("Other", ImageRepository::builder().key(&b.key));
            let api = s.add("Api", svc!(b).releases(&o));
            let i = ImageBuild::to(&r).tested("npm test").scanned().signed().approved("to production?");
            s.add(
                "Delivery",
                Pipeline::builder().key(&b.key).trail(&b.trail).source(Source::upload("a.zip")).image(i).deploy(&api),
            );
            one(s)
        },
    ),
    Mistake::new(Security, "the trial of a deployment asks without TLS", "ImpossibleValue", || {
        let (mut s, b) = base("clinic");
        let r = s.add("Images", ImageRepository::builder().key(&b.key));
        let api = s.add("Api", svc!(b).releases(&r));
        let i = ImageBuild::to(&r).tested("npm test").scanned().signed().approved("to production?");
        let t = Trial::at("http://api.example.org").command("npm run smoke");
        s.add(
            "Delivery",
            Pipeline::builder()
                .key(&b.key)
                .trail(&b.trail)
                .source(Source::upload("a.zip"))
                .image(i)
                .deploy(&api)
                .trial(t),
        );
        one(s)
    }),
    Mistake::new(
        Security,
        "the address of a hook of Slack stands in the template: whoever reads it can write there",
        "KeyInTemplate",
        || {
            let (mut s, b) = base("clinic");
            let d = s.add("Records", db!(b));
            s.add(
                "Alarms",
                Alarms::builder()
                    .key(&b.key)
                    .notify(Contact::https(
                        "https://hooks.slack.com/services/T00000000/B00000000/000000000000000000000000",
                    ))
                    .watch("Busy", d.cpu().above(Percent(80.0))),
            );
            one(s)
        },
    ),
];
