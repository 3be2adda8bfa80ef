"""A provider that says what it is told to, and what callers of a guarded gateway get of it."""
