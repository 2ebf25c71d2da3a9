#!/usr/bin/env python3
"""Measures what the generated resource types cost the compiler, and prints the table of docs/performance.md.

Run it on an idle machine, from anywhere: scripts/measure_compile.py [runs]
Each figure is the least of the runs: CPU seconds (user and system) of cargo and all that it starts, and the memory of
the largest process. The profile is cargo's own `dev`, not incremental for libraries, as for a crate from a registry.
"""

import json
import os
import pathlib
import platform
import subprocess
import sys

WORKSPACE = pathlib.Path(__file__).resolve().parent.parent
GENERATED = WORKSPACE / "hc-cdk-cfn" / "src"
SCRATCH = WORKSPACE / "target" / "measure"
USUAL = (
    "apigateway cloudfront cloudwatch cognito dynamodb ec2 ecs elasticloadbalancingv2 iam kms lambda logs rds s3 sqs"
).split()
# The child that runs the command, and prints what it and its own children needed.
METER = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def metered(command, folder, **environment):
    """CPU seconds and KiB of the largest process."""
    environment = {**os.environ, "CARGO_TERM_QUIET": "true", "CARGO_TERM_COLOR": "never", **environment}
    meter = [sys.executable, "-c", METER, *command]
    done = subprocess.run(meter, cwd=folder, env=environment, capture_output=True, check=True, text=True)
    code, seconds, memory = json.loads(done.stdout.splitlines()[-1])
    if code != 0:
        sys.exit(f"{done.stderr}`{' '.join(command)}` failed")
    return seconds, memory


def least(measurements):
    seconds, memory = zip(*measurements)
    return min(seconds), min(memory)


def library(services, runs):
    """Builds `hc-cdk-cfn` alone with these services; what it needs is built before."""
    environment = {
        "CARGO_INCREMENTAL": "0",
        "CARGO_PROFILE_DEV_DEBUG": "2",
        "CARGO_TARGET_DIR": str(SCRATCH / "library"),
    }
    build = ["cargo", "build", "--package", "hc-cdk-cfn", "--no-default-features"]
    metered(build, WORKSPACE, **environment)
    measurements = []
    for _ in range(runs):
        clean = ["cargo", "clean", "--package", "hc-cdk-cfn"]
        subprocess.run(clean, cwd=WORKSPACE, env={**os.environ, **environment}, check=True, capture_output=True)
        measurements.append(metered([*build, "--features", ",".join(services)], WORKSPACE, **environment))
    return least(measurements)


def edit(services, runs):
    """Changes a line in a new user's `main.rs` and builds. The user asks for services by features of `hc-cdk-cfn`."""
    folder = SCRATCH / "user"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    features = json.dumps(services)
    (folder / "Cargo.toml").write_text(f"""[package]
name = "user"
edition = "2024"

[dependencies]
hc-cdk = {{ path = "{WORKSPACE}/hc-cdk" }}
hc-cdk-aws = {{ path = "{WORKSPACE}/hc-cdk-aws" }}
hc-cdk-cfn = {{ path = "{WORKSPACE}/hc-cdk-cfn", features = {features} }}

[workspace]
""")
    main = folder / "src" / "main.rs"

    def write(name):
        main.write_text(f"""use hc_cdk::resource::Resource;
use hc_cdk_aws::cfn::{{dynamodb, s3}};

fn main() {{
    let bucket = s3::Bucket {{ bucket_name: Some(hc_cdk::value::Attr::literal("{name}")), ..Default::default() }};
    let table = dynamodb::Table {{ table_name: Some("{name}".into()), ..Default::default() }};
    println!("{{:?}} {{:?}}", bucket.into_properties(), table.into_properties());
}}
""")

    environment = {"CARGO_TARGET_DIR": str(SCRATCH / "user-target")}
    write("before")
    metered(["cargo", "build"], folder, **environment)
    measurements = []
    for run in range(runs):
        write(f"records-{run}")
        measurements.append(metered(["cargo", "build"], folder, **environment))
    return least(measurements)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    size = {
        folder.name: sum(file.stat().st_size for file in folder.iterdir())
        for folder in GENERATED.iterdir()
        if (folder / "mod.rs").exists()
    }
    every = sorted(size)
    largest = sorted(sorted(size, key=size.get)[-15:])
    rows = [
        ("15 usual services", library(USUAL, runs)),
        ("the 15 largest services", library(largest, runs)),
        (f"all {len(every)} services", library(every, runs)),
        ("an edit in `main.rs`, one service more than the constructs need", edit(["dynamodb"], runs)),
        ("an edit in `main.rs`, all services", edit(every, runs)),
    ]
    rustc = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, check=True, text=True).stdout.split()[1]
    print(f"{os.cpu_count()} cores, {platform.machine()}, rustc {rustc}\n")
    print("| what is built | CPU | peak memory |\n|---|---:|---:|")
    for name, (seconds, memory) in rows:
        print(f"| {name} | {seconds:.1f} s | {memory / 1024:.0f} MiB |")
    print(f"\nusual: {', '.join(USUAL)}\n\nlargest: {', '.join(largest)}")


if __name__ == "__main__":
    main()
