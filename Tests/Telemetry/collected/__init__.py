"""Servers that take what a gateway tells of itself, and are strict about it."""
