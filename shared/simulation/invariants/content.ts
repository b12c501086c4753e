/** What peers store, announce and serve: only true pieces of the torrent, and only what is on disk. */

import { Bitfield } from '../../base/bitfield.ts'
import { isSame } from '../../base/bytes.ts'
import type { PieceState } from '../../exchange/pieces.ts'
import type { Effect } from '../../peer/effect.ts'
import type { GossipMessage } from '../../wire/gossip.ts'
import { type Invariant, invariant, mustOf, type Truth } from './invariant.ts'
import type { PeerLedger } from './ledger.ts'

export function content(truth: Truth): Invariant[] {
  return [
    invariant('stored', must => ({
      effect(ledger, effect) {
        if (effect.type === 'verify' && effect.subject.kind === 'piece') {
          const { piece } = effect.subject
          const isIdle = !ledger.content.stages.has(piece) && !ledger.content.held?.has(piece)
          must(isIdle, () => `${ledger.name} checks piece ${piece} again`)
        }
        if (effect.type !== 'write') return
        const { piece, bytes } = effect
        const isVerified = ledger.content.stages.get(piece) === 'verified'
        must(isVerified, () => `${ledger.name} writes piece ${piece} unverified`)
        const isTrue = truth.torrent.isTrue(piece, bytes)
        must(isTrue, () => `${ledger.name} writes other bytes as piece ${piece}`)
      },
    })),
    invariant('held', must => ({
      effect(ledger, effect) {
        if (effect.type !== 'log' || effect.event.event !== 'pieceHeld') return
        const { piece } = effect.event
        const isWritten = ledger.content.stages.get(piece) === 'written'
        must(isWritten, () => `${ledger.name} holds piece ${piece}, which is not on disk`)
      },
      swept(ledger, view, { storage }) {
        if (ledger.content.held === undefined) return
        const isSo = isSame(view.held, ledger.content.held.bytes)
        must(isSo, () => `${ledger.name} believes in ${view.heldCount} pieces, not those written`)
        if (!truth.isHonest(ledger.name)) return
        for (const piece of ledger.content.held) {
          const isThere = storage.held.has(piece)
          must(isThere, () => `${ledger.name} holds piece ${piece}, its disk does not`)
        }
      },
    })),
    invariant('served', must => ({
      effect(ledger, effect) {
        const given = effect.type === 'send' ? blockIn(ledger, effect) : undefined
        if (given === undefined) return
        const { piece, begin, block } = given
        const isHeld = ledger.content.held?.has(piece) === true
        must(isHeld, () => `${ledger.name} serves piece ${piece}, which it does not hold`)
        if (!truth.isHonest(ledger.name)) return
        const range = { piece, begin, length: block.length }
        const isTrue = isSame(block, truth.torrent.block(range))
        must(isTrue, () => `${ledger.name} serves other bytes as ${piece}+${begin}`)
      },
    })),
  ]
}

/** Where each piece is (`exchange/pieces.ts`): after every step those it was about, now and then all. */
export function places(): Invariant {
  const touched = new Set<number>()
  const must = mustOf('placed')
  const check = (ledger: PeerLedger, piece: number, state: PieceState | undefined): void =>
    must(
      mayBe(ledger, piece, state),
      () => `piece ${piece} of ${ledger.name} is ${state}: ${ledger.content.stages.get(piece)}`,
    )
  return {
    input(_ledger, input) {
      if (input.type === 'verified' && input.subject.kind === 'piece')
        touched.add(input.subject.piece)
      if (input.type === 'written' || input.type === 'writeFailed') touched.add(input.piece)
      if (input.type === 'readFailed') touched.add(input.range.piece)
    },
    effect(_ledger, effect) {
      if (effect.type === 'verify' && effect.subject.kind === 'piece')
        touched.add(effect.subject.piece)
      if (effect.type === 'send' && effect.message.type === 'request')
        touched.add(effect.message.piece)
    },
    turned(ledger, _input, { peer }) {
      for (const piece of touched) check(ledger, piece, peer.stateOf(piece))
      touched.clear()
    },
    swept(ledger, _view, { peer }) {
      if (ledger.content.held === undefined) return
      for (let piece = 0; piece < ledger.info.pieceCount; piece++)
        check(ledger, piece, peer.stateOf(piece))
    },
  }
}

function mayBe(
  { content, copies, blocksPerPiece }: PeerLedger,
  piece: number,
  state?: PieceState,
): boolean {
  if (content.held?.has(piece)) return state === 'held'
  const stage = content.stages.get(piece)
  if (stage !== undefined) return state === stage
  if (state !== 'missing') return state === 'asked' || content.senders.has(piece)
  for (let block = 0; block < blocksPerPiece; block++)
    if (copies.has(piece * blocksPerPiece + block)) return false
  return true
}

export function claims(): Invariant {
  return invariant('claimed', must => ({
    effect(ledger, effect) {
      if (effect.type !== 'send') return
      for (const piece of claimed(effect, ledger)) {
        const isHeld = ledger.content.held?.has(piece) === true
        must(isHeld, () => `${ledger.name} announces piece ${piece}, which it does not have`)
      }
    },
  }))
}

type Send = Extract<Effect, { readonly type: 'send' }>

function blockIn({ links, info }: PeerLedger, { link, message }: Send) {
  if (message.type === 'piece') return message
  const gossip = links.get(link)?.gossipSaid(message, info)
  return gossip?.type === 'data' ? gossip : undefined
}

function claimed({ link, message }: Send, { links, info }: PeerLedger): Iterable<number> {
  switch (message.type) {
    case 'extended':
      return claimedByGossip(links.get(link)?.gossipSaid(message, info), info.pieceCount)
    case 'have':
      return [message.piece]
    case 'bitfield':
      return new Bitfield(info.pieceCount, message.bytes)
    case 'haveAll':
      return Bitfield.full(info.pieceCount)
    default:
      return []
  }
}

function claimedByGossip(message: GossipMessage | undefined, pieceCount: number): Iterable<number> {
  switch (message?.type) {
    case 'bitmap': {
      const bytes = new Uint8Array(Math.ceil(pieceCount / 8))
      bytes.set(message.bytes, message.begin)
      return new Bitfield(pieceCount, bytes)
    }
    case 'offer':
      return [message.piece, ...(message.news?.held ?? [])]
    case 'news':
    case 'pull':
    case 'accept':
    case 'decline':
      return message.news?.held ?? []
    default:
      return []
  }
}

/** Bytes received are either useful or wasted, and every piece held was received. */
export function accounts(): Invariant {
  return invariant('counted', must => ({
    swept(ledger, { downloaded, wasted, uploaded }) {
      const { inBytes, outBytes, gainedBytes } = ledger.content
      const came = downloaded + wasted
      must(came === inBytes, () => `${ledger.name} counts ${came} bytes in, ${inBytes} came`)
      must(
        uploaded === outBytes,
        () => `${ledger.name} counts ${uploaded} bytes out, ${outBytes} went`,
      )
      must(
        gainedBytes <= downloaded,
        () => `${ledger.name} holds ${gainedBytes} bytes of ${downloaded} that came`,
      )
    },
  }))
}
