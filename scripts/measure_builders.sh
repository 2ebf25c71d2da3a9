#!/usr/bin/env bash
# What the builders of constructs cost whoever uses them, in seconds of processor time (user and system): a new crate with
# as many services as are asked for, each a Fargate service with a bucket and a workload of a cluster beside it, is checked
# and built again and again, without what was compiled before.
#
# scripts/measure_builders.sh [SERVICES, 400] [REPETITIONS, 3]
set -euo pipefail
services=${1:-400}
repetitions=${2:-3}
workspace=$(cd "$(dirname "$0")/.." && pwd)
crate=$(mktemp -d)
trap 'rm -rf "$crate"' EXIT

mkdir "$crate/src"
cp "$workspace/Cargo.lock" "$crate/Cargo.lock"
cat > "$crate/Cargo.toml" <<TOML
[package]
name = "services"
version = "0.1.0"
edition = "2024"

[dependencies]
hc-cdk = { path = "$workspace/hc-cdk" }
hc-cdk-aws = { path = "$workspace/hc-cdk-aws" }
hc-cdk-k8s = { path = "$workspace/hc-cdk-k8s" }
TOML
digest=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
{
    cat <<'RUST'
use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::{perimeter::Perimeter, prelude::*, region};
use hc_cdk_k8s::{namespace::Namespace as Zone, workload::{Probes, Workload}, *};
type Prod = (Hipaa, Production);
RUST
    for ((at = 0; at < services; at++)); do
        cat <<RUST
fn service$at(stack: &mut Stack<Prod>, clinical: &Perimeter<Phi>, chart: &mut chart::Chart<Prod>, zone: &Zone<Phi>) {
    let scans = stack.add("Scans$at", SecureBucket::builder().perimeter(clinical));
    let api = FargateService::builder()
        .perimeter(clinical)
        .image(image!("registry.example/api$at@sha256:$digest"))
        .port(8080)
        .size(fargate!(cpu = 512, memory = 1024))
        .scale(2..=10)
        .connect(&scans)
        .scratch("/tmp");
    stack.add("Api$at", api);
    let claims = Workload::builder()
        .perimeter(zone)
        .image(image!("registry.example/claims$at@sha256:$digest"))
        .port(8080)
        .probes(Probes::tcp())
        .resources(cpu!("250m"), memory!("256Mi"))
        .limits(cpu!("1"), memory!("512Mi"))
        .scale(3);
    chart.add("Claims$at", claims);
}
RUST
    done
    cat <<'RUST'
fn main() {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let mut chart = chart::Chart::<Prod>::new("cluster");
    let zone = chart.add("Clinical", Zone::<Phi>::builder().build());
RUST
    for ((at = 0; at < services; at++)); do
        echo "    service$at(&mut stack, &clinical, &mut chart, &zone);"
    done
    echo "}"
} > "$crate/src/main.rs"
cd "$crate"
export CARGO_TARGET_DIR=$crate/target CARGO_TERM_QUIET=true CARGO_INCREMENTAL=0

# Runs a command on a changed program, and prints its name and what it cost.
measure() {
    local name=$1
    shift
    echo "// $RANDOM" >> src/main.rs
    TIMEFORMAT="$name: %U user + %S system"
    time "$@" > /dev/null
}

cp src/main.rs main.rs
echo "fn main() {}" > src/main.rs
TIMEFORMAT="the libraries, checked: %U user + %S system"
time cargo check
TIMEFORMAT="the libraries, built: %U user + %S system"
time cargo build
cp main.rs src/main.rs
for ((at = 1; at <= repetitions; at++)); do
    measure "check of $services services" cargo check
    measure "build of $services services" cargo build
done
