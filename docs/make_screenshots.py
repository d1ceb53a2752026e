"""Makes the pictures in docs/images from the running product: ``make_screenshots.py WORKSPACE``.

It serves the workspace, opens the page in a Chromium, waits for the charts and takes the picture.
Needs Debian's chromium (``apt-get install chromium``) or the path of one as the second argument.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from affluent.settings import PRODUCT_ROOT, child_environment, load_workspace

IMAGES = PRODUCT_ROOT / "docs" / "images"
PATIENCE = 90  # seconds
SHOTS = {  # name → query of the address, width, height or None for the whole page
    "overview": ("?lang=en", 1440, None),
    "overview_fr": ("?lang=fr", 1440, None),
    "overview_phone": ("?lang=fr", 390, None),
}


def browser_path() -> str | None:
    """An installed Chromium, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """The address of the pages of ``workspace``, served until the block ends."""
    loaded = load_workspace(workspace)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(PRODUCT_ROOT / "dashboards/app.py")]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    process = subprocess.Popen(
        command,
        cwd=PRODUCT_ROOT,
        env=child_environment(loaded),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def opened(executable: str, *, width: int = 1440, height: int = 900) -> Iterator[Page]:
    """A page of a headless Chromium of that size, twice as sharp as the screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=1.5
        )
        try:
            yield page
        finally:
            browser.close()


def settle(page: Page) -> None:
    """Wait until the cards stand, the charts are drawn and nothing is running."""
    page.wait_for_selector(".af-value, .af-none, .af-state", timeout=PATIENCE * 1000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(1500)


def whole_page(page: Page) -> None:
    """Make the window as high as the page: Streamlit scrolls inside, not the window."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = page.viewport_size
    if size:
        page.set_viewport_size({"width": size["width"], "height": max(height, 400)})
        page.wait_for_timeout(800)


def main() -> None:
    """Serve the workspace named on the command line and write every picture."""
    executable = sys.argv[2] if len(sys.argv) > 2 else browser_path()
    if len(sys.argv) < 2 or executable is None:
        sys.exit("usage: make_screenshots.py WORKSPACE [CHROMIUM]; apt-get install chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with served(Path(sys.argv[1])) as address:
        for name, (query, width, height) in SHOTS.items():
            with opened(executable, width=width, height=height or 900) as page:
                page.goto(address + query)
                settle(page)
                if height is None:
                    whole_page(page)
                page.screenshot(path=IMAGES / f"{name}.png")
                print(f"docs/images/{name}.png")


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 our own address
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    sys.exit("The pages did not come up.")


if __name__ == "__main__":
    main()
