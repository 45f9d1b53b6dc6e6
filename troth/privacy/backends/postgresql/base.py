"""The backend for PostgreSQL, with compilers of ours."""

from django.db.backends.postgresql import operations

from troth.lib.postgresql import base


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "troth.privacy.backends.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
