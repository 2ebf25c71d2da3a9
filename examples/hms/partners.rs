//! The way in for laboratories and insurers: an interface of its own, which knows who calls and lets through so much and no more.

use hc_cdk::{image::NotAnImage, prelude::*};
use hc_cdk_aws::{prelude::*, region, rule};

use super::{Prod, system};

pub(crate) fn partners(hospital: &system::Hospital) -> Result<Stack<Prod>, NotAnImage> {
    let mut stack = Stack::<Prod>::new("hms-partners", region::UsEast1);
    let results = Function::builder()
        .perimeter(&hospital.zone)
        .code(hospital.images.image("results")?)
        .connect(&hospital.records.user(user_name!("results")));
    let results = stack.add("Results", results);
    let users = stack.add("Users", UserPool::builder().perimeter(&hospital.zone));
    let names = system::names();
    let certificate = IssuedCertificate::builder().domain("partners.hms.example.org").zone(&names);
    let certificate = stack.add("Certificate", certificate);
    let gateway = RestApi::builder()
        .perimeter(&hospital.zone)
        .domain("partners.hms.example.org")
        .certificate(&certificate)
        .zone(&names)
        .authorizer(&users)
        .firewall(Firewall::new().without_bots().rate_limit_of("/results/*", 200))
        .rate_limit(500)
        .requests_per_second(50)
        .route("/results/*", &results)
        .partner(Partner::called("lab-west", 20, 50_000))
        .partner(Partner::called("insurer", 5, 5_000))
        .build();
    let why = "answers about patients are kept nowhere";
    let uncached = Waiver::new(rule::APIGW_CACHE_ENABLED_AND_ENCRYPTED, why, "jane.roe", date!("2027-10-31"));
    let gateway = stack.add("Gateway", uncached.construct(gateway));
    // A stranger is sent away: what says so is there, and lets nobody in.
    let works = Canary::builder().perimeter(&hospital.zone).address(gateway.url()).every_minutes(5);
    let works = stack.add("Works", works.ask(Asked::path("/results/none").answers(401)));
    let alarms = Alarms::builder().key(&hospital.key).notify(Contact::email("on-call@hms.example.org"));
    stack.add("Alarms", alarms.watch("PartnersUnanswered", preset::canary_failing(&works)));
    stack.output("Url", "where partners find it", gateway.url());
    for (name, partner) in [("LabKey", "lab-west"), ("InsurerKey", "insurer")] {
        if let Some(key) = gateway.key_id(partner) {
            stack.output(name, "the id of the key, by which it is looked up and handed over", key);
        }
    }
    Ok(stack)
}
