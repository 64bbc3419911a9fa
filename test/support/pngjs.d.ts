/** The part of pngjs that the pictures need; its own types are a package of their own. */
declare module 'pngjs' {
  export class PNG {
    static readonly sync: {
      read(bytes: Uint8Array): PNG
      write(
        picture: PNG,
        options: {
          readonly colorType: number
          readonly deflateLevel: number
          readonly deflateStrategy: number
          readonly filterType: number
        },
      ): Buffer
    }
    constructor(size: { readonly width: number; readonly height: number })
    readonly width: number
    readonly height: number
    readonly data: Buffer
  }
}
