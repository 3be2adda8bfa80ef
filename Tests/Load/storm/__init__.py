"""Load while everything changes: the clients, the providers with their troubles, the changing document."""
