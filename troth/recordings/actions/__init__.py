"""What changes recordings: one verb, one transaction."""
