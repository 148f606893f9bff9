"""One module per stage: it reads tables, calls one room, writes what it made, and says one line with counts.

These modules import their rooms at the top; the pipeline imports a stage only when it has to run.
"""
