"""The frontier: best value for every budget."""
