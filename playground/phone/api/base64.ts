/** `wx.arrayBufferToBase64` and back: the logic layer has neither `btoa` nor `atob`. */
export const base64Api = {
  arrayBufferToBase64(buffer: ArrayBuffer): string {
    let characters = ''
    for (const byte of new Uint8Array(buffer)) characters += String.fromCharCode(byte)
    return btoa(characters)
  },
  base64ToArrayBuffer(base64: string): ArrayBuffer {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer
  },
}
