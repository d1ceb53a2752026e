"""One customer across systems: records of parties in, who is who out.

What does not belong here: reading a source, writing the warehouse, or asking a person.
"""
