"""Runs the function that empties buckets against moto: a bucket with more versions than fit into one request can be deleted
afterwards, and a function that has no time left says so."""

import json
import os

os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_DEFAULT_REGION="us-east-1")

import boto3
import emptied
from moto import mock_aws

BUCKET = "versions"


class Context:
    def __init__(self, milliseconds):
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self):
        return self.milliseconds


class Answered:
    def close(self):
        pass


def call(kind, milliseconds=900_000):
    answers = []
    emptied.urllib.request.urlopen = lambda request, timeout: (answers.append(json.loads(request.data)), Answered())[1]
    properties = {"Bucket": BUCKET}
    event = {"RequestType": kind, "ResourceProperties": properties, "ResponseURL": "http://localhost"}
    emptied.handler({**event, "StackId": "s", "RequestId": "r", "LogicalResourceId": "l"}, Context(milliseconds))
    [answer] = answers
    assert answer["PhysicalResourceId"] == BUCKET, answer
    return answer["Status"]


with mock_aws():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for number in range(1205):
        s3.put_object(Bucket=BUCKET, Key=f"{number % 700}", Body=b"x")
    s3.delete_object(Bucket=BUCKET, Key="1")
    assert call("Create") == "SUCCESS" and s3.list_object_versions(Bucket=BUCKET)["Versions"]
    assert call("Delete", milliseconds=10) == "FAILED"
    assert call("Delete") == "SUCCESS"
    s3.delete_bucket(Bucket=BUCKET)
    assert call("Delete") == "SUCCESS"
