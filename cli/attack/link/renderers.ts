/** What the pages of a browser weigh: buffers are outside of the heap that scripts are told of. */
import type { Browser } from '@playwright/test'
import { residentMb } from '../server/process.ts'

/** Of all its pages together: one page, if the browser is that page's own. Chromium only. */
export async function renderersMb(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    const each = await Promise.all(renderers.map(({ id }) => residentMb(id)))
    return each.reduce((sum, mb) => sum + mb, 0)
  } finally {
    await session.detach()
  }
}
