"""Evidence: items, their custody, how they are taken in and found again."""
