"""Neural-network fundamentals in NumPy: an interactive course whose exercises grade themselves.

Notebooks import `check`, `plots`, `widgets` and `data` from here. `authoring` turns lessons into notebooks and
`grading` turns submissions into marks; `cli` is the command `course`. Importing this package imports none of them.
"""
