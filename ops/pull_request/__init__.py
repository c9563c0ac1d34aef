"""The comment on a pull request: what it changes, breaks, mends and costs. Made from two recorded documents alone.

One document is of the base branch, one of what the pull request makes of it, both of the same state: the base's, as
deployed in the sandbox. Nothing here runs a program or judges anything.
"""
