//! The services of the hospital, in groups: each behind a path of the one address, a user of its own in the records, in a mesh in which they
//! ask who is calling.

use std::error::Error;

use hc_cdk_aws::{
    compute::{Deployment, Service},
    literal::user_name::UserName,
    prelude::*,
};

use super::{Hospital, Phi, Prod, watch};

/// A group of services, each with its path, and an alarm for each that gives requests back to the version before. They ask `auth`, which is
/// the first of all, who is calling.
pub(crate) fn serve(
    stack: &mut Stack<Prod>,
    services: &'static str,
    hospital: &Hospital,
    front: &Endpoint,
    auth: Option<&Service<Phi>>,
) -> Result<Vec<Service<Phi>>, Box<dyn Error>> {
    let mut running: Vec<(&str, Service<Phi>)> = Vec::new();
    let mut alarms = Alarms::builder().key(&hospital.key).notify(Contact::email("on-call@hms.example.org"));
    for name in services.split(' ') {
        let path = name.to_lowercase();
        let auth = auth.or(running.first().map(|(_, first)| first));
        let service = stack.add(name, service(&path, hospital, auth)?);
        let route = stack.add(format!("{name}Route"), front.route(format!("/{path}/*"), &service));
        alarms = alarms.watch(format!("{name}Failing"), preset::failing(&route).severity(Severity::Medium));
        running.push((name, service));
    }
    let alarms = stack.add("Alarms", alarms);
    for (name, service) in &running {
        stack.add(format!("{name}Rollback"), alarms.roll_back(format!("{name}Failing"), service));
    }
    Ok(running.into_iter().map(|(_, service)| service).collect())
}

/// One of the services, which differ in their name and image only.
fn service(
    name: &str,
    hospital: &Hospital,
    auth: Option<&Service<Phi>>,
) -> Result<FargateService<Phi>, Box<dyn Error>> {
    let service = FargateService::builder()
        .perimeter(&hospital.zone)
        .cluster(&hospital.cluster)
        .image(hospital.images.image(name)?)
        .port(8000)
        .size(fargate!(cpu = 512, memory = 1024))
        .scale(2..=10)
        .deployment(Deployment::canary(10, 15).bake(30))
        .healthy_if(&["python", "-m", "hms.healthy"])
        .connect(&hospital.records.user(UserName::parse(name)?))
        .variable(variable!("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"))
        .sidecar(watch::collector(&hospital.figures, hospital.images.collector()?, name));
    let service = match hospital.images.repository(name) {
        Some(images) => service.releases(images),
        None => service,
    };
    Ok(match auth {
        Some(auth) => service.connect(auth).build(),
        None => service.build(),
    })
}
