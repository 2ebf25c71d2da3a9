import json, os, pathlib, subprocess, time

begun = time.time()
bucket, prefix = os.environ["ARCHIVE"].removeprefix("s3://").split("/", 1)
os.environ["PBM_MONGODB_URI"] = "mongodb://localhost:27017/?replicaSet=rs0"
data = pathlib.Path("/restore/data")
data.mkdir()


def run(*words, said=None):
    return subprocess.run(words, check=True, text=True, input=said, stdout=subprocess.PIPE).stdout


def ask(script):
    return run("mongosh", "--quiet", "mongodb://localhost:27017/?directConnection=true", "--eval", script)


# A replica set of one member, which nobody reaches but what is in this pod. Backups are known by its name.
run("mongod", "--fork", "--replSet", "rs0", "--dbpath", str(data), "--logpath", "/restore/log", "--bind_ip", "localhost")
ask("rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'localhost:27017' }] })")
while ask("db.hello().isWritablePrimary").strip() != "true":
    time.sleep(1)

# It makes no backups, and saves no pieces of its own log. What lets it into the bucket is in its environment.
s3 = {"region": os.environ["AWS_DEFAULT_REGION"], "bucket": bucket, "prefix": prefix}
if "ENDPOINT" in os.environ:
    s3["endpointUrl"] = os.environ["ENDPOINT"]
agent = subprocess.Popen(["pbm-agent"])
settings = pathlib.Path("/restore/pbm.yaml")
settings.write_text(json.dumps({"storage": {"type": "s3", "s3": s3}, "pitr": {"enabled": False}}))
run("pbm", "config", "--file", str(settings))
listed = {}
while not listed.get("snapshots"):
    time.sleep(5)
    listed = json.loads(run("pbm", "list", "--out", "json"))

# The newest whole backup, and what was written down after it, if anything was.
newest = max(it["name"] for it in listed["snapshots"])
ends = [it["range"]["end"] for it in listed["pitr"]["ranges"] if not it.get("noBaseSnapshot")]
until = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(max(ends, default=0)))
point = ["--time", until] if until > newest else [newest]
run("pbm", "restore", "--wait", *point, said="y\n")

looked = ask(
    """
    let seen = 0;
    for (const { name } of db.adminCommand({ listDatabases: 1 }).databases) {
        if (["admin", "config", "local"].includes(name)) continue;
        const it = db.getSiblingDB(name);
        for (const { name: collection } of it.getCollectionInfos({ type: "collection" })) {
            if (!it.getCollection(collection).validate().valid) throw new Error(`${name}.${collection} is damaged`);
            seen += 1;
        }
    }
    if (seen === 0) throw new Error("there is nothing in it");
    seen
    """
)
agent.terminate()
print(f"restored {newest} with {looked.strip()} collections in {time.time() - begun:.0f} seconds")
