//! Who takes requests from outside in a cluster. Whoever runs the cluster knows, so that there is none by default.

/// What takes requests from outside in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controller {
    /// The NGINX ingress controller of the Kubernetes project, in the namespace `ingress-nginx`. It speaks TLS 1.2 and 1.3; which is a
    /// setting of the whole controller.
    ///
    /// It is for clusters that still have it. **It was retired in March 2026: there are no releases any more, and what is found wrong with
    /// it is not mended**, which is for whoever runs it to answer for under ISO/IEC 27001:2022 A.8.8 and HIPAA 45 CFR
    /// 164.308(a)(5)(ii)(B), with a fork that somebody maintains or by moving on. For new clusters there is [`Controller::Gateway`].
    ///
    /// Source: Kubernetes, "Ingress NGINX: Statement from the Kubernetes Steering and Security Response Committees", January 2026.
    #[deprecated(
        note = "ingress-nginx gets no security updates since March 2026: take a `Controller::Gateway`, or answer for a fork that somebody maintains"
    )]
    Nginx,
    /// Contour in the namespace `projectcontour`.
    Contour,
    /// A gateway of the Gateway API, which is made for the route. The oldest TLS that it speaks is a setting of its class.
    ///
    /// It stands in a namespace of the cluster that is there before it and may have a load balancer, such as `nginx-gateway`; the chart
    /// does not make it. In it are the proxies to which it leads, and all of its pods are let in. For Istio and NGINX Gateway Fabric it is
    /// any such namespace, and for Envoy Gateway that of its controller, `envoy-gateway-system`. The class `cilium` has no pods: its
    /// gateways are let in as what they are. A gateway in a namespace of the app is a finding.
    Gateway {
        /// The class of the gateway.
        class: &'static str,
        /// The namespace that it stands in, with its proxies.
        namespace: &'static str,
    },
}

impl Controller {
    /// Whether it is a gateway of the mesh.
    pub(super) fn is_in_mesh(self) -> bool {
        matches!(self, Self::Gateway { class: "istio", .. })
    }

    /// Whether its requests come from no pod: Cilium has its proxies on the nodes.
    pub(super) fn has_no_pods(self) -> bool {
        matches!(self, Self::Gateway { class: "cilium", .. })
    }

    pub(super) const fn namespace(self) -> &'static str {
        match self {
            #[expect(deprecated, reason = "clusters still have it")]
            Self::Nginx => "ingress-nginx",
            Self::Contour => "projectcontour",
            Self::Gateway { namespace, .. } => namespace,
        }
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is no controller that leads requests in",
        label = "name one: `Controller::Gateway {{ class, namespace }}` or `Controller::Contour`"
    )]
    /// A controller.
    IsController: Controller;
}
