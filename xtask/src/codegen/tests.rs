//! What becomes of a schema, on schemas that hold no more than the case needs.

use serde_json::{Value, json};

use super::{
    build,
    kinds::Kinds,
    model::{Resource, Shape, Struct, Tags},
    render,
    schema::Schema,
    share, told,
};

fn model(schema: Value) -> Resource {
    build::resource(&Schema::new("AWS::Test::Thing", schema).unwrap()).unwrap()
}

fn with_properties(properties: Value) -> Resource {
    model(Value::Object([("properties".to_owned(), properties)].into_iter().collect()))
}

fn object<'a>(resource: &'a Resource, name: &str) -> &'a Struct {
    resource.structs.iter().find(|made| made.name == name).unwrap_or_else(|| panic!("no object `{name}`"))
}

fn shape<'a>(made: &'a Struct, property: &str) -> &'a Shape {
    &made.fields.iter().find(|field| field.property == property).unwrap().shape
}

#[test]
fn scalars_lists_and_maps_have_their_shapes() {
    let thing = with_properties(json!({
        "Text": { "type": "string" },
        "Count": { "type": "integer" },
        "Share": { "type": "number" },
        "On": { "type": "boolean" },
        "Names": { "type": "array", "items": { "type": "string" } },
        "Labels": { "type": "object", "patternProperties": { ".*": { "type": "string" } } },
        "Weights": { "type": "object", "additionalProperties": { "type": "integer" } },
        "Policy": { "type": ["object", "string"], "format": "json" },
        "Either": { "type": ["integer", "string"] },
        "Unlike": { "oneOf": [{ "type": "string" }, { "type": "object" }] },
        "Free": { "type": "object" },
    }));
    let shape = |property| shape(&thing.structs[0], property).clone();
    assert_eq!(shape("Text"), Shape::Text);
    assert_eq!(shape("Count"), Shape::Integer);
    assert_eq!(shape("Share"), Shape::Number);
    assert_eq!(shape("On"), Shape::Boolean);
    assert_eq!(shape("Names"), Shape::List(Box::new(Shape::Text)));
    assert_eq!(shape("Labels"), Shape::Map(Box::new(Shape::Text)));
    assert_eq!(shape("Weights"), Shape::Map(Box::new(Shape::Integer)));
    for property in ["Policy", "Either", "Unlike", "Free"] {
        assert_eq!(shape(property), Shape::Json, "{property}");
    }
}

#[test]
fn one_format_is_a_kind_and_several_are_text() {
    let thing = with_properties(json!({
        "VpcId": { "type": "string", "format": "AWS::EC2::VPC.Id" },
        "Subnets": { "type": "array", "items": { "type": "string", "format": "AWS::EC2::Subnet.Id" } },
        "KeyId": { "type": "string", "anyOf": [{ "format": "AWS::KMS::Key.Arn" }, { "format": "AWS::KMS::Key.Id" }] },
        "When": { "type": "string", "format": "date-time" },
    }));
    let root = &thing.structs[0];
    assert_eq!(shape(root, "VpcId"), &Shape::Kind("AWS::EC2::VPC.Id".into()));
    assert_eq!(shape(root, "Subnets"), &Shape::List(Box::new(Shape::Kind("AWS::EC2::Subnet.Id".into()))));
    assert_eq!(shape(root, "KeyId"), &Shape::Text);
    assert_eq!(shape(root, "When"), &Shape::Text);
}

#[test]
fn kinds_of_one_name_are_told_apart_by_service() {
    let thing = with_properties(json!({
        "A": { "type": "string", "format": "AWS::One::Vault.Arn" },
        "B": { "type": "string", "format": "AWS::Two::Vault.Arn" },
        "C": { "type": "string", "format": "AWS::KMS::Alias.AliasName" },
    }));
    let kinds = Kinds::of([&thing].into_iter());
    let names: Vec<&str> = kinds.all().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["AliasName", "OneVaultArn", "TwoVaultArn"]);
}

#[test]
fn only_what_closes_a_circle_is_boxed() {
    let thing = model(json!({
        "properties": { "Rule": { "$ref": "#/definitions/Statement" } },
        "definitions": {
            "Statement": { "type": "object", "properties": {
                "Not": { "$ref": "#/definitions/Not" },
                "All": { "type": "array", "items": { "$ref": "#/definitions/Statement" } },
            } },
            "Not": { "type": "object", "properties": { "Statement": { "$ref": "#/definitions/Statement" } } },
        },
    }));
    let boxed: Vec<(&str, &str)> = thing
        .structs
        .iter()
        .flat_map(|made| made.fields.iter().filter(|field| field.boxed).map(|field| (&*made.name, &*field.property)))
        .collect();
    assert_eq!(boxed, [("Not", "Statement")]);
    assert!(render::resource(&thing, &Kinds::of([&thing].into_iter())).contains("Option<Box<Statement>>"));
}

#[test]
fn a_list_of_itself_has_no_shape() {
    let thing = model(json!({
        "properties": { "Tree": { "$ref": "#/definitions/Tree" } },
        "definitions": { "Tree": { "type": "array", "items": { "$ref": "#/definitions/Tree" } } },
    }));
    assert_eq!(shape(&thing.structs[0], "Tree"), &Shape::List(Box::new(Shape::Json)));
}

#[test]
fn references_in_a_circle_are_refused() {
    let schema = json!({
        "properties": { "Odd": { "$ref": "#/definitions/Odd" } },
        "definitions": { "Odd": { "$ref": "#/definitions/Odd" } },
    });
    let error = build::resource(&Schema::new("AWS::Test::Thing", schema).unwrap()).unwrap_err();
    assert_eq!(format!("{error:#}"), "in property `Odd` of `Thing`: references or alternatives go round in a circle");
}

#[test]
fn members_that_only_alternatives_name_are_merged() {
    let thing = with_properties(json!({
        "Format": { "type": "object", "oneOf": [
            { "properties": { "Simple": { "type": "boolean" } }, "required": ["Simple"] },
            { "properties": { "Parted": { "type": "string" } }, "required": ["Parted"] },
        ] },
        "Target": { "type": "object", "properties": { "Arn": { "type": "string" } }, "anyOf": [{ "required": ["Arn"] }] },
    }));
    let format = object(&thing, "Format");
    assert_eq!(format.fields.len(), 2);
    assert_eq!(shape(format, "Parted"), &Shape::Text);
    let required = |made: &Struct| made.fields.iter().any(|field| field.required);
    assert!(!required(format), "one of the two is required, but neither always");
    assert!(!required(object(&thing, "Target")));
}

#[test]
fn what_all_alternatives_demand_is_required() {
    let thing = model(json!({
        "properties": { "A": { "type": "string" }, "B": { "type": "string" }, "Id": { "type": "string" } },
        "required": ["B", "Id"],
        "allOf": [{ "required": ["A"] }],
        "readOnlyProperties": ["/properties/Id"],
    }));
    assert_eq!(thing.required, ["B", "A"]);
    assert_eq!(told::text(&thing.structs), "*\n!A\n!B");
}

#[test]
fn what_can_be_read_is_told_in_the_last_block() {
    let schema = |name: &str| {
        let schema = json!({
            "additionalProperties": false,
            "properties": {
                "Name": { "type": "string" },
                "Point": { "type": "object", "properties": { "Port": { "type": "string" } } },
                "Id": { "type": "string" },
            },
            "readOnlyProperties": ["/properties/Id"],
            "primaryIdentifier": ["/properties/Id"],
        });
        let made = build::resource(&Schema::new(name, schema).unwrap()).unwrap();
        told::readable(&made.readable)
    };
    assert_eq!(schema("AWS::Test::Thing"), "\n\n@ Id");
    // Of these, properties can be read, too, or one that the schema does not call read-only.
    assert_eq!(schema("AWS::SQS::Queue"), "\n\n@ Id Name Point.Port");
    assert_eq!(schema("AWS::CloudFormation::Stack"), "\n\n@ Id Outputs.?");
}

#[test]
fn objects_without_a_name_are_named_for_their_place() {
    let thing = model(json!({
        "properties": {
            "Outer": { "type": "object", "properties": {
                "Inner": { "type": "object", "properties": { "A": { "type": "string" } } },
                "Rules": { "type": "array", "items": { "type": "object", "properties": { "B": { "type": "string" } } } },
            } },
            "Json": { "$ref": "#/definitions/Json" },
            "Thing": { "$ref": "#/definitions/thing" },
            "Unused": { "type": "string" },
        },
        "definitions": {
            "Json": { "type": "object", "properties": { "C": { "type": "string" } } },
            "thing": { "type": "object", "properties": { "D": { "type": "string" } } },
            "Nobody": { "type": "object", "properties": { "E": { "type": "string" } } },
        },
    }));
    let names: Vec<&str> = thing.structs.iter().map(|made| &*made.name).collect();
    assert_eq!(names, ["Thing", "Outer", "OuterInner", "OuterRulesItem", "JsonProperty", "ThingProperty"]);
}

#[test]
fn what_is_read_only_is_an_attribute_and_no_input() {
    let thing = model(json!({
        "properties": {
            "Arn": { "type": "string", "format": "AWS::KMS::Key.Arn" },
            "Name": { "type": "string" },
            "Endpoint": { "$ref": "#/definitions/Endpoint" },
            "Network": { "type": "object", "properties": {
                "Port": { "type": "integer" },
                "State": { "type": "string" },
            } },
            "Rules": { "type": "array", "items": { "type": "object", "properties": { "Id": { "type": "string" } } } },
        },
        "definitions": { "Endpoint": { "type": "object", "properties": {
            "Address": { "type": "string" },
            "Port": { "type": "integer" },
        } } },
        "primaryIdentifier": ["/properties/Arn"],
        "readOnlyProperties": [
            "/properties/Arn", "/properties/Endpoint/Address", "/properties/Endpoint/Port",
            "/properties/Network/State", "/properties/Rules/*/Id",
        ],
    }));
    assert_eq!(thing.id, Shape::Kind("AWS::KMS::Key.Arn".into()));
    let inputs: Vec<&str> = thing.structs[0].fields.iter().map(|field| &*field.property).collect();
    assert_eq!(inputs, ["Name", "Network", "Rules"]);
    assert_eq!(object(&thing, "Network").fields.len(), 1);
    let attributes: Vec<(&str, &str, &Shape)> =
        thing.attributes.iter().map(|it| (&*it.constant, &*it.name, &it.shape)).collect();
    assert_eq!(
        attributes,
        [
            ("ARN", "Arn", &Shape::Kind("AWS::KMS::Key.Arn".into())),
            ("ENDPOINT_ADDRESS", "Endpoint.Address", &Shape::Text),
            ("ENDPOINT_PORT", "Endpoint.Port", &Shape::Integer),
            ("NETWORK_STATE", "Network.State", &Shape::Text),
        ]
    );
}

#[test]
fn a_fact_about_one_use_of_a_shared_object_is_not_said_of_the_other() {
    let schema = |paths: Value| {
        model(json!({
            "properties": { "A": { "$ref": "#/definitions/Place" }, "B": { "$ref": "#/definitions/Place" } },
            "definitions": { "Place": { "type": "object", "properties": {
                "Zone": { "type": "string" }, "Host": { "type": "string" },
            } } },
            "createOnlyProperties": paths,
        }))
    };
    let notes = |thing: &Resource| object(thing, "Place").fields[0].notes.clone();
    assert!(notes(&schema(json!(["/properties/A/Zone"]))).is_empty());
    let both = schema(json!(["/properties/A/Zone", "/properties/B/Zone"]));
    assert_eq!(notes(&both), ["replaced if changed"]);
    assert_eq!(both.create_only, ["A/Zone", "B/Zone"]);
}

#[test]
fn tags_are_a_list_of_pairs_or_a_map() {
    let tags = |tagging: Value, tags: Value| {
        model(json!({ "tagging": tagging, "properties": { "Tags": tags, "Name": { "type": "string" } } })).tags
    };
    let pair = |required: Value| {
        json!({ "type": "array", "items": { "type": "object", "required": required, "properties": {
            "Key": { "type": "string" }, "Value": { "type": "string" }, "Propagate": { "type": "boolean" },
        } } })
    };
    let map = json!({ "type": "object", "patternProperties": { ".*": { "type": "string" } } });
    let usual = json!({ "taggable": true, "tagProperty": "/properties/Tags" });
    assert_eq!(tags(usual.clone(), pair(json!(["Key", "Value"]))), Some(Tags::List("Tags".into())));
    assert_eq!(tags(usual.clone(), pair(json!(["Key", "Propagate"]))), None);
    assert_eq!(tags(usual.clone(), map.clone()), Some(Tags::Map("Tags".into())));
    assert_eq!(tags(usual, json!({ "type": "string" })), None);
    assert_eq!(tags(Value::Null, map.clone()), Some(Tags::Map("Tags".into())));
    assert_eq!(tags(json!({ "taggable": false }), map.clone()), None);
    assert_eq!(tags(json!({ "taggable": true, "tagProperty": "/properties/Other" }), map), None);
}

#[test]
fn facts_are_written_for_the_check() {
    let thing = model(json!({
        "properties": {
            "Name": { "type": "string", "minLength": 3, "maxLength": 63, "pattern": "^[a-z]\n+$" },
            "Mode": { "type": "string", "enum": ["On", "Off switch"] },
            "Days": { "type": "integer", "minimum": 0, "maximum": 35 },
            "Case": { "type": "string", "enumCaseInsensitive": ["Yes"] },
            "Ids": { "type": "array", "minItems": 0, "maxItems": 1, "items": { "type": "string", "minLength": 1 } },
            "Loose": { "type": "array", "items": { "type": "string" } },
            "Rules": { "type": "object", "minProperties": 1, "patternProperties": { ".*": { "$ref": "#/definitions/Rule" } } },
            "Free": { "type": "object", "additionalProperties": false, "properties": { "Text": { "type": "string" } } },
            "Any": { "type": "string", "pattern": ".*" },
            "Bar": { "type": "string", "enum": ["a|b"] },
            "Look": { "type": "string", "pattern": "^(?!aws)" },
            "Id": { "type": "string", "minLength": 1 },
        },
        "definitions": { "Rule": { "type": "object", "required": ["Flag"], "properties": {
            "Flag": { "type": "boolean" }, "Inner": { "$ref": "#/definitions/Rule" }, "Open": { "type": "boolean" },
        } } },
        "required": ["Name", "Id"],
        "additionalProperties": false,
        "readOnlyProperties": ["/properties/Id"],
        "conditionalCreateOnlyProperties": ["/properties/Days", "/properties/Id"],
    }));
    let lines = [
        ". Loose Any Bar Look",
        "!Name (3..63) /^[a-z]\\n+$",
        "Mode =On|Off switch",
        "Days <0..35>",
        "Case ~Yes",
        "Ids [..1] (1..)",
        "Rules {1..} >1",
        "Free >2",
        "",
        "*",
        "!Flag",
        "Inner >1",
        "",
        ". Text",
    ];
    assert_eq!(told::text(&thing.structs), lines.join("\n"));
    assert_eq!(thing.sometimes_create_only, ["Days"]);
    let look = thing.structs[0].fields.iter().find(|field| field.property == "Look").unwrap();
    assert_eq!(look.facts.unusable.as_deref(), Some("^(?!aws)"));
    assert!(render::resource(&thing, &Kinds::of([&thing].into_iter())).contains("\nconst SCHEMA: &str = r\"\n. Loose"));
}

#[test]
fn what_one_description_demands_and_the_other_does_not_is_not_required() {
    let thing = with_properties(json!({ "Target": { "type": "object", "oneOf": [
        { "properties": { "To": { "type": "object", "required": ["A"], "properties": { "A": { "type": "string" } } } } },
        { "properties": { "To": { "type": "object", "properties": { "A": { "type": "string", "maxLength": 2 } } } } },
    ] } }));
    assert_eq!(told::text(&thing.structs), "*\nTarget >1\n\n*\nTo >2\n\n*");
}

#[test]
fn an_object_is_generated_once_for_a_service() {
    let named = |name: &str, value: Value| {
        let schema = json!({
            "properties": { "Tags": { "type": "array", "items": { "$ref": "#/definitions/Tag" } }, "Own": value },
            "definitions": {
                "Tag": { "type": "object", "properties": { "Inner": { "$ref": "#/definitions/Inner" } } },
                "Inner": { "type": "object", "properties": {
                    "Tag": { "$ref": "#/definitions/Tag" }, "Other": { "$ref": "#/definitions/Other" },
                } },
                "Other": { "type": "object", "properties": { "Size": value } },
            },
        });
        build::resource(&Schema::new(name, schema).unwrap()).unwrap()
    };
    let owners = |other: Value| {
        let mut types = [
            named("AWS::Test::One", json!({ "type": "string" })),
            named("AWS::Test::Two", other.clone()),
            named("AWS::Test::Three", other),
        ];
        share::mark(&mut types);
        let owners = types.map(|it| it.structs.into_iter().map(|made| made.owner).collect::<Vec<_>>());
        owners.map(|it| it.into_iter().map(Option::unwrap_or_default).collect::<Vec<String>>().join(" "))
    };
    assert_eq!(owners(json!({ "type": "string" })), ["   ", " one one one", " one one one"]);
    // `Other` differs from the first, and so does all that leads to it.
    assert_eq!(owners(json!({ "type": "integer" })), ["   ", "   ", " two two two"]);
}

#[test]
fn facts_are_told_in_few_words() {
    let thing = model(json!({
        "properties": {
            "Name": { "type": "string", "minLength": 3, "maxLength": 63 },
            "Mode": { "type": "string", "enum": ["On", ""] },
            "Days": { "type": "integer", "minimum": 0, "maximum": 35 },
            "Ids": { "type": "array", "maxItems": 1, "items": { "type": "string", "minLength": 1 } },
        },
        "required": ["Name"],
        "createOnlyProperties": ["/properties/Name"],
    }));
    let text = render::resource(&thing, &Kinds::of([&thing].into_iter()));
    for doc in [
        "/// `Name`: text, 3 to 63 characters; required; replaced if changed.\n",
        "/// `Mode`: text, one of `On`, `\"\"`.\n",
        "/// `Days`: integer, 0 to 35.\n",
        "/// `Ids`: list of texts, at most 1 item, each at least 1 character.\n",
    ] {
        assert!(text.contains(doc), "{doc}\nis not in\n{text}");
    }
}
