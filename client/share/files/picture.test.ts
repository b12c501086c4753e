import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { pictureIn } from './picture.ts'

/** A PNG that says it is so large; there are as many bytes of it as are given. */
function png(width: number, height: number, pixels = new Uint8Array(8)): Uint8Array {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(pixels)),
      chunk('IEND', new Uint8Array()),
    ]),
  )
}

const gif = (width: number, height: number) =>
  Uint8Array.of(...Buffer.from('GIF89a'), width & 255, width >> 8, height & 255, height >> 8, 0, 0)

describe('a picture', () => {
  it('is known by its bytes', () => {
    expect(pictureIn(png(640, 480))).toEqual({ type: 'image/png', width: 640, height: 480 })
    expect(pictureIn(gif(320, 200))).toEqual({ type: 'image/gif', width: 320, height: 200 })
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a signature alone', png(9, 9).slice(0, 8)],
    ['no width', gif(0, 5)],
    ['more pixels than a camera makes', png(60_000, 60_000)],
    ['more than a number holds', png(0xffff_ffff, 0xffff_ffff)],
    ['a line', png(1, 40_000)],
    ['a JPEG whose parts lead nowhere', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0)],
  ])('%s is none', (_, bytes) => {
    expect(pictureIn(bytes)).toBeUndefined()
  })

  it('that is damaged anywhere is one or none, and ends the look at it', () => {
    const whole = png(640, 480)
    for (let at = 0; at < whole.length; at++) {
      const damaged = whole.slice()
      damaged[at] = 255 - (damaged[at] as number)
      expect(() => pictureIn(damaged)).not.toThrow()
      expect(() => pictureIn(damaged.slice(0, at))).not.toThrow()
    }
  })
})
