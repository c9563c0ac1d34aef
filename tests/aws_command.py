"""As much of the `aws` command as the README uses, on the botocore that is here: `python -m tests.aws_command s3api …`.

The real one asks for a botocore of its own. Names, types and what is required are botocore's word, as they are there.
"""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
import jmespath
from botocore import xform_name

SERVICES = {"s3api": "s3"}


def run(arguments: Sequence[str]) -> str:
    """Make the call that *arguments* ask for, note it in the file `AWS_CALLS`, and return what the command prints."""
    service, operation, *words = arguments
    options = dict(zip(words[::2], words[1::2], strict=True))
    query, output = options.pop("--query", "@"), options.pop("--output", "json")
    region = options.pop("--region", os.environ["AWS_DEFAULT_REGION"])
    client: Any = boto3.client(SERVICES.get(service, service), region_name=region)  # pyright: ignore[reportCallIssue, reportArgumentType]
    method = operation.replace("-", "_")
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).input_shape
    members = {f"--{xform_name(name, '-')}": (name, member) for name, member in shape.members.items()}
    given = {members[option][0]: _value(text, members[option][1]) for option, text in options.items()}
    with Path(os.environ["AWS_CALLS"]).open("a") as calls:
        calls.write(json.dumps([operation, given]) + "\n")
    answer = jmespath.search(query, getattr(client, method)(**given))
    return str(answer) if output == "text" else json.dumps(answer, default=str)


def _value(text: str, shape: Any) -> Any:
    if shape.type_name != "structure":
        return text
    if text.startswith("{"):
        return json.loads(text)
    pairs = (pair.split("=") for pair in text.split(","))
    return {name: value == "true" if shape.members[name].type_name == "boolean" else value for name, value in pairs}


if __name__ == "__main__":
    print(run(sys.argv[1:]))
