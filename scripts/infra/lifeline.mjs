/** Ends this process, by `stop`, on SIGTERM or SIGINT and when the start script that made it is gone. */
export function onEnd(stop) {
  let ended = false;
  const once = () => {
    if (ended) return;
    ended = true;
    stop();
  };
  process.on("SIGTERM", once);
  process.on("SIGINT", once);
  process.on("disconnect", once);
}
