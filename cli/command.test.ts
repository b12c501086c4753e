import { expect, test } from 'vitest'
import { Cleanup, cleanedUp } from './command.ts'

test('what was opened is closed once, last first, and one that does not close keeps none open', async () => {
  const closed: string[] = []
  const cleanup = new Cleanup()
  cleanup.add(() => closed.push('first'))
  cleanup.add(() => Promise.reject(new Error('stuck')))
  cleanup.add(() => closed.push('last'))
  await Promise.all([cleanup.run(), cleanup.run()])
  expect(closed).toEqual(['last', 'first'])
})

test('what opens only after an interrupt is closed, and waited for', async () => {
  const interrupt = new AbortController()
  const closed: string[] = []
  await cleanedUp(interrupt.signal, async cleanup => {
    cleanup.add(() => closed.push('server'))
    interrupt.abort()
    await cleanup.run()
    // A browser that was being launched meanwhile.
    cleanup.add(async () => {
      await Promise.resolve()
      closed.push('browser')
    })
  })
  expect(closed).toEqual(['server', 'browser'])
})
