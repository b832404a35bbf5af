"""What authorities assured the commission of, and whether it was kept."""
