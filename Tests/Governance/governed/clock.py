"""A gateway whose wall clock is behind, so that what it writes down is old."""

import pathlib
import shutil
import subprocess

import pytest

SOURCE = pathlib.Path(__file__).with_name("clock.c")


def behind(directory, seconds):
    """The environment of a process whose wall clock is so many seconds behind."""
    compiler = shutil.which("cc") or shutil.which("clang") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("a C compiler is needed to set the gateway's clock")
    library = directory / "clock.so"
    if not library.exists():
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE], check=True)
    return {"LD_PRELOAD": str(library), "TEST_CLOCK_OFFSET": str(-seconds)}
