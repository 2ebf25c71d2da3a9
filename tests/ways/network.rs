//! Who reaches a store over the network.

use hc_cdk::{
    stack::Scope,
    uses::Usable,
    value::{Json, Object},
};
use hc_cdk_aws::{
    cfn::{ec2, ecs},
    prelude::*,
};

use crate::{Own, Ward, finds, picture, roles::warehouse, ward};

/// A rule that lets somebody into the group of the database.
fn rule(from: &'static str, source: impl Into<Json> + 'static) -> impl FnOnce(&mut Scope<'_>, Json) {
    let source = source.into();
    move |scope, group| {
        let made =
            scope.resource("", ec2::SecurityGroupIngress { ip_protocol: Some("-1".into()), ..Default::default() });
        assert!(scope.amend(&made, |it| {
            it.insert("GroupId", group);
            it.insert(from, source);
        }));
    }
}

/// The group of the database, as it stands in the template.
fn group() -> Json {
    Object::new().with("Fn::GetAtt", vec![Json::from("RecordsGroup"), "GroupId".into()]).into()
}

#[test]
fn a_range_of_addresses_is_nobody_who_is_cleared() {
    for (from, range) in [("CidrIp", "0.0.0.0/0"), ("CidrIp", "10.0.0.0/8"), ("CidrIpv6", "::/0")] {
        let Ward { mut stack, records, .. } = ward();
        let gate = records.connection().place.unwrap().gate.unwrap();
        stack.add("Open", Own(|scope: &mut Scope<'_>| rule(from, range)(scope, gate)));
        finds(stack, "NotCleared", "clinic/Open", &["read `clinic/Records` by `Open`"]);
    }
}

#[test]
fn a_rule_for_a_group_is_one_for_all_that_have_it() {
    let Ward { mut stack, office, records, .. } = ward();
    let gate = records.connection().place.unwrap().gate.unwrap();
    stack.add("Api", FargateService::builder().perimeter(&office).image(picture()).port(8080).build());
    stack.add(
        "Open",
        Own(|scope: &mut Scope<'_>| {
            let source = Object::new().with("Fn::GetAtt", vec![Json::from("ApiGroup"), "GroupId".into()]);
            rule("SourceSecurityGroupId", source)(scope, gate);
        }),
    );
    finds(stack, "NotCleared", "clinic/Api", &["read `clinic/Records` by `Open`"]);
}

#[test]
fn a_group_that_is_not_of_the_app_lets_anybody_in() {
    let Ward { mut stack, records, .. } = ward();
    let gate = records.connection().place.unwrap().gate.unwrap();
    stack.add("Open", Own(|scope: &mut Scope<'_>| rule("SourceSecurityGroupId", "sg-1a2b3c4d")(scope, gate)));
    finds(stack, "NotCleared", "clinic/Open", &["a group that is not of the app"]);
}

#[test]
fn a_rule_of_a_template_is_read_as_it_is_written_there() {
    let Ward { mut stack, .. } = ward();
    stack.add("Open", Own(|scope: &mut Scope<'_>| rule("CidrIp", "0.0.0.0/0")(scope, group())));
    finds(stack, "NotCleared", "clinic/Open", &["lets everybody read `clinic/Records`"]);
}

#[test]
fn what_runs_with_the_group_of_a_connected_workload_is_another_one() {
    let Ward { mut stack, zone, records, .. } = ward();
    let api = FargateService::builder().perimeter(&zone).image(picture()).port(8080).connect(&records);
    stack.add("Api", api.build());
    stack.add(
        "Guest",
        Own(|scope: &mut Scope<'_>| {
            let made = scope.resource("", ecs::Service::default());
            let group = Object::new().with("Fn::GetAtt", vec![Json::from("ApiGroup"), "GroupId".into()]);
            let place = Object::new()
                .with("AwsvpcConfiguration", Object::new().with("SecurityGroups", vec![Json::from(group)]));
            assert!(scope.amend(&made, |it| it.insert("NetworkConfiguration", place)));
        }),
    );
    finds(stack, "NotCleared", "clinic/Guest", &["read `clinic/Records` by `ApiRecordsIngress`"]);
}

#[test]
fn what_has_no_group_has_that_of_its_network() {
    let Ward { mut stack, .. } = ward();
    stack.add("Figures", Own(|scope: &mut Scope<'_>| warehouse(scope, None)));
    finds(stack, "NotCleared", "clinic/Figures", &["whoever the network's default group lets in"]);
}

#[test]
fn a_rule_behind_a_function_lets_somebody_in() {
    let rule = Object::new().with("IpProtocol", "-1").with("CidrIp", "10.0.0.0/8");
    let hidden = Object::new().with("Fn::Select", vec![Json::from("0"), vec![Json::from(rule)].into()]);
    let Ward { mut stack, .. } = ward();
    stack.add(
        "Figures",
        Own(|scope: &mut Scope<'_>| {
            let group = ec2::SecurityGroup { group_description: Some("its own".into()), ..Default::default() };
            let group = scope.resource("Group", group);
            assert!(scope.amend(&group, |it| it.insert("SecurityGroupIngress", vec![Json::from(hidden)])));
            warehouse(scope, Some(vec![Json::from(group.id())].into()));
        }),
    );
    finds(stack, "NotCleared", "clinic/Figures", &["that only the deployment knows"]);
}
