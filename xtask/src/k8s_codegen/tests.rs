//! What becomes of a schema.

use serde_json::json;

use super::{list, render, schema};

fn generated(list: &str) -> anyhow::Result<String> {
    let definitions = json!({ "$defs": {
        "io.k8s.api.apps.v1.Thing": {
            "description": "A thing does [something]. More follows.",
            "properties": {
                "apiVersion": { "type": "string" },
                "metadata": { "$ref": "#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.Meta" },
                "spec": { "$ref": "#/$defs/io.k8s.api.core.v1.Spec" },
                "status": { "$ref": "#/$defs/io.k8s.api.core.v1.Nothing" },
            },
            "required": ["spec"],
            "x-kubernetes-group-version-kind": [{ "group": "apps", "version": "v1", "kind": "Thing" }],
        },
        "io.k8s.apimachinery.pkg.apis.meta.v1.Meta": { "properties": {
            "labels": { "type": ["object", "null"], "additionalProperties": { "type": "string" } },
        } },
        "io.k8s.api.core.v1.Spec": { "properties": {
            "hostThing": { "type": ["boolean", "null"] },
            "mode": { "type": ["string", "null"], "enum": ["ReadOnly", "ReadWrite"] },
            "modes": { "type": "array", "items": { "type": ["string", "null"] } },
            "ports": { "type": "array", "items": { "$ref": "#/$defs/io.k8s.apimachinery.pkg.util.intstr.IntOrString" } },
            "type": { "type": "string" },
        }, "required": ["type"] },
    } });
    let groups = schema::groups(&definitions, &list::parse(list)?)?;
    Ok(groups.iter().map(|(name, types)| render::group(name, types)).collect())
}

#[test]
fn what_is_required_is_no_option_and_what_is_left_out_is_nowhere() {
    let list = "kind apps/v1 Thing\nomit core.v1.Spec: hostThing\n\
        values core.v1.Spec.modes: One Other\nvalues core.v1.Spec.type: Plain\n";
    let text = generated(list).unwrap();
    for part in [
        "/// A thing does something.",
        "ResourceType::untyped(\"apps/v1/Thing\")",
        "pub(crate) fn new(metadata: super::meta::Meta, spec: super::core::Spec) -> Self",
        "pub(crate) labels: Option<Object>,",
        "pub(crate) mode: Option<SpecMode>,",
        "SpecMode::ReadOnly => \"ReadOnly\".into(),",
        "pub(crate) ports: Option<Vec<Json>>,",
        "pub(crate) modes: Option<Vec<SpecModes>>,",
        "SpecModes::Other => \"Other\".into(),",
        "pub(crate) r#type: SpecType,",
    ] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
    for part in ["hostThing", "host_thing", "status", "api_version"] {
        assert!(!text.contains(part), "`{part}` in:\n{text}");
    }
}

#[test]
fn a_list_that_fits_no_schema_is_refused() {
    for (list, message) in [
        ("kind apps/v1 Other", "there is no object `Other` of `apps/v1`"),
        ("kind apps/v1 Thing\nonly core.v1.Spec: kind2", "it has no field `kind2`"),
        ("kind apps/v1 Thing\nomit core.v1.Spec: type", "its field `type` is required"),
        ("kind apps/v1 Thing\nomit core.v1.Gone: type", "no wanted object has a part of the type {\"core.v1.Gone\"}"),
        ("kind apps/v1 Thing\nvalues core.v1.Spec.gone: A", "no wanted object has the field {\"core.v1.Spec.gone\"}"),
        ("kind apps/v1 Thing\nvalues core.v1.Spec.hostThing: A", "only texts have values"),
        ("kind apps/v1 Thing\ndrop core.v1.Spec: type", "a line begins with `kind`, `only`, `omit` or `values`"),
    ] {
        let error = format!("{:#}", generated(list).unwrap_err());
        assert!(error.contains(message), "{list}: {error}");
    }
}
