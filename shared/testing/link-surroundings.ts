/** What people and programs put around links, or do to them, and which leaves them whole. */

export const HASH = 'deeb3782c8ac3abcad04ff359d0980092c40fffe'
export const BASE32 = '33VTPAWIVQ5LZLIE742Z2CMABEWEB776'

export const twice = (text: string) => encodeURIComponent(encodeURIComponent(text))
const html = (text: string) => text.replaceAll('&', '&amp;')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const lines = (text: string, length: number) =>
  text.replace(new RegExp(`(.{${length}})(?=.)`, 'g'), '$1\n')
/** As https://help.proofpoint.com describes what URL Defense does. */
const proofpoint2 = (url: string) =>
  `https://urldefense.proofpoint.com/v2/url?u=${encodeURIComponent(url)
    .replaceAll('-', '%2D')
    .replaceAll('_', '%5F')
    .replace(/[!'()*~]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)
    .replaceAll('%2F', '_')
    .replaceAll('%', '-')}&d=DwM&c=x`
const proofpoint3 = (url: string) => {
  const kept: string[] = []
  const plain = url.replace(/[#%&]/g, sign => {
    kept.push(sign)
    return '*'
  })
  return `https://urldefense.com/v3/__${plain}__;${base64(kept.join(''))}!!Ab-c$`
}

/** What stands around a link, in which it is found whole. */
export const SURROUNDINGS: readonly (readonly [what: string, around: (link: string) => string])[] =
  [
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
    [
      'soft hyphens',
      link => link.replace('magnet', 'mag\u00adnet').replace('3782c', '37\u00ad82c'),
    ],
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
    [
      'another case',
      link => link.replace('magnet', 'MAGNET').replace('xt=urn:btih', 'XT=URN:BTIH'),
    ],
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
    ['a chat, its own markup', link => `<${html(link)}|The film>`],
    ['a wiki, a label behind', link => `see [[${link}|the film]] there`],
    ['a wiki, a template', link => `{{magnet|${link}|the film}}`],
    ['LaTeX', link => `\\href{${link.replaceAll('%', '\\%').replaceAll('&', '\\&')}}{film}`],
    ['RTF', link => `{\\field{\\*\\fldinst{HYPERLINK "${link}"}}{\\fldrslt film}}`],
    ['a sheet', link => `=HYPERLINK("${link}";"film")`],
    ["a line break of Word's", link => `film\v${link}\vmore`],
    ['a new page', link => `${link}\f2`],
    ['line separators', link => `a\u2028${link}\u2028b\u2029c`],
    ['colours of a terminal', link => `\x1b[4m${link}\x1b[0m ok`],
    ['a link in a terminal', link => `\x1b]8;;${link}\x1b\\the film\x1b]8;;\x1b\\`],
    ['colours of IRC', link => `<bob> \x0304,01${link}\x03`],
    ['UTF-16 as bytes', link => [...link].join('\0')],
    ['a shortcut file', link => `[InternetShortcut]\r\nURL=${link}\r\nIconIndex=0\r\n`],
    ['a calendar', link => `DESCRIPTION:See ${link}\\nmore`],
    ['HTML, no semicolons', link => link.replaceAll('&', '&amp')],
    ['HTML, a match marked', link => `<p>${link.replace('3782c', '<em>3782c</em>')}</p>`],
    ['HTML, broken for lines', link => link.replace('3782c', '37<br />\n82c')],
    ['HTML, quotes by their names', link => `&laquo;${html(link)}&raquo;&nbsp;`],
    ['JSON in JSON', link => JSON.stringify(JSON.stringify({ link }))],
    ['base64', link => base64(link)],
    ['base64 in a mail', link => `Hello\n\n${lines(base64(`see ${link}\nbye`), 76)}\n`],
    ["Thunder's own scheme", link => `thunder://${base64(`AA${link}ZZ`)}`],
    ["FlashGet's own scheme", link => `flashget://${base64(`[FLASHGET]${link}[FLASHGET]`)}&x=1`],
    ["Proofpoint's gateway", link => proofpoint2(`https://h/#${link}`)],
    ["Proofpoint's gateway, version 3", link => proofpoint3(`https://h/#${link}`)],
    ["Sophos's gateway", link => `https://x.protection.sophos.com?d=h&u=${base64(link)}&p=m`],
    [
      "a gateway's address with more behind",
      link => `https://disq.us/url?url=${encodeURIComponent(link)}%3AaBc_d&cuid=1`,
    ],
    ['an address of a message', link => `mailto:?body=${encodeURIComponent(`Hi\n${link}\nbye`)}`],
    [
      "an intent of Android's",
      link => `${link.replace('magnet:', 'intent:')}#Intent;scheme=magnet;end`,
    ],
    ['cut to 40 signs a line', link => lines(link, 40)],
    ['cut to 72 signs a line', link => lines(link, 72)],
    ['cut and quoted', link => lines(link, 60).replace(/^/gm, '> ')],
    ['a code that says it is hexadecimal', link => link.replace(HASH, `0x${HASH}`)],
    ['; for &', link => link.replaceAll('&', ';')],
  ]
