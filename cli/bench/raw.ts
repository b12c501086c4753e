/** The ceiling: a data channel from page to page, the harness carrying offer and answer. */
import type { PageServer } from './page-server.ts'
import type { RawPage } from './pages/raw.ts'
import { freshPage, freshPages, type Side } from './side.ts'

declare const bench: RawPage

/** The sender gives to each receiver itself: no more than one sending and one receiving for each byte. */
export function rawSide(pages: PageServer): Side {
  const url = `${pages.origin}/raw.html`
  return {
    async transfer(browser, content, leechers) {
      const sender = await freshPage(browser, url, 'bench')
      const receivers = await freshPages(browser, url, 'bench', leechers)
      await sender.setInputFiles('#files', content.path)
      for (const receiver of receivers) {
        const offer = await sender.evaluate(() => bench.offer())
        const answer = await receiver.evaluate(([offer, bytes]) => bench.answer(offer, bytes), [
          offer,
          content.bytes,
        ] as const)
        await sender.evaluate(answer => bench.accept(answer), answer)
      }
      await sender.evaluate(() => bench.send())
      return Promise.all(receivers.map(receiver => receiver.evaluate(() => bench.received())))
    },
  }
}
