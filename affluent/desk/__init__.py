"""``affluent erp …`` and ``affluent crm …``: what people do with the operational store.

Each command is words in, one call into ``operations``, words out. Rooms are imported inside each
command, as in ``cli.py``; the SQL is theirs.
"""
