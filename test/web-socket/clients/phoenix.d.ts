/** What is used of the package, which has no types of its own. */
declare module 'phoenix' {
  export class Channel {
    on(event: string, callback: (payload: unknown) => void): number
    join(): unknown
    push(event: string, payload: object): unknown
  }
  export class Socket {
    constructor(endPoint: string, options?: object)
    connect(): void
    disconnect(callback?: () => void): void
    isConnected(): boolean
    channel(topic: string, parameters: object): Channel
  }
}
