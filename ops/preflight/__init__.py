"""What AWS would refuse of a stack, asked before anything is made.

Values and handlers' permissions come from AWS's published resource schemas as cfn-lint ships them; quotas and days of
support from tables of our own, with their sources.
"""
