"""Starts the built binary, as gateway and as simulated provider, and talks to both from outside."""
