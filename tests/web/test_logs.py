"""Nothing personal is in the log."""

import logging
import sys

from django.db import IntegrityError

from troth.web.logs import RouteFilter

TOLD = "DETAIL:  Key (email)=(ada@one.example) already exists."


def line_of(error: Exception, *args: object) -> str:
    try:
        raise error
    except Exception:
        record = logging.LogRecord(
            "troth", logging.ERROR, "", 1, "It failed%s", args or ("",), sys.exc_info()
        )
    RouteFilter().filter(record)
    return logging.Formatter("%(message)s").format(record)


def test_a_database_s_words_are_not_logged() -> None:
    line = line_of(IntegrityError(TOLD))
    assert "ada@" not in line
    assert line.endswith("IntegrityError")
    assert "in line_of" in line, "where it was"


def test_nor_are_they_as_an_argument_or_as_the_cause_of_another_error() -> None:
    assert "ada@" not in line_of(ValueError("x"), IntegrityError(TOLD))
    error = RuntimeError("no")
    error.__cause__ = IntegrityError(TOLD)
    line = line_of(error)
    assert "ada@" not in line
    assert line.endswith("RuntimeError")


def test_other_errors_are_logged_as_they_are() -> None:
    assert line_of(ValueError("a sentence")).endswith("ValueError: a sentence")
