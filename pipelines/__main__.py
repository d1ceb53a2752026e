"""``python -m pipelines refresh WORKSPACE``: the whole river in this process."""

from __future__ import annotations

import sys
from pathlib import Path

from affluent.errors import AffluentError


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code (see ``affluent/errors.py``)."""
    if len(arguments) != 2 or arguments[0] != "refresh":
        print("usage: python -m pipelines refresh WORKSPACE", file=sys.stderr)
        return 2
    from pipelines.refresh import refresh

    try:
        return refresh(Path(arguments[1]))
    except AffluentError as error:
        print(error, file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
