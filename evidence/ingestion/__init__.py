"""Reading what was received: pure stages, run one file at a time inside a sandbox. Nothing here knows of tables."""
