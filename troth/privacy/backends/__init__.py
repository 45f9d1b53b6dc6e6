"""Django's own database backends, whose compilers hold every column against the purpose in force."""
