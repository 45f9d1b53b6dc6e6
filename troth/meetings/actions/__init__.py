"""What changes meetings: one verb, one transaction."""
