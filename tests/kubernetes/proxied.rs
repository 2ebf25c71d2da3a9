//! What a proxy hands on: its configuration, its ways, and what is found in one that somebody wrote.

use hc_cdk::{app::App, data::Phi, image, image::Image, policy::VnHealth, value::Object};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward},
    config::ProxyWays,
    prelude::*,
    workload::Service,
};

use crate::rules::{Own, Prod, found, here};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn service(ward: &mut Ward<VnHealth, Phi>, name: &'static str, port: u16) -> Service<Phi> {
    let pod = Workload::builder().perimeter(&ward.zone).image(IMAGE).port(port).probes(Probes::tcp());
    ward.chart.add(name, pod.resources(cpu!("250m"), memory!("256Mi")))
}

/// A proxy of a chart with two services, whose ways are described by `with`.
macro_rules! proxy {
    ($ward:ident, $claims:ident, $pages:ident, $($said:tt)*) => {{
        let mut $ward = Ward::<VnHealth, Phi>::new("clinic");
        let ($claims, $pages) = (service(&mut $ward, "Claims", 8000), service(&mut $ward, "Pages", 8080));
        let ways = ProxyRules::builder().perimeter(&$ward.zone).listens(8081)$($said)*;
        let ways: ProxyWays = $ward.chart.add("Ways", ways);
        let pod = Workload::builder().perimeter(&$ward.zone).image(IMAGE).port(8081).probes(Probes::tcp());
        $ward.chart.add("Gateway", pod.resources(cpu!("250m"), memory!("256Mi")).hands_on(&ways));
        $ward.chart
    }};
}

#[test]
fn a_proxy_hands_on_what_it_is_told_and_refuses_who_asks_too_often() {
    let chart = proxy!(ward, claims, pages, .behind(cidr!("10.0.0.0/8")).limit(5, 9).largest(2)
        .way(ProxyPath::of("/api/*").limited().cut(), &claims).way("/status", &claims).way("/*", &pages));
    let manifest = Manifest::of_chart(chart);
    let text = manifest.object("ConfigMap", "ways").json()["data"]["default.conf"].as_str().unwrap().to_owned();
    for line in [
        "set_real_ip_from 10.0.0.0/8;\n",
        "limit_req_zone $binary_remote_addr zone=each:10m rate=5r/s;\n",
        "    listen 8081;\n",
        "    client_max_body_size 2m;\n",
        "    add_header Strict-Transport-Security \"max-age=31536000; includeSubDomains\" always;\n",
        "    add_header Content-Security-Policy \"default-src 'self'\" always;\n",
        "    location = /health/ready { return 204; }\n",
        "    location /api/ { limit_req zone=each burst=9 nodelay; proxy_pass http://claims:8000/; }\n",
        "    location = /status { proxy_pass http://claims:8000; }\n",
        "    location / { proxy_pass http://pages:8080; }\n",
    ] {
        assert!(text.contains(line), "no `{line}` in:\n{text}");
    }
    // One way to each, however many paths lead there.
    let ways = manifest.objects().filter(|it| it.kind() == "NetworkPolicy" && it.name().starts_with("gateway-to-"));
    assert_eq!(ways.map(|it| it.name().to_owned()).collect::<Vec<_>>(), ["gateway-to-claims", "gateway-to-pages"]);
}

#[test]
fn what_no_proxy_can_do_is_found() {
    let said = |chart: Chart<VnHealth>| App::new("clinic").stack(chart).check().err().map(|it| it.to_string());
    let front = cidr!("10.0.0.0/8");
    let cases = [
        (proxy!(ward, claims, pages, .behind(front).way("/api/*", &claims).way("/api/*", &pages)), "`/api/*` twice"),
        (
            proxy!(ward, claims, pages, .behind(front).way("/health/live", &claims).way("/*", &pages)),
            "`/health/live` twice",
        ),
        (proxy!(ward, claims, _pages, .behind(front).way("api/*", &claims)), "`api/*`, which is no path"),
        (
            proxy!(ward, claims, _pages, .behind(front).way(ProxyPath::of("/api").cut(), &claims)),
            "nothing would be left",
        ),
        (proxy!(ward, _claims, _pages, .behind(front)), "hands nothing on"),
        (proxy!(ward, claims, _pages, .behind(front).way("/*", &claims).limit(0, 1)), "lets nobody ask"),
        (proxy!(ward, claims, _pages, .behind(front).way("/*", &claims).loads("a\"; b")), "that is none"),
        (
            proxy!(ward, claims, _pages, .behind(cidr!("203.0.113.0/24")).way("/*", &claims)),
            "believes what 203.0.113.0/24",
        ),
    ];
    for (chart, words) in cases {
        let said = said(chart).unwrap_or_default();
        assert!(said.contains(words), "no `{words}` in `{said}`");
    }
}

#[test]
fn a_configuration_of_nginx_is_read_whoever_wrote_it() {
    let with = |text: &str| {
        let config = here("v1", "ConfigMap").with("data", Object::new().with("default.conf", text.to_owned()));
        found::<Prod>(Own(config))
    };
    let (zone, hsts) =
        ("limit_req_zone $a zone=a:1m rate=1r/s;", "add_header Strict-Transport-Security \"max-age=1\";");
    let refused = "refuses nobody, or believes whoever asks who that is";
    let dropped = "tells browsers less in one place than in what is around it";
    for (text, words) in [
        (format!("{zone} server {{ limit_req zone=a; limit_req_dry_run on; }}"), refused),
        (format!("{zone} set_real_ip_from 0.0.0.0/0; server {{ limit_req zone=a; }}"), refused),
        (format!("server {{ {hsts} location / {{ add_header Cache-Control no-store; }} }}"), dropped),
    ] {
        assert!(with(&text).contains(words), "{text}: {}", with(&text));
    }
    for text in [
        format!("{zone} set_real_ip_from 10.0.0.0/8; server {{ limit_req zone=a; }}"),
        format!("server {{ {hsts} location / {{ add_header Cache-Control no-store; {hsts} }} }}"),
        "set_real_ip_from 0.0.0.0/0; server { listen 80; }".to_owned(),
        "about limit_req and add_header, in prose".to_owned(),
    ] {
        assert_eq!(with(&text), "", "{text}");
    }
}
