"""Reads OSCAL documents with compliance-trestle and by NIST's schema, and looks for what they name in the others and in NIST's catalogue.
Prints a complaint a line.

usage: judge.py SCHEMA CATALOGUE FOLDER...    each folder with the documents of one system
"""

import copy
import json
import pathlib
import sys

import jsonschema_rs
from trestle.oscal import assessment_plan, assessment_results, catalog, component

MODELS = {
    "catalog": catalog.Catalog,
    "component-definition": component.ComponentDefinition,
    "assessment-plan": assessment_plan.AssessmentPlan,
    "assessment-results": assessment_results.AssessmentResults,
}


def by_schema(document):
    """What is wrong with a document by NIST's schema; nothing if it follows it."""
    for error in SCHEMA.iter_errors(document):
        return f"{'/'.join(map(str, error.instance_path))}: {error.message}"[:400]


def by_trestle(document):
    """The same by compliance-trestle."""
    (kind, body), = document.items()
    try:
        MODELS[kind](**body)
    except ValueError as error:
        return "; ".join(str(error).splitlines()[:4])


def walk(tree):
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for it in tree:
            yield from walk(it)


def judge(folder):
    documents = {path.name: json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))}
    if {kind for document in documents.values() for kind in document} != set(MODELS):
        yield "there is not a document of each kind"
    for name, document in documents.items():
        (kind, body), = copy.deepcopy(document).items()
        del body["metadata"]["title"]
        for read in (by_trestle, by_schema):
            if wrong := read(document):
                yield f"{name}: {wrong}"
            if not read({kind: body}):
                yield f"{name}: it would pass without a title ({read.__name__})"
        ids = [it["uuid"] for it in walk(document) if "uuid" in it]
        if len(ids) != len(set(ids)):
            yield f"{name}: an id stands twice"
    catalogs = {name: document["catalog"] for name, document in documents.items() if "catalog" in document}
    known = {name: {it["id"] for it in walk(it) if "id" in it} for name, it in catalogs.items()}
    everything = set().union(*known.values())
    meant = [it["value"] for it in walk(list(catalogs.values())) if it.get("name") == "sp800-53-rev5"]
    if not meant:
        yield "no document names a control of SP 800-53"
    for control in sorted(set(meant) - CONTROLS):
        yield f"NIST SP 800-53 has no {control}, or has it no more"
    for it in walk(documents["component-definition.json"]):
        for requirement in it.get("implemented-requirements", []):
            if requirement["control-id"] not in known.get(it["source"], ()):
                yield f"component-definition.json: {it['source']} has no {requirement['control-id']}"
    yield from owners(folder, documents)
    results = documents["assessment-results.json"]
    observations = {it["uuid"] for it in walk(results) if "methods" in it}
    components = {it["uuid"] for it in walk(documents["component-definition.json"]) if it.get("type") == "service"}
    items = {it["uuid"] for it in walk(results) if "implemented-components" in it}
    if not items:
        yield "assessment-results.json: no resource is an item of the inventory"
    for it in walk(results):
        if "component-uuid" in it and it["component-uuid"] not in components:
            yield f"assessment-results.json: no component is {it['component-uuid']}"
        named = it.get("target", {}).get("target-id") or it.get("control-id")
        if named and named not in everything:
            yield f"assessment-results.json: no catalogue has {named}"
        if it.get("observation-uuid", next(iter(observations), None)) not in observations and observations:
            yield f"assessment-results.json: there is no observation {it['observation-uuid']}"
        if "subject-uuid" in it and it["subject-uuid"] not in components | items:
            yield f"assessment-results.json: no component or item is {it['subject-uuid']}"


def owners(folder, documents):
    """Where the documents do not say of a construct who answers for it, as the inventory of the page does."""
    rows = (folder / "evidence.md").read_text().split("## Inventory")[1].split("\n\n")[1].splitlines()[2:]
    inventory = {cells[0]: cells[4] for cells in ([it.strip() for it in row.strip("|").split(" | ")] for row in rows)}
    for name in ("component-definition.json", "assessment-results.json"):
        (body,) = documents[name].values()
        parties = {it["uuid"]: it["name"] for it in body["metadata"].get("parties", [])}
        for it in walk(body):
            if it.get("type") == "service" and "title" in it:
                roles = [role for role in it.get("responsible-roles", []) if role["role-id"] == "owner"]
                named = ", ".join(parties.get(party, "nobody") for role in roles for party in role["party-uuids"])
                if named != inventory.get(it["title"].replace("_", "\\_")):
                    yield f"{name}: {it['title']} is owned by `{named}`, and not by {inventory.get(it['title'])!r}"


def controls(catalogue):
    """The controls and enhancements of NIST's catalogue that are not withdrawn."""
    for it in walk(catalogue):
        if it.get("class", "").startswith("SP800-53") and "id" in it and "title" in it:
            if not any(prop["name"] == "status" and prop["value"] == "withdrawn" for prop in it.get("props", [])):
                yield it["id"]


SCHEMA = jsonschema_rs.validator_for(json.loads(pathlib.Path(sys.argv[1]).read_text()))
CONTROLS = set(controls(json.loads(pathlib.Path(sys.argv[2]).read_text())))
for folder in map(pathlib.Path, sys.argv[3:]):
    for complaint in judge(folder):
        print(f"{folder.name}: {complaint}")
