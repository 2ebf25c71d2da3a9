//! The configuration of an OpenTelemetry Collector.

use hc_cdk::value::{Json, Object};

use crate::{
    collector::{Handed, Redaction, Takes},
    series::Counter,
};

/// The ports on which a collector takes records by OTLP: over gRPC and over HTTP.
pub const PORTS: (u16, u16) = (4317, 4318);

/// The port on which a collector says whether it is well.
pub const HEALTH: u16 = 13133;

/// The port on which it takes what an API server records.
pub const REQUESTS: u16 = 8443;

/// The port on which it tells its own figures.
pub const FIGURES: u16 = 8888;

/// How many records were taken from it by whom it hands them to.
pub const SENT: Counter = Counter::named("otelcol_exporter_sent_log_records_total");

/// The service that the records of an API server are said to come from.
pub const API_SERVER: &str = "kube-apiserver";

/// The folder in which it finds the certificate by which API servers know it, and that of who gives out theirs.
pub const CERTIFICATE: &str = "/etc/otelcol-tls";

/// The step that says where records come from.
const ORIGIN: &str = "resource/requests";

/// The configuration. Records of each sink have a pipeline of their own, in which what is redacted is so before it waits for
/// others.
pub fn configuration(handed: &Handed) -> Json {
    let (receiver, settings) = match handed.takes {
        Takes::Logs => ("otlp", logs()),
        Takes::Requests => ("webhookevent", requests()),
    };
    let limit = Object::new()
        .with("check_interval", "1s")
        .with("limit_mib", i64::from(handed.mebibytes))
        .with("spike_limit_mib", i64::from(handed.mebibytes / 4));
    let mut processors = Object::new().with("memory_limiter", limit);
    if handed.takes == Takes::Requests {
        processors.insert(ORIGIN, origin());
    }
    let (mut exporters, mut pipelines) = (Object::new(), Object::new());
    for (target, redaction) in &handed.to {
        let mut steps = vec!["memory_limiter".to_owned()];
        if let Some(it) = redaction {
            for (kind, step) in [("redaction", redacted(it)), ("transform", masked(it))] {
                steps.push(format!("{kind}/{}", target.name));
                processors.insert(format!("{kind}/{}", target.name), step);
            }
        }
        if handed.takes == Takes::Requests {
            steps.push(ORIGIN.to_owned());
        }
        steps.push("batch".to_owned());
        let exporter = format!("otlphttp/{}", target.name);
        exporters.insert(exporter.clone(), Object::new().with("endpoint", target.address.clone()));
        let pipeline =
            Object::new().with("receivers", vec![receiver]).with("processors", steps).with("exporters", vec![exporter]);
        pipelines.insert(format!("logs/{}", target.name), pipeline);
    }
    let batch = Object::new().with("timeout", "5s").with("send_batch_size", 1024);
    let service = Object::new().with("extensions", vec!["health_check"]).with("pipelines", pipelines);
    let service = if handed.takes == Takes::Requests { service.with("telemetry", figures()) } else { service };
    Object::new()
        .with("receivers", Object::new().with(receiver, settings))
        .with("processors", processors.with("batch", batch))
        .with("exporters", exporters)
        .with("extensions", Object::new().with("health_check", endpoint(HEALTH)))
        .with("service", service)
        .into()
}

fn endpoint(port: u16) -> Object {
    Object::new().with("endpoint", format!("0.0.0.0:{port}"))
}

/// What workloads log.
fn logs() -> Object {
    let protocols = Object::new().with("grpc", endpoint(PORTS.0)).with("http", endpoint(PORTS.1));
    Object::new().with("protocols", protocols)
}

/// What an API server sends: one record at a time, of 100 KiB at most.
fn requests() -> Object {
    let file = |name: &str| format!("{CERTIFICATE}/{name}");
    let tls = Object::new()
        .with("cert_file", file("tls.crt"))
        .with("key_file", file("tls.key"))
        .with("client_ca_file", file("ca.crt"))
        .with("min_version", "1.3")
        // The certificate is replaced while it runs.
        .with("reload_interval", "1h");
    endpoint(REQUESTS)
        .with("path", "/audit")
        .with("max_request_body_size", 1_048_576)
        .with("read_timeout", "10s")
        .with("write_timeout", "10s")
        .with("tls", tls)
}

/// Says of records that they are those of the API server. Redaction leaves out what is said before it.
fn origin() -> Object {
    let says = Object::new().with("key", "service.name").with("value", API_SERVER).with("action", "upsert");
    Object::new().with("attributes", vec![says])
}

/// Tells how many records went where, to whoever asks from outside of its pod.
fn figures() -> Object {
    let tells = Object::new()
        .with("host", "0.0.0.0")
        .with("port", i64::from(FIGURES))
        // A counter's name ends in `_total`, and no other part is added to it.
        .with("without_type_suffix", false)
        .with("without_units", true)
        .with("without_scope_info", true);
    let reader = Object::new().with("pull", Object::new().with("exporter", Object::new().with("prometheus", tells)));
    Object::new().with("metrics", Object::new().with("readers", vec![reader]))
}

/// What of the attributes of a record is kept.
fn redacted(redaction: &Redaction) -> Object {
    Object::new()
        .with("allow_all_keys", false)
        .with("allowed_keys", redaction.kept().to_vec())
        .with("blocked_values", redaction.masks().to_vec())
        // Without a word about it, only texts are masked, and no numbers or lists.
        .with("redact_all_types", true)
        .with("summary", "silent")
}

/// What is masked in the text of a record, which is no attribute.
fn masked(redaction: &Redaction) -> Object {
    let statement = |mask: &&str| {
        format!("replace_pattern(body, \"{}\", \"***\")", mask.replace('\\', "\\\\").replace('"', "\\\""))
    };
    // Patterns are replaced in texts only. A body that is none of these has members, which nothing says are kept.
    let others = "set(body, \"***\") where not IsString(body)".to_owned();
    let statements: Vec<String> = std::iter::once(others).chain(redaction.masks().iter().map(statement)).collect();
    let log = Object::new().with("context", "log").with("statements", statements);
    // A record that cannot be masked is not handed on.
    Object::new().with("error_mode", "propagate").with("log_statements", vec![log])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_masked_too() {
        let redaction = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9}"]).approved_by("dpo@example.org");
        let redaction = redaction.build();
        assert_eq!(redacted(&redaction).get("redact_all_types"), Some(&Json::Bool(true)));
        let masked = Json::from(masked(&redaction));
        let statements = masked.at("log_statements/0/statements").and_then(Json::as_list).unwrap();
        let expected = ["set(body, \"***\") where not IsString(body)", "replace_pattern(body, \"[0-9]{9}\", \"***\")"];
        assert_eq!(statements, expected.map(Json::from));
    }
}
