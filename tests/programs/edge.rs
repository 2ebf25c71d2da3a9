//! A website and what watches the account, in one stack.

use hc_cdk::{
    data::Public,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{
    account::{AccountGuard, AdministratorRole, Budget},
    actions,
    country::{Gb, Ie, Us},
    edge::{EdgeEndpoint, IssuedCertificate, UptimeCheck, Website},
    iam::Statement,
    observe::{Asked, Canary, preset},
    prelude::*,
    region,
};

/// A website with its files, a budget, and what watches the account.
pub(crate) fn edge() -> App {
    let mut stack = Stack::<(Hipaa, Production)>::new("edge", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let public = stack.add("Public", Perimeter::<Public>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let www = IssuedCertificate::builder().domain("www.example.org").zone(&zone).build();
    let www = stack.add("Certificate", www);
    let web = Website::builder().key(&key).domain("www.example.org").certificate(&www).zone(&zone).single_page();
    let web = stack.add("Web", web.build().readers((Gb, Ie, Us)));
    stack.add("Files", web.files(&public));
    let image = image!("registry.example/page@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let page = stack.add("Page", FargateService::builder().perimeter(&public).image(image).port(8080).build());
    let origin = IssuedCertificate::builder().domain("origin.example.org").zone(&zone).build();
    let origin = stack.add("Origin", origin);
    let front = HttpsEndpoint::builder().target(&page).domain("origin.example.org").certificate(&origin).zone(&zone);
    let front = stack.add("Front", front.build());
    let near = IssuedCertificate::builder().domain("near.example.org").zone(&zone).build();
    let near = stack.add("NearCertificate", near);
    let near = EdgeEndpoint::builder().key(&key).before(&front).domain("near.example.org").certificate(&near);
    stack.add("Near", near.zone(&zone).build().readers((Gb, Ie, Us)));
    let up = stack.add("Up", UptimeCheck::builder().domain("www.example.org").build());
    let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    let alarms = alarms.watch("Gone", preset::gone(&up)).watch("Failing", preset::website_failing(&web));
    let works = Canary::builder().perimeter(&public).address(front.url()).ask(Asked::path("/health")).build();
    let alarms = alarms.watch("Wrong", preset::canary_failing(&stack.add("Works", works)));
    let inside = Canary::builder().perimeter(&public).address("https://inside.example.org").every_minutes(1);
    stack.add("Inside", inside.from_inside().build());
    stack.add("Critical", alarms.watch("Expiring", preset::certificate_expiring(&www)).build());
    stack.add("Guard", AccountGuard::builder().key(&key).trail(&trail).build());
    stack.add("Budget", Budget::builder().dollars(175).notify(Contact::email("finance@example.org")).build());
    let look = Statement::allow(actions!["kms:DescribeKey"], [key.arn()]);
    stack.add("Keeper", AdministratorRole::builder().purpose("looks after keys").allow(&look).build());
    App::new("edge").stack(stack)
}
