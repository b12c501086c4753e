import { Writable } from 'node:stream'
import { setImmediate as afterPoll } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WriteBatch } from './write-batch.ts'

class Recorder extends Writable {
  readonly calls: string[] = []

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.calls.push(chunk.toString())
    done()
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this.calls.push(chunks.map(({ chunk }) => chunk.toString()).join(''))
    done()
  }
}

test('what is written in one turn leaves together, to each in its order, and what comes later by itself', async () => {
  const batch = new WriteBatch()
  const [ann, bob] = [new Recorder(), new Recorder()]
  const say = (to: Recorder, text: string) => {
    batch.hold(to, () => to.calls.push('written'))
    to.write(text)
  }
  say(ann, 'a')
  say(bob, 'b')
  say(ann, 'c')
  expect([ann.calls, bob.calls]).toEqual([[], []])
  await afterPoll()
  expect([ann.calls, bob.calls]).toEqual([
    ['ac', 'written'],
    ['b', 'written'],
  ])
  say(ann, 'd')
  await afterPoll()
  expect(ann.calls).toEqual(['ac', 'written', 'd', 'written'])
})

test('one that is gone by then holds nobody up', async () => {
  const batch = new WriteBatch()
  const [ann, bob] = [new Recorder(), new Recorder()]
  for (const stream of [ann, bob]) {
    batch.hold(stream, () => {})
    stream.write('a')
  }
  ann.destroy()
  await afterPoll()
  expect([ann.calls, bob.calls]).toEqual([[], ['a']])
})
