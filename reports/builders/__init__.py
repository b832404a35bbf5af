"""From a plain document to files: pure, the same input gives the same bytes."""
