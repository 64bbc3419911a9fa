/** An error as the standard throws it: the host has no `DOMException`, but `name` and `code` are what programs look at. */
export const domError = (name: string, code: number, text: string): Error =>
  Object.assign(new Error(text), { name, code })

/** The standard's error for text that is none. */
export const syntaxError = (text: string): Error => domError('SyntaxError', 12, text)
