"""What the suite of governance has in common: a governed gateway's document, its admin API, clients in parallel."""
