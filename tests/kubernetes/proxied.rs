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
        "    absolute_redirect off;\n",
        "    proxy_http_version 1.1;\n",
        "    proxy_set_header Connection \"\";\n",
        "    location = /api { limit_req zone=each burst=9 nodelay; proxy_pass http://claims:8000/; }\n",
        "    location /api/ { limit_req zone=each burst=9 nodelay; proxy_pass http://claims:8000/; }\n",
        "    location = /status { proxy_pass http://claims:8000; }\n",
        "    location / { proxy_pass http://pages:8080; }\n",
    ] {
        assert!(text.contains(line), "no `{line}` in:\n{text}");
    }
    assert!(!text.contains("127.0.0.6"), "no mesh is beside it:\n{text}");
    let gateway = manifest.object("Deployment", "gateway").json();
    let mounts = &gateway["spec"]["template"]["spec"]["containers"][0]["volumeMounts"];
    assert!(mounts.as_array().unwrap().iter().any(|it| it["mountPath"] == "/tmp"), "{mounts}");
    // One way to each, however many paths lead there.
    let ways = manifest.objects().filter(|it| it.kind() == "NetworkPolicy" && it.name().starts_with("gateway-to-"));
    assert_eq!(ways.map(|it| it.name().to_owned()).collect::<Vec<_>>(), ["gateway-to-claims", "gateway-to-pages"]);
}

#[test]
fn a_proxy_of_a_mesh_believes_what_is_beside_it() {
    let mut chart = Chart::<VnHealth>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().mesh());
    let pod = |port| Workload::builder().perimeter(&zone).image(IMAGE).port(port).probes(Probes::tcp());
    let pages = chart.add("Pages", pod(8080).resources(cpu!("250m"), memory!("256Mi")));
    let ways = ProxyRules::builder().perimeter(&zone).listens(8081).behind(cidr!("10.0.0.0/8"));
    chart.add("Ways", ways.way("/*", &pages));
    let manifest = Manifest::of_chart(chart);
    let text = manifest.object("ConfigMap", "ways").json()["data"]["default.conf"].as_str().unwrap().to_owned();
    assert!(text.contains("set_real_ip_from 10.0.0.0/8;\nset_real_ip_from 127.0.0.6;\n"), "{text}");
}

#[test]
fn a_path_is_written_once() {
    let chart = proxy!(ward, claims, pages, .behind(cidr!("10.0.0.0/8")).health("/up", "/up")
        .way("/up/*", &pages).way("/api/*", &claims).way("/api", &pages).way("/*", &pages));
    let manifest = Manifest::of_chart(chart);
    let text = manifest.object("ConfigMap", "ways").json()["data"]["default.conf"].as_str().unwrap().to_owned();
    for line in ["location = /up {", "location /up/ {", "location = /api {", "location /api/ {", "location / {"] {
        assert_eq!(text.matches(line).count(), 1, "`{line}` in:\n{text}");
    }
    assert!(text.contains("location = /api { proxy_pass http://pages:8080; }"), "{text}");
}

#[test]
fn a_proxy_is_asked_where_it_listens() {
    let said = |port, probes: Probes| {
        let mut ward = Ward::<VnHealth, Phi>::new("clinic");
        let pages = service(&mut ward, "Pages", 8080);
        let ways = ProxyRules::builder().perimeter(&ward.zone).listens(8081).behind(cidr!("10.0.0.0/8"));
        let ways = ward.chart.add("Ways", ways.health("/live", "/ready").way("/*", &pages));
        let pod = Workload::builder().perimeter(&ward.zone).image(IMAGE).port(port).probes(probes).hands_on(&ways);
        let pod = pod.scratch("/tmp", memory!("1Gi"));
        ward.chart.add("Gateway", pod.resources(cpu!("250m"), memory!("256Mi")));
        App::new("clinic").stack(ward.chart).check().err().map(|it| it.to_string()).unwrap_or_default()
    };
    assert_eq!(said(8081, Probes::http("/live", "/ready")), "");
    assert_eq!(said(8081, Probes::tcp()), "");
    assert!(said(8080, Probes::tcp()).contains("is asked at port 8080, and listens on port 8081"));
    assert!(said(8081, Probes::http("/live", "/up")).contains("is asked at `/up` how it is, and says so at `/ready`"));
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
            proxy!(ward, claims, _pages, .behind(front).health("/a b", "/up").way("/*", &claims)),
            "says at `/a b` how it is",
        ),
        (
            proxy!(ward, claims, _pages, .behind(front).health("/up", "/up/*").way("/*", &claims)),
            "says at `/up/*` how it is",
        ),
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
    let (zone, hsts) = (
        "limit_req_zone $remote_addr zone=a:1m rate=1r/s;",
        "add_header Strict-Transport-Security \"max-age=1\" always;",
    );
    let refused = "refuses nobody, or believes whoever asks who that is";
    let dropped = "tells browsers less in one place than in what is around it";
    for (text, words) in [
        (format!("{zone} server {{ limit_req zone=a; limit_req_dry_run on; }}"), refused),
        (format!("{zone} set_real_ip_from 0.0.0.0/0; server {{ limit_req zone=a; }}"), refused),
        (
            format!("{zone} set_real_ip_from 0.0.0.0/1; set_real_ip_from 128.0.0.0/1; server {{ limit_req zone=a; }}"),
            refused,
        ),
        ("limit_req_zone $http_x_forwarded_for zone=a:1m rate=1r/s; server { limit_req zone=a; }".to_owned(), refused),
        ("server { add_header X-Frame-Options DENY; }".to_owned(), "or less with errors"),
        (format!("server {{ {hsts} location / {{ add_header Cache-Control no-store; }} }}"), dropped),
    ] {
        assert!(with(&text).contains(words), "{text}: {}", with(&text));
    }
    for text in [
        format!("{zone} set_real_ip_from 10.0.0.0/8; server {{ limit_req zone=a; }}"),
        format!("server {{ {hsts} location / {{ add_header Cache-Control no-store; {hsts} }} }}"),
        format!("server {{ {hsts} add_header_inherit merge; location / {{ add_header Cache-Control no-store; }} }}"),
        format!("server {{ {hsts} location / {{ include headers.conf; add_header Cache-Control no-store; }} }}"),
        "limit_req_zone $server_name zone=a:1m rate=1r/s; server { limit_req zone=a; }".to_owned(),
        format!("{zone} server {{ limit_req zone=a; content_by_lua_block {{ ngx.say(\"}}\") }} }}"),
        "set_real_ip_from 0.0.0.0/0; server { listen 80; }".to_owned(),
        "about limit_req and add_header, in prose".to_owned(),
    ] {
        assert_eq!(with(&text), "", "{text}");
    }
}
