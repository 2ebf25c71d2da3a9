//! Rules about services that call each other: that what they send is encrypted, and who signs the certificates for that.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001},
    rule::{Known, Must, Subject, Verdict, at, lacks, real_data},
    value::Json,
};

use super::{
    read::{flat, may_be_of, text_at},
    when::is_customer_key,
};

const AUTHORITY: &str = "AWS::ACMPCA::CertificateAuthority";
/// What tells the ARN of an authority: itself, and that it signs.
const TELLS_IT: &[&str] = &[AUTHORITY, "AWS::ACMPCA::CertificateAuthorityActivation"];

const ON_THE_WAY: &[Control] = &[
    hipaa::TRANSMISSION_SECURITY,
    hipaa::TRANSMISSION_INTEGRITY,
    hipaa::TRANSMISSION_ENCRYPTION,
    iso27001::CRYPTOGRAPHY,
    gdpr::ENCRYPTION,
];
const SIGNED: &[Control] = &[hipaa::TRANSMISSION_SECURITY, hipaa::AUTHENTICATION, iso27001::CRYPTOGRAPHY];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CALLS_ARE_ENCRYPTED = "CallsAreEncrypted" {
        sentence: "what others send it as a service of its mesh comes over TLS, with keys under the customer's key, and no port of its tasks is open past the proxy that asks for that",
        controls: ON_THE_WAY,
        on: &["AWS::ECS::Service"],
        when: real_data,
        must: Must::Judge(are_encrypted),
        message: "is called by other services without TLS, or past the proxy that asks for it, or the keys for it are not under the customer's key",
        help: "give each of the `Services` of `ServiceConnectConfiguration` a `Tls` with `IssuerCertificateAuthority`, `KmsKey` and `RoleArn` and no `IngressPortOverride`, and name each port of its task there, or use a `FargateCluster` with a mesh",
    }

    pub CERTIFICATES_END = "CertificatesEnd" {
        sentence: "certificates of the authority end within a week, or can be revoked",
        controls: SIGNED,
        on: &[AUTHORITY],
        when: real_data,
        must: Must::Hold(end),
        message: "signs certificates that hold for long and that nobody can revoke",
        help: "set `UsageMode` to `SHORT_LIVED_CERTIFICATE`, turn on `OcspConfiguration` or `CrlConfiguration`, or use a `FargateCluster` with a mesh",
    }

    pub AUTHORITIES_ARE_SIGNED = "AuthoritiesAreSigned" {
        sentence: "what is signed in the template is the certificate of an authority of the program, and none for anybody else",
        controls: SIGNED,
        on: &["AWS::ACMPCA::Certificate"],
        when: real_data,
        must: Must::Hold(is_of_an_authority),
        message: "signs a certificate for whoever has its key, which nobody here knows",
        help: "sign the `CertificateSigningRequest` of an authority by the template for such, and have ACM or ECS ask for the others",
    }
}

fn are_encrypted(service: &Subject<'_>) -> Verdict {
    let services = "ServiceConnectConfiguration/Services";
    if service.lacks(services) {
        return Verdict::NotApplicable;
    }
    match service.property(services).and_then(Json::as_list) {
        Some([]) => Verdict::NotApplicable,
        Some(all) => {
            let is_on = service.flag("ServiceConnectConfiguration/Enabled") == Known::Is(true);
            let encrypted = all.iter().all(|it| is_encrypted(service, it));
            Verdict::of(is_on && encrypted && has_no_other_way(service, all))
        }
        None => Verdict::of(false),
    }
}

fn is_encrypted(service: &Subject<'_>, called: &Json) -> bool {
    let tls = |path: &str| at(called, &format!("Tls/{path}"));
    let authority = tls("IssuerCertificateAuthority/AwsPcaAuthorityArn");
    let is_authority = |it: &Json| match it {
        Json::Text(arn) => arn.contains(":acm-pca:"),
        Json::Token(_) => may_be_of(service, it, TELLS_IT),
        _ => false,
    };
    authority.is_some_and(is_authority)
        && tls("KmsKey").is_some_and(|key| is_customer_key(service, key))
        && tls("RoleArn").is_some()
        && lacks(called, "IngressPortOverride")
}

/// Whether each port of its tasks is one of those that are called.
fn has_no_other_way(service: &Subject<'_>, called: &[Json]) -> bool {
    let is_called = |port: &Json| {
        text_at(port, "Name").is_some_and(|name| called.iter().any(|it| text_at(it, "PortName") == Some(name)))
    };
    let proxied = |container: &Json| {
        lacks(container, "PortMappings")
            || at(container, "PortMappings").and_then(Json::as_list).is_some_and(|it| it.iter().all(is_called))
    };
    let task = service.target("TaskDefinition");
    service.lacks("VpcLatticeConfigurations")
        && task.is_some_and(|task| {
            let containers = task.list("ContainerDefinitions");
            !containers.is_empty() && containers.iter().all(proxied)
        })
}

fn end(authority: &Subject<'_>) -> bool {
    let revokes = |how: &str| authority.flag(&format!("RevocationConfiguration/{how}/Enabled")) == Known::Is(true);
    // Certificates that do not say where the list is are checked by nobody.
    let extension = "RevocationConfiguration/CrlConfiguration/CrlDistributionPointExtensionConfiguration";
    let is_found = matches!(authority.flag(&format!("{extension}/OmitExtension")), Known::Missing | Known::Is(false));
    authority.text("UsageMode") == Some("SHORT_LIVED_CERTIFICATE")
        || revokes("OcspConfiguration")
        || revokes("CrlConfiguration") && is_found
}

fn is_of_an_authority(certificate: &Subject<'_>) -> bool {
    let template = certificate.property("TemplateArn").and_then(flat).unwrap_or_default();
    let for_authorities =
        [":template/RootCACertificate/V", ":template/SubordinateCACertificate_"].iter().any(|it| template.contains(it));
    for_authorities
        && certificate.target("CertificateSigningRequest").is_some_and(|it| it.is(AUTHORITY))
        && certificate.lacks("ApiPassthrough")
}
