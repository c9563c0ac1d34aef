"""Code that runs on AWS Lambda, a folder each: `handler.py` is called, `core.py` decides, clients are handed in."""
