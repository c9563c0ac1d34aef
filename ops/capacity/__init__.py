"""`groot capacity`: what a load takes of each part of a stack, beside what the stack declares of it.

`load.py` is what is to be carried and `asked.py` says which that is, `figures.yaml` has the numbers with their sources,
`declared.py` reads a stack's resources, `plan.py` has the formulas, `text.py` and `document.py` show what they come to.
`day.py` and `autoscaler.py` simulate a day, `lived.py` does so under what a stack declares and says what came of it.
Nothing here asks a cloud; what a stack costs is `ops/cost`'s.
"""
