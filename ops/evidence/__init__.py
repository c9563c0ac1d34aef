"""Evidence: what a judged run showed, in the formats that auditors, code hosts and build servers read.

`bundle.py` writes a bundle, one file here makes each format, `manifest.py` says what belongs to it and what came
before, `signing.py` signs that, `verify.py` finds out what was altered. Nothing here judges, and no value of a
property is written.
"""
