"""The rules, one a file, in a folder for each service.

A file is named after its rule, `<service>_<resource>_<what_holds>`, and ends in `RULE`. `stack/` holds the rules that
need to see the whole stack. Modules whose names start with an underscore are shared by rules and hold none.
"""
