"""Comparisons: scenarios, policies and limits side by side."""
