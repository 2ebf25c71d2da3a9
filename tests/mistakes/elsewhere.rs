//! Google Cloud, Azure, and workflows.

use super::{
    Kind::{Compliance, Security, Wiring},
    Mistake,
    clinic::*,
};

pub(super) const ALL: &[Mistake] = &[
    Mistake::new(Wiring, "a cluster has more nodes at least than at most", "ImpossibleValue", || {
        let mut s = gcp::Stack::<Prod>::new("google", gcp::region::Iowa);
        let z = google(&mut s);
        s.add(
            "Cluster",
            gcp::GkeCluster::builder().perimeter(&z).nodes(gcp::Nodes::of("n2-standard-4").between(10, 3)),
        );
        App::new("clinic").stack(s)
    }),
    Mistake::new(Wiring, "nodes are machines of AWS", "ImpossibleValue", || {
        let mut s = gcp::Stack::<Prod>::new("google", gcp::region::Iowa);
        let z = google(&mut s);
        s.add("Cluster", gcp::GkeCluster::builder().perimeter(&z).nodes(gcp::Nodes::of("m5.xlarge").between(3, 10)));
        App::new("clinic").stack(s)
    }),
    Mistake::new(
        Wiring,
        "a database has three processors: Cloud SQL has one, or an even number",
        "ImpossibleValue",
        || {
            let mut s = gcp::Stack::<Prod>::new("google", gcp::region::Iowa);
            let z = google(&mut s);
            s.add(
                "Patients",
                gcp::CloudSql::builder().perimeter(&z).version(gcp::SqlVersion::Postgres17).machine(3, 16),
            );
            App::new("clinic").stack(s)
        },
    ),
    Mistake::new(Compliance, "the chart says that its cluster is elsewhere than it is", "AnotherRegion", || {
        let mut t = gcp::Stack::<Prod>::new("far", gcp::region::Iowa);
        let y = google(&mut t);
        let far = t.add(
            "Cluster",
            gcp::GkeCluster::builder().perimeter(&y).nodes(gcp::Nodes::of("n2-standard-4").between(3, 10)),
        );
        let mut c = Chart::<(UkHealth, Production)>::in_cluster("wards", &far.in_region(gcp::region::London));
        let n = c.add("Clinical", Namespace::<Phi>::builder());
        c.add("Api", wl!(n));
        App::new("clinic").stack(t).stack(c)
    }),
    Mistake::new(Wiring, "a database begins with 100 GiB: Azure has 64 and 128", "ImpossibleValue", || {
        let (mut s, z, _g) = on_azure();
        let l = locked();
        s.add(
            "Patients",
            l.construct(
                azure::FlexibleServer::builder().perimeter(&z).version(azure::PostgresVersion::V16).storage_gib(100),
            ),
        );
        App::new("clinic").stack(s)
    }),
    Mistake::new(Wiring, "a database is on a machine of Google", "ImpossibleValue", || {
        let (mut s, z, _g) = on_azure();
        let l = locked();
        s.add(
            "Patients",
            l.construct(
                azure::FlexibleServer::builder()
                    .perimeter(&z)
                    .version(azure::PostgresVersion::V16)
                    .machine("n2-standard-4"),
            ),
        );
        App::new("clinic").stack(s)
    }),
    Mistake::new(Wiring, "a group of people has a short name of more than 12 characters", "ImpossibleValue", || {
        let (mut s, _z, g) = on_azure();
        s.add("Team", azure::ActionGroup::email(&g, "clinical-on-call", "on-call@example.org"));
        App::new("clinic").stack(s)
    }),
    Mistake::new(Security, "the gateway takes pods at port 80, where nobody speaks TLS", "ImpossibleValue", || {
        let (mut s, z, _g) = on_azure();
        s.add(
            "Front",
            azure::ApplicationGateway::builder()
                .perimeter(&z)
                .domain(domain!("a.example.org"))
                .certificate("a")
                .backend(domain!("a.clinic.example.org"), 80),
        );
        App::new("clinic").stack(s)
    }),
    Mistake::new(Security, "a token stands as text in the environment of a job", "NoSecretInWorkflow", || {
        let mut d = Pipelines::<Prod>::new("delivery", Repository);
        let mut w = Workflow::on([Trigger::pull_request()]);
        w.job(
            "tests",
            jobs::PYTEST
                .job()
                .matrix(Matrix::services())
                .env("FOLDER", "services")
                .env("COVERAGE", "80")
                .env("SNYK_TOKEN", "3f2c8d0e-7a6b-4918-8c5e-1f7a9b3d2046"),
        );
        d.add("Test", w);
        let (mut s, b) = base("clinic");
        s.add("Api", svc!(b));
        one(s).stack(d)
    }),
    Mistake::new(Wiring, "a workflow runs at 25 o'clock", "ImpossibleValue", || {
        let mut d = Pipelines::<Prod>::new("delivery", Repository);
        let mut w = Workflow::on([Trigger::Schedule(Times::Weekly(Weekday::Monday, 25, 0))]);
        w.job("secrets", jobs::TRUFFLEHOG.job());
        d.add("Scan", w);
        let (s, _b) = base("clinic");
        one(s).stack(d)
    }),
    Mistake::new(
        Wiring,
        "a role for the environment production is taken on in staging: AWS refuses",
        "AnotherEnvironment",
        || {
            let mut a = Stack::<Prod>::new("access", region::UsEast1);
            let gh =
                arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
            let r = a.add(
                "Deploys",
                GithubRole::builder().provider(gh).repository("clinic/hms").environment("production").allow(
                    Statement::allow(
                        actions!["ecs:UpdateService"],
                        ["arn:aws:ecs:us-east-1:111122223333:service/clinic/api"],
                    ),
                ),
            );
            let mut d = Pipelines::<Prod>::new("delivery", Repository);
            let mut w = Workflow::on([Trigger::push(&["main"])]);
            let checked = w.job("compliance", program().check());
            let dep = Delivering::without_images(Environment::staging())
                .after(&checked)
                .rolled_out(&Stacks::of(&Identity::aws(&r.arn(), "us-east-1"), "arn:aws:iam::111122223333:role/cfn"));
            d.add("Deploy", w.deploy(dep));
            let (mut s, b) = base("clinic");
            let api = s.add("Api", svc!(b));
            s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()));
            one(s).stack(a).stack(d)
        },
    ),
    Mistake::new(
        Wiring,
        "staging runs images of production's account, which lets nobody else pull",
        "NotPulled",
        || {
            let (mut s, b) = base("clinic");
            s.add("Images", ImageRepository::builder().key(&b.key).called("clinic/api"));
            let image = image!(
                "111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            );
            let api = s.add("Api", FargateService::builder().perimeter(&b.zone).image(image).port(8080));
            s.add("Front", HttpsEndpoint::builder().target(&api).domain("api.example.org").certificate(&cert()));
            let mut w = Workflow::on([Trigger::push(&["main"])]);
            let checked = w.job("compliance", program().check());
            let to = |place: &'static str| {
                let role = Identity::aws(Input::variable(place), "us-east-1");
                Stacks::of(&role, "arn:aws:iam::111122223333:role/cfn")
            };
            let rehearsal =
                Delivering::without_images(Environment::staging()).after(&checked).rolled_out(&to("STAGING"));
            let release = Delivering::without_images(Environment::approved("production")).after(&checked);
            let mut d = Pipelines::<Prod>::new("delivery", Repository);
            d.add("Deploy", w.deploy(rehearsal).deploy(release.rolled_out(&to("PRODUCTION"))));
            one(s).stack(d)
        },
    ),
    Mistake::new(Wiring, "a stack is deployed that the app does not have", "UnknownStack", || {
        let mut d = Pipelines::<Prod>::new("delivery", Repository);
        let mut w = Workflow::on([Trigger::manual(&[])]);
        let checked = w.job("compliance", program().check());
        let st = Stacks::of(
            &Identity::aws("arn:aws:iam::111122223333:role/deploys", "us-east-1"),
            "arn:aws:iam::111122223333:role/cfn",
        );
        let dep = Delivering::without_images(Environment::approved("production"))
            .after(&checked)
            .step(Program::written())
            .step(st.alone("clinic-imags"));
        d.add("Deploy", w.deploy(dep));
        let (s, _b) = base("clinic");
        one(s).stack(d)
    }),
    Mistake::new(Wiring, "a chart that the app does not have is deployed", "UnknownStack", || {
        let mut d = Pipelines::<Prod>::new("delivery", Repository);
        let mut w = Workflow::on([Trigger::manual(&[])]);
        let checked = w.job("compliance", program().check());
        let cl = Reached::eks("clinic", &Identity::aws("arn:aws:iam::111122223333:role/deploys", "us-east-1"))
            .chart("wrads", "wards-clinical");
        let dep = Delivering::without_images(Environment::approved("production")).after(&checked).rolled_out(&cl);
        d.add("Deploy", w.deploy(dep));
        let (c, _z) = chart("wards");
        onec(c).stack(d)
    }),
    Mistake::new(Wiring, "a runbook is for an alarm that nobody has", "RunbookOfNothing", || {
        let (mut s, b) = base("clinic");
        let r = s.add("Records", db!(b));
        s.add(
            "Alarms",
            Alarms::builder()
                .key(&b.key)
                .notify(Contact::email("on-call@example.org"))
                .watch("Busy", r.cpu().above(Percent(80.0))),
        );
        let mut d = Pipelines::<Prod>::new("delivery", Repository);
        d.add("Handbook", Handbook::new().runbook("Busy", &["look at what asks most"]).runbook("Bussy", &["wait"]));
        one(s).stack(d)
    }),
    Mistake::new(Wiring, "a job takes the value of a list that it does not run for", "ImpossibleValue", || {
        let mut d = Pipelines::<Prod>::new("delivery", Repository);
        let mut w = Workflow::on([Trigger::pull_request()]);
        w.job(
            "tests",
            jobs::NPM_TEST.job().matrix(Matrix::over("part", &["web", "api"])).env("FOLDER", Input::matrix("prat")),
        );
        d.add("Test", w);
        let (s, _b) = base("clinic");
        one(s).stack(d)
    }),
];
