"""The audit: `from inquiry.audit import ledger as audit`, then `audit.record("subject.verb", about=…, by=…)`."""
