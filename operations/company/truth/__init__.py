"""What the simulator knows of its company, counted by itself: never read from the books.

It is the other side of the comparison. So nothing here imports a command or asks the store, and
each figure is made from what was done, in plain Python.
"""
