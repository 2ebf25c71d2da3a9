import json, os, pathlib, subprocess, time, urllib.error, urllib.request

begun = time.time()
bucket, prefix = os.environ["ARCHIVE"].removeprefix("s3://").split("/", 1)
told = pathlib.Path("/restore/config")
told.mkdir()
os.environ["ES_PATH_CONF"] = str(told)


def run(*words, said=None):
    return subprocess.run(words, check=True, text=True, input=said, stdout=subprocess.PIPE).stdout


def ask(path, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:9200{path}", data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise SystemExit(f"{method} {path}: {refused.read().decode()}")


# One node, which nobody reaches but what is in this pod. It writes into the folder alone, and makes no indices of its own.
settings = {
    "cluster.max_shards_per_node": 100000,
    "cluster.routing.allocation.disk.threshold_enabled": False,
    "data_streams.lifecycle.poll_interval": "30d",
    "discovery.type": "single-node",
    "http.port": 9200,
    "indices.lifecycle.history_index_enabled": False,
    "ingest.geoip.downloader.enabled": False,
    "network.host": "127.0.0.1",
    "node.store.allow_mmap": False,
    "path.data": "/restore/data",
    "path.logs": "/restore/logs",
    "s3.client.default.region": os.environ["AWS_DEFAULT_REGION"],
    "slm.history_index_enabled": False,
    "xpack.ml.enabled": False,
    "xpack.security.enabled": False,
}
if "ENDPOINT" in os.environ:
    settings["s3.client.default.endpoint"] = os.environ["ENDPOINT"]
(told / "elasticsearch.yml").write_text(json.dumps(settings))
(told / "jvm.options").touch()
logs = {
    "appender.console.type": "Console",
    "appender.console.name": "console",
    "appender.console.layout.type": "PatternLayout",
    "appender.console.layout.pattern": "%m%n",
    "rootLogger.level": "warn",
    "rootLogger.appenderRef.console.ref": "console",
}
(told / "log4j2.properties").write_text("".join(f"{name} = {value}\n" for name, value in logs.items()))
for name, key in [("access_key", "AWS_ACCESS_KEY_ID"), ("secret_key", "AWS_SECRET_ACCESS_KEY")]:
    run("elasticsearch-keystore", "add", "--force", "--stdin", f"s3.client.default.{name}", said=os.environ[key])
run("elasticsearch", "--daemonize", "--pidfile", "/restore/pid")

# It writes nothing to the bucket. A snapshot that misses a part of an index is none.
place = {"type": "s3", "settings": {"bucket": bucket, "base_path": prefix, "readonly": True}}
ask("/_snapshot/archive", "PUT", place)
whole = [it for it in ask("/_snapshot/archive/*")["snapshots"] if it["state"] == "SUCCESS"]
newest = max(whole, key=lambda it: it["start_time_in_millis"])["snapshot"]

# Indices of the operator and of Elasticsearch itself begin with a dot. What has a life cycle would be deleted by it, and what has to be on
# several nodes would find no place.
wanted = {
    "indices": "*,-.*",
    "include_global_state": False,
    "index_settings": {"index.number_of_replicas": 0, "index.auto_expand_replicas": False},
    "ignore_index_settings": ["index.lifecycle.name", "index.routing.allocation.*"],
}
restored = ask(f"/_snapshot/archive/{newest}/_restore?wait_for_completion=true", "POST", wanted)["snapshot"]
shards = restored["shards"]
if not restored["indices"] or shards["failed"] or shards["successful"] != shards["total"]:
    raise SystemExit(f"{newest} is not whole: {shards}")

seen = 0
for index in restored["indices"]:
    counted = ask(f"/{index}/_count")
    if counted["_shards"]["successful"] != counted["_shards"]["total"]:
        raise SystemExit(f"{index} cannot be read")
    seen += counted["count"]
if seen == 0:
    raise SystemExit("there is nothing in it")
print(f"restored {newest} with {len(restored['indices'])} indices and {seen} documents in {time.time() - begun:.0f} seconds")
