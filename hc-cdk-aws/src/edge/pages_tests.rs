//! Pages of a website and the API that they call, from description to template.

use hc_cdk::{
    data::Public,
    domain,
    literal::domain::Domain,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::{Value as Tree, json};

use super::{
    CheckedBy, Partner, SignedByIam,
    rest_tests::{certificate, clinic, findings, function, of, uncached},
};
use crate::{
    assertions::{Clinic, Template},
    prelude::{CustomerKey, RestApi, Stack, UserPool, Website},
    region,
};

type Prod = (Hipaa, Production);

fn operations(pages: &[Domain]) -> Tree {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let users = stack.add("Users", UserPool::builder().perimeter(&zone).build());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&users).route("/visits/*", &visits).route("/visits", &visits);
    let api = pages.iter().fold(api, super::rest_api::RestApiBuilder::pages);
    stack.add("Api", uncached().construct(api.build()));
    of(stack)["Api"]["Properties"]["Body"].clone()
}

#[test]
fn a_browser_that_asks_beforehand_is_told_by_the_api_itself() {
    let body = operations(&[domain!("www.example.org")]);
    for path in ["/visits/{proxy+}", "/visits"] {
        let asked = &body["paths"][path]["options"];
        assert_eq!(asked.get("security"), None);
        let mock = &asked["x-amazon-apigateway-integration"];
        assert_eq!((&mock["type"], mock.get("uri")), (&"mock".into(), None));
        let told = &mock["responses"]["default"];
        let header = |name: &str| told["responseParameters"][format!("method.response.header.{name}")].clone();
        assert_eq!(header("Access-Control-Allow-Origin"), "'https://www.example.org'");
        assert_eq!(header("Access-Control-Allow-Headers"), "'Content-Type,Authorization'");
        assert_eq!(header("Vary"), "'Origin'");
        assert_eq!(told.get("responseTemplates"), None);
        // What an answer has, the method has to declare.
        let declared = asked["responses"]["204"]["headers"].as_object().unwrap();
        assert_eq!(declared.len(), told["responseParameters"].as_object().unwrap().len());
        assert_eq!(body["paths"][path]["x-amazon-apigateway-any-method"]["security"], json!([{ "caller": [] }]));
    }
    assert_eq!(body["paths"]["/visits/{proxy+}"]["options"]["parameters"][0]["name"], "proxy");
    for refused in ["DEFAULT_4XX", "DEFAULT_5XX"] {
        let said = &body["x-amazon-apigateway-gateway-responses"][refused]["responseParameters"];
        assert_eq!(said["gatewayresponse.header.Access-Control-Allow-Origin"], "'https://www.example.org'");
        assert_eq!(said["gatewayresponse.header.Vary"], "'Origin'");
    }
    let alone = operations(&[]);
    assert_eq!(alone["paths"]["/visits"].get("options"), None);
    assert_eq!(alone.get("x-amazon-apigateway-gateway-responses"), None);
}

#[test]
fn of_several_pages_each_is_told_its_own_origin() {
    let body = operations(&[domain!("www.example.org"), domain!("staff.example.org"), domain!("lab.example.org")]);
    let told = &body["paths"]["/visits"]["options"]["x-amazon-apigateway-integration"]["responses"]["default"];
    let template = told["responseTemplates"]["application/json"].as_str().unwrap();
    let among = "#if($origin == \"https://staff.example.org\" || $origin == \"https://lab.example.org\")";
    assert!(template.contains(among), "{template}");
}

#[test]
fn the_headers_of_whoever_calls_may_be_sent() {
    let headers = |by_function: bool| {
        let Clinic { mut stack, zone, .. } = clinic();
        let visits = function(&mut stack, &zone, "Visits");
        let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
        let tokens = function(&mut stack, &zone, "Tokens");
        let api = if by_function {
            api.authorizer(&CheckedBy::function(&tokens)).partner(Partner::called("lab", 1, 100))
        } else {
            api.authorizer(&SignedByIam)
        };
        let api = api.route("/visits", &visits).pages(&domain!("www.example.org"));
        stack.add("Api", uncached().construct(api.build()));
        let body = &of(stack)["Api"]["Properties"]["Body"];
        let told = &body["paths"]["/visits"]["options"]["x-amazon-apigateway-integration"]["responses"]["default"];
        told["responseParameters"]["method.response.header.Access-Control-Allow-Headers"].clone()
    };
    assert_eq!(headers(true), "'Content-Type,Authorization,X-Api-Key'");
    assert!(headers(false).as_str().unwrap().contains("X-Amz-Security-Token"));
}

/// A website and an API, of which the one that is there first names the other by its domain.
fn both(is_api_first: bool, [api_names, web_names]: &[Domain; 2]) -> App {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
    let key = edge.add("Key", CustomerKey::builder().build());
    let web = Website::builder().key(&key).domain("www.example.org").certificate(&certificate());
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits", &visits);
    let web = if is_api_first {
        let api = stack.add("Api", uncached().construct(api.pages(api_names).build()));
        edge.add("Web", web.calls(&api).build())
    } else {
        let web = edge.add("Web", web.calls(web_names).build());
        stack.add("Api", uncached().construct(api.pages(&web).build()));
        web
    };
    let mut site = Clinic::<Prod, Public>::new("site", region::UsEast1);
    site.stack.add("Files", web.files(&site.zone));
    App::new("clinic").stack(stack).stack(edge).stack(site.stack)
}

#[test]
fn pages_reach_what_their_website_calls() {
    for is_api_first in [true, false] {
        let app = both(is_api_first, &[domain!("www.example.org"), domain!("api.example.org")]);
        let resources = Template::of(&app, "edge").json()["Resources"].clone();
        let headers = &resources["WebHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
        let content = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"].as_str().unwrap();
        assert!(content.contains("default-src 'self'; "), "{content}");
        assert!(content.ends_with("; connect-src 'self' https://api.example.org"), "{content}");
    }
}

#[test]
fn a_page_that_one_side_alone_names_is_found() {
    let found = |app: App| app.synthesize().unwrap_err().to_string();
    let by_api = found(both(true, &[domain!("old.example.org"), domain!("api.example.org")]));
    let sentence = "lets its pages call `api.example.org`, which answers no page of `www.example.org`";
    assert!(by_api.contains(sentence), "{by_api}");
    let by_web = found(both(false, &[domain!("www.example.org"), domain!("old.example.org")]));
    let sentence = "answers pages of `www.example.org`, whose website lets them reach no `api.example.org`";
    assert!(by_web.contains(sentence), "{by_web}");
}

#[test]
fn pages_that_are_named_twice_are_found() {
    let Clinic { mut stack, zone, .. } = clinic();
    let visits = function(&mut stack, &zone, "Visits");
    let api = RestApi::builder().perimeter(&zone).domain("api.example.org").certificate(&certificate());
    let api = api.authorizer(&SignedByIam).route("/visits", &visits);
    let api = api.pages(&domain!("www.example.org")).pages(&domain!("www.example.org"));
    stack.add("Api", uncached().construct(api.build()));
    let found = findings(stack);
    assert!(found.contains("answers pages of `www.example.org` twice"), "{found}");
}
