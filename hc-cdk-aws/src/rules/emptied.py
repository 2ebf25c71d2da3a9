"""Empties a bucket before CloudFormation deletes it, and tells CloudFormation."""

import json
import urllib.request

import boto3
from botocore.config import Config

# The time that it takes to answer.
SPARE_MILLISECONDS = 30_000


def handler(event, context):
    status, reason = "SUCCESS", "nothing to empty"
    try:
        if event["RequestType"] == "Delete":
            reason = empty(event["ResourceProperties"]["Bucket"], context)
    except Exception as error:
        status, reason = "FAILED", f"{type(error).__name__}: {error}"[:1000]
    print(status, reason)
    answer(event, status, reason)


def empty(bucket, context):
    """Deletes every version of every object. A bucket that is gone already is no error."""
    config = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 5})
    s3 = boto3.client("s3", config=config)
    try:
        count = 0
        # What is deleted is not listed again, so that the first page is all that there is to read.
        while objects := listed(s3, bucket):
            if context.get_remaining_time_in_millis() < SPARE_MILLISECONDS:
                raise TimeoutError(f"{count} versions deleted, and there are more: delete the stack again")
            deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
            if deleted.get("Errors"):
                raise RuntimeError(deleted["Errors"][0])
            count += len(objects)
    except s3.exceptions.NoSuchBucket:
        return "gone already"
    return f"{count} versions deleted"


def listed(s3, bucket):
    page = s3.list_object_versions(Bucket=bucket)
    versions = page.get("Versions", []) + page.get("DeleteMarkers", [])
    return [{"Key": it["Key"], "VersionId": it["VersionId"]} for it in versions]


def answer(event, status, reason):
    """Without an answer, CloudFormation waits. If this fails, Lambda calls the handler again."""
    bucket = event["ResourceProperties"]["Bucket"]
    body = {
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": event.get("PhysicalResourceId", bucket) if event["RequestType"] == "Delete" else bucket,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    request = urllib.request.Request(
        event["ResponseURL"], data=json.dumps(body).encode(), method="PUT", headers={"Content-Type": ""}
    )
    urllib.request.urlopen(request, timeout=10).close()
