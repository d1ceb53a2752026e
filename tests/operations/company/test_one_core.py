"""Two processes that take turns share a core for a while."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from operations.company.one_core import on_one_core


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process choose its cores")
def test_two_that_take_turns_share_a_core_until_the_end_of_the_block() -> None:
    before = os.sched_getaffinity(0)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        with on_one_core(other.pid):
            assert len(os.sched_getaffinity(0)) == 1
            assert os.sched_getaffinity(other.pid) == os.sched_getaffinity(0)
        assert os.sched_getaffinity(0) == os.sched_getaffinity(other.pid) == before
        other.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process choose its cores")
def test_who_cannot_be_kept_is_left_alone() -> None:
    before = os.sched_getaffinity(0)
    with on_one_core(2**22 + 1):
        assert os.sched_getaffinity(0) == before
    assert os.sched_getaffinity(0) == before
