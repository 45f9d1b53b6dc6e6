/**
 * The player of a recording: jumps, speed, full screen, keys, and names over the picture.
 * The browser's own controls do the rest, and all of it where this script is missing.
 * It remembers nothing.
 */

import { followTranscript } from "./transcript";

/** A name from `since` until `until` (milliseconds of the film), placed in thousandths of the picture. */
export interface Named {
  since: number;
  until: number;
  name: string;
  is_screen: boolean;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

/** Who stands in the picture at a moment. */
export function namedAt(names: readonly Named[], moment: number): Named[] {
  return names.filter((one) => one.since <= moment && moment < one.until);
}

/** Where in its element a picture is drawn that keeps its shape. */
export function pictureBox(element: { width: number; height: number }, picture: { width: number; height: number }): Box {
  if (!picture.width || !picture.height) return { left: 0, top: 0, ...element };
  const scale = Math.min(element.width / picture.width, element.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (element.width - width) / 2, top: (element.height - height) / 2, width, height };
}

/** The speed after this one, or before it; the same at either end. */
export function nextSpeed(now: number, by: 1 | -1): number {
  const place = SPEEDS.indexOf(now);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place + by))] ?? 1;
}

export function startPlayer(): void {
  for (const player of document.querySelectorAll<HTMLElement>("[data-player]")) start(player);
}

function start(player: HTMLElement): void {
  const find = (name: string) => player.querySelector<HTMLElement>(`[data-${name}]`);
  const film = player.querySelector<HTMLVideoElement>("[data-film]");
  const bar = find("bar");
  const speed = player.querySelector<HTMLSelectElement>("[data-speed]");
  const over = find("names-over");
  if (!film || !bar || !speed || !over) return;
  bar.hidden = false;
  const keys = player.parentElement?.querySelector<HTMLElement>("[data-keys]");
  if (keys) keys.hidden = false;

  const names = readNames();
  const label = showNames(film, over, names);
  const toggle = find("toggle-names");
  const toggleNames = () => {
    over.hidden = !over.hidden;
    toggle?.setAttribute("aria-pressed", String(!over.hidden));
  };
  toggle?.addEventListener("click", toggleNames);

  const toggleCaptions = captionsOf(film, find("toggle-captions"));
  const jump = jumpsOf(film);
  find("back")?.addEventListener("click", () => {
    jump.by(-10);
  });
  find("on")?.addEventListener("click", () => {
    jump.by(10);
  });
  const setSpeed = (value: number) => {
    film.playbackRate = value;
    speed.value = String(value);
  };
  speed.addEventListener("change", () => {
    setSpeed(Number(speed.value));
  });

  const full = find("full");
  const fill = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void player.requestFullscreen();
  };
  if (full && document.fullscreenEnabled) {
    // The browser's own button would fill the screen with the picture alone, without the names.
    film.setAttribute("controlslist", "nofullscreen nodownload noplaybackrate");
    full.addEventListener("click", fill);
  } else if (full) full.hidden = true;

  const play = () => {
    if (film.paused) void film.play();
    else film.pause();
  };
  const presses: Record<string, () => void> = {
    " ": play,
    k: play,
    j: () => {
      jump.by(-10);
    },
    l: () => {
      jump.by(10);
    },
    ArrowLeft: () => {
      jump.by(-5);
    },
    ArrowRight: () => {
      jump.by(5);
    },
    "<": () => {
      setSpeed(nextSpeed(film.playbackRate, -1));
    },
    ">": () => {
      setSpeed(nextSpeed(film.playbackRate, 1));
    },
    m: () => {
      film.muted = !film.muted;
    },
    f: () => {
      if (document.fullscreenEnabled) fill();
    },
    c: toggleCaptions,
    n: toggleNames,
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const isOwn = target === film && (event.key === " " || event.key.startsWith("Arrow"));
    if (isOwn || !film.isConnected || target.closest("input, select, textarea, dialog")) return;
    if (event.key === " " && target.closest("button, a, summary")) return;
    const press = presses[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!press) return;
    event.preventDefault();
    press();
  });
  new ResizeObserver(label).observe(film);
  followTranscript(film, jump.to);
}

/** Shows captions or not; the browser's own controls do too, and the button says what is so. */
function captionsOf(film: HTMLVideoElement, button: HTMLElement | null): () => void {
  const [track] = film.textTracks;
  if (!track || !button) return () => undefined;
  const toggle = () => {
    track.mode = track.mode === "showing" ? "disabled" : "showing";
  };
  button.addEventListener("click", toggle);
  film.textTracks.addEventListener("change", () => {
    button.setAttribute("aria-pressed", String(track.mode === "showing"));
  });
  return toggle;
}

interface Jumps {
  /** So many seconds back or on. */
  by: (seconds: number) => void;
  /** To a second of the film. */
  to: (second: number) => void;
}

/**
 * Jumps one after the other: Chromium may stay for ever in a
 * jump that is overtaken by another before the film was played.
 */
function jumpsOf(film: HTMLVideoElement): Jumps {
  let wanted: number | null = null;
  film.addEventListener("seeked", () => {
    if (wanted !== null && wanted !== film.currentTime) film.currentTime = wanted;
    wanted = null;
  });
  const to = (second: number) => {
    const target = Math.max(0, Math.min(film.duration || 0, second));
    if (film.seeking) wanted = target;
    else film.currentTime = target;
  };
  return {
    to,
    by: (seconds) => {
      to((wanted ?? film.currentTime) + seconds);
    },
  };
}

function readNames(): Named[] {
  const text = document.getElementById("names")?.textContent;
  return text ? (JSON.parse(text) as Named[]) : [];
}

/** Keeps names over the picture; answers what to call when its size changes. */
function showNames(film: HTMLVideoElement, over: HTMLElement, names: readonly Named[]): () => void {
  let shown = "";
  const label = () => {
    const now = namedAt(names, film.currentTime * 1000);
    const key = now.map((one) => names.indexOf(one)).join();
    if (key === shown) return;
    shown = key;
    over.replaceChildren(...now.map(labelOf));
  };
  const place = () => {
    const box = pictureBox(
      { width: film.clientWidth, height: film.clientHeight },
      { width: film.videoWidth, height: film.videoHeight },
    );
    for (const side of ["left", "top", "width", "height"] as const) over.style[side] = `${String(box[side])}px`;
    label();
  };
  let frame = 0;
  const follow = () => {
    label();
    frame = requestAnimationFrame(follow);
  };
  film.addEventListener("play", () => {
    cancelAnimationFrame(frame);
    follow();
  });
  film.addEventListener("pause", () => {
    cancelAnimationFrame(frame);
  });
  for (const event of ["loadedmetadata", "resize"]) film.addEventListener(event, place);
  for (const event of ["seeking", "seeked", "timeupdate"]) film.addEventListener(event, label);
  place();
  return place;
}

function labelOf(one: Named): HTMLElement {
  const label = document.createElement("span");
  label.textContent = one.name;
  label.className = one.is_screen ? "player-name player-name-screen" : "player-name";
  label.style.left = `${String(one.left / 10)}%`;
  label.style.top = `${String(one.top / 10)}%`;
  label.style.maxWidth = `${String(one.width / 10)}%`;
  return label;
}
