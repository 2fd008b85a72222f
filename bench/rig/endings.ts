// What was started is ended, last first, also when opening the rest failed: a forgotten host would go on and spoil every later figure.
type End = () => unknown;

/** Runs `open`, which registers how to end each thing as soon as it exists. Gives what it opened and one `close` for all; ends all if it fails. */
export async function withEndings<T extends object>(
  open: (ending: (end: End) => void) => Promise<T>,
): Promise<T & { close(): Promise<void> }> {
  const ends: End[] = [];
  const close = async () => {
    const failures: unknown[] = [];
    for (const end of ends.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    return { ...(await open((end) => ends.push(end))), close };
  } catch (error) {
    // The first failure tells more than what follows from it.
    await close().catch(() => {});
    throw error;
  }
}
