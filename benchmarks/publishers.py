"""`python -m benchmarks.publishers URL CODE NOTICE COUNT`: guests whose cameras send a prepared film, until stdin ends.

Troth itself lets them in, by its API. The film is encoded once: one layer, as large as the layer of a
simulcast camera that tiles of a full grid are sent. A process of its own, so that its work can be told apart.
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

WIDTH, HEIGHT, RATE, KILOBITS, SECONDS = 320, 180, 15, 160, 10


def film(folder: Path) -> list[bytes]:
    """The frames of a VP8 film; only the first is whole."""
    path = folder / "film.ivf"
    picture = f"testsrc2=size={WIDTH}x{HEIGHT}:rate={RATE}:duration={SECONDS}"
    coding = f"-c:v libvpx -deadline realtime -b:v {KILOBITS}k -g {RATE * SECONDS} -lag-in-frames 0 -auto-alt-ref 0"
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
    place: int = 0

    def send(self, frames: list[bytes]) -> None:
        """The next frame; the whole one where somebody needs it."""
        if self.source.take_feedback().keyframe_requested:
            self.place = 0
        kind = (
            rtc.EncodedFrameType.ENCODED_FRAME_DELTA if self.place else rtc.EncodedFrameType.ENCODED_FRAME_KEY
        )
        now = time.monotonic_ns() // 1000
        frame = rtc.EncodedVideoFrame(frames[self.place], WIDTH, HEIGHT, rtc.VideoCodec.VP8, kind, now)
        self.source.capture_frame(frame)
        self.place = (self.place + 1) % len(frames)


async def come(http: httpx.AsyncClient, code: str, notice: int, number: int) -> Camera:
    """Joins as a guest and publishes."""
    answer = await http.post(
        f"/api/v1/meetings/{code}/join", json={"name": f"Guest {number:02}", "notice": notice}
    )
    media = answer.raise_for_status().json()["media"]
    room = rtc.Room()
    await room.connect(media["url"], media["token"], rtc.RoomOptions(auto_subscribe=False))
    source = rtc.EncodedVideoSource(WIDTH, HEIGHT)
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_CAMERA,
        simulcast=False,
        video_codec=rtc.VideoCodec.VP8,
        video_encoder=rtc.VideoEncoderBackend.ENCODER_BACKEND_PRE_ENCODED,
        video_encoding=rtc.VideoEncoding(max_bitrate=2 * KILOBITS * 1000, max_framerate=RATE),
    )
    track = rtc.LocalVideoTrack.create_video_track("camera", source)
    await room.local_participant.publish_track(track, options)
    return Camera(room, source)


async def play(url: str, code: str, notice: int, count: int) -> None:
    """Everybody sends; frames of different people are spread over the time of one."""
    with tempfile.TemporaryDirectory() as folder:
        frames = film(Path(folder))
    over = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        cameras = [await come(http, code, notice, number) for number in range(1, count + 1)]
    print("ready", flush=True)
    began = time.monotonic()
    for number, camera in enumerate(itertools.cycle(cameras)):
        if over.done():
            break
        camera.send(frames)
        await asyncio.sleep(max(0, began + number / (RATE * count) - time.monotonic()))
    await asyncio.gather(*(camera.room.disconnect() for camera in cameras))
    # The library's threads do not outlive the interpreter in peace.
    os._exit(0)


@contextmanager
def publishing(url: str, code: str, notice: int, count: int) -> Iterator[int]:
    """So many of them in the meeting, in a process with this number."""
    words = [url, code, str(notice), str(count)]
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "ready\n", "the load clients did not come in"
        yield process.pid
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
    said = parser.parse_args()
    asyncio.run(play(said.url, said.code, said.notice, said.count))
