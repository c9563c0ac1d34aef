"""Reads a table of Apache Iceberg with DuckDB's own extension, which comes as wheels for one version of DuckDB.

`.venv/iceberg/bin/python duckdb_reader.py METADATA QUERY` answers with rows as JSON; the query asks `lake`. Where S3
answers, and with which keys, stands in the environment.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import duckdb

connection = duckdb.connect()
for name in ("avro", "httpfs", "iceberg"):
    [folder] = importlib.import_module(f"duckdb_extension_{name}").__path__
    connection.execute(f"LOAD '{next(Path(folder).glob('extensions/*/*.duckdb_extension'))}'")
connection.execute(
    "CREATE SECRET (TYPE s3, ENDPOINT $endpoint, KEY_ID $key, SECRET $secret, REGION $region, URL_STYLE 'path', "
    "USE_SSL false)".replace("$endpoint", repr(os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")))
    .replace("$key", repr(os.environ["AWS_ACCESS_KEY_ID"]))
    .replace("$secret", repr(os.environ["AWS_SECRET_ACCESS_KEY"]))
    .replace("$region", repr(os.environ["AWS_REGION"]))
)
connection.execute(f"CREATE VIEW lake AS FROM iceberg_scan('{sys.argv[1]}')")
sys.stdout.write(json.dumps(connection.execute(sys.argv[2]).fetchall(), default=str))
