//! A setting: a text that programs look up while they run, in the Parameter Store of Systems Manager.
//!
//! For what is changed without a new version of a program, such as a limit or a switch. Not for secrets, which a `Secret` keeps, and
//! not for data of patients: whoever may read the account's settings reads it. By construction a workload that reads it may read this
//! one setting and no other, and nothing in it looks like a secret.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    model::{ConstructRef, Role},
    policy::Policy,
    resource::Made,
    rule::Rule,
    sentences::IsText,
    stack::{Scope, Within},
    uses::{Connection, Readable, Usable},
    value::{Json, Value},
};

use crate::{
    actions,
    cfn::ssm,
    iam::Statement,
    perimeter::{StorePerimeter, StorePerimeterFor},
    pseudo, rule,
    sentences::{SettingNeedsPerimeter, SettingNeedsValue},
    stack::Aws,
};

hc_cdk::builder! {
    /// A setting for workloads of data of class `D`, which its perimeter says.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region, storage::Setting};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let opening = stack.add("Opening", Setting::builder().perimeter(&clinical).value("08:00-18:00"));
    /// let image = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// stack.add("Api", FargateService::builder().perimeter(&clinical).image(image).port(8080).reads(&opening));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Setting<D: DataClass>;
    /// A setting that is being described.
    pub struct SettingBuilder => Setting<D>;
    needs {
        /// The perimeter whose workloads read it.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: SettingNeedsPerimeter;
        /// What it is set to, until somebody sets it to something else.
        value(value: impl IsText) -> Value<String> { value.text() }: SettingNeedsValue;
    }
}

/// A setting that a stack has taken.
///
/// A workload that reads it finds its name in a variable, such as `OPENING_SETTING`, and asks the Parameter Store for that.
#[derive(Debug, Clone)]
pub struct SettingHandle<D> {
    this: ConstructRef,
    /// The construct's path in upper camel case.
    path: String,
    made: Made<ssm::Parameter>,
    class: PhantomData<fn() -> D>,
}

impl<D> SettingHandle<D> {
    /// The setting's name.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// The setting's ARN.
    pub fn arn(&self) -> Value<String> {
        pseudo::arn_here("ssm", ["parameter/".into(), Json::from(self.name())])
    }
}

impl<D: DataClass> Usable for SettingHandle<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), self.path.clone())
            .reads(Statement::allow(actions!["ssm:GetParameter"], [self.arn()]))
            .variable("SETTING", self.name())
    }
}

/// Whoever looks it up sets nothing.
impl<D: DataClass> Readable for SettingHandle<D> {}

impl<D: DataClass> Spec for Setting<D> {
    type Handle = SettingHandle<D>;
    const KIND: &'static str = "Setting";
    const INVARIANTS: &'static [Rule] = &[rule::SETTING_HAS_NO_SECRET];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for Setting<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> SettingHandle<D> {
        scope.plays(Role::Other, D::CLASS);
        let made = declare(scope, self.value);
        SettingHandle { this: scope.this(), path: scope.name(""), made, class: PhantomData }
    }
}

/// Declares it under a name without slashes, as rights and what is read of them name it.
fn declare(scope: &mut Scope<'_>, value: Value<String>) -> Made<ssm::Parameter> {
    let (name, description) = (scope.physical_name(), scope.full_name());
    scope.resource(
        "",
        ssm::Parameter {
            description: Some(description.into()),
            name: Some(name.into()),
            r#type: Some("String".into()),
            value: Some(value),
            ..Default::default()
        },
    )
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        policy::{Hipaa, Production},
        prelude::*,
    };
    use serde_json::json;

    use super::Setting;
    use crate::{
        assertions::{Clinic, Template},
        prelude::*,
        region,
    };

    const IMAGE: Image =
        image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    fn set(name: &'static str, value: &'static str) -> Stack<(Hipaa, Production)> {
        let mut clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let setting = clinic.stack.add(name, Setting::builder().perimeter(&clinic.zone).value(value).build());
        let api = FargateService::builder().perimeter(&clinic.zone).image(IMAGE).port(8080).reads(&setting);
        clinic.stack.add("Api", api.build());
        clinic.stack
    }

    #[test]
    fn whoever_reads_a_setting_reads_no_other() {
        let template = Template::of_stack(set("Opening", "08:00-18:00"));
        let setting = json!({ "Name": "clinic-Opening", "Type": "String", "Value": "08:00-18:00" });
        template.has_properties("AWS::SSM::Parameter", setting);
        let resources = &template.json()["Resources"];
        let allowed = resources["ApiTaskRolePolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
        let reads = allowed.iter().find(|it| it["Action"] == "ssm:GetParameter").unwrap();
        assert!(reads["Resource"].to_string().ends_with(r#"":parameter/",{"Ref":"Opening"}]]}"#), "{reads}");
        let variables = resources["ApiTask"]["Properties"]["ContainerDefinitions"][0]["Environment"].to_string();
        assert!(variables.contains(r#"{"Name":"OPENING_SETTING","Value":{"Ref":"Opening"}}"#), "{variables}");
    }

    #[test]
    fn a_setting_is_no_secret() {
        for (name, value) in [("LabPassword", "hunter2"), ("Lab", "postgres://app:hunter2@db/clinic")] {
            let findings = App::new("clinic").stack(set(name, value)).check().err().map(|it| it.to_string());
            let findings = findings.unwrap_or_default();
            assert!(findings.contains("is a secret, or may be one") && !findings.contains("hunter2"), "{findings}");
        }
    }
}
