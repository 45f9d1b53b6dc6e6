/** Answers each message after so many milliseconds: a worker's timer keeps its time in a hidden tab, a page's does not. */
self.onmessage = ({ data }: MessageEvent<number>) => {
  setTimeout(() => {
    self.postMessage(0);
  }, data);
};
