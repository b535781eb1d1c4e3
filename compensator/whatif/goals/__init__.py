"""Targets: the cheapest plan that reaches them, or the most that any plan does."""
