/** `.torrent` files as other programs make them, odd or hostile, and how each is to be read: one table. */
import { type BencodeDict, type BencodeValue, encodeBencode } from '../wire/bencode.ts'

export interface OddTorrent {
  readonly what: string
  readonly bytes: Uint8Array
  /** Its name and the paths of its files; or `!` and the code of the refusal. */
  readonly read: string
}

type Fields = Readonly<Record<string, BencodeValue | undefined>>

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, character => character.charCodeAt(0))
const dict = (fields: Fields): BencodeDict =>
  new Map(Object.entries(fields).filter((e): e is [string, BencodeValue] => e[1] !== undefined))

const file = (path: string, length = 1, more: Fields = {}): BencodeDict =>
  dict({ length, path: path.split('/').map(utf8), ...more })
const rawFile = (path: readonly Uint8Array[], more: Fields = {}) =>
  dict({ length: 1, path: [...path], ...more })

const ONE: Fields = {
  name: utf8('a.txt'),
  length: 10,
  'piece length': 64,
  pieces: new Uint8Array(20),
}

/** One file of 10 bytes, with other fields. */
const one = (info: Fields, around: Fields = {}) =>
  encodeBencode(dict({ info: dict({ ...ONE, ...info }), ...around }))
const named = (name: string | Uint8Array, info: Fields = {}, around: Fields = {}) =>
  one({ name: typeof name === 'string' ? utf8(name) : name, ...info }, around)
/** A folder `f` in one piece. */
const folder = (files: readonly BencodeValue[], around: Fields = {}) =>
  one({ name: utf8('f'), length: undefined, files: [...files] }, around)

const row = (what: string, bytes: Uint8Array, read: string): OddTorrent => ({ what, bytes, read })

const P = utf8('p')
const BITCOMET =
  '_____padding_file_0_如果您看到此文件，请升级到BitComet(比特彗星)0.85或以上版本____'
const joinedBytes = (...parts: readonly Uint8Array[]) =>
  Uint8Array.from(parts.flatMap(part => [...part]))
const spelled = (text: string) => latin1(text.replace('PIECES', `6:pieces20:${'x'.repeat(20)}`))
const long = 'x'.repeat(300)
/** こんにちは in Shift_JIS, привет in windows-1251, 你好 in GBK and Big5. */
const SJIS = latin1('\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd')
const CP1251 = latin1('\xef\xf0\xe8\xe2\xe5\xf2')
const GBK = latin1('\xc4\xe3\xba\xc3')
const BIG5 = latin1('\xa7\x41\xa6\x6e')

const NAMES: readonly OddTorrent[] = [
  row('a good one', one({}), 'a.txt: a.txt'),
  row(
    'a dot at the end',
    named('S03E02.720p.HDTV.x264-EVOLVE.'),
    'S03E02.720p.HDTV.x264-EVOLVE: S03E02.720p.HDTV.x264-EVOLVE',
  ),
  row('a blank at the end', named('a '), 'a: a'),
  row('a slash', named('a/b'), 'a_b: a_b'),
  row('a backslash', folder([file('AC\\DC.txt')]), 'f: AC_DC.txt'),
  row('markup', named('a <b> c.txt'), 'a _b_ c.txt: a _b_ c.txt'),
  row('a line break', named('a\nb.txt'), 'ab.txt: ab.txt'),
  row('a NUL', named('a\0b.txt'), 'ab.txt: ab.txt'),
  row('a name that reads backwards', named('exe.\u202egpj'), 'exe.gpj: exe.gpj'),
  row('fillers alone', named('\u3164'), 'unnamed: unnamed'),
  row('a drive', named('C: notes.txt'), 'C_ notes.txt: C_ notes.txt'),
  row('a device', named('con.txt'), '_con.txt: _con.txt'),
  row('another device', folder([file('com1.log')]), 'f: _com1.log'),
  row('300 bytes', named(`${long}.jpeg`), `${'x'.repeat(249)}.jpeg: ${'x'.repeat(249)}.jpeg`),
  row('an empty name', named(''), 'unnamed: unnamed'),
  row('no name', one({ name: undefined }), 'unnamed: unnamed'),
  row('a number for a name', one({ name: 5 }), 'unnamed: unnamed'),
  row('an empty part of a path', folder([file('a//b')]), 'f: a/b'),
  row('a dot for a part', folder([file('./a/./b')]), 'f: a/b'),
  row('an empty path', folder([rawFile([])]), 'f: unnamed'),
  row('no path', folder([dict({ length: 1 })]), 'f: unnamed'),
  row('a path that is text', folder([dict({ length: 1, path: utf8('a') })]), 'f: a'),
  row('a folder that ends with a blank', folder([file('folder /ok.txt')]), 'f: folder/ok.txt'),
  row('two dots', named('..'), '!bad-name'),
  row('two dots in a path', folder([file('a/../b')]), '!bad-name'),
  row('out of the folder', folder([file('../../etc/passwd')]), '!bad-name'),
  row('out, in one part', folder([rawFile([utf8('../../etc/passwd')])]), 'f: .._.._etc_passwd'),
  row('an overlong dot (CVE-2008-2938)', named(latin1('\xc0\xae\xc0\xae')), 'À®À®: À®À®'),
  row('an encoded surrogate', named(latin1('\xed\xa0\xa1a')), 'í\u00a0¡a: í\u00a0¡a'),
  row('latin1', named(latin1('\xe9.txt')), 'é.txt: é.txt'),
  row('latin1 with name.utf-8', named(latin1('\xe9'), { 'name.utf-8': utf8('ü') }), 'ü: ü'),
  row('a bad name.utf-8', named('ü', { 'name.utf-8': latin1('\xe9') }), 'ü: ü'),
  row('path.utf-8', folder([rawFile([latin1('\xe9')], { 'path.utf-8': [utf8('ü')] })]), 'f: ü'),
  row(
    'a bad path.utf-8',
    folder([rawFile([utf8('ü')], { 'path.utf-8': [latin1('\xe9')] })]),
    'f: ü',
  ),
  row('Shift_JIS', named(SJIS, {}, { encoding: utf8('Shift_JIS') }), 'こんにちは: こんにちは'),
  row('windows-1251', named(CP1251, {}, { encoding: utf8('windows-1251') }), 'привет: привет'),
  row('GBK', folder([rawFile([GBK])], { encoding: utf8('GBK') }), 'f: 你好'),
  row('GBK, said inside', named(GBK, { encoding: utf8('gbk') }), '你好: 你好'),
  row('an unknown encoding', named(latin1('\xe9'), {}, { encoding: utf8('klingon') }), 'é: é'),
  row('UTF-8 that says it is GBK', named('ü', {}, { encoding: utf8('GBK') }), 'ü: ü'),
  row('Big5 as CP950', named(BIG5, {}, { encoding: utf8('CP950') }), '你好: 你好'),
  row('a code page', folder([rawFile([GBK])], { codepage: 936 }), 'f: 你好'),
  row(
    'a code page and UTF-8 that it is not',
    folder([rawFile([CP1251])], { codepage: 1251, encoding: utf8('UTF-8') }),
    'f: привет',
  ),
  row('a code page that nobody knows', named(latin1('\xe9'), {}, { codepage: 12 }), 'é: é'),
  row(
    'twins of all kinds, by BitSpirit',
    folder(
      [
        rawFile([GBK], {
          'path.utf-8': [utf8('你好')],
          ed2k: new Uint8Array(16),
          filehash: new Uint8Array(20),
        }),
      ],
      { 'comment.utf-8': utf8('c'), 'created by': utf8('BitSpirit'), 'publisher.utf-8': utf8('p') },
    ),
    'f: 你好',
  ),
  row(
    "Azureus's properties",
    one(
      { 'file-duration': [1], private: 0 },
      { azureus_properties: dict({ Content: dict({ Title: utf8('t') }), dht_backup_enable: 1 }) },
    ),
    'a.txt: a.txt',
  ),
  row(
    'checksums by mktorrent and others',
    one({ md5sum: utf8('0'.repeat(32)), sha1: new Uint8Array(20) }),
    'a.txt: a.txt',
  ),
  row('two cases', folder([file('a.h'), file('A.h')]), 'f: a.h, A (1).h'),
  row('two cases of a folder', folder([file('A/b'), file('a/c')]), 'f: A/b, A/c'),
  row('NFC and NFD', folder([file('é'), file('e\u0301')]), 'f: é, é (1)'),
  row(
    'one path three times',
    folder([file('a.b'), file('a.b'), file('a.b')]),
    'f: a.b, a (1).b, a (2).b',
  ),
  row(
    'a number that is there',
    folder([file('a'), file('A'), file('A (1)')]),
    'f: a, A (2), A (1)',
  ),
  row(
    'alike when repaired',
    folder([file('a?'), file('a|'), file('a.'), file('a')]),
    'f: a?, a|, a, a (1)',
  ),
  row(
    'two letters in one case',
    folder([file('straße'), file('STRASSE')]),
    'f: straße, STRASSE (1)',
  ),
  row('a file that is a folder', folder([file('a'), file('a/b')]), 'f: a (1), a/b'),
  row('a folder that is a file', folder([file('a/b'), file('A')]), 'f: a/b, A (1)'),
  row(
    'long names that end alike',
    folder([file(`${long}.a`), file(`${long}y.a`)]),
    `f: ${'x'.repeat(252)}.a, ${'x'.repeat(233)} (1).a`,
  ),
]

const STRUCTURE: readonly OddTorrent[] = [
  row(
    'a link among files',
    folder([file('a', 0, { attr: utf8('l'), 'symlink path': [utf8('..')] }), file('b')]),
    'f: b',
  ),
  row(
    'a link without length',
    folder([dict({ path: [utf8('a')], attr: utf8('l') }), file('b')]),
    'f: b',
  ),
  row(
    'a link by its path alone',
    folder([file('a', 0, { 'symlink path': [utf8('b')] }), file('b')]),
    'f: b',
  ),
  row('a link alone', one({ attr: utf8('xl') }), '!symlink'),
  row('links alone', folder([file('a', 0, { attr: utf8('l') })]), '!empty'),
  row('padding', folder([file('a', 3), file('.pad/5', 5, { attr: P }), file('b', 3)]), 'f: a, b'),
  row(
    'padding twice',
    folder([file('a'), file('p', 5, { attr: P }), file('p', 5, { attr: P })]),
    'f: a',
  ),
  row("BitComet's padding", folder([file('a', 3), file(BITCOMET, 5), file('b', 3)]), 'f: a, b'),
  row('padding by its name', folder([file('a', 3), file('.pad/5', 5), file('b', 3)]), 'f: a, b'),
  row('padding alone', folder([file('p', 5, { attr: P })]), '!empty'),
  row('padding of a piece', folder([file('a', 3), file('p', 64, { attr: P })]), '!long-padding'),
  row('a file that may run', folder([file('a', 3, { attr: utf8('xh') })]), 'f: a'),
  row('an empty file', folder([file('a', 0), file('b')]), 'f: a, b'),
  row('bytes behind the end', joinedBytes(one({}), utf8('\n')), 'a.txt: a.txt'),
  row('a page behind the end', joinedBytes(one({}), utf8('<html></html>')), 'a.txt: a.txt'),
  row('a byte order mark before it', joinedBytes(utf8('\ufeff'), one({})), 'a.txt: a.txt'),
  row('line breaks before it', joinedBytes(utf8('\r\n\n'), one({})), 'a.txt: a.txt'),
  row('an empty list of files beside a length', one({ files: [] }), 'a.txt: a.txt'),
  row('cut short', one({}).slice(0, -1), '!damaged'),
  row(
    'a hybrid',
    one({ 'meta version': 2, 'file tree': dict({}) }, { 'piece layers': dict({}) }),
    'a.txt: a.txt',
  ),
  row('version 2 alone', one({ pieces: undefined, 'meta version': 2 }), '!v2-only'),
  row('length and files', one({ files: [file('b', 10)] }), 'a.txt: b'),
  row('neither of them', one({ length: undefined }), '!no-files'),
  row('files that are no list', one({ files: 1, length: undefined }), '!no-list'),
  row('a file that is a number', folder([1]), '!bad-file'),
  row('a negative length', one({ length: -1 }), '!bad-length'),
  row('no length', folder([dict({ path: [utf8('a')] })]), '!bad-length'),
  row('nothing in it', one({ length: 0, pieces: new Uint8Array() }), '!empty'),
  row('no files', folder([]), '!empty'),
  row('a piece length that is odd', one({ 'piece length': 25_344 }), 'a.txt: a.txt'),
  row('a piece length of 0', one({ 'piece length': 0 }), '!bad-piece-length'),
  row('hashes that do not fit', one({ pieces: new Uint8Array(40) }), '!bad-hashes'),
  row('half a hash', one({ pieces: new Uint8Array(19) }), '!bad-hashes'),
  row('101 folders in one another', folder([file(`${'x/'.repeat(100)}x`)]), '!too-deep'),
  row('no info', encodeBencode(dict({ announce: utf8('udp://a') })), '!no-info'),
  row('a web page', utf8('<!doctype html>'), '!damaged'),
  row('nothing', utf8(''), '!damaged'),
  row(
    'keys out of order',
    spelled('d4:infod4:name1:aPIECES6:lengthi1e12:piece lengthi64eee'),
    'a: a',
  ),
  row(
    'zeros before numbers',
    spelled('d4:infod6:lengthi007e4:name1:a12:piece lengthi0064ePIECESee'),
    'a: a',
  ),
  row(
    'a date with a fraction',
    spelled(
      'd13:creation datei1700000000.25e4:infod6:lengthi1e4:name1:a12:piece lengthi64ePIECESee',
    ),
    'a: a',
  ),
  row(
    'a date that is empty',
    spelled('d13:creation dateie4:infod6:lengthi1e4:name1:a12:piece lengthi64ePIECESee'),
    'a: a',
  ),
  row(
    'a length with a fraction',
    spelled('d4:infod6:lengthi1.5e4:name1:a12:piece lengthi64ePIECESee'),
    '!bad-length',
  ),
  row(
    'an impossible date',
    spelled(
      'd13:creation datei99999999999999999999e4:infod6:lengthi1e4:name1:a12:piece lengthi64ePIECESee',
    ),
    'a: a',
  ),
  row(
    'a length beyond all numbers',
    spelled('d4:infod6:lengthi99999999999999999999e4:name1:a12:piece lengthi64ePIECESee'),
    '!bad-length',
  ),
  row(
    'a key twice',
    spelled('d4:infod6:lengthi1e6:lengthi2e4:name1:a12:piece lengthi64ePIECESee'),
    '!damaged',
  ),
  row(
    'trackers of all kinds',
    one({}, { announce: 5, 'announce-list': [utf8('udp://a'), [1]], 'url-list': utf8('') }),
    'a.txt: a.txt',
  ),
]

export const ODD_TORRENTS: readonly OddTorrent[] = [...NAMES, ...STRUCTURE]

/** Trackers as some programs write them: all in one text. */
export const JOINED_TRACKERS = one({}, { announce: utf8('udp://a:1\nhttp://b/a,wss://c') })

/** A file with everything around its info that others write. */
export const FULL_TORRENT = one(
  { private: 0, source: utf8('x') },
  {
    announce: utf8('udp://a:1'),
    'announce-list': [[utf8('udp://a:1'), utf8('wss://b')], [utf8('http://c/')]],
    comment: utf8('c'),
    'created by': utf8('mktorrent 1.1'),
    'creation date': 1_700_000_000,
    encoding: utf8('UTF-8'),
    httpseeds: [utf8('http://h/')],
    nodes: [[utf8('router.example'), 6881]],
    'url-list': [utf8('https://w.example/a/'), utf8('http://v.example/')],
    'x-unknown': dict({ deep: [1, utf8('\u0000')] }),
  },
)
