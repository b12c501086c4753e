/** What a screen says, to those who see it and those who hear it, outside its technical parts. */
import type { Page } from '@playwright/test'

/** For those who ask for them: the details, the options of protocols, and what shows gossip to its students. */
const TECHNICAL = '.details, .share-options, .protocol-settings, .gossip'

/**
 * Words of BitTorrent and of networks, which nobody has to know to send a file. A piece is one in
 * plain English, too; what cannot be used is called what whoever made it calls it.
 */
const JARGON =
  /\b(peers?|trackers?|seed(s|er|ers|ing)?|leech\w*|(un)?chok\w+|magnets?|(info )?hash(es|ed|ing)?|swarms?|metadata|bitfields?|snub\w*|handshakes?|(?<!\.|This |Dieser |το |Este |Aquest )torrents?|BitTorrent|BEP|DHT|STUN|UDP|undefined|NaN)\b|\b1 (pieces|files|others|peers|people)\b/gi

/** The same in the other languages, as far as they have words of their own. */
const TRANSLATED =
  /(?<!\p{L})(σμήν\p{L}*|μεταδεδομέν\p{L}*|ομότιμ\p{L}*|κατακερματισμ\p{L}*|eixam\p{L}*|metadades|enjambre\p{L}*|metadatos|Schw[aä]rm\p{L}*|Metadaten|Prüfsumme\p{L}*)/giu

/** Somebody's turn and ice are plain English. */
const ACRONYMS = /\b(TURN|ICE)\b/g

/** Each with what stands around it. */
export async function jargonOn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(technical => {
    const found: string[] = [document.title]
    const isOurs = (element: Element | null) =>
      // A name is the word of whoever gave it.
      element?.closest(`${technical}, bdi, script, style`) === null
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      if (isOurs(parentElement)) found.push(textContent ?? '')
    }
    for (const element of document.body.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        const text = element.getAttribute(name)
        if (text !== null && isOurs(element)) found.push(text)
      }
    return found
  }, TECHNICAL)
  return texts.flatMap(text =>
    [JARGON, TRANSLATED, ACRONYMS].flatMap(words =>
      [...text.matchAll(words)].map(([word]) => `${word}: ${text}`),
    ),
  )
}
