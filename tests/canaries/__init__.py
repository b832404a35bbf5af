"""Planted names, and the search for them in every byte that the system writes."""
