//! What stands before an endpoint, and what is found in it.

use hc_cdk::{
    data::Phi,
    dimension::tls::Tls13,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::json;

use super::{EdgeEndpoint, EdgeEndpointBuilder};
use crate::{
    assertions::Template,
    country::{Gb, Ie},
    edge::{
        Endpoint, HttpsEndpoint, IssuedCertificate,
        tests::{certificate, with_service},
    },
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

/// Everything of it that was needed is given.
type Described = EdgeEndpointBuilder<(
    hc_cdk::builder::Given<crate::keys::Key>,
    hc_cdk::builder::Given<Endpoint>,
    hc_cdk::builder::Given<std::borrow::Cow<'static, str>>,
    hc_cdk::builder::Given<Certificate>,
)>;

/// An endpoint in London, and what stands before it and is being described.
fn described() -> (Stack<Prod>, Stack<Prod>, Described) {
    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    let front = HttpsEndpoint::builder().target(&api).domain("origin.example.org").certificate(&certificate());
    let front = stack.add("Front", front.build());
    let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
    let key = edge.add("Key", CustomerKey::builder().build());
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let www = edge.add("Certificate", IssuedCertificate::builder().domain("www.example.org").zone(&zone).build());
    let near = EdgeEndpoint::builder().key(&key).before(&front).domain("www.example.org").certificate(&www);
    (stack, edge, near.zone(&zone))
}

fn findings(stacks: [Stack<Prod>; 2]) -> String {
    let app = stacks.into_iter().fold(App::new("clinic"), App::stack);
    app.check().err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn an_endpoint_is_asked_over_tls_and_nothing_is_kept() {
    let (stack, mut edge, near) = described();
    edge.add("Near", near.build().readers((Gb, Ie)));
    let app = App::new("clinic").stack(stack).stack(edge);
    let template = Template::of(&app, "edge");
    let shown = &template.json()["Resources"]["Near"]["Properties"]["DistributionConfig"];
    let origin = json!([{
        "CustomOriginConfig": { "OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"] },
        "DomainName": "origin.example.org",
        "Id": "endpoint",
    }]);
    assert_eq!(shown["Origins"], origin);
    let behavior = &shown["DefaultCacheBehavior"];
    assert_eq!(behavior["CachePolicyId"], "4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assert_eq!(behavior["OriginRequestPolicyId"], "b689b0a8-53d0-40ab-baf2-68738e2966ac");
    assert_eq!(
        (&behavior["TargetOriginId"], &behavior["ViewerProtocolPolicy"]),
        (&json!("endpoint"), &json!("redirect-to-https"))
    );
    assert_eq!(behavior["AllowedMethods"].as_array().unwrap().len(), 7);
    assert_eq!(shown["WebACLId"], json!({ "Fn::GetAtt": ["NearFirewall", "Arn"] }));
    assert_eq!(shown["Restrictions"]["GeoRestriction"]["Locations"], json!(["GB", "IE"]));
    assert!(shown["DefaultRootObject"].is_null() && shown["CustomErrorResponses"].is_null());
    template.resource_count("AWS::Route53::RecordSet", 2);
    template.resource_count("AWS::CloudFront::OriginAccessControl", 0);
}

#[test]
fn data_of_patients_flows_through_it() {
    let (stack, mut edge, near) = described();
    edge.add("Near", near.build());
    let model = edge.model();
    let of = |name: &str| model.constructs.iter().position(|it| it.path == name).unwrap();
    let flow = model.flows.iter().find(|it| it.from.index() == of("Near")).unwrap();
    assert_eq!(flow.class, hc_cdk::data::Class::Phi);
    assert_eq!(findings([stack, edge]), "");
}

#[test]
fn what_only_values_show_is_found() {
    let (stack, mut edge, near) = described();
    edge.add("Near", near.build().tls(Tls13));
    let found = findings([stack, edge]);
    assert!(found.contains("asks its endpoint over TLS 1.2, the newest that CloudFront asks with"), "{found}");

    let (mut stack, edge, near) = described();
    stack.add("Near", near.build());
    let found = findings([stack, edge]);
    assert!(found.contains("`clinic/Near` stands in `eu-west-2`, and CloudFront looks in `us-east-1` only"), "{found}");

    let (stack, mut edge, near) = described();
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org").second();
    edge.add("Near", near.zone(&zone).build());
    let found = findings([stack, edge]);
    assert!(found.contains("takes turns with another one, and does not answer to its own name"), "{found}");

    let (mut stack, _, api) = with_service::<Prod, Phi>("clinic");
    let front = HttpsEndpoint::builder().target(&api).domain("www.example.org").certificate(&certificate());
    let front = stack.add("Front", front.build());
    let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
    let key = edge.add("Key", CustomerKey::builder().build());
    let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
    let www = edge.add("Certificate", IssuedCertificate::builder().domain("www.example.org").zone(&zone).build());
    let near = EdgeEndpoint::builder().key(&key).before(&front).domain("www.example.org").certificate(&www);
    edge.add("Near", near.build());
    let found = findings([stack, edge]);
    assert!(found.contains("`edge/Near` answers to `www.example.org`, and so does its endpoint"), "{found}");
}
