"""The launcher: PostgreSQL, Valkey, web, workers and beat from one command, with all state in one directory.

Nothing here imports Django or any other room of ours: the launcher has to speak clearly where the rest does not start.
"""
