/** Pictures for tests, honest and otherwise. */
import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

export interface PngOptions {
  /** What its header says; what follows is of `side` pixels. */
  readonly saysPx?: number
  /** Red, green and blue. */
  readonly colour?: readonly [number, number, number]
}

/** A square PNG of one colour. */
export function png(side: number, { saysPx = side, colour = [10, 122, 102] }: PngOptions = {}) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(saysPx, 0)
  header.writeUInt32BE(saysPx, 4)
  header.set([8, 2], 8)
  const line = Buffer.concat([Buffer.from([0]), ...Array(side).fill(Buffer.from(colour))])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(Array(side).fill(line)))),
    chunk('IEND', new Uint8Array()),
  ])
}
