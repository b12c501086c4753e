import type { LabTabsTexts } from '../en/lab-tabs.ts'
import { number, plural } from '../format.ts'

const texts: LabTabsTexts = {
  where: {
    title: 'Executa en',
    virtual: 'temps virtual',
    tabs: 'pestanyes reals',
    places: ({ peers, tabs, browsers, here }) =>
      `${plural(peers, { one: '# peer', other: '# peers' })}: ${plural(tabs, { one: '# altra pestanya', other: '# altres pestanyes' })}${browsers && ` (${browsers})`}, ${number(here)} en aquesta pestanya.`,
    open: count => `Obre ${number(count)} pestanyes`,
    add: count => `Afegeix ${number(count)} peers en aquesta pestanya`,
    clear: 'Cap peer en aquesta pestanya',
    dilation: 'Vegades més lent que el real',
    asNeeded: 'segons aquesta màquina',
    link: 'Enllaç i codi QR',
    linkAbout:
      'Cada pestanya que obre aquest enllaç és un peer, en qualsevol dispositiu que arribi a aquesta pàgina; en navegadors diferents d’aquest ho pregunta abans. Si el teu navegador obre menys pestanyes del compte, permet-hi les finestres emergents.',
    linkLabel: 'Enllaç per a altres pestanyes',
    copyLink: 'Copia l’enllaç',
    otherVersion: 'Ha arribat una pestanya d’una altra versió d’aquesta pàgina. Recarrega-la.',
  },

  preparing: {
    places: 'Les pestanyes prenen posició.',
    joined: ({ here, all }) => `${number(here)} de ${number(all)} peers són al seu lloc.`,
    linking: links =>
      plural(links, {
        one: 'Els peers es troben entre ells: # enllaç fins ara.',
        other: 'Els peers es troben entre ells: # enllaços fins ara.',
      }),
  },

  invalid: {
    often: ({ late, allowed }) =>
      `La màquina no ha pogut seguir: 1 missatge de cada 100 ha arribat ${late}\u00a0ms tard o més, se’n permeten ${allowed}\u00a0ms. Fes-ho més lent, amb menys pestanyes de més peers cadascuna, o amb menys peers.`,
    once: ({ late, allowed }) =>
      `La màquina no ha pogut seguir: un missatge ha arribat ${late}\u00a0ms tard, se’n permeten ${allowed}\u00a0ms. Fes-ho més lent, amb menys pestanyes de més peers cadascuna, o amb menys peers.`,
    clocks: apart =>
      `Els rellotges de les pestanyes poden diferir en ${apart}\u00a0ms: la línia fins al servidor és massa lenta o està massa ocupada. Fes-ho més lent, amb menys pestanyes de més peers cadascuna, o amb menys peers.`,
  },

  failure: {
    unfinished: ({ count, ms, names }) =>
      `${number(count)} no han acabat al cap de ${ms}\u00a0ms: ${names}.`,
    notFinished: name => `${name} no ha acabat.`,
    gone: name => `La pestanya de ${name} ja no hi és.`,
    spoilt: name => `${name} ha desat un tros que no és del torrent.`,
  },
}

export default texts
