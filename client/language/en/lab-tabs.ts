/** What the lab says of runs in real tabs. */
import { number, plural } from '../format.ts'

const texts = {
  where: {
    title: 'Run it in',
    virtual: 'virtual time',
    tabs: 'real tabs',
    /** `browsers`: of the other tabs; empty if there is none. */
    places: ({ peers, tabs, browsers, here }: Places) =>
      `${plural(peers, { one: '# peer', other: '# peers' })}: ${plural(tabs, { one: '# other tab', other: '# other tabs' })}${browsers && ` (${browsers})`}, ${number(here)} in this tab.`,
    open: (count: number) => `Open ${number(count)} tabs`,
    add: (count: number) => `Add ${number(count)} peers in this tab`,
    clear: 'No peers in this tab',
    dilation: 'Times slower than real',
    asNeeded: 'as this machine needs it',
    link: 'Link and QR code',
    linkAbout:
      'Each tab that opens this link is a peer, on any device that reaches this page; in other browsers than this one it asks first. If your browser opens fewer tabs than it should, allow pop-ups here.',
    linkLabel: 'Link for other tabs',
    copyLink: 'Copy the link',
    otherVersion: 'A tab of another version of this page came. Reload it.',
  },

  /** Before time goes. */
  preparing: {
    places: 'The tabs take their places.',
    joined: ({ here, all }: { here: number; all: number }) =>
      `${number(here)} of ${number(all)} peers are in their places.`,
    linking: (links: number) =>
      plural(links, {
        one: 'The peers find each other: # link so far.',
        other: 'The peers find each other: # links so far.',
      }),
  },

  /** Why the figures of a run in tabs cannot be trusted. */
  invalid: {
    often: ({ late, allowed }: { late: string; allowed: string }) =>
      `The machine did not keep up: 1 message in 100 was ${late} ms late or more, ${allowed} ms are allowed. Use more dilation, fewer tabs with more peers each, or fewer peers.`,
    once: ({ late, allowed }: { late: string; allowed: string }) =>
      `The machine did not keep up: a message was ${late} ms late, ${allowed} ms are allowed. Use more dilation, fewer tabs with more peers each, or fewer peers.`,
    clocks: (apart: string) =>
      `The tabs' clocks may differ by ${apart} ms: the line to the server is too slow or too busy. Use more dilation, fewer tabs with more peers each, or fewer peers.`,
  },

  /** What went wrong with peers of a run. */
  failure: {
    unfinished: ({ count, ms, names }: { count: number; ms: string; names: string }) =>
      `${number(count)} did not finish by ${ms} ms: ${names}.`,
    notFinished: (name: string) => `${name} did not finish.`,
    gone: (name: string) => `The tab of ${name} is gone.`,
    spoilt: (name: string) => `${name} stored a piece that is not the torrent's.`,
  },
}

export default texts
export type LabTabsTexts = typeof texts

interface Places {
  readonly peers: number
  readonly tabs: number
  readonly browsers: string
  readonly here: number
}
