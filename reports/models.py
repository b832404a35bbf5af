"""Index of this app's tables; each lives in the room of its subject."""
