/** Refusals of what is below the page, and what to do about them. English has them there already. */
import { number } from '../format.ts'

const copyAgain = 'Copy the whole link again.'

const texts = {
  codes: {
    'unsupported-browser':
      'This browser cannot connect to others (WebRTC is missing or switched off). Use a current Firefox, Chrome, Edge or Safari.',
    'not-loaded':
      'This needs a part of the page that could not be loaded: the server is away, or has a newer version. Try again when the server is back; if that does not help, reload the page.',
    'no-files': 'Choose at least one file to share.',
    'empty-files': 'There is nothing in these files. Choose others to share.',
    'too-large': 'This is too large to share at once. Share it in parts.',
  },
  others: {
    'not-together': 'These files cannot be shared together. Share fewer of them at once.',
    changing: 'These files change while they are read. Share them again.',
    'torrent-file-too-large':
      'This is too large to be a .torrent file (10 MB at most). To send it as it is, share it inside a folder or a ZIP file.',
    'torrent-file-unreadable':
      'The .torrent file could not be read. Check that it is still there, then open it again.',
    goal: 'Choose a ratio or a time above 0, or none.',
    'random-first': 'Choose how many pieces come at random: 0 or more.',
    'play-rate': 'Choose how fast it is played: above 0.',
    'unknown-way': 'Choose one of the ways that are offered.',
  },
  /** `names`: “a”, or “a” and 2 more. */
  unreadableOne: (name: string) =>
    `${name} cannot be read. Check that it is still there and may be opened, then share again.`,
  unreadable: (names: string) =>
    `${names} cannot be read. Check that they are still there and may be opened, then share again.`,
  /** `why`: one of the following. */
  unusable: (why: string) =>
    `This torrent cannot be used: ${why}. Ask whoever made it for a new one.`,
  torrentFaults: {
    damaged: 'it is damaged',
    'file-too-large': 'the .torrent file is longer than 10 MB',
    'info-too-large': 'its description is longer than 10 MB',
    'no-info': 'it has no description',
    'v2-only': 'it is for BitTorrent version 2 only, not 1 or both',
    empty: 'there is nothing in it',
    'too-many-files': 'it has more than 100,000 files',
    'no-list': 'its files are not a list',
    'no-files': 'it has neither a length nor a list of files',
    'bad-file': 'a file is not described',
    symlink: 'all it has is a link to another place on the disk',
    'bad-length': 'a file has no valid length',
    'too-long': 'its files are impossibly long',
    'long-padding': 'its padding is longer than a piece',
    'too-deep': 'it has more than 100 folders in one another',
    'bad-name': 'the name of a file or folder in it points to another folder',
    'bad-piece-length': 'the length of its pieces is not between 1 byte and 64 MiB',
    'no-hashes': 'its checksums are missing',
    'bad-hashes': 'its checksums do not fit its length',
  },
  link: {
    'not-a-magnet': 'There is no link in this text. A link has “urn:btih:” in it: copy all of it.',
    'too-long': `This is too long to be a share link. ${copyAgain}`,
    'no-hash': `This link is not complete: it does not say which content it is for. ${copyAgain}`,
    'bad-hash': `This link is damaged. ${copyAgain}`,
    'v2-only':
      'This link is for BitTorrent version 2 only, which cannot be opened here. Ask for a version 1 or hybrid link.',
    'bad-encoding': `This link is damaged at a % sign. ${copyAgain}`,
    'bad-gossip':
      'This link asks for a way of sharing that this page does not know. Reload the page.',
  },
  storage: {
    usedUp: 'The disk space this browser allows is used up. Free some space, then try again.',
    refused:
      'The browser refused to store the download. Try again; if that does not help, reload the page.',
    tooLargeForMemory:
      'This browser does not let the page store files, and the download is too large for memory. Open the link in a normal (not private) window.',
  },
  /** What the server refuses, and why it is not heard. */
  server: {
    'not yours':
      'This peer id belongs to another connection. Wait half a minute, or reload the page.',
    'another id': 'This connection is in the swarm under another peer id. Stop that one first.',
    'too many swarms': 'This tab has too many torrents open. Remove one to open another.',
    'own share taken':
      'Your network has as many torrents open as the server allows it. Close one to open another.',
    'all taken': 'The server has no room for another torrent. Try again later.',
    'place given away':
      'The server is full, and your network has more torrents there than any other. Try again later.',
    'connection given away':
      'The server is full, and your network has more connections to it than any other. Try again later.',
    'too many connections':
      'Your network has more connections to these servers than one may have. Try again later.',
    'too often': 'This tab announces too often. It may again in a few seconds.',
    'no proof':
      'This peer id is of a kind that must be proved, and no proof came. Reload the page.',
    'too many proofs': 'Too many proofs of peer ids at once. Try again in a minute.',
    'bad proof':
      'The proof of this peer id does not hold here. Reload the page; if that does not help, a proxy before the server changes the Host that it passes on.',
    unreachable: 'The server cannot be reached. Trying again until it is back.',
    'no answer': 'The server did not answer. Trying again.',
    'strange answer': 'The server gave an answer this page does not know. Reload the page.',
    'taken over':
      'Another connection has shown that it is this tab. Reload the page to take part again.',
  },
  limit: (least: number) => `Choose a limit of ${number(least)} bytes a second or more, or none.`,
  lineRate: ({ least, most }: { least: string; most: string }) =>
    `Choose a limit from ${least} to ${most}, or none.`,
  lineDelay: (mostMs: number) => `Choose a delay from 0 to ${number(mostMs)} ms.`,
  lineLoss: (mostPercent: number) => `Choose a loss from 0 to ${number(mostPercent)} %.`,
  uploadSlots: (most: number) => `Serve 1 to ${number(most)} others at once.`,
  blockBytes: ({ least, most }: { least: number; most: number }) =>
    `Choose blocks of ${number(least)} to ${number(most)} bytes.`,
  piecesAtOnce: (most: number) => `Fetch 1 to ${number(most)} pieces at once.`,
}

export default texts
export type ErrorsTexts = typeof texts
