/** What the server's messages hold; server.js describes them. */
export type ServerMessage =
  | { type: 'message'; id: string; from: string; text: string; atMs: number }
  | { type: 'presence'; online: string[] }
  | { type: 'notice'; text: string }
