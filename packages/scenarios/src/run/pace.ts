/** Lets the event loop turn if it has not for a frame's time: a turn for every scenario would cost a millisecond each. */
export function pacer(): () => Promise<void> {
  let turned = performance.now();
  return async () => {
    if (performance.now() - turned < 16) return;
    await new Promise((resolve) => setTimeout(resolve));
    turned = performance.now();
  };
}
