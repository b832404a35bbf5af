"""The commission's own app, and the project that composes the others."""
