"""The same stages over many machines, by Dask distributed: each part of the papers is worked on where it lies.

What a worker does to its part is what one machine does to all of them, by the same functions; tables come out the
same, row by row. ``connection`` alone knows how workers are reached, ``on_this_machine`` how some are
started here.
"""
