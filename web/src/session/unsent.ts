// Whoever signs out is told first what the device has not sent yet. An area that keeps such things
// says here how to count them.
type Count = () => Promise<number>;
let count: Count | undefined;

export function watchUnsent(how: Count): () => void {
  count = how;
  return () => {
    count = undefined;
  };
}

export function unsentCount(): Promise<number> {
  return count?.() ?? Promise.resolve(0);
}
