"""What other rooms may want to know of recordings."""

from django.dispatch import Signal

film_cut = Signal()
"""Sent when spans were cut out of a film, in the transaction that puts the new one in its place.

With `recording`, and `spans` in milliseconds of the film that was there
before, as they were really cut: in order, and none touches another. Where a
moment of it is now says `spans.after`.
"""
