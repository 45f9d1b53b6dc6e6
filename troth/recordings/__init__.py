"""Recordings of meetings: who agreed, the recorder, its film, where it is kept, who looks at it.

A recording is what a host asked for. A part is one stretch of it that one
recorder made without a break; its film arrives as chunks of a second, each on
disk before it is acknowledged, and the parts become one file. Whoever has not
agreed is neither drawn nor heard.
"""
