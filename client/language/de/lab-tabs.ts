import type { LabTabsTexts } from '../en/lab-tabs.ts'
import { number, plural } from '../format.ts'

const texts: LabTabsTexts = {
  where: {
    title: 'Laufen soll es in',
    virtual: 'virtueller Zeit',
    tabs: 'echten Tabs',
    places: ({ peers, tabs, browsers, here }) =>
      `${plural(peers, { one: '# Peer', other: '# Peers' })}: ${plural(tabs, { one: '# anderer Tab', other: '# andere Tabs' })}${browsers && ` (${browsers})`}, ${number(here)} in diesem Tab.`,
    open: count => `${number(count)} Tabs öffnen`,
    add: count => `${number(count)} Peers in diesem Tab hinzufügen`,
    clear: 'Keine Peers in diesem Tab',
    dilation: 'Wie viel Mal langsamer als in echt',
    asNeeded: 'wie dieser Rechner es braucht',
    link: 'Link und QR-Code',
    linkAbout:
      'Jeder Tab, der diesen Link öffnet, ist ein Peer, auf jedem Gerät, das diese Seite erreicht; in anderen Browsern als diesem fragt er vorher. Öffnet dein Browser weniger Tabs, als er soll, erlaube hier Pop-ups.',
    linkLabel: 'Link für andere Tabs',
    copyLink: 'Link kopieren',
    otherVersion: 'Ein Tab mit einer anderen Version dieser Seite ist gekommen. Lade ihn neu.',
  },

  preparing: {
    places: 'Die Tabs nehmen ihre Plätze ein.',
    joined: ({ here, all }) => `${number(here)} von ${number(all)} Peers sind an ihrem Platz.`,
    linking: links =>
      plural(links, {
        one: 'Die Peers finden einander: bisher # Verbindung.',
        other: 'Die Peers finden einander: bisher # Verbindungen.',
      }),
  },

  invalid: {
    often: ({ late, allowed }) =>
      `Der Rechner kam nicht mit: 1 von 100 Nachrichten kam ${late}\u00a0ms zu spät oder noch später, erlaubt sind ${allowed}\u00a0ms. Lass die Zeit langsamer gehen, nimm weniger Tabs mit je mehr Peers oder weniger Peers.`,
    once: ({ late, allowed }) =>
      `Der Rechner kam nicht mit: Eine Nachricht kam ${late}\u00a0ms zu spät, erlaubt sind ${allowed}\u00a0ms. Lass die Zeit langsamer gehen, nimm weniger Tabs mit je mehr Peers oder weniger Peers.`,
    clocks: apart =>
      `Die Uhren der Tabs können um ${apart}\u00a0ms auseinandergehen: Die Leitung zum Server ist zu langsam oder zu voll. Lass die Zeit langsamer gehen, nimm weniger Tabs mit je mehr Peers oder weniger Peers.`,
  },

  failure: {
    unfinished: ({ count, ms, names }) =>
      `${number(count)} sind nach ${ms}\u00a0ms nicht fertig geworden: ${names}.`,
    notFinished: name => `${name} ist nicht fertig geworden.`,
    gone: name => `Der Tab von ${name} ist weg.`,
    spoilt: name => `${name} hat ein Stück gespeichert, das nicht zum Torrent gehört.`,
  },
}

export default texts
