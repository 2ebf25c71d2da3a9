#!/usr/bin/env bash
# What a user waits for, in seconds of processor time (user and system): the cold build of a new crate that has the
# program of the example for its own, with the registry downloaded, and then a changed line until the template is written.
#
# scripts/measure_edit.sh [REPETITIONS of the edit, 5] [LINES to put into the new crate's Cargo.toml, such as a profile]
set -euo pipefail
repetitions=${1:-5}
lines=${2:-}
workspace=$(cd "$(dirname "$0")/.." && pwd)
crate=$(mktemp -d)
trap 'rm -rf "$crate"' EXIT

mkdir "$crate/src"
cp "$workspace/examples/prod_stack.rs" "$crate/src/main.rs"
# The versions that the workspace was built with.
cp "$workspace/Cargo.lock" "$crate/Cargo.lock"
cat > "$crate/Cargo.toml" <<TOML
[package]
name = "hospital"
version = "0.1.0"
edition = "2024"

[dependencies]
hc-cdk = { path = "$workspace/hc-cdk" }
hc-cdk-aws = { path = "$workspace/hc-cdk-aws" }
hc-cdk-k8s = { path = "$workspace/hc-cdk-k8s" }

$lines
TOML
cd "$crate"
export CARGO_TARGET_DIR=$crate/target CARGO_TERM_QUIET=true
unset CARGO_INCREMENTAL
cargo fetch

# Runs a command and prints its name and what it cost.
measure() {
    local name=$1
    shift
    TIMEFORMAT="$name: %U user + %S system, %R wall"
    time "$@" > /dev/null
}

measure "cold build" cargo build
# Cargo keeps records of what lies at a path, for the next edit of it, and none of what comes from a registry.
measure "cold build, as from a registry" env CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$crate/registry" cargo build
cargo run > /dev/null
for ((at = 1; at <= repetitions; at++)); do
    sed -i "s/Percent([0-9.]*)/Percent(7$at.0)/" src/main.rs
    measure "edit" cargo run
    grep -q "7$at" cdk.out/hms.template.json
done
measure "nothing changed" cargo run
measure "the program alone" "$CARGO_TARGET_DIR/debug/hospital"
