"""Published formats that several rooms obey: what they say, and how text is read against them.

What does not belong here: opening files, databases, anything of ours; every room may import this.
"""
