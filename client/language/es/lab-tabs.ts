import type { LabTabsTexts } from '../en/lab-tabs.ts'
import { number, plural } from '../format.ts'

const texts: LabTabsTexts = {
  where: {
    title: 'Ejecutar en',
    virtual: 'tiempo virtual',
    tabs: 'pestañas reales',
    places: ({ peers, tabs, browsers, here }) =>
      `${plural(peers, { one: '# peer', other: '# peers' })}: ${plural(tabs, { one: '# otra pestaña', other: '# otras pestañas' })}${browsers && ` (${browsers})`}, ${number(here)} en esta pestaña.`,
    open: count => `Abrir ${number(count)} pestañas`,
    add: count => `Añadir ${number(count)} peers en esta pestaña`,
    clear: 'Ningún peer en esta pestaña',
    dilation: 'Veces más lento que el real',
    asNeeded: 'según esta máquina',
    link: 'Enlace y código QR',
    linkAbout:
      'Cada pestaña que abre este enlace es un peer, en cualquier dispositivo que llegue a esta página; en navegadores distintos de este pregunta antes. Si tu navegador abre menos pestañas de las debidas, permite aquí las ventanas emergentes.',
    linkLabel: 'Enlace para otras pestañas',
    copyLink: 'Copiar el enlace',
    otherVersion: 'Ha llegado una pestaña de otra versión de esta página. Recárgala.',
  },

  preparing: {
    places: 'Las pestañas ocupan sus puestos.',
    joined: ({ here, all }) => `${number(here)} de ${number(all)} peers están en su puesto.`,
    linking: links =>
      plural(links, {
        one: 'Los peers se encuentran entre sí: # enlace hasta ahora.',
        other: 'Los peers se encuentran entre sí: # enlaces hasta ahora.',
      }),
  },

  invalid: {
    often: ({ late, allowed }) =>
      `La máquina no ha dado abasto: 1 mensaje de cada 100 ha llegado ${late}\u00a0ms tarde o más, se permiten ${allowed}\u00a0ms. Hazlo más lento, con menos pestañas de más peers cada una, o con menos peers.`,
    once: ({ late, allowed }) =>
      `La máquina no ha dado abasto: un mensaje ha llegado ${late}\u00a0ms tarde, se permiten ${allowed}\u00a0ms. Hazlo más lento, con menos pestañas de más peers cada una, o con menos peers.`,
    clocks: apart =>
      `Los relojes de las pestañas pueden diferir en ${apart}\u00a0ms: la línea al servidor es demasiado lenta o está demasiado ocupada. Hazlo más lento, con menos pestañas de más peers cada una, o con menos peers.`,
  },

  failure: {
    unfinished: ({ count, ms, names }) =>
      `${number(count)} no han terminado a los ${ms}\u00a0ms: ${names}.`,
    notFinished: name => `${name} no ha terminado.`,
    gone: name => `La pestaña de ${name} ya no está.`,
    spoilt: name => `${name} ha guardado un trozo que no es del torrent.`,
  },
}

export default texts
