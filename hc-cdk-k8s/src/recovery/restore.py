import json, os, pathlib, subprocess, time

begun = time.time()
archive = [os.environ["ARCHIVE"], os.environ["STORE"]]
endpoint = ["--endpoint-url", os.environ["ENDPOINT"]] if "ENDPOINT" in os.environ else []
data = pathlib.Path("/restore/data")


def run(*words):
    return subprocess.run(words, check=True, text=True, stdout=subprocess.PIPE).stdout


listed = json.loads(run("barman-cloud-backup-list", "--format", "json", *endpoint, *archive))
newest = max(it["backup_id"] for it in listed["backups_list"] if it["status"] == "DONE")
run("barman-cloud-restore", *endpoint, *archive, newest, str(data))

# Settings that name what only a member of the store has give way to others.
data.chmod(0o700)
(data / "standby.signal").unlink(missing_ok=True)
(data / "recovery.signal").touch()
pathlib.Path("/restore/pg_hba.conf").write_text("local all all trust\n")
restore = " ".join(["barman-cloud-wal-restore", *endpoint, *archive, "%f", "%p"])
settings = {
    "archive_mode": "off",
    "hba_file": "/restore/pg_hba.conf",
    "listen_addresses": "",
    "logging_collector": "off",
    "primary_conninfo": "",
    "recovery_target_timeline": "latest",
    "restore_command": restore,
    "shared_preload_libraries": "",
    "ssl": "off",
    "synchronous_standby_names": "",
    "unix_socket_directories": "/restore",
}
with (data / "postgresql.auto.conf").open("a") as file:
    file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

run("pg_ctl", "--pgdata", str(data), "--wait", "--timeout", "86400", "--log", "/restore/log", "start")
connection = ["--host", "/restore", "--username", "postgres"]
while run("psql", *connection, "--tuples-only", "--no-align", "--command", "SELECT pg_is_in_recovery()").strip() != "f":
    time.sleep(5)
run("pg_amcheck", *connection, "--all", "--install-missing")
print(f"restored {newest} in {time.time() - begun:.0f} seconds")
