"""The terminal: one small module per command."""
