/** Runs once, after the last file, in the process of the set-up. */
module.exports = async () => {
  const { endPlaygroundChromium } = globalThis as { endPlaygroundChromium?: () => Promise<void> }
  await endPlaygroundChromium?.()
}
