"""The module that Django looks for its compilers in."""

from django.db.models.sql import compiler

from troth.privacy.backends.guard import Guard


class SQLCompiler(Guard, compiler.SQLCompiler):
    pass


class SQLInsertCompiler(Guard, compiler.SQLInsertCompiler):
    pass


class SQLDeleteCompiler(Guard, compiler.SQLDeleteCompiler):
    pass


class SQLUpdateCompiler(Guard, compiler.SQLUpdateCompiler):
    pass


class SQLAggregateCompiler(Guard, compiler.SQLAggregateCompiler):
    pass
