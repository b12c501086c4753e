/** lt_donthave (BEP 54): its sender no longer has a piece that it had announced. */
import { checkPayloadLength } from './lengths.ts'

export function encodeDontHave(piece: number): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(4)
  new DataView(payload.buffer).setUint32(0, piece)
  return payload
}

/** Throws `ProtocolError`. The exchange checks that the piece exists. */
export function parseDontHave(payload: Uint8Array): number {
  checkPayloadLength('lt_donthave', payload)
  return new DataView(payload.buffer, payload.byteOffset).getUint32(0)
}
