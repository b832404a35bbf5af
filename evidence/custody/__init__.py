"""Custody: every act on an item, append-only and chained."""
