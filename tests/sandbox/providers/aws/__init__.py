"""Tests of the AWS provider against a moto server, which `conftest.py` starts.

`bench.py` takes a resource through its life as an engine would; every service has a test of its own.
"""
