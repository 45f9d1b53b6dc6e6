"""An app whose model says nothing about the personal data in it: the program must not start with it."""
