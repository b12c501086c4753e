/**
 * Names for peers. Ids mean nothing to people, and four rows that all say "Chrome" little more. A peer's
 * id picks two words, which are the same on every screen.
 */
import type { PeerId } from '../host/api.ts'
import { share } from '../language/share.ts'

/** 64 of each: in one of ten swarms of 30 peers, two have the same name. */
const ADJECTIVES = (
  'Amber Bold Brave Breezy Bright Brisk Calm Candid Cheery Clever Copper Coral Cosy Dapper ' +
  'Daring Eager Early Fair Fleet Frank Gentle Golden Happy Hardy Hazel Humble Indigo Jade ' +
  'Jolly Keen Kind Lively Loyal Lucky Mellow Merry Mild Misty Modest Neat Nimble Noble Olive ' +
  'Patient Peppy Plucky Polite Proud Quick Quiet Rosy Sandy Serene Silver Snug Spry Steady ' +
  'Sunny Swift Tidy Trusty Velvet Warm Witty'
).split(' ')

const ANIMALS = (
  'Auk Badger Bat Bear Beaver Bee Beetle Bison Bunting Camel Crab Crane Cricket Curlew Deer ' +
  'Dolphin Dove Eagle Egret Elk Falcon Finch Fox Gecko Goose Gull Hare Hawk Heron Ibex Ibis ' +
  'Jay Kestrel Kite Koala Lark Lemur Linnet Llama Lynx Magpie Marten Mole Moth Newt Otter Owl ' +
  'Panda Plover Puffin Quail Raven Robin Seal Shrew Sparrow Stork Swan Tapir Tern Tiger Toad ' +
  'Vole Wren'
).split(' ')

/** Picked by the end of the id: its beginning is the same for all peers of one program (BEP 20). */
export function peerName(id: PeerId): string {
  const bits = Number.parseInt(id.slice(-8), 16)
  return `${ADJECTIVES[bits & 63]} ${ANIMALS[(bits >>> 6) & 63]}`
}

const BROWSERS = ['Firefox', 'Edge', 'Opera', 'Chrome', 'Chromium', 'Safari'] as const

/** Longest client name shown; a remote may send far more. */
const MAX_CLIENT_CHARS = 32

/** 'tabswarm 0.1.0 Firefox' -> 'Firefox'; other programs by their own name, without control characters. */
export function clientName(client: string | undefined): string {
  const clean = (client ?? '').replace(/[\p{C}\s]+/gu, ' ').trim()
  if (clean === '') return share.texts.here.unknownProgram
  if (/^tabswarm /i.test(clean)) {
    const browser = BROWSERS.find(name => new RegExp(`\\b${name}\\b`).test(clean))
    if (browser) return browser
  }
  const letters = [...clean]
  return letters.length > MAX_CLIENT_CHARS
    ? `${letters.slice(0, MAX_CLIENT_CHARS - 1).join('')}…`
    : clean
}
