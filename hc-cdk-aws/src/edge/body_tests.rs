//! Bodies that an API describes, from description to template.

use hc_cdk::domain;
use serde_json::{Value as Tree, json};

use super::{
    Body, Field, Method, SignedByIam,
    rest_tests::{certificate, clinic, findings, function, of, uncached},
};
use crate::{assertions::Clinic, prelude::RestApi};

/// A body is described for the method that it is of; all others of the path stay as they are.
#[test]
fn a_body_that_is_another_one_is_refused_before_a_function_runs() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let letter = Body::new().needs("to", Field::text(200)).may("copies", Field::integer(1..=5));
    let booking = Body::new()
        .needs("patient", Field::matching("^[0-9]{10}$"))
        .needs("kind", Field::one_of(&["visit", "call"]))
        .may("letters", Field::list(3, Field::object(&letter)));
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits", &visits).body(Method::Post, "/visits", &booking);
    stack.add("Api", uncached().construct(api.build()));
    let resources = of(stack);
    let body = &resources["Api"]["Properties"]["Body"];
    let path = &body["paths"]["/visits"];
    assert!(path["x-amazon-apigateway-any-method"]["requestBody"].is_null());
    let post = &path["post"];
    assert_eq!(
        post["x-amazon-apigateway-integration"],
        path["x-amazon-apigateway-any-method"]["x-amazon-apigateway-integration"]
    );
    assert_eq!((&post["security"], &post["requestBody"]["required"]), (&json!([{ "caller": [] }]), &json!(true)));
    let named = post["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
    let name = named.strip_prefix("#/components/schemas/").unwrap();
    assert!(name.bytes().all(|it| it.is_ascii_alphanumeric()), "{name}");
    let schema = &body["components"]["schemas"][name];
    assert_eq!((&schema["required"], &schema["additionalProperties"]), (&json!(["patient", "kind"]), &json!(false)));
    assert_eq!(
        schema["properties"]["letters"]["items"]["properties"]["copies"],
        json!({ "type": "integer", "minimum": 1, "maximum": 5 })
    );
    assert_eq!(schema["properties"]["letters"]["items"]["additionalProperties"], false);
    let rules = resources["ApiFirewall"]["Properties"]["Rules"].as_array().unwrap();
    let other = rules.iter().find(|it| it["Name"] == "ContentOfBody1").unwrap();
    assert!(other["Action"]["Block"].is_object());
    let all = other["Statement"]["AndStatement"]["Statements"].as_array().unwrap();
    let compared = |it: &Tree| (it["FieldToMatch"].clone(), it["SearchString"].clone());
    assert_eq!(compared(&all[0]["ByteMatchStatement"]), (json!({ "Method": {} }), "POST".into()));
    assert_eq!(compared(&all[1]["ByteMatchStatement"]), (json!({ "UriPath": {} }), "/visits".into()));
    let kind = json!({ "SingleHeader": { "Name": "content-type" } });
    assert_eq!(compared(&all[2]["NotStatement"]["Statement"]["ByteMatchStatement"]), (kind, "application/json".into()));
}

#[test]
fn another_body_is_another_deployment() {
    let deployment = |longest: u32| {
        let Clinic { mut stack, zone, .. } = clinic();
        let visits = function(&mut stack, &zone, "Visits");
        let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
        let api = api.authorizer(&SignedByIam).route("/visits", &visits);
        let api = api.body(Method::Put, "/visits", &Body::new().needs("note", Field::text(longest)));
        stack.add("Api", uncached().construct(api.build()));
        let resources = of(stack);
        resources.as_object().unwrap().keys().find(|name| name.starts_with("ApiDeployment")).unwrap().clone()
    };
    assert_eq!(deployment(64), deployment(64));
    assert_ne!(deployment(64), deployment(65));
}

#[test]
fn a_body_is_of_a_route_and_has_members() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let note = Body::new().needs("note", Field::text(64));
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits", &visits).body(Method::Post, "/lab", &note);
    let api = api.body(Method::Put, "/visits", &note).body(Method::Put, "/visits", &note);
    let api = api.body(Method::Patch, "/visits", &Body::new());
    let twice = note.clone().may("note", Field::flag());
    stack.add("Api", uncached().construct(api.body(Method::Post, "/visits", &twice).build()));
    let found = findings(stack);
    for sentence in [
        "describes the body of `POST /lab`, which no route takes",
        "describes the body of `PUT /visits` twice",
        "describes the body of `PATCH /visits`, which has no member",
        "describes the body of `POST /visits`, which has the member `note`, which has no name or is there already",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}

#[test]
fn what_lacks_a_parameter_is_refused() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let booking = Body::new().needs("patient", Field::text(10));
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits/*", &visits).body(Method::Post, "/visits/*", &booking);
    let api = api.needs_query("/visits/*", "day").needs_header("/visits/*", "Idempotency-Key");
    stack.add("Api", uncached().construct(api.pages(&domain!("www.example.org")).build()));
    let path = &of(stack)["Api"]["Properties"]["Body"]["paths"]["/visits/{proxy+}"];
    for method in ["x-amazon-apigateway-any-method", "post"] {
        let asked = path[method]["parameters"].as_array().unwrap();
        let names: Vec<&Tree> = asked.iter().map(|it| &it["name"]).collect();
        assert_eq!(names, ["proxy", "day", "Idempotency-Key"]);
        assert!(asked.iter().all(|it| it["required"] == true), "{asked:?}");
        assert_eq!((&asked[1]["in"], &asked[2]["in"]), (&"query".into(), &"header".into()));
    }
    // A browser that asks beforehand says neither, and may send the header after that.
    assert_eq!(path["options"]["parameters"].as_array().unwrap().len(), 1);
    assert!(path["options"].to_string().contains("Idempotency-Key'"), "{path}");
}

#[test]
fn what_no_request_says_is_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits", &visits);
    let api = api.needs_query("/lab", "day").needs_query("/visits", "a day").needs_header("/visits", "X-Id");
    stack.add("Api", uncached().construct(api.needs_header("/visits", "X-Id").build()));
    let found = findings(stack);
    for sentence in [
        "asks for `day` in the query of `/lab`, which no route takes",
        "asks for `a day` in the query of `/visits`, which is no name",
        "asks for `X-Id` in the header of `/visits` twice",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}
