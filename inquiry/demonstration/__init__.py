"""The first case as facts of our own words, synthetic documents, and people to sign in as: composition, seen by nothing."""
