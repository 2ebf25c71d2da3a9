//! What a website becomes, in the region of the edge and in that of its files.

use hc_cdk::{
    data::{AllowedUnder, DataClass, Phi, Public, Synthetic},
    dimension::{residency::ResidencyFor, tls::Tls13},
    policy::{Development, Hipaa, Policy, Production},
    prelude::*,
    target::Region,
};
use serde_json::json;

use super::{Website, WebsiteBuilder, WebsiteHandle};
use crate::{
    assertions::{Clinic, Template},
    country::{Gb, Ie, Us},
    edge::{Firewall, IssuedCertificate},
    kind::CertificateArn,
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

/// Everything of it that was needed is given.
type Described = WebsiteBuilder<(
    hc_cdk::builder::Given<crate::keys::Key>,
    hc_cdk::builder::Given<std::borrow::Cow<'static, str>>,
    hc_cdk::builder::Given<Certificate>,
)>;

fn zone() -> HostedZone {
    HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org")
}

/// A stack for the edge, and a website that is being described in it.
fn described<P: Policy>(edge: &mut Stack<P>) -> Described {
    let key = edge.add("Key", CustomerKey::builder().build());
    let domains = IssuedCertificate::builder().domain("www.example.org").zone(&zone()).also("example.org");
    let www = edge.add("Certificate", domains.build());
    Website::builder().key(&key).domain("www.example.org").certificate(&www).zone(&zone())
}

fn files<P, D, R>(web: &WebsiteHandle, place: R) -> Stack<P>
where
    P: Policy,
    D: DataClass + AllowedUnder<P> + super::MayBePublic,
    R: Region<Target = Aws> + ResidencyFor<P>,
{
    let mut site = Clinic::<P, D>::new("site", place);
    site.stack.add("Files", web.files(&site.zone));
    site.stack
}

fn findings(app: &App) -> String {
    app.check().err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn a_website_is_shown_by_the_edge_and_kept_in_another_region() {
    let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
    let web = described(&mut edge).files_in(region::EuWest2).single_page().build().readers((Gb, Ie, Us));
    let web = edge.add("Web", web);
    let site = files::<Prod, Public, _>(&web, region::EuWest2);
    let app = App::new("clinic").stack(site).stack(edge);
    let (edge, site) = (Template::of(&app, "edge"), Template::of(&app, "site"));
    let shown = &edge.json()["Resources"]["Web"]["Properties"]["DistributionConfig"];
    let account = json!({ "Ref": "AWS::AccountId" });
    let bucket = &shown["Origins"][0];
    let host = json!(["edge-web-", account, "-eu-west-2-an.s3.eu-west-2.amazonaws.com"]);
    assert_eq!(bucket["DomainName"]["Fn::Join"][1], host);
    assert_eq!(bucket["OriginAccessControlId"], json!({ "Fn::GetAtt": ["WebAccess", "Id"] }));
    assert_eq!(shown["ViewerCertificate"]["MinimumProtocolVersion"], "TLSv1.2_2025");
    assert_eq!(shown["ViewerCertificate"]["AcmCertificateArn"], json!({ "Ref": "Certificate" }));
    assert_eq!(shown["WebACLId"], json!({ "Fn::GetAtt": ["WebFirewall", "Arn"] }));
    let named = json!({ "GeoRestriction": { "RestrictionType": "whitelist", "Locations": ["GB", "IE", "US"] } });
    assert_eq!(shown["Restrictions"], named);
    assert_eq!(shown["CustomErrorResponses"].as_array().unwrap().len(), 2);
    let firewall = &edge.json()["Resources"]["WebFirewall"]["Properties"];
    assert_eq!(firewall["Scope"], "CLOUDFRONT");
    assert!(firewall["Rules"].to_string().contains(r#"["GB","IE","US"]"#), "{firewall}");
    edge.has_properties("AWS::Logs::DeliverySource", json!({ "LogType": "ACCESS_LOGS", "Name": "edge-Web" }));
    edge.resource_count("AWS::Route53::RecordSet", 2);

    let name = json!({ "BucketNamePrefix": "edge-web", "BucketNamespace": "account-regional" });
    site.has_properties("AWS::S3::Bucket", name);
    let policy = &site.json()["Resources"]["FilesPolicy"]["Properties"]["PolicyDocument"]["Statement"][1];
    let id =
        json!({ "Fn::GetStackOutput": { "OutputName": "ExportWebId", "Region": "us-east-1", "StackName": "edge" } });
    assert_eq!(policy["Action"], "s3:GetObject");
    assert_eq!(policy["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Join"][1][5], id);
    assert_eq!(edge.json()["Outputs"]["ExportWebId"]["Value"], json!({ "Fn::GetAtt": ["Web", "Id"] }));
    let of_key = site.json()["Resources"]["FilesKey"]["Properties"]["KeyPolicy"]["Statement"].to_string();
    assert!(of_key.contains("cloudfront.amazonaws.com"), "{of_key}");
    let of_others = site.json()["Resources"]["Key"]["Properties"]["KeyPolicy"]["Statement"].to_string();
    assert!(!of_others.contains("cloudfront.amazonaws.com"), "{of_others}");
}

#[test]
fn a_website_and_its_files_may_stand_in_one_stack() {
    let mut clinic = Clinic::<Prod, Public>::new("clinic", region::UsEast1);
    let arn = arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b");
    let web = Website::builder().key(&clinic.key).domain("www.example.org").certificate(&Certificate::existing(arn));
    let web = clinic.stack.add("Web", web.build().tls(Tls13));
    clinic.stack.add("Files", web.files(&clinic.zone));
    let template = clinic.template();
    let config = &template.json()["Resources"]["Web"]["Properties"]["DistributionConfig"];
    assert_eq!(config["ViewerCertificate"]["MinimumProtocolVersion"], "TLSv1.3_2025");
    assert_eq!(config["Restrictions"]["GeoRestriction"], json!({ "RestrictionType": "none" }));
    assert!(!template.json().to_string().contains("GetStackOutput"));
}

#[test]
fn what_is_made_up_is_shown_under_development() {
    let mut edge = Stack::<Development>::new("edge", region::UsEast1);
    let web = described(&mut edge).files_in(region::EuWest1).build();
    let web = edge.add("Web", web);
    let site = files::<Development, Synthetic, _>(&web, region::EuWest1);
    assert_eq!(findings(&App::new("clinic").stack(edge).stack(site)), "");
}

#[test]
fn what_only_the_values_show_is_found() {
    let mut edge = Stack::<Prod>::new("edge", region::EuWest2);
    let web = described(&mut edge).rate_limit(1).firewall(Firewall::new().rate_limit_of("x", 20)).build();
    let web = edge.add("AWebsiteWithAVeryLongNameIndeed", web);
    let site = files::<Prod, Public, _>(&web, region::EuWest2);
    let findings = findings(&App::new("clinic").stack(edge).stack(site));
    for sentence in [
        "stands in `eu-west-2`, and CloudFront looks in `us-east-1` only",
        "has its certificate in `eu-west-2`, and CloudFront looks in `us-east-1` only",
        "lets one address make `1` requests in five minutes",
        "has a firewall for `x`, which is not a path that it can compare",
        "whose name begins with `edge-awebsitewithaverylongnameindeed`, which is too long or no name",
        "keeps the files of a website in `eu-west-2`, which looks for them in `us-east-1`",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
}

#[test]
fn a_certificate_is_for_names_of_its_zone() {
    let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
    let wrong = IssuedCertificate::builder().domain("www.example.com").zone(&zone()).also("*.example.org").also("a b");
    edge.add("Certificate", wrong.build());
    let findings = findings(&App::new("clinic").stack(edge));
    for sentence in ["`www.example.com`, which is no name of the zone", "is for `a b`, which is not a domain name"] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
    assert!(!findings.contains("*."), "{findings}");
}

#[test]
fn a_website_reads_no_bucket_of_patients() {
    use crate::principal::Principal;
    use hc_cdk::{construct::Spec, rule::Rule, stack::Within};

    /// Lets a website into a bucket by hand.
    struct Lets(crate::storage::Bucket<Phi>, WebsiteHandle);

    impl Spec for Lets {
        type Handle = ();
        const KIND: &'static str = "Lets";
        const INVARIANTS: &'static [Rule] = &[];
    }

    impl<P> hc_cdk::construct::Construct<P, Aws> for Lets {
        fn declare(self, scope: &mut Within<'_, P, Aws>) {
            let who = Principal::ServiceFor("cloudfront.amazonaws.com", self.1.arn());
            self.0.let_in(scope, &who, actions!["s3:GetObject"]);
        }
    }

    let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let scans = clinic.stack.add("Scans", SecureBucket::builder().perimeter(&clinic.zone).build());
    let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
    let web = described(&mut edge).build();
    let web = edge.add("Web", web);
    clinic.stack.add("Open", Lets(scans, web.clone()));
    let public = clinic
        .stack
        .add("Public", Perimeter::<Public>::builder().vpc(&clinic.vpc).key(&clinic.key).trail(&clinic.trail).build());
    clinic.stack.add("Files", web.files(&public));
    let findings = findings(&App::new("clinic").stack(edge).stack(clinic.stack));
    let reads = "`edge/Web` can read `clinic/Scans` by `ScansPolicy` (`AWS::S3::BucketPolicy`), and is not cleared for `phi` data";
    assert!(findings.contains(reads), "{findings}");
    assert!(!findings.contains("clinic/Files"), "{findings}");
}

#[test]
fn alarms_on_a_website_stand_where_it_is_measured() {
    use crate::observe::{Alarms, Contact, preset};

    let app = |far: bool| {
        let mut edge = Stack::<Prod>::new("edge", region::UsEast1);
        let key = edge.add("LogKey", CustomerKey::builder().build());
        let www = edge.add("Www", IssuedCertificate::builder().domain("www.example.org").zone(&zone()).build());
        let web = Website::builder().key(&key).domain("www.example.org").certificate(&www);
        let web = edge.add("Web", web.files_in(region::EuWest2).build());
        let mut site = files::<Prod, Public, _>(&web, region::EuWest2);
        let stack = if far { &mut site } else { &mut edge };
        let key = stack.add("AlarmKey", CustomerKey::builder().build());
        let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
        let alarms = alarms.watch("Website", preset::website_failing(&web));
        let alarms = if far { alarms } else { alarms.watch("Expiry", preset::certificate_expiring(&www)) };
        stack.add("Critical", alarms.build());
        App::new("clinic").stack(edge).stack(site)
    };
    let template = Template::of(&app(false), "edge");
    let dimensions = json!([
        { "Name": "DistributionId", "Value": { "Fn::GetAtt": ["Web", "Id"] } },
        { "Name": "Region", "Value": "Global" },
    ]);
    let metric = json!({ "Namespace": "AWS/CloudFront", "MetricName": "5xxErrorRate", "Dimensions": dimensions });
    template.has_properties("AWS::CloudWatch::Alarm", json!({ "Metrics": [{ "MetricStat": { "Metric": metric } }] }));
    let dimensions = json!([{ "Name": "CertificateArn", "Value": { "Ref": "Www" } }]);
    let metric = json!({ "MetricName": "DaysToExpiry", "Dimensions": dimensions });
    let stat = json!({ "Metric": metric, "Period": 86400, "Stat": "Minimum" });
    template
        .has_properties("AWS::CloudWatch::Alarm", json!({ "Metrics": [{ "MetricStat": stat }], "Threshold": 30.0 }));
    let findings = findings(&app(true));
    assert!(findings.contains("watches what is measured in `us-east-1` only"), "{findings}");
}

#[test]
fn a_policy_about_places_wants_readers_named() {
    use hc_cdk::{date, dimension::residency::AtLeast, policy, waiver::Waiver};

    /// Where the edge is.
    #[derive(Debug)]
    struct Here;
    impl AtLeast<Here> for region::UsEast1 {}
    impl AtLeast<Here> for Us {}
    policy! {
        /// Where we are read.
        Near {
            residency: Here [hc_cdk::control::gdpr::TRANSFERS],
        }
    }

    let app = |weakened: bool| {
        let mut edge = Stack::<(Hipaa, Production, Near)>::new("edge", region::UsEast1);
        let web = described(&mut edge).build().readers(Us);
        let web = edge.add("Web", web);
        if weakened {
            let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "everybody may read it", "jane.roe", date!("2099-01-31"));
            let place = "DistributionConfig/Restrictions/GeoRestriction/RestrictionType";
            edge.add("Open", waiver.property("Web", place, "none"));
        }
        let mut site = Clinic::<(Hipaa, Production, Near), Public>::new("site", region::UsEast1);
        site.stack.add("Files", web.files(&site.zone));
        App::new("clinic").stack(edge).stack(site.stack)
    };
    assert_eq!(findings(&app(false)), "");
    let findings = findings(&app(true));
    assert!(findings.contains("is read in countries that nobody named"), "{findings}");
}
