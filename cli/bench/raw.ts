/** The ceiling: a data channel between two pages, the harness carrying offer and answer. */
import type { PageServer } from './page-server.ts'
import type { RawPage } from './pages/raw.ts'
import { freshPage, type Side } from './side.ts'

/** In the pages. */
declare const bench: RawPage

/** One to one only. */
export function rawSide(pages: PageServer): Side {
  const url = `${pages.origin}/raw.html`
  return {
    async transfer(browser, content) {
      const sender = await freshPage(browser, url, 'bench')
      const receiver = await freshPage(browser, url, 'bench')
      await sender.setInputFiles('#bench-file', content.path)
      const offer = await sender.evaluate(() => bench.offer())
      const answer = await receiver.evaluate(([offer, bytes]) => bench.answer(offer, bytes), [
        offer,
        content.bytes,
      ] as const)
      await sender.evaluate(answer => bench.accept(answer), answer)
      return [await receiver.evaluate(() => bench.received())]
    },
    async close() {},
  }
}
