"""Compliance frameworks: every control of each, and how it is answered. Data only; `catalogue.py` reads it.

A framework is one YAML file. Each control is answered in one of three ways: *automated*, by the rules of the objectives
it rests on (`policies/objectives.py`) and any it names; *inherited*, from AWS, by one of its reports; *organizational*,
by people, who keep a record. Beside one of the first two, *organizational* says who owes which record of the part that
neither shows. `CONTRIBUTING.md` has the recipe for one more.
"""

from policies.frameworks.catalogue import load

__all__ = ["load"]
