/** Makes a function of the mini-program's text: the one place where the phone does so. */

/**
 * @param file is what the browser's debugger and stack traces call it
 * @param names of the parameters: what the text finds in scope
 */
export function evaluate(
  file: string,
  names: readonly string[],
  text: string,
): (...values: unknown[]) => unknown {
  const body = `${text}\n//# sourceURL=mini-program/${file}`
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  return new Function(...names, body) as (...values: unknown[]) => unknown
}
