"""Intake: batches as they were handed over, and uploads that resume."""
