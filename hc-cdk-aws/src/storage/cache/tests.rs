//! What is written for caches, and what is found in them.

use hc_cdk::{
    app::App,
    data::Phi,
    policy::{Hipaa, Production},
};

use super::{Cache, CacheEngine, CacheNode, Cached, RedisOss, Valkey};
use crate::{
    assertions::{Clinic, Template, json},
    compute::FargateService,
    perimeter::Perimeter,
    region,
    stack::Stack,
};

type Prod = (Hipaa, Production);

fn with(make: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>)) -> Stack<Prod> {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    make(&mut stack, &zone);
    stack
}

fn sessions(stack: &mut Stack<Prod>, zone: &Perimeter<Phi>) -> Cached<Phi> {
    stack.add("Sessions", Cache::builder().perimeter(zone).node(CacheNode::R7G_LARGE).build())
}

#[test]
fn a_cache_is_written_as_it_was_asked_for() {
    let template = Template::of_stack(with(|stack, zone| drop(sessions(stack, zone))));
    template.has_resource(
        "AWS::ElastiCache::ReplicationGroup",
        json!({
            "DeletionPolicy": "Snapshot",
            "Properties": {
                "AtRestEncryptionEnabled": true,
                "AutomaticFailoverEnabled": true,
                "CacheNodeType": "cache.r7g.large",
                "Engine": "valkey",
                "KmsKeyId": { "Fn::GetAtt": ["Key", "Arn"] },
                "MultiAZEnabled": true,
                "NumCacheClusters": 3,
                "ReplicationGroupId": "clinic-sessions",
                "SnapshotRetentionLimit": 30,
                "TransitEncryptionMode": "required",
                "UserGroupIds": [{ "Ref": "SessionsUsers" }],
            },
        }),
    );
    let mode =
        json!({ "AuthenticationMode": { "Type": "iam" }, "UserId": "clinic-sessions", "UserName": "clinic-sessions" });
    template.has_properties("AWS::ElastiCache::User", mode);
}

#[test]
fn a_cache_runs_what_it_is_asked_to() {
    let of = |engine: CacheEngine| {
        let stack =
            with(|stack, zone| drop(stack.add("Sessions", Cache::builder().perimeter(zone).engine(engine).build())));
        Template::of_stack(stack).json()["Resources"].clone()
    };
    let (valkey, redis) = (of(Valkey::V7_2.into()), of(RedisOss::V7_1.into()));
    for (it, engine, version) in [(&valkey, "valkey", "7.2"), (&redis, "redis", "7.1")] {
        let cache = &it["Sessions"]["Properties"];
        assert_eq!((&cache["Engine"], &cache["EngineVersion"]), (&engine.into(), &version.into()));
        assert_eq!(it["SessionsUser"]["Properties"]["Engine"], engine);
        assert_eq!(it["SessionsUsers"]["Properties"]["Engine"], engine);
    }
    // Redis has somebody who shows nothing, and he may not sign in.
    let ids = &redis["SessionsUsers"]["Properties"]["UserIds"];
    assert_eq!(*ids, json!([{ "Ref": "SessionsUser" }, { "Ref": "SessionsNobody" }]));
    let nobody = &redis["SessionsNobody"]["Properties"];
    assert_eq!((&nobody["UserName"], &nobody["AccessString"]), (&json!("default"), &json!("off -@all")));
    assert_eq!(valkey.get("SessionsNobody"), None);
}

#[test]
fn a_service_connects_by_its_role() {
    let template = Template::of_stack(with(|stack, zone| {
        let sessions = sessions(stack, zone);
        let image = hc_cdk::image!(
            "registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        );
        stack.add("Api", FargateService::builder().perimeter(zone).port(8080).image(image).connect(&sessions).build());
    }));
    let of = |id: &str| template.json()["Resources"][id]["Properties"].clone();
    let statement = &of("ApiTaskRolePolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], "elasticache:Connect");
    assert_eq!(statement["Resource"].as_array().map(Vec::len), Some(2));
    assert_eq!(of("ApiSessionsIngress")["ToPort"], 6379);
    let variables = of("ApiTask")["ContainerDefinitions"][0]["Environment"].to_string();
    for name in ["SESSIONS_HOST", "SESSIONS_PORT", "SESSIONS_NAME", "SESSIONS_USER"] {
        assert!(variables.contains(name), "{name}: {variables}");
    }
}

#[test]
fn what_only_values_show_is_found() {
    let stack = with(|stack, zone| {
        stack.add("One", Cache::builder().perimeter(zone).nodes(1).build());
        let long = "SessionsOfAllWhoEverSignedInAnywhereAtAll";
        stack.add(long, Cache::builder().perimeter(zone).build());
    });
    let findings = App::new("test").stack(stack).synthesize().unwrap_err().to_string();
    for sentence in ["`clinic/One` has 1 nodes", "and ElastiCache takes 40 characters"] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}
