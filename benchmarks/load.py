"""The load generator: vegeta, a Go program, so that its own work hardly counts."""

import base64
import json
import os
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = "v12.13.0"
BIN = Path(__file__).resolve().parents[1] / ".tools" / "bin"


@dataclass(frozen=True)
class Burst:
    """What came of one round: answers a second, milliseconds, and the cores that the generator itself used."""

    rate: float
    p50: float
    p99: float
    answers: int
    cores: float


def program() -> Path:
    """vegeta, from this checkout's tools, where it is built when it is missing."""
    found = BIN / "vegeta"
    if not found.exists():
        print(f"  building vegeta {VERSION} once", flush=True)
        environment = {"GOBIN": str(BIN), "CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false"}
        package = f"github.com/tsenart/vegeta/v12@{VERSION}"
        subprocess.run([_go(), "install", package], env=os.environ | environment, check=True)
    return found


def _go() -> str:
    built = next(iter(sorted(BIN.parent.glob("go-*/go/bin/go"), reverse=True)), None)
    found = shutil.which("go") or (str(built) if built else "")
    if not found:
        raise SystemExit("The load generator is built with Go, which is missing: install Go 1.22 or newer.")
    return found


def burst(urls: list[str], body: dict[str, Any], clients: int, seconds: float) -> Burst:
    """`clients` that each POST `body` to one of `urls` in turn, again as soon as they are answered."""
    target = {
        "method": "POST",
        "body": base64.b64encode(json.dumps(body).encode()).decode(),
        "header": {"Content-Type": ["application/json"]},
    }
    return _attack([{**target, "url": url} for url in urls], clients, seconds)


def read_burst(url: str, clients: int, seconds: float) -> Burst:
    """`clients` that each GET `url`, again as soon as they are answered."""
    return _attack([{"method": "GET", "url": url}], clients, seconds)


def _attack(targets: list[dict[str, Any]], clients: int, seconds: float) -> Burst:
    lines = "".join(json.dumps(target) + "\n" for target in targets)
    workers = [f"-workers={clients}", f"-max-workers={clients}", f"-connections={clients}"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    attack = subprocess.run(
        [program(), "attack", "-format=json", "-rate=0", *workers, f"-duration={seconds}s"],
        input=lines.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    said = subprocess.run(
        [program(), "report", "-type=json"], input=attack.stdout, stdout=subprocess.PIPE, check=True
    )
    report = json.loads(said.stdout)
    assert report["success"] == 1, f"not every answer was good: {report['status_codes']} {report['errors']}"
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Burst(
        rate=report["throughput"],
        p50=report["latencies"]["50th"] / 1e6,
        p99=report["latencies"]["99th"] / 1e6,
        answers=report["requests"],
        cores=used / took,
    )
