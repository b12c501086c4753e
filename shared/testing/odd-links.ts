/** Texts with links in them as people get them, and how each is to be read: one table. */

export const HASH = 'deeb3782c8ac3abcad04ff359d0980092c40fffe'
const BASE32 = '33VTPAWIVQ5LZLIE742Z2CMABEWEB776'
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

const row = (what: string, text: string, read = '', notes = ''): OddLink => ({
  what,
  text,
  read,
  notes,
})

const twice = (text: string) => encodeURIComponent(encodeURIComponent(text))
const html = (text: string) => text.replaceAll('&', '&amp;')

/** What stands around a link, in which it is found whole. */
const SURROUNDINGS: readonly (readonly [what: string, around: (link: string) => string])[] = [
  ['alone', link => link],
  ['white space', link => ` \t\n${link}\r\n `],
  ['a sentence', link => `Here it is: ${link} have fun`],
  ['the end of a sentence', link => `Get it at ${link}.`],
  ['a question', link => `Have you seen ${link}?!`],
  ['a list of words', link => `film, ${link}, and more`],
  ['round brackets', link => `(${link})`],
  ['round brackets and a stop', link => `See it (here: ${link}).`],
  ['square brackets', link => `[${link}]`],
  ['curly brackets', link => `{${link}}`],
  ['angle brackets', link => `<${link}>`],
  ['quotes', link => `"${link}"`],
  ['single quotes', link => `'${link}'`],
  ['curly quotes', link => `“${link}”`],
  ['German quotes', link => `„${link}“`],
  ['French quotes', link => `« ${link} »`],
  ['Japanese quotes', link => `「${link}」`],
  ['a wide stop', link => `链接：${link}。谢谢`],
  ['Markdown, a link', link => `[the film](${link}) is out`],
  ['Markdown, a link with a title', link => `[the film](${link} "the film")`],
  ['Markdown, a reference', link => `[film]: ${link}\nmore`],
  ['Markdown, code', link => `run \`${link}\` now`],
  ['Markdown, a block of code', link => `\`\`\`\n${link}\n\`\`\``],
  ['Markdown, bold', link => `**${link}**`],
  ['Markdown, slanted', link => `_${link}_`],
  ['Markdown, struck', link => `~~${link}~~`],
  ['a table', link => `| film | ${link} | 2 |`],
  ['HTML, an attribute', link => `<a href="${html(link)}">film</a>`],
  ['HTML, single quotes', link => `<a href='${html(link)}'>film</a>`],
  ['HTML, no quotes', link => `<a href=${html(link)}>film</a>`],
  ['HTML, text', link => `<p>${html(link)}</p>`],
  ['HTML, escaped twice', link => `&lt;a href=&quot;${html(html(link))}&quot;&gt;`],
  ['HTML, numbers for signs', link => link.replaceAll('&', '&#38;').replaceAll(':', '&#x3a;')],
  ['HTML, a break for lines', link => link.replace('btih:', 'btih:<wbr>')],
  ['BBCode', link => `[url]${link}[/url]`],
  ['BBCode with a label', link => `[url=${link}]film[/url]`],
  ['JSON', link => JSON.stringify({ link, other: 'x' })],
  ['JSON, escaped &', link => `{"link":"${link.replaceAll('&', '\\u0026')}"}`],
  ['a quoted mail', link => `> > look:\n> > ${link}\n> ok`],
  [
    'a mail source',
    link => `Subject: x\n\n${link.replaceAll('=', '=3D').replace('urn', 'u=\nrn')}`,
  ],
  ['a line break in the code', link => link.replace('b3782c', 'b37\n82c')],
  ['a wrapped code', link => link.replace('b3782c', 'b37\r\n  82c').replace('8009', '80\n09')],
  ['zero width spaces', link => link.replace('3782c', '37\u200b82\u200bc')],
  ['soft hyphens', link => link.replace('magnet', 'mag\u00adnet').replace('3782c', '37\u00ad82c')],
  ['a byte order mark', link => `\ufeff${link}`],
  ['direction marks', link => `\u202a${link}\u202c`],
  ['a share link', link => `http://localhost:8090/#${link}`],
  ['a share link of elsewhere', link => `https://share.example.org/some/path/?from=mail#${link}`],
  ['a share link in a sentence', link => `(see https://example.org/#${link}).`],
  ['an escaped #', link => `http://localhost:8090/%23${link}`],
  ['all escaped behind the #', link => `http://localhost:8090/#${encodeURIComponent(link)}`],
  ['# and all escaped', link => `http://localhost:8090/%23${encodeURIComponent(link)}`],
  ['# and all escaped twice', link => `http://localhost:8090/%2523${twice(link)}`],
  ['an escaped link', link => encodeURIComponent(link)],
  ['an escaped link in a sentence', link => `look: ${encodeURIComponent(link)}, good`],
  [
    "a search engine's redirect",
    link =>
      `https://www.google.com/url?q=${encodeURIComponent(`http://h/#${link}`)}&sa=D&usg=AOvVaw0`,
  ],
  [
    "a mail gateway's redirect",
    link =>
      `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05`,
  ],
  [
    'a redirect in a redirect',
    link => {
      const inner = `https://l.example/l.php?u=${encodeURIComponent(`http://h/#${link}`)}&h=AT0`
      return `<https://out.example/?url=${encodeURIComponent(inner)}&token=x>`
    },
  ],
  ['another case', link => link.replace('magnet', 'MAGNET').replace('xt=urn:btih', 'XT=URN:BTIH')],
  ['a capital at the start', link => link.replace('magnet', 'Magnet')],
  ['a code in capitals', link => link.replace(HASH, HASH.toUpperCase())],
  ['base32', link => link.replace(HASH, BASE32)],
  ['base32 in small letters', link => link.replace(HASH, BASE32.toLowerCase())],
  ['an escaped topic', link => link.replace('urn:btih:', 'urn%3Abtih%3A')],
  ['a numbered topic', link => link.replace('xt=', 'xt.1=')],
  ['slashes', link => link.replace('magnet:', 'magnet://')],
  ['a blank behind the colon', link => link.replace('magnet:', 'magnet: ')],
  ['no question mark', link => link.replace('magnet:?', 'magnet:')],
  ["WebTorrent's own scheme", link => `stream-${link}`],
  ['a word right before it', link => `Here${link}`],
  ['no head', link => link.replace('magnet:?', '')],
  ['wide signs', link => link.replace('magnet:?', 'ｍａｇｎｅｔ：？')],
]

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
