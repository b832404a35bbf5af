"""Petitions to courts: what was asked, granted, varied, revoked, and what was done while a permission was valid."""
