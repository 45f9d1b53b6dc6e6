"""Troth: business video meetings whose privacy policy is the program."""
