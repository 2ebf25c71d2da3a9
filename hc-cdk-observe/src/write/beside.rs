//! The configuration of an OpenTelemetry Collector that runs beside a program in each task of Amazon ECS.
//!
//! It reads the program's figures and those of the task's containers, takes what the program sends by OTLP, and hands figures on to a
//! workspace of Amazon Managed Service for Prometheus and traces to X-Ray. It signs by the rights of the task, so there is no key. All
//! that differs from place to place it finds in its environment.

use hc_cdk::value::{Json, Object};

use super::collector::{HEALTH, PORTS};
use crate::scraped::Scraped;

/// The variable with the address of the workspace, which ends in `/`.
pub const WORKSPACE: &str = "FIGURES_URL";
/// The variable with the region of the workspace.
pub const REGION: &str = "FIGURES_REGION";
/// The memory that it takes at most, in mebibytes.
const MEBIBYTES: i64 = 100;

/// The configuration. Series have the label `service`, and labels for the task and the container that they are of: without these, what
/// two tasks of a service count would be one series.
pub fn configuration(scraped: &Scraped) -> Json {
    let local = |port: u16| Object::new().with("endpoint", format!("localhost:{port}"));
    let protocols = Object::new().with("grpc", local(PORTS.0)).with("http", local(PORTS.1));
    let every = format!("{}s", scraped.seconds);
    let receivers = Object::new()
        .with("otlp", Object::new().with("protocols", protocols))
        .with("prometheus", prometheus(scraped, &every))
        .with("awsecscontainermetrics", Object::new().with("collection_interval", every));
    let limit =
        Object::new().with("check_interval", "1s").with("limit_mib", MEBIBYTES).with("spike_limit_mib", MEBIBYTES / 4);
    let task = Object::new().with("detectors", vec!["env", "ecs"]).with("override", false);
    let processors = Object::new()
        .with("memory_limiter", limit)
        .with("resourcedetection", task)
        .with("batch", Object::new().with("timeout", "5s").with("send_batch_size", 1024));
    let here = format!("${{env:{REGION}}}");
    let exporters = Object::new()
        .with("prometheusremotewrite", remote_write(scraped))
        .with("awsxray", Object::new().with("region", here.clone()));
    let signed = Object::new().with("region", here).with("service", "aps");
    let pipeline = |from: &[&'static str], to: &'static str| {
        let steps = vec!["memory_limiter", "resourcedetection", "batch"];
        Object::new().with("receivers", from.to_vec()).with("processors", steps).with("exporters", vec![to])
    };
    let pipelines = Object::new()
        .with("metrics", pipeline(&["otlp", "prometheus", "awsecscontainermetrics"], "prometheusremotewrite"))
        .with("traces", pipeline(&["otlp"], "awsxray"));
    Object::new()
        .with("receivers", receivers)
        .with("processors", processors)
        .with("exporters", exporters)
        .with("extensions", Object::new().with("health_check", local(HEALTH)).with("sigv4auth", signed))
        .with(
            "service",
            Object::new().with("extensions", vec!["health_check", "sigv4auth"]).with("pipelines", pipelines),
        )
        .into()
}

fn prometheus(scraped: &Scraped, every: &str) -> Object {
    let target = Object::new().with("targets", vec![format!("localhost:{}", scraped.port)]);
    let job = Object::new()
        .with("job_name", scraped.service.clone())
        .with("scrape_interval", every.to_owned())
        .with("metrics_path", scraped.path)
        .with("static_configs", vec![target]);
    Object::new().with("config", Object::new().with("scrape_configs", vec![job]))
}

/// Names of series stay as the program exports them: alerts and boards are about these.
fn remote_write(scraped: &Scraped) -> Object {
    Object::new()
        .with("endpoint", format!("${{env:{WORKSPACE}}}api/v1/remote_write"))
        .with("auth", Object::new().with("authenticator", "sigv4auth"))
        .with("add_metric_suffixes", false)
        .with("external_labels", Object::new().with("service", scraped.service.clone()))
        .with("resource_to_telemetry_conversion", Object::new().with("enabled", true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_every_fifteen_seconds_and_signed_for() {
        let it = configuration(&Scraped::new("patient", 8000).path("/figures"));
        let job = it.at("receivers/prometheus/config/scrape_configs/0").unwrap();
        assert_eq!(job.get("scrape_interval"), Some(&"15s".into()));
        assert_eq!(job.get("metrics_path"), Some(&"/figures".into()));
        assert_eq!(job.at("static_configs/0/targets/0"), Some(&"localhost:8000".into()));
        let to = it.at("exporters/prometheusremotewrite").unwrap();
        assert_eq!(to.get("endpoint"), Some(&"${env:FIGURES_URL}api/v1/remote_write".into()));
        assert_eq!(to.at("auth/authenticator"), Some(&"sigv4auth".into()));
        assert_eq!(to.at("external_labels/service"), Some(&"patient".into()));
    }

    #[test]
    fn a_pipeline_names_nothing_that_is_not_there() {
        let it = configuration(&Scraped::new("patient", 8000));
        for (_, pipeline) in it.at("service/pipelines").and_then(Json::as_object).unwrap().iter() {
            for part in ["receivers", "processors", "exporters"] {
                for name in pipeline.get(part).and_then(Json::as_list).unwrap() {
                    let name = name.as_text().unwrap();
                    assert!(it.get(part).and_then(|it| it.get(name)).is_some(), "{part}: {name}");
                }
            }
        }
        for name in it.at("service/extensions").and_then(Json::as_list).unwrap() {
            assert!(it.get("extensions").and_then(|it| it.get(name.as_text().unwrap())).is_some());
        }
    }
}
