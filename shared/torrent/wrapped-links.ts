/** Links inside other addresses: of redirectors, which escape them, and of gateways of mail, which write them anew. */
import { decodeLoosely } from './loose-escapes.ts'
import { MAX_LINK_LENGTH } from './magnet.ts'

/** Stand around what was taken out of another address: no characters, so no text has them. */
export const OPEN = '\ufdd0'
export const CLOSE = '\ufdd1'

const WRAPPED = /magnet%(?:25)*3a/gi

/** Takes links out of the addresses that carry them escaped: `?url=magnet%3A%3Fxt%3D…&sa=D`. */
export function unwrapped(given: string): string {
  const text = ofProofpoint(given)
  let out = ''
  let at = 0
  for (const { 0: head, index } of text.matchAll(WRAPPED)) {
    if (index < at) continue
    const rest = text.slice(index + head.length, index + MAX_LINK_LENGTH)
    // Only some of its characters are escaped: its own & are not.
    const isPartial = /^\s*(?:\/\/?)?\?/.test(rest)
    const length = isPartial ? 0 : rest.search(/[\s"<>&#]|$/)
    out += text.slice(at, index)
    out += isPartial ? 'magnet:' : `${OPEN}${innermost(head + rest.slice(0, length))}${CLOSE}`
    at = index + head.length + length
  }
  return out + text.slice(at)
}

/** Each address around it ends at its own &. */
function innermost(text: string): string {
  let inner = text
  while (inner.search(WRAPPED) >= 0) inner = decodeLoosely(inner.split(/[&#]/)[0] as string).text
  return inner.replaceAll(OPEN, '').replaceAll(CLOSE, '')
}

const V2 = /https?:\/\/urldefense\.(?:proofpoint\.)?com\/v2\/url\?u=([\w.~%-]+)/gi
const V3 = /https?:\/\/urldefense\.(?:proofpoint\.)?com\/v3\/__([^\s"<>]{1,8192}?)__;([\w=-]*)!/gi

/** Proofpoint's URL Defense: `-` for % and `_` for /; or a * for each sign that is kept behind the address. */
const ofProofpoint = (text: string): string =>
  text
    .replace(V2, (_, url: string) => {
      const { text } = decodeLoosely(url.replaceAll('-', '%').replaceAll('_', '/'))
      return `${OPEN}${text}${CLOSE}`
    })
    .replace(V3, (_, url: string, kept: string) => {
      const signs = [...(fromBase64(kept) ?? '')]
      let at = 0
      const whole = url.replace(/\*(?:\*([\w-]))?/g, (_, run?: string) => {
        const count = run === undefined ? 1 : RUN_LENGTHS.indexOf(run) + 2
        at += count
        return signs.slice(at - count, at).join('')
      })
      return `${OPEN}${whole}${CLOSE}`
    })

/** `**A` is two signs, `**B` three, and so on. */
const RUN_LENGTHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** As forums hide links, mails are sent, and Thunder, FlashGet and others write their own; over lines, too. */
const BASE64 = /[\w+-][\w+/-]{39,}(?:\r?\n[\w+/-]+)*/g
/** Looked at in one text. */
const MAX_ENCODED = 20
/** What Thunder and FlashGet put around an address. */
const AROUND = /^AA|ZZ$|\[FLASHGET\]/g

/** What texts in base64 say that speak of a magnet. */
export function encodedTexts(text: string): string[] {
  const encoded = [...text.matchAll(BASE64)].slice(0, MAX_ENCODED)
  return encoded
    .map(({ 0: each }) => fromBase64(each)?.replace(AROUND, ' ') ?? '')
    .filter(each => /magnet(?::|%3a)/i.test(each))
}

function fromBase64(text: string): string | undefined {
  const plain = text.replace(/[\s=]/g, '').replaceAll('-', '+').replaceAll('_', '/')
  // One sign more than whole bytes has: it was cut, and the rest is good.
  const whole = plain.length % 4 === 1 ? plain.slice(0, -1) : plain
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(whole), sign => sign.charCodeAt(0)))
  } catch {
    return undefined
  }
}
