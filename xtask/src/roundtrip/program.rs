//! A program that fills the generated structs with the values, so that what is judged is what the structs write.

use std::{fmt::Write as _, fs, path::Path, process::Command};

use anyhow::{Context as _, Result, bail};
use hc_cdk::value::{Json, Object};

use super::strategy::PARAMETER;
use crate::{
    codegen::{
        model::{Resource, Shape},
        names,
    },
    judge::tool,
};

/// A resource type and the values that were made for it.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) properties: Json,
}

/// A function that fills the resource type's struct, called `r` and the number.
pub(super) fn function(number: usize, model: &Resource, properties: &Json) -> Result<String> {
    let service = model.name.split("::").nth(1).context("a resource type has a service")?;
    let module = format!("hc_cdk_cfn::{}::{}", service.to_ascii_lowercase(), names::identifier(&model.module));
    let filled = expression(model, &module, &Shape::Struct(0), properties)?;
    Ok(format!("fn r{number}() -> Json {{ {filled}.into_properties() }}\n"))
}

/// Compiles and runs the functions, and says which struct does not give the properties that it was filled with.
pub(super) fn run(workspace: &Path, functions: &str, samples: &[Sample]) -> Result<Vec<String>> {
    let folder = workspace.join("target/roundtrip/program");
    fs::create_dir_all(folder.join("src"))?;
    let services = samples.iter().filter_map(|sample| sample.name.split("::").nth(1));
    let mut features: Vec<String> = services.map(str::to_ascii_lowercase).collect();
    features.dedup();
    let root = workspace.display();
    let manifest = format!(
        "[package]\nname = \"roundtrip-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nhc-cdk = {{ path = \"{root}/hc-cdk\" }}\n\
         hc-cdk-cfn = {{ path = \"{root}/hc-cdk-cfn\", default-features = false, features = {features:?} }}\n"
    );
    let mut program = format!(
        "use hc_cdk::{{resource::Resource, value::{{Json, Object, Token, Value}}}};\n\n\
         fn token() -> Token {{ Token::Function {{ name: \"Ref\", arguments: {PARAMETER:?}.into() }} }}\n\
         fn known<T>() -> Value<T> {{ Value::token(token()) }}\n\
         fn any() -> Json {{ Json::Token(Box::new(token())) }}\n\
         fn empty() -> Json {{ Object::new().into() }}\n\n\
         {functions}\nfn main() {{\n_ = (known::<bool>, any, empty);\n"
    );
    for number in 0..samples.len() {
        _ = writeln!(program, "println!(\"{{:?}}\", r{number}());");
    }
    program.push_str("}\n");
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), program)?;
    // The same versions of everything else as the workspace has.
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let printed = tool::output(
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(workspace.join("target")),
    )?;
    let lines: Vec<&str> = printed.lines().collect();
    if lines.len() != samples.len() {
        bail!("the program writes {} resources instead of {}", lines.len(), samples.len());
    }
    let differing = lines.iter().zip(samples).filter(|(line, sample)| **line != format!("{:?}", sample.properties));
    Ok(differing.map(|(line, sample)| format!("{}: the struct gives other properties: {line}", sample.name)).collect())
}

/// The value as Rust.
fn expression(model: &Resource, module: &str, shape: &Shape, value: &Json) -> Result<String> {
    Ok(match (shape, value) {
        (Shape::Json, Json::Token(_)) => "any()".to_owned(),
        (Shape::Json, Json::Object(object)) if *object == Object::new() => "empty()".to_owned(),
        (_, Json::Token(_)) => "known()".to_owned(),
        (_, Json::Text(text)) => format!("{text:?}.into()"),
        (_, Json::Int(number)) => format!("({number}_i64).into()"),
        (_, Json::Float(number)) => format!("({number:?}_f64).into()"),
        (_, Json::Bool(value)) => format!("{value}.into()"),
        (Shape::List(inner), Json::List(items)) => {
            let items = items.iter().map(|item| expression(model, module, inner, item));
            format!("vec![{}]", items.collect::<Result<Vec<_>>>()?.join(", "))
        }
        (Shape::Map(inner), Json::Object(members)) => {
            let members = members.iter().map(|(name, value)| {
                Ok(format!("({name:?}.to_owned(), {})", expression(model, module, inner, value)?))
            });
            format!("[{}].into_iter().collect()", members.collect::<Result<Vec<_>>>()?.join(", "))
        }
        (Shape::Struct(index), Json::Object(object)) => {
            let made = model.structs.get(*index).context("the model lacks an object")?;
            let mut text = format!("{module}::{} {{ ", made.name);
            for field in &made.fields {
                let Some(value) = object.get(&field.property) else { continue };
                let value = expression(model, module, &field.shape, value)?;
                let value = if field.boxed { format!("Box::new({value})") } else { value };
                _ = write!(text, "{}: Some({value}), ", names::identifier(&field.name));
            }
            text + "..Default::default() }"
        }
        _ => bail!("`{}`: a value is not of its property's shape: {value:?}", model.name),
    })
}
