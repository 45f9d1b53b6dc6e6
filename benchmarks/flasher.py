"""`python -m benchmarks.flasher URL CODE NOTICE`: a guest who flashes and beeps in one moment, each two seconds, until stdin ends.

Once in, it prints its ticket.
"""

import asyncio
import math
import os
import sys
import time
from array import array

import httpx
from livekit import rtc

EVERY = 2.0
"""Seconds between two flashes."""
LASTS = 0.12
"""Seconds of each."""
WIDTH, HEIGHT = 320, 180
RATE = 48_000
STEP = 0.01
"""Seconds of sound handed over at a time, as the library sends it at once; a picture goes with each fourth."""


def sound(number: int) -> rtc.AudioFrame:
    """The sound of one step."""
    samples = int(RATE * STEP)
    at = number * samples
    loud = (number * STEP) % EVERY < LASTS
    wave = array(
        "h", (int(12_000 * loud * math.sin(2 * math.pi * 1000 * (at + n) / RATE)) for n in range(samples))
    )
    return rtc.AudioFrame(wave.tobytes(), RATE, 1, samples)


async def play(url: str, code: str, notice: int) -> None:
    """Joins and flashes."""
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        answer = await http.post(f"/api/v1/meetings/{code}/join", json={"name": "Flash", "notice": notice})
    entry = answer.raise_for_status().json()
    room = rtc.Room()
    await room.connect(entry["media"]["url"], entry["media"]["token"], rtc.RoomOptions(auto_subscribe=False))
    camera, microphone = rtc.VideoSource(WIDTH, HEIGHT), rtc.AudioSource(RATE, 1, queue_size_ms=0)
    for track, source in (
        (rtc.LocalVideoTrack.create_video_track("camera", camera), rtc.TrackSource.SOURCE_CAMERA),
        (rtc.LocalAudioTrack.create_audio_track("microphone", microphone), rtc.TrackSource.SOURCE_MICROPHONE),
    ):
        options = rtc.TrackPublishOptions(source=source, simulcast=False, dtx=False)
        await room.local_participant.publish_track(track, options)
    pictures = [
        rtc.VideoFrame(
            WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, bytes((light, light, light, 255)) * (WIDTH * HEIGHT)
        )
        for light in (16, 235)
    ]
    over = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(entry["ticket"], flush=True)
    began, number = time.monotonic(), 0
    while not over.done():
        if number % 4 == 0:
            camera.capture_frame(pictures[(number * STEP) % EVERY < LASTS])
        await microphone.capture_frame(sound(number))
        number += 1
        await asyncio.sleep(max(0, began + number * STEP - time.monotonic()))
    await room.disconnect()
    # The library's threads do not outlive the interpreter in peace.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(play(sys.argv[1], sys.argv[2], int(sys.argv[3])))
