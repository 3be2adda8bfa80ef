"""What every suite that drives the binary from outside shares."""

pytest_plugins = ("harness.fixtures",)
