"""``affluent steward``: which records are one firm, where the matching is not sure.

One file a command; each registers itself with the application of ``app.py`` when it is imported
here. Rooms are imported inside each command, as in ``cli.py``.
"""

from affluent.steward import deciding, exchanging, fields, listing, showing, undoing
from affluent.steward.app import steward_app

__all__ = ["deciding", "exchanging", "fields", "listing", "showing", "steward_app", "undoing"]
