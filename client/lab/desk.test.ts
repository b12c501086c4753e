/** Every answer finds the question that it answers, in whatever order answers come. */
import { afterEach, expect, test, vi } from 'vitest'
import { Desk } from './desk.ts'

class SlowWorker {
  static readonly started: SlowWorker[] = []
  onmessage: ((event: { data: unknown }) => void) | undefined
  onerror: (() => void) | undefined
  readonly asked: { readonly id: number }[] = []

  constructor() {
    SlowWorker.started.push(this)
  }

  postMessage(message: { readonly id: number }): void {
    this.asked.push(message)
  }

  answer(question: number, answer: object): void {
    this.onmessage?.({ data: { id: this.asked[question]?.id, answer } })
  }
}

afterEach(() => vi.unstubAllGlobals())

test('a late answer resolves its own question, not the next one', async () => {
  vi.stubGlobal('Worker', SlowWorker)
  const desk = new Desk()
  const first = desk.plan('first')
  const second = desk.plan('second')
  const worker = SlowWorker.started.at(-1) as SlowWorker
  worker.answer(1, { ok: false, why: 'about the second', line: 0 })
  worker.answer(0, { ok: false, why: 'about the first', line: 0 })
  expect(await first).toMatchObject({ why: 'about the first' })
  expect(await second).toMatchObject({ why: 'about the second' })
})
