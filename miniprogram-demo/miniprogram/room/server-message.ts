/** What the server's messages hold; server.js describes them. Other pages know others. */
export type ServerMessage =
  | { type: 'message'; room: string; id: string; from: string; text: string; atMs: number }
  | { type: 'presence'; online: string[] }
  | { type: 'notice'; text: string }
