//! The configuration of an OpenTelemetry Collector.

use hc_cdk::value::{Json, Object};

use crate::collector::{Handed, Redaction};

/// The ports on which a collector takes records by OTLP: over gRPC and over HTTP.
pub const PORTS: (u16, u16) = (4317, 4318);

/// The port on which a collector says whether it is well.
pub const HEALTH: u16 = 13133;

/// The configuration. Records of each sink have a pipeline of their own, in which what is redacted is so before it waits for
/// others.
pub fn configuration(handed: &Handed) -> Json {
    let endpoint = |port: u16| Object::new().with("endpoint", format!("0.0.0.0:{port}"));
    let protocols = Object::new().with("grpc", endpoint(PORTS.0)).with("http", endpoint(PORTS.1));
    let limit = Object::new()
        .with("check_interval", "1s")
        .with("limit_mib", i64::from(handed.mebibytes))
        .with("spike_limit_mib", i64::from(handed.mebibytes / 4));
    let mut processors = Object::new().with("memory_limiter", limit);
    let (mut exporters, mut pipelines) = (Object::new(), Object::new());
    for (target, redaction) in &handed.to {
        let mut steps = vec!["memory_limiter".to_owned()];
        if let Some(it) = redaction {
            for (kind, step) in [("redaction", redacted(it)), ("transform", masked(it))] {
                steps.push(format!("{kind}/{}", target.name));
                processors.insert(format!("{kind}/{}", target.name), step);
            }
        }
        steps.push("batch".to_owned());
        let exporter = format!("otlphttp/{}", target.name);
        exporters.insert(exporter.clone(), Object::new().with("endpoint", target.address.clone()));
        let pipeline =
            Object::new().with("receivers", vec!["otlp"]).with("processors", steps).with("exporters", vec![exporter]);
        pipelines.insert(format!("logs/{}", target.name), pipeline);
    }
    let batch = Object::new().with("timeout", "5s").with("send_batch_size", 1024);
    Object::new()
        .with("receivers", Object::new().with("otlp", Object::new().with("protocols", protocols)))
        .with("processors", processors.with("batch", batch))
        .with("exporters", exporters)
        .with("extensions", Object::new().with("health_check", endpoint(HEALTH)))
        .with("service", Object::new().with("extensions", vec!["health_check"]).with("pipelines", pipelines))
        .into()
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
