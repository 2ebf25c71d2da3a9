//! How long synthesis takes in process: `cargo bench -p benches`.

#![allow(missing_docs, reason = "the function that criterion makes of a group has no place for documentation")]
#![allow(clippy::unwrap_used, reason = "a measurement may fail where it stands")]

use benches::{cluster, prod_stack, system, write};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use hc_cdk::target::File;

/// The trees of the JSON files; what is written for a cluster is none.
fn parse(files: &[File]) -> Vec<serde_json::Value> {
    files.iter().filter_map(|file| serde_json::from_slice(&file.bytes).ok()).collect()
}

fn write_all(trees: &[serde_json::Value]) -> Vec<Vec<u8>> {
    trees.iter().map(|tree| write(tree).unwrap()).collect()
}

fn example(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prod_stack");
    group.bench_function("declare", |bencher| bencher.iter(prod_stack));
    let app = prod_stack();
    group.bench_function("check", |bencher| bencher.iter(|| app.check().unwrap()));
    let checked = app.check().unwrap();
    group.bench_function("emit", |bencher| bencher.iter(|| app.emit(&checked).unwrap()));
    group.bench_function("all", |bencher| bencher.iter(|| prod_stack().synthesize().unwrap()));
    let trees = parse(&app.synthesize().unwrap());
    group.bench_function("serde_json", |bencher| bencher.iter(|| write_all(&trees)));
    group.finish();
}

/// A million resources take a program of their own, which tells its memory too: `growth`.
fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10);
    for resources in [10, 100, 1_000, 10_000] {
        group.throughput(Throughput::Elements(resources as u64));
        group.bench_with_input(BenchmarkId::new("all", resources), &resources, |bencher, resources| {
            bencher.iter(|| system(*resources).synthesize().unwrap());
        });
        let trees = parse(&system(resources).synthesize().unwrap());
        group.bench_with_input(BenchmarkId::new("serde_json", resources), &trees, |bencher, trees| {
            bencher.iter(|| write_all(trees));
        });
    }
    group.finish();
}

/// The same for Kubernetes, in one chart and with a chart for each workload. A hundred thousand are for `growth`, too.
fn clusters(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cluster");
    group.sample_size(10);
    for (workloads, in_a_chart) in [(10, 10), (100, 100), (1_000, 1_000), (10_000, 10_000), (5_000, 1)] {
        let id = BenchmarkId::new(format!("in charts of {in_a_chart}"), workloads);
        group.throughput(Throughput::Elements(workloads as u64));
        group.bench_function(id, |bencher| bencher.iter(|| cluster(workloads, in_a_chart).synthesize().unwrap()));
    }
    group.finish();
}

criterion_group!(benches, example, growth, clusters);
criterion_main!(benches);
