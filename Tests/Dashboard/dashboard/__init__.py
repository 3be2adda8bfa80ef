"""A gateway with people, teams, keys and traffic, and the browser that looks at it."""
