"""A workspace on which tests type ``affluent source …``."""

from __future__ import annotations

from pathlib import Path

import pytest

from affluent import cli

CONFIG = """# Who we are.
[company]
name = "Acme"   # the short name
language = "{language}"

[sources.crm]
kind = "files"
path = "crm"    # exported nightly

# Below, what another tool wrote.
"""


class Shell:
    """Runs the command line, and keeps what it said."""

    def __init__(
        self, root: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.root, self.config = root, root / "affluent.toml"
        self.out = self.err = ""
        self._patch, self._capture = patch, capture

    def run(self, *arguments: str) -> int:
        """The exit code of ``affluent source … --workspace root``."""
        command = ["affluent", "source", *arguments, "--workspace", str(self.root)]
        self._patch.setattr("sys.argv", command)
        code: object = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        said = self._capture.readouterr()
        self.out, self.err = said.out, said.err
        return int(str(code or 0))
