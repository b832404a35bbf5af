"""Saved searches: a query kept by name, its owner told of what is new."""
