//! The mesh of a cluster: its services call each other through proxies that ECS puts into their tasks (Service Connect).
//!
//! By construction what goes from one task to another is TLS 1.3. The certificates are of an authority of the cluster alone, hold for
//! a week at most and are replaced by ECS, which keeps their keys as secrets under the cluster's key. The proxy takes the port of
//! the program, so there is no way past it, and a load balancer speaks TLS to it, too. It tries again what failed, and leaves out tasks
//! that keep failing. Who calls whom is still what `connect` says: a group of one service admits that of another one on this port.
//!
//! A subordinate authority would cost as much again, and protects a root that signs for others. This one signs for nobody else.
//!
//! Source: "Encrypt Amazon ECS Service Connect traffic" of the developer guide of ECS.

use hc_cdk::{
    control::iso27001,
    resource::Made,
    stack::{PhysicalName, Scope},
    value::{Attr, Value},
};

use crate::{
    actions,
    cfn::{
        acmpca::{
            Certificate, CertificateAuthority, CertificateAuthorityActivation, certificate as signed,
            certificate_authority as property,
        },
        ecs::service::{
            LogConfiguration, ServiceConnectClientAlias, ServiceConnectConfiguration, ServiceConnectService,
            ServiceConnectTlsCertificateAuthority, ServiceConnectTlsConfiguration,
        },
        iam::Role,
        logs::LogGroup,
        servicediscovery::HttpNamespace,
    },
    iam::{Statement, permit, service_role},
    keys::Key,
    kind::{KeyArn, RoleArn},
    parameters::ContainerPort,
    pseudo,
};

/// What the port of a program is called in its task.
pub(super) const PORT: &str = "app";

/// The signature of the authority, and the keys that it signs: elliptic curves of 256 bits, which the proxies take.
const SIGNED: &str = "SHA256WITHECDSA";

/// For how long the authority is there.
const YEARS: f64 = 10.0;

/// The longest name that a service is found by.
const LONGEST: usize = 64;

/// How the services of a cluster call each other.
#[derive(Debug, Clone)]
pub(super) struct Mesh {
    /// The ARN of the names that they are found by.
    pub(super) namespace: Value<String>,
    /// The ARN of the authority, once it signs.
    authority: Value<String>,
    /// As whom ECS asks for certificates.
    issuer: Attr<RoleArn>,
    /// What encrypts their keys.
    key: Attr<KeyArn>,
}

impl Mesh {
    /// Declares the names, the authority, and the role by which ECS asks for certificates.
    pub(super) fn declare(scope: &mut Scope<'_>, key: &Key) -> Self {
        let name = scope.physical_name();
        let names = HttpNamespace {
            description: Some("Services that call each other".into()),
            name: Some((&name).into()),
            ..Default::default()
        };
        let names = scope.resource("Names", names);
        let authority = authority(scope, name);
        let issuer = issuer(scope, key);
        // Services wait for the authority, and so for what it takes to keep keys.
        scope.after(&authority, "IssuerPolicy");
        Self {
            namespace: names.get(HttpNamespace::ARN),
            authority: authority.id(),
            issuer: issuer.get(Role::ARN),
            key: key.arn(),
        }
    }

    /// What a service of the mesh says: by which name and port it is called, if others call it. What the proxy has to say is beside the
    /// program's own log.
    pub(super) fn joined(
        &self,
        called: Option<(String, Value<ContainerPort>)>,
        lines: &Made<LogGroup>,
    ) -> ServiceConnectConfiguration {
        let options: [(&str, Value<String>); 3] = [
            ("awslogs-group", lines.id().into()),
            ("awslogs-region", pseudo::region()),
            ("awslogs-stream-prefix", "mesh".into()),
        ];
        ServiceConnectConfiguration {
            enabled: Some(true.into()),
            log_configuration: Some(LogConfiguration {
                log_driver: Some("awslogs".into()),
                options: Some(options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
                ..Default::default()
            }),
            namespace: Some(self.namespace.clone()),
            services: called.map(|(name, port)| vec![self.called(name, port)]),
            ..Default::default()
        }
    }

    fn called(&self, name: String, port: Value<ContainerPort>) -> ServiceConnectService {
        ServiceConnectService {
            client_aliases: Some(vec![ServiceConnectClientAlias {
                dns_name: Some(name.clone().into()),
                port: Some(port.into()),
                ..Default::default()
            }]),
            discovery_name: Some(name.into()),
            port_name: Some(PORT.into()),
            tls: Some(ServiceConnectTlsConfiguration {
                issuer_certificate_authority: Some(ServiceConnectTlsCertificateAuthority {
                    aws_pca_authority_arn: Some(self.authority.clone()),
                }),
                kms_key: Some(self.key.clone().into()),
                role_arn: Some(self.issuer.clone()),
            }),
            ..Default::default()
        }
    }
}

/// The name that a service is called by in its mesh. Reports one that is too long for that.
pub(super) fn called(scope: &mut Scope<'_>) -> String {
    // Its names stand in a namespace of their own, which has the suffix.
    let name = scope.physical_name().lower().start().to_owned();
    if name.len() > LONGEST {
        scope.reject(
            Some(iso27001::CONFIGURATION),
            format!("is called `{name}` in its mesh, and {LONGEST} characters are the most there"),
            "give the service or its stack a shorter name",
        );
    }
    name
}

/// Declares an authority that signs itself, and gives what is there when it signs for others.
fn authority(scope: &mut Scope<'_>, name: PhysicalName) -> Made<CertificateAuthorityActivation> {
    let made = scope.resource(
        "Authority",
        CertificateAuthority {
            key_algorithm: Some("EC_prime256v1".into()),
            signing_algorithm: Some(SIGNED.into()),
            subject: Some(property::Subject { common_name: Some(name.cut(LONGEST).into()), ..Default::default() }),
            // ECS takes no other one.
            tags: Some(vec![property::Tag { key: Some("AmazonECSManaged".into()), value: Some("true".into()) }]),
            r#type: Some("ROOT".into()),
            usage_mode: Some("SHORT_LIVED_CERTIFICATE".into()),
            ..Default::default()
        },
    );
    let arn = made.get(CertificateAuthority::ARN);
    let template = pseudo::arn_global(["acm-pca:::template/RootCACertificate/V1".into()]);
    let certificate = scope.resource(
        "AuthorityCertificate",
        Certificate {
            certificate_authority_arn: Some(arn.clone()),
            certificate_signing_request: Some(made.get(CertificateAuthority::CERTIFICATE_SIGNING_REQUEST)),
            signing_algorithm: Some(SIGNED.into()),
            template_arn: Some(template),
            validity: Some(signed::Validity { r#type: Some("YEARS".into()), value: Some(YEARS.into()) }),
            ..Default::default()
        },
    );
    scope.resource(
        "AuthorityActivation",
        CertificateAuthorityActivation {
            certificate: Some(certificate.get(Certificate::CERTIFICATE)),
            certificate_authority_arn: Some(arn),
            status: Some("ACTIVE".into()),
            ..Default::default()
        },
    )
}

/// As whom ECS asks for certificates, and keeps their keys. The policy of AWS is for authorities with its tag, and for secrets that ECS
/// makes for this.
fn issuer(scope: &mut Scope<'_>, key: &Key) -> Made<Role> {
    let policies = ["AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity"];
    let role = service_role(scope, "Issuer", "ecs.amazonaws.com", "gives services certificates", &policies);
    let use_of_key = actions!["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair"];
    permit(scope, "IssuerPolicy", &role, vec![Statement::allow(use_of_key, [key.arn()])]);
    role
}
