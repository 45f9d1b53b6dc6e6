"""Transcripts of recordings: what was said, by whom, written down on this installation.

A transcript is made of the film's sound, piece by piece. Whose words they are
is known by the track that they came from (`recordings.Voice`), never by a
voice. What nobody who agreed was heard to say is not written.
"""
