"""Faults: processes killed, queues emptied, messages doubled; afterwards everything is there once."""
