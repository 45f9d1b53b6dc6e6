"""The room's API types are those of the API."""

import json
import shutil
import subprocess
from pathlib import Path

from ninja.responses import NinjaJSONEncoder

from troth.web.api import api

ROOM = Path(__file__).resolve().parents[2] / "room"


def test_the_rooms_types_are_fresh(tmp_path: Path) -> None:
    document = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=NinjaJSONEncoder)
    (tmp_path / "openapi.json").write_text(document)
    node = shutil.which("node")
    assert node, "Node is missing: `make test` brings it."
    tool = ROOM / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    subprocess.run(
        [node, tool, tmp_path / "openapi.json", "-o", tmp_path / "schema.ts"], check=True, capture_output=True
    )
    fresh, kept = (tmp_path / "schema.ts").read_text(), (ROOM / "src/room/api/schema.ts").read_text()
    assert fresh == kept, "run `make types`"
