"""`python -m benchmarks.publishers URL CODE NOTICE COUNT SIZE`: guests whose cameras send a prepared film, until stdin ends.

Troth itself lets them in, by its API. The film is encoded once: one layer, `small` as the layer of a
simulcast camera that tiles of a full grid are sent, or `large` as a camera alone. Once all are in, it prints their
tickets. A process of its own, so that its work can be told apart.
"""

import argparse
import asyncio
import itertools
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from livekit import rtc

SECONDS = 10


@dataclass(frozen=True)
class Size:
    """Of a film: pixels, pictures a second, kilobits a second."""

    width: int
    height: int
    rate: int
    kilobits: int


SIZES = {"small": Size(320, 180, 15, 160), "large": Size(1280, 720, 25, 1500)}


def film(folder: Path, size: Size) -> list[bytes]:
    """The frames of a VP8 film; only the first is whole."""
    path = folder / "film.ivf"
    picture = f"testsrc2=size={size.width}x{size.height}:rate={size.rate}:duration={SECONDS}"
    coding = (
        f"-c:v libvpx -deadline realtime -cpu-used 8 -b:v {size.kilobits}k -g {size.rate * SECONDS} "
        "-lag-in-frames 0 -auto-alt-ref 0"
    )
    command = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", picture, *coding.split(), str(path)]
    subprocess.run(command, check=True)
    data, frames, at = path.read_bytes(), [], 32
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        frames.append(data[at + 12 : at + 12 + size])
        at += 12 + size
    return frames


@dataclass
class Camera:
    """One guest's, at its place in the film."""

    room: rtc.Room
    source: rtc.EncodedVideoSource
    size: Size
    ticket: str
    place: int = 0

    def send(self, frames: list[bytes]) -> None:
        """The next frame; the whole one where somebody needs it."""
        if self.source.take_feedback().keyframe_requested:
            self.place = 0
        kind = (
            rtc.EncodedFrameType.ENCODED_FRAME_DELTA if self.place else rtc.EncodedFrameType.ENCODED_FRAME_KEY
        )
        now = time.monotonic_ns() // 1000
        frame = rtc.EncodedVideoFrame(
            frames[self.place], self.size.width, self.size.height, rtc.VideoCodec.VP8, kind, now
        )
        self.source.capture_frame(frame)
        self.place = (self.place + 1) % len(frames)


async def come(http: httpx.AsyncClient, code: str, notice: int, number: int, size: Size) -> Camera:
    """Joins as a guest and publishes."""
    answer = await http.post(
        f"/api/v1/meetings/{code}/join", json={"name": f"Guest {number:02}", "notice": notice}
    )
    entry = answer.raise_for_status().json()
    media = entry["media"]
    room = rtc.Room()
    await room.connect(media["url"], media["token"], rtc.RoomOptions(auto_subscribe=False))
    source = rtc.EncodedVideoSource(size.width, size.height)
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        simulcast=False,
        video_codec=rtc.VideoCodec.VP8,
        video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
        video_encoding=rtc.VideoEncoding(max_bitrate=2 * size.kilobits * 1000, max_framerate=size.rate),
    )
    track = rtc.LocalVideoTrack.create_video_track("camera", source)
    await room.local_participant.publish_track(track, options)
    return Camera(room, source, size, entry["ticket"])


async def play(url: str, code: str, notice: int, count: int, size: Size) -> None:
    """Everybody sends; frames of different people are spread over the time of one."""
    with tempfile.TemporaryDirectory() as folder:
        frames = film(Path(folder), size)
    over = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        cameras = [await come(http, code, notice, number, size) for number in range(1, count + 1)]
    print("ready", *(camera.ticket for camera in cameras), flush=True)
    began = time.monotonic()
    for number, camera in enumerate(itertools.cycle(cameras)):
        if over.done():
            break
        camera.send(frames)
        await asyncio.sleep(max(0, began + number / (size.rate * count) - time.monotonic()))
    await asyncio.gather(*(camera.room.disconnect() for camera in cameras))
    # The library's threads do not outlive the interpreter in peace.
    os._exit(0)


@dataclass(frozen=True)
class Load:
    """The process that they are in, and their tickets."""

    pid: int
    tickets: list[str]


@contextmanager
def publishing(url: str, code: str, notice: int, count: int, size: str = "small") -> Iterator[Load]:
    """So many of them in the meeting, in a process of their own."""
    words = [url, code, str(notice), str(count), size]
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    try:
        ready, *tickets = process.stdout.readline().split() or [""]
        assert ready == "ready", "the load clients did not come in"
        yield Load(process.pid, tickets)
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.publishers")
    for word in ("url", "code"):
        parser.add_argument(word)
    for word in ("notice", "count"):
        parser.add_argument(word, type=int)
    parser.add_argument("size", choices=SIZES)
    said = parser.parse_args()
    asyncio.run(play(said.url, said.code, said.notice, said.count, SIZES[said.size]))
