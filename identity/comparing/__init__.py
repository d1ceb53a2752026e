"""How alike two records are: comparisons, what they weigh, and the model that learns it.

What does not belong here: which pairs are compared (``blocking``), what follows (``clustering``).
"""
