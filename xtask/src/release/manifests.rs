//! What crates say of themselves: to readers of a registry, to docs.rs, and to compilers.

use anyhow::{Result, bail};
use serde_json::Value;

use super::crates::published;

/// What a registry shows of a crate.
const SAID: [&str; 5] = ["description", "license", "repository", "readme", "rust_version"];

/// Whether each crate says what it has to, and nothing that its dependencies cannot keep.
pub(super) fn check(metadata: &Value) -> Result<String> {
    let wrong: Vec<String> = published(metadata).flat_map(|it| wrong(it, metadata)).collect();
    if wrong.is_empty() {
        return Ok(format!("{} crates say what a registry shows", published(metadata).count()));
    }
    bail!("{}", wrong.join("\n"))
}

fn wrong(package: &Value, metadata: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let unsaid = SAID.iter().filter(|it| package[*it].as_str().is_none_or(str::is_empty));
    let mut wrong: Vec<String> = unsaid.map(|it| format!("{name}: no {it}")).collect();
    for list in ["keywords", "categories"] {
        if package[list].as_array().is_none_or(|it| it.is_empty() || it.len() > 5) {
            wrong.push(format!("{name}: none or more than five {list}"));
        }
    }
    let folder = package["manifest_path"].as_str().and_then(|it| it.strip_suffix("Cargo.toml")).unwrap_or_default();
    for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
        if !std::path::Path::new(folder).join(file).is_file() {
            wrong.push(format!("{name}: no {file} in its package"));
        }
    }
    let features = package["features"].as_object().into_iter().flatten().any(|(it, _)| it == "proptest");
    if features && package.pointer("/metadata/docs/rs/features").is_none() {
        wrong.push(format!("{name}: docs.rs is not told which features to show"));
    }
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    for it in dependencies.filter(|it| it["kind"].is_null()) {
        let other = it["name"].as_str().unwrap_or_default();
        if it["req"] == "*" {
            wrong.push(format!("{name}: any version of {other}"));
        }
        let least = versions(metadata, other).min();
        if let Some((major, minor)) = least.filter(|it| *it > version(&package["rust_version"])) {
            wrong.push(format!("{name}: {other} needs Rust {major}.{minor}"));
        }
    }
    wrong
}

/// The oldest compilers that a crate in use takes, for each of its versions.
fn versions<'a>(metadata: &'a Value, name: &'a str) -> impl Iterator<Item = (u64, u64)> + 'a {
    let all = metadata["packages"].as_array().into_iter().flatten();
    all.filter(move |it| it["name"] == name).map(|it| version(&it["rust_version"]))
}

/// A version as numbers; none is the oldest of all.
fn version(said: &Value) -> (u64, u64) {
    let mut numbers = said.as_str().unwrap_or_default().split('.').map(|it| it.parse().unwrap_or_default());
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::check;

    fn metadata(change: impl Fn(&mut Value)) -> Value {
        let mut ours = json!({
            "name": "ours", "source": null, "publish": null, "description": "d", "license": "MIT", "repository": "r", "readme": "README.md",
            "rust_version": "1.90", "keywords": ["k"], "categories": ["c"], "features": {}, "metadata": null,
            "manifest_path": concat!(env!("CARGO_MANIFEST_DIR"), "/../hc-cdk/Cargo.toml"),
            "dependencies": [{ "name": "theirs", "req": "^1", "kind": null }],
        });
        change(&mut ours);
        json!({ "packages": [ours, { "name": "theirs", "source": "registry", "rust_version": "1.85" }] })
    }

    #[test]
    fn what_a_crate_does_not_say_is_named() {
        type Change = fn(&mut Value);
        let changes: [(Change, &str); 6] = [
            (|it| it["description"] = "".into(), "ours: no description"),
            (|it| it["keywords"] = json!([]), "ours: none or more than five keywords"),
            (|it| it["rust_version"] = "1.80.1".into(), "ours: theirs needs Rust 1.85"),
            (|it| it["dependencies"][0]["req"] = "*".into(), "ours: any version of theirs"),
            (|it| it["features"] = json!({ "proptest": [] }), "ours: docs.rs is not told"),
            (|it| it["manifest_path"] = "/nowhere/Cargo.toml".into(), "ours: no LICENSE-APACHE"),
        ];
        assert!(check(&metadata(|_| ())).is_ok());
        for (change, words) in changes {
            let said = check(&metadata(change)).unwrap_err().to_string();
            assert!(said.starts_with(words), "{said}");
        }
    }
}
