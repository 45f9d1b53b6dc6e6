"""The program's own settings, on a data folder of this test run."""

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

from troth.web.settings import *  # noqa: E402, F403

TEST_DATA = _data
# Argon2 is slow by design; people are made hundreds of times here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
