from django.dispatch import Signal

membership_ended = Signal()
"""Somebody belongs to an organization no more: `person`, and `organization`, its id. In the transaction that ends it."""
