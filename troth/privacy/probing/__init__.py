"""The engine's own probes: what is past its time, what is declared, what lies on disk, what is on record."""
