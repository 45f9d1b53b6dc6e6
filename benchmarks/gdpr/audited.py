"""Words for what the benchmark records."""

KINDS = {"record": "Records of the benchmark"}

ACTIONS = {
    "record.created": "A record was made.",
    "record.changed": "%(rows)s records were changed.",
    "record.deleted": "%(rows)s records were deleted.",
}
