"""Each test of a person's rights begins without archives of the one before."""

import shutil
from collections.abc import Iterator

import pytest

from troth.privacy.exports import folder


@pytest.fixture(autouse=True)
def _no_archives() -> Iterator[None]:
    yield
    shutil.rmtree(folder())
