import type { LabChartsTexts } from '../en/lab-charts.ts'
import { number, plural } from '../format.ts'
import settings from './lab-settings.ts'

const texts: LabChartsTexts = {
  ...settings,

  charts: {
    title: 'Qué ha pasado',
    runFirst: 'Ejecuta el escenario, y sus gráficos se dibujan aquí a medida que avanza.',
    changed: name => `${name} (modificado)`,
    brief: ({ name, seed }) => `${name}, semilla ${seed}`,
    source: ({ name, seed, kind }) => `${name}, semilla ${seed}, ${kind}`,
    proven: ({ name, seed, kind, fingerprint }) =>
      `${name}, semilla ${seed}, ${kind}, huella ${fingerprint}`,
    stale: 'La configuración ha cambiado desde entonces: ejecútala, y los gráficos la muestran.',
    before: 'antes de cambiar la configuración',
    tools: 'Números y archivos',
    numbers: title => `Números: ${title}`,
    noPng: 'Este navegador no puede hacer un PNG del gráfico. Usa el SVG.',
    at: time => `a los ${time}`,
    seconds: 'segundos',
    time: 'tiempo (s)',
    pieces: 'trozos',
    copies: 'copias',
    atEnd: value => `${value} al final`,
    overRun: value => `${value} de media en toda la ejecución`,
    inAll: value => `${value} en toda la ejecución`,
    wholeAfter: time => `100\u00a0% en ${time}`,
    best: time => `mejor posible: ${time}`,
    ofPeer: ({ name, value }) => `${name}: ${value}`,
  },

  titles: {
    completion: 'Progreso del enjambre',
    pieces: 'Trozos de cada peer',
    rates: 'Velocidad de bajada de cada peer',
    utilisation: 'Aprovechamiento de la subida',
    seeders: 'Parte de los seeders',
    rarest: 'Copias del trozo más raro',
    redundancy: 'Redundancia',
  },

  abouts: {
    completion: 'De todos los trozos que los leechers han de recibir, los que tienen.',
    pieces: 'Una línea para cada leecher; elige uno y destaca.',
    rates: 'Solo datos útiles; las cabeceras van aparte.',
    utilisation:
      'De lo que podrían enviar juntos todos los peers presentes, lo que envían: solo datos útiles.',
    seeders: 'De todo lo que se envía, lo que viene de quienes lo tenían todo desde el principio.',
    rarest: 'En 0 ninguno de los presentes podría terminar.',
    redundancy: 'Lo recibido cuando ya estaba, por cada 100\u00a0bytes útiles, hasta ahora.',
  },

  lines: {
    leechers: 'todos los leechers',
    peers: 'todos los peers',
    seeders: 'los seeders',
    'so-far': 'hasta ahora',
    average: 'media de todos los trozos',
    rarest: 'trozo más raro',
    median: 'mediana',
    slowest: 'el más lento',
    fastest: 'el más rápido',
    runs: count => plural(count, { one: 'media de # ejecución', other: 'media de # ejecuciones' }),
  },

  bands: {
    quartiles: 'la mitad de los peers',
    interval: 'intervalo del 95\u00a0%',
  },
  lows: {
    quartiles: 'cuartil inferior',
    interval: 'intervalo del 95\u00a0%, extremo inferior',
  },
  highs: {
    quartiles: 'cuartil superior',
    interval: 'intervalo del 95\u00a0%, extremo superior',
  },

  result: {
    title: 'Resultado',
    simulating: share => `Simulando: ${share}`,
    running: share => `Ejecutando en pestañas: ${share}`,
    never: 'nunca',
    doneAfter: 'Todos han terminado en',
    timesBest: 'Veces el mejor tiempo posible',
    averagePeer: 'Un peer de media',
    rounds: 'Rondas de gossip',
    redundant: 'Redundantes por cada trozo útil',
    fingerprint: seed => `Huella, semilla ${seed}`,
    inTabs: ({ tabs, dilation, lateMs }) =>
      `${plural(tabs, { one: '# pestaña', other: '# pestañas' })}, ${dilation === 1 ? 'en tiempo real' : `${number(dilation)} veces más lento que el real`}. De 100 mensajes, 99 llegaron como mucho ${lateMs}\u00a0ms tarde.`,
    invalid: 'Esta ejecución no es válida.',
    simulates: 'El simulador ejecuta lo mismo diez veces.',
    notAllSimulated: 'En el simulador no todos terminaron en las diez ejecuciones.',
    simulated: seconds => `El simulador dice ${seconds}\u00a0s (95\u00a0%, diez ejecuciones).`,
    compared: ({ seconds, times }) =>
      `El simulador dice ${seconds}\u00a0s (95\u00a0%, diez ejecuciones): las pestañas tardaron ${times} veces eso.`,
    runs: ({ runs, seconds, times }) =>
      `${number(runs)} ejecuciones: ${seconds}\u00a0s de media, ${times} veces el mejor tiempo posible (95\u00a0%).`,
    runsSoFar: ({ runs, all, seconds, times }) =>
      `${number(runs)} de ${number(all)} ejecuciones hasta ahora: ${seconds}\u00a0s de media, ${times} veces el mejor tiempo posible (95\u00a0%).`,
    runsUnfinished: runs => `${number(runs)} ejecuciones: no todos terminaron en todas.`,
    runsUnfinishedSoFar: ({ runs, all }) =>
      `${number(runs)} de ${number(all)} ejecuciones hasta ahora: no todos terminaron en todas.`,
    link: 'Enlace a esta ejecución',
    events: 'Eventos',
    writing: 'Escribiendo el registro',
    isFull: most => `Ya se guardan ${number(most)} ejecuciones. Descarta antes una.`,
    keep: 'Guardar para comparar',
    kept: 'Guardada',
  },

  compare: {
    title: 'Lado a lado',
    of: ({ count, most }) => `${number(count)} de ${number(most)}`,
    chart: 'Gráfico',
    table: 'Resultados lado a lado',
    run: 'Ejecución',
    setUp: 'Configuración',
    runs: 'Ejecuciones',
    doneAfter: 'Terminado en',
    timesBest: 'Veces el mejor',
    averagePeer: 'Peer medio',
    beside: letter => `Frente a ${letter}`,
    fingerprint: 'Huella',
    actions: 'Qué hacer con ella',
    watch: 'Verla',
    drop: 'Descartar',
    same: letter => `igual que ${letter}`,
    everyoneIn: ({ finished, runs }) =>
      plural(runs, {
        one: `todos solo en ${number(finished)} de # ejecución`,
        other: `todos solo en ${number(finished)} de # ejecuciones`,
      }),
    noSeed: letter => `ninguna semilla en común con ${letter}`,
    unfinished: 'no todos terminaron',
    ofOneRun: times => `${times} veces el tiempo, de una ejecución cada una`,
    slower: times => `${times} veces el tiempo: más lenta`,
    faster: times => `${times} veces el tiempo: más rápida`,
    open: times => `${times} veces el tiempo: no se sabe cuál es más lenta`,
  },
}

export default texts
