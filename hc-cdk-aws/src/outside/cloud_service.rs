//! A service of the cloud that workloads call and that keeps nothing for them, such as one that speaks or translates.
//!
//! By construction it is reached inside of the network, and whoever connects to it may call it and do nothing else. Its actions
//! take no resource, so there is none that a right could name.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{AllowedUnder, DataClass},
    literal::port::Port,
    model::{ConstructRef, Role},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    uses::{Connection, Place, Usable},
    value::Value,
};

use crate::{
    actions,
    cfn::ec2,
    iam::Statement,
    literal::action::Action,
    network::{Network, SecurityGroup, own_account},
    perimeter::{Perimeter, PerimeterFor},
    pseudo::{self, service_name},
    rule,
    sentences::{CloudServiceNeedsOffer, CloudServiceNeedsPerimeter},
    stack::Aws,
};

/// What a service does for whoever calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Speech from text: Amazon Polly.
    Polly,
    /// Text in another language: Amazon Translate.
    Translate,
    /// Findings, medicines and identifiers in text: Amazon Comprehend Medical.
    ComprehendMedical,
    /// Text in a picture of a page: Amazon Textract.
    Textract,
}

impl Offer {
    /// How the service is called in names of hosts and endpoints.
    const fn service(self) -> &'static str {
        match self {
            Self::Polly => "polly",
            Self::Translate => "translate",
            Self::ComprehendMedical => "comprehendmedical",
            Self::Textract => "textract",
        }
    }

    /// What it takes to call it. None of these takes a resource.
    ///
    /// Source: "Actions, resources, and condition keys for AWS services" in the Service Authorization Reference.
    const fn actions(self) -> &'static [Action] {
        match self {
            Self::Polly => actions!["polly:SynthesizeSpeech"],
            Self::Translate => actions!["translate:TranslateText"],
            Self::ComprehendMedical => actions![
                "comprehendmedical:DetectEntitiesV2",
                "comprehendmedical:DetectPHI",
                "comprehendmedical:InferICD10CM",
                "comprehendmedical:InferRxNorm",
                "comprehendmedical:InferSNOMEDCT"
            ],
            Self::Textract => actions!["textract:DetectDocumentText"],
        }
    }
}

/// A service of the cloud that a stack has taken, for data of class `D`.
///
/// A connected workload finds its host in a variable, such as `POLLY_HOST`, and the libraries of AWS find it by themselves.
#[derive(Debug, Clone)]
pub struct CloudService<D> {
    this: ConstructRef,
    name: String,
    offer: Offer,
    place: Place,
    class: PhantomData<fn() -> D>,
}

hc_cdk::builder! {
    /// The description of a service of the cloud.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{outside::{CloudService, Offer}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let polly = stack.add("Polly", CloudService::builder().perimeter(&clinical).offer(Offer::Polly));
    /// let reader = FargateService::builder().perimeter(&clinical)
    ///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .port(8080)
    ///     .connect(&polly)
    ///     .build();
    /// stack.add("Reader", reader);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct CloudServiceSpec<D: DataClass>;
    /// A service of the cloud that is being described.
    pub struct CloudServiceSpecBuilder => CloudServiceSpec<D>;
    needs {
        /// The perimeter in whose network it is reached.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: CloudServiceNeedsPerimeter;
        /// What it does.
        offer(offer: impl IsOffer) -> Offer { *offer.it() }: CloudServiceNeedsOffer;
    }
}

impl<D: DataClass> CloudService<D> {
    /// Starts the description of a service of the cloud.
    pub fn builder() -> CloudServiceSpecBuilder<D> {
        CloudServiceSpec::builder()
    }
}

impl<D: DataClass> Spec for CloudServiceSpec<D> {
    type Handle = CloudService<D>;
    const KIND: &'static str = "CloudService";
    const INVARIANTS: &'static [Rule] = &[rule::OPEN_INGRESS];
}

impl<D: DataClass + AllowedUnder<P>, P: Policy> Construct<P, Aws> for CloudServiceSpec<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> CloudService<D> {
        scope.plays(Role::Outside, D::CLASS);
        let place = declare(scope, &self.perimeter.network, self.offer);
        let (this, name) = (scope.this(), scope.name(""));
        CloudService { this, name, offer: self.offer, place, class: PhantomData }
    }
}

/// Where the service is reached: an endpoint that nobody reaches who is not connected.
fn declare(scope: &mut Scope<'_>, network: &Network, offer: Offer) -> Place {
    const HTTPS: Port = hc_cdk::port!(443);
    let group = SecurityGroup::closed(scope, &network.id());
    scope.resource(
        "",
        ec2::VpcEndpoint {
            policy_document: Some(own_account(offer.service())),
            private_dns_enabled: Some(true.into()),
            security_group_ids: Some(vec![group.id()]),
            service_name: Some(service_name(offer.service())),
            subnet_ids: Some(network.private().into_iter().map(Into::into).collect()),
            vpc_endpoint_type: Some("Interface".into()),
            vpc_id: Some(network.id()),
            ..Default::default()
        },
    );
    let host =
        Value::concat([format!("{}.", offer.service()).into(), pseudo::region().into(), ".amazonaws.com".into()]);
    group.listening(host, HTTPS, &[])
}

impl<D: DataClass> Usable for CloudService<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), self.name.clone())
            .at(self.place.clone())
            .reads(Statement::allow(self.offer.actions(), ["*"]))
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not what a service of the cloud does",
        label = "say it as one of these: `Offer::Polly`, `Offer::Translate`"
    )]
    /// What a service does.
    IsOffer: Offer;
}
