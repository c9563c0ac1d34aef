"""Tests of the policies: every rule on its fixtures, through Pulumi's own analyzer and through our core.

`fixtures/` holds the fixtures, a module for each service; `case.py` says what one is and how rules are watched reading
it; `schema.py` knows the property names of the AWS provider.
"""
