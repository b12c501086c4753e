/** Texts with links in them as people get them, and how each is to be read: one table. */
import { BASE32, HASH, SURROUNDINGS, twice } from './link-surroundings.ts'

export { HASH } from './link-surroundings.ts'

const OTHER = '0123456789abcdef0123456789abcdef01234567'
const WS = 'ws://127.0.0.1:8000'
const TR = '&tr=ws%3A%2F%2F127.0.0.1%3A8000'
const M = `magnet:?xt=urn:btih:${HASH}`

export interface OddLink {
  readonly what: string
  readonly text: string
  /** What follows the info hash `HASH` in the strict link; more of them one after the other, or a fault. */
  readonly read: string
  /** Kinds of the notes, in order. */
  readonly notes: string
}

const base64Of = (text: string) => Buffer.from(text).toString('base64')

const row = (what: string, text: string, read = '', notes = ''): OddLink => ({
  what,
  text,
  read,
  notes,
})

const LINKS: readonly (readonly [what: string, rest: string])[] = [
  ['bare', ''],
  ['whole', `&dn=a%20%28b%29.txt${TR}`],
]

const SURROUNDED = SURROUNDINGS.flatMap(([what, around]) =>
  LINKS.map(([which, rest]) => row(`${what}, ${which}`, around(M + rest), rest)),
)

export const ODD_LINKS: readonly OddLink[] = [
  ...SURROUNDED,
  row('a lone % in the name', `${M}&dn=100% real`, '&dn=100%25%20real'),
  row('a % and letters in the name', `${M}&dn=50%off`, '&dn=50%25off'),
  row('a % at the end of the name', `${M}&dn=100%${TR}`, `&dn=100%25${TR}`),
  row('a letter cut in two', `${M}&dn=caf%C3`, '&dn=caf', 'damaged dn'),
  row('half an escape', `${M}&dn=caf%C3%A9%2`, '&dn=caf%C3%A9', 'damaged dn'),
  row('an old encoding', `${M}&dn=caf%E9.txt`, '&dn=caf%C3%A9.txt', 'damaged dn'),
  row('escapes of JavaScript', `${M}&dn=caf%u00e9`, '&dn=caf%C3%A9'),
  row('a choice that is none', `${M}&so=%`, '', 'left-out so'),
  row('a choice in part', `${M}&so=0,x,2`, '&so=0,2', 'left-out so'),
  row('a choice, escaped', `${M}&so=0%2C2-3`, '&so=0,2-3'),
  row('a size that is none', `${M}&xl=12kB`, '', 'left-out xl'),
  row('a tracker cut off', `${M}&tr=wss%3A%2F%2Fexample.org%2Fannounc%`, '', 'left-out tr'),
  row('a tracker cut in an escape', `${M}&tr=wss%3A%2F%2Fexample.org%2`, '', 'left-out tr'),
  row('a tracker that is none', `${M}&tr=javascript%3Aalert(1)${TR}`, TR, 'left-out tr'),
  row('a tracker not escaped', `${M}&tr=${WS}`, TR),
  row('a tracker and a stop', `${M}&tr=${WS}.`, TR),
  row('a tracker and a smile', `${M}&tr=${WS}😀`, TR),
  row('a name and a bracket', `${M}&dn=trial.bin).`, '&dn=trial.bin'),
  row('a name with brackets', `(${M}&dn=a(b).bin)`, '&dn=a%28b%29.bin'),
  row('blanks in the name', `${M}&dn=My trial file&tr=${WS}`, `&dn=My%20trial%20file${TR}`),
  row('blanks in the last name', `${M}&dn=My trial file`, '&dn=My%20trial%20file'),
  row('blanks in a name in quotes', `see "${M}&dn=a b c" ok`, '&dn=a%20b%20c'),
  row('plus for blank', `${M}&dn=My+trial+file`, '&dn=My%20trial%20file'),
  row('# in the name', `${M}&dn=Song #1&tr=${WS}`, `&dn=Song%20%231${TR}`),
  row('& in the name', `${M}&dn=Tom & Jerry&tr=${WS}`, `&dn=Tom%20%26%20Jerry${TR}`),
  row('letters of elsewhere', `${M}&dn=фильм&tr=${WS}`, `&dn=%D1%84%D0%B8%D0%BB%D1%8C%D0%BC${TR}`),
  row('&amp; as it is', `${M}&amp;dn=a&amp;tr=${WS}`, `&dn=a${TR}`),
  row('&amp;amp;', `${M}&amp;amp;dn=a&amp;amp;tr=${WS}`, `&dn=a${TR}`),
  row("an apostrophe of HTML's", `<a href="${M}&amp;dn=it&#39;s">`, '&dn=it%27s'),
  row(
    'values escaped twice',
    `magnet:?xt=urn%253Abtih%253A${HASH}&dn=a%2520b&tr=${twice(WS)}`,
    `&dn=a%20b${TR}`,
  ),
  row('= and & escaped', `magnet:?xt%3Durn%3Abtih%3A${HASH}%26dn%3Da`, '&dn=a'),
  row('the colon escaped', `magnet%3A?xt=urn%3Abtih%3A${HASH}&dn=a`, '&dn=a'),
  row('a ? for the first &', `${M}?dn=a`, '&dn=a'),
  row('the name first', `magnet:?dn=My file&xt=urn:btih:${HASH}`, '&dn=My%20file'),
  row('a wrapped tracker', `look\n${M}\n&tr=${WS}\nbye`, TR),
  row(
    'a wrapped name',
    `${M}&dn=a%20long%20na\nme%20of%20it${TR}`,
    `&dn=a%20long%20name%20of%20it${TR}`,
  ),
  row('a word on the next line', `${M}&dn=a%20b${TR}\nthanks`, `&dn=a%20b${TR}`),
  row('a word right behind the code', `${M}thanks`, ''),
  row('a web seed', `${M}&ws=http%3A%2F%2Fexample.org%2Fa`, '&ws=http%3A%2F%2Fexample.org%2Fa'),
  row('keys that mean nothing here', `${M}&kt=a+b&x.pe=1.2.3.4:5`, '&kt=a+b&x.pe=1.2.3.4:5'),
  row('a hybrid', `magnet:?xt=urn:btmh:1220${'a'.repeat(64)}&xt=urn:btih:${HASH}`),
  row('a broken topic before it', `magnet:?xt=urn:btih:junk&xt=urn:btih:${HASH}`),
  row('another topic before it', `magnet:?xt=urn:sha1:${BASE32}&xt=urn:btih:${HASH}`),
  row('a bare code', HASH, '', 'bare-code'),
  row('a bare code in capitals', HASH.toUpperCase(), '', 'bare-code'),
  row('a bare code in base32', BASE32, '', 'bare-code'),
  row('a bare code in small base32', BASE32.toLowerCase(), '', 'bare-code'),
  row('a bare code in prose', `the hash: ${HASH}.`, '', 'bare-code'),
  row('base32 in prose', `the hash is ${BASE32}, ok`, '', 'bare-code'),
  row('a bare code behind #', `#${HASH}`, '', 'bare-code'),
  row('a urn alone', `urn:btih:${HASH}`, '', 'bare-code'),
  row('a bare code broken in two', `${HASH.slice(0, 20)}\n${HASH.slice(20)}`, '', 'bare-code'),
  row('the address of a .torrent', `https://t.example/torrent/${HASH}.torrent`, '', 'bare-code'),
  row('one content twice', `[${M}&dn=a](${M}${TR})`, `&dn=a${TR}`),
  row('two contents', `${M}\nmagnet:?xt=urn:btih:${OTHER}&dn=b`, `|${OTHER}&dn=b`, 'several 2'),
  row('two without a blank', `${M}magnet:?xt=urn:btih:${OTHER}`, `|${OTHER}`, 'several 2'),
  row('a good one and a bad one', `${M} magnet:?xt=urn:btih:123`, '', 'refused'),
  row('gossip', `${M}&amp;x.gossip=push`, '&x.gossip=push'),
  row('the semicolon between parameters', `${M};dn=a;tr=${WS}`, `&dn=a${TR}`),
  row("PHP's lists", `${M}&tr[]=${WS}&tr%5B1%5D=wss%3A%2F%2Fb%2F`, `${TR}&tr=wss%3A%2F%2Fb%2F`),
  row('trackers as one list', `${M}&tr=${WS},wss://b/`, `${TR}&tr=wss%3A%2F%2Fb%2F`),
  row('a tracker behind an empty one', `${M}&tr=&tr=${WS}`, TR),
  row('a tracker and a comma of a table', `film,${M}${TR},5`, TR),
  row('a tracker and a semicolon', `${M}&tr=${WS};спасибо`, TR),
  row('a tracker and a label', `${M}${TR}[the film]`, TR),
  row('a tracker and a fragment', `${M}${TR}#t=1`, TR),
  row('blanks in a web seed', `${M}&ws=http%3A%2F%2Fw%2Fa%20b`, '&ws=http%3A%2F%2Fw%2Fa%2520b'),
  row(
    'blanks in a web seed, bare',
    `${M}&ws=http://w/a b&dn=a`,
    '&dn=a&ws=http%3A%2F%2Fw%2Fa%2520b',
  ),
  row(
    'letters in a web seed',
    `${M}&ws=http%3A%2F%2Fw%2F%C3%A9`,
    '&ws=http%3A%2F%2Fw%2F%25C3%25A9',
  ),
  row('brackets in a web seed', `${M}&ws=http%3A%2F%2Fw%2F%5Ba%5D`, '&ws=http%3A%2F%2Fw%2F%5Ba%5D'),
  row('& in the name without blanks', `${M}&dn=R&B&tr=${WS}`, `&dn=R%26B${TR}`),
  row('& in the last name', `${M}&dn=AT&T-corpus`, '&dn=AT%26T-corpus'),
  row('cut within a key', `${M}&dn=a&am`, '&dn=a'),
  row('cut within another key', `${M}&dn=a&t`, '&dn=a'),
  row('< and > in the name', `${M}&dn=a<b>c&tr=${WS}`, `&dn=a_b_c${TR}`),
  row('a letter by its name', `${M}&amp;dn=caf&eacute;&amp;tr=${WS}`, `&dn=caf%C3%A9${TR}`),
  row('a label behind an escaped name', `${M}&dn=a%20b|film|12`, '&dn=a%20b'),
  row('> escaped with it', `https://h/#${M}&dn=a%3E`, '&dn=a'),
  row('a choice backwards', `${M}&so=5-2`, '', 'left-out so'),
  row('a urn and more', `urn:btih:${HASH}&dn=a&tr=${WS}`, `&dn=a${TR}`),
  row('a code and more', `${HASH}&dn=a&tr=${WS}`, `&dn=a${TR}`),
  row('a key cut by a line', `${M}&d\nn=a&tr=${WS}`, `&dn=a${TR}`),
  row('base64 of something else', base64Of('x'.repeat(60)), '!not-a-magnet'),
  row('version 2 alone', `magnet:?xt=urn:btmh:1220${'a'.repeat(64)}`, '!v2-only'),
  row('the code of a version 2 torrent', `1220${'a'.repeat(64)}`, '!v2-only'),
  row('a code cut short', M.slice(0, -1), '!bad-hash'),
  row('a code too long', `${M}0`, '!bad-hash'),
  row('a code with a wrong letter', M.replace('f', 'g'), '!bad-hash'),
  row('no code', 'magnet:?dn=x', '!no-hash'),
  row('another network', `magnet:?xt=urn:sha1:${BASE32}`, '!no-hash'),
  row('another network, escaped', `magnet:?xt=urn%3Atree%3Atiger%3A${BASE32}&dn=x`, '!no-hash'),
  row('a urn of another network', `urn:sha1:${HASH}`, '!no-hash'),
  row('half a word', '#magnet', '!no-hash'),
  row('an unknown gossip', `${M}&x.gossip=shout`, '!bad-gossip'),
  row('no link', 'hello', '!not-a-magnet'),
  row('nothing', '', '!not-a-magnet'),
  row('an address', 'https://example.org/', '!not-a-magnet'),
  row('half a code', HASH.slice(1), '!not-a-magnet'),
  row('the MD5 of something', 'in: d41d8cd98f00b204e9800998ecf8427e', '!not-a-magnet'),
  row('a word like it', 'electromagnet:x', '!no-hash'),
]
