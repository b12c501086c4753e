import type { LabChartsTexts } from '../en/lab-charts.ts'
import { number, plural } from '../format.ts'
import settings from './lab-settings.ts'

const texts: LabChartsTexts = {
  ...settings,

  charts: {
    title: 'Què ha passat',
    runFirst: 'Executa l’escenari, i els seus gràfics es dibuixen aquí a mesura que avança.',
    changed: name => `${name} (modificat)`,
    brief: ({ name, seed }) => `${name}, llavor ${seed}`,
    source: ({ name, seed, kind }) => `${name}, llavor ${seed}, ${kind}`,
    proven: ({ name, seed, kind, fingerprint }) =>
      `${name}, llavor ${seed}, ${kind}, empremta ${fingerprint}`,
    stale: 'La configuració ha canviat des de llavors: executa-la, i els gràfics la mostren.',
    before: 'abans de canviar la configuració',
    tools: 'Números i fitxers',
    numbers: title => `Números: ${title}`,
    noPng: 'Aquest navegador no pot fer un PNG del gràfic. Agafa l’SVG.',
    at: time => `als ${time}`,
    seconds: 'segons',
    time: 'temps (s)',
    pieces: 'trossos',
    copies: 'còpies',
    atEnd: value => `${value} al final`,
    overRun: value => `${value} de mitjana en tota l’execució`,
    inAll: value => `${value} en tota l’execució`,
    wholeAfter: time => `100\u00a0% al cap de ${time}`,
    best: time => `millor possible: ${time}`,
    ofPeer: ({ name, value }) => `${name}: ${value}`,
  },

  titles: {
    completion: 'Progrés de l’eixam',
    pieces: 'Trossos de cada peer',
    rates: 'Velocitat de baixada de cada peer',
    utilisation: 'Aprofitament de la pujada',
    seeders: 'Part dels seeders',
    rarest: 'Còpies del tros més rar',
    redundancy: 'Redundància',
  },

  abouts: {
    completion: 'De tots els trossos que els leechers han de rebre, els que tenen.',
    pieces: 'Una línia per a cada leecher; tria’n un i destaca.',
    rates: 'Només dades útils; les capçaleres van a part.',
    utilisation:
      'Del que podrien enviar plegats tots els peers presents, el que envien: només dades útils.',
    seeders: 'De tot el que s’envia, el que ve dels qui ho tenien tot des del principi.',
    rarest: 'A 0 cap dels presents no podria acabar.',
    redundancy: 'El que s’ha rebut quan ja hi era, per cada 100\u00a0bytes útils, fins ara.',
  },

  lines: {
    leechers: 'tots els leechers',
    peers: 'tots els peers',
    seeders: 'els seeders',
    'so-far': 'fins ara',
    average: 'mitjana de tots els trossos',
    rarest: 'tros més rar',
    median: 'mediana',
    slowest: 'el més lent',
    fastest: 'el més ràpid',
    runs: count =>
      plural(count, { one: 'mitjana de # execució', other: 'mitjana de # execucions' }),
  },

  bands: {
    quartiles: 'la meitat dels peers',
    interval: 'interval del 95\u00a0%',
  },
  lows: {
    quartiles: 'quartil inferior',
    interval: 'interval del 95\u00a0%, extrem inferior',
  },
  highs: {
    quartiles: 'quartil superior',
    interval: 'interval del 95\u00a0%, extrem superior',
  },

  result: {
    title: 'Resultat',
    simulating: share => `Simulant: ${share}`,
    running: share => `Executant en pestanyes: ${share}`,
    never: 'mai',
    doneAfter: 'Tothom ha acabat al cap de',
    timesBest: 'Vegades el millor temps possible',
    averagePeer: 'Un peer de mitjana',
    rounds: 'Rondes de gossip',
    redundant: 'Redundants per cada tros útil',
    fingerprint: seed => `Empremta, llavor ${seed}`,
    inTabs: ({ tabs, dilation, lateMs }) =>
      `${plural(tabs, { one: '# pestanya', other: '# pestanyes' })}, ${dilation === 1 ? 'en temps real' : `${number(dilation)} vegades més lent que el real`}. De 100 missatges, 99 han arribat com a màxim ${lateMs}\u00a0ms tard.`,
    invalid: 'Aquesta execució no és vàlida.',
    simulates: 'El simulador executa el mateix deu vegades.',
    notAllSimulated: 'Al simulador no tots han acabat en les deu execucions.',
    simulated: seconds => `El simulador diu ${seconds}\u00a0s (95\u00a0%, deu execucions).`,
    compared: ({ seconds, times }) =>
      `El simulador diu ${seconds}\u00a0s (95\u00a0%, deu execucions): les pestanyes han trigat ${times} vegades això.`,
    runs: ({ runs, seconds, times }) =>
      `${number(runs)} execucions: ${seconds}\u00a0s de mitjana, ${times} vegades el millor temps possible (95\u00a0%).`,
    runsSoFar: ({ runs, all, seconds, times }) =>
      `${number(runs)} de ${number(all)} execucions fins ara: ${seconds}\u00a0s de mitjana, ${times} vegades el millor temps possible (95\u00a0%).`,
    runsUnfinished: runs => `${number(runs)} execucions: no tots han acabat en totes.`,
    runsUnfinishedSoFar: ({ runs, all }) =>
      `${number(runs)} de ${number(all)} execucions fins ara: no tots han acabat en totes.`,
    link: 'Enllaç a aquesta execució',
    events: 'Esdeveniments',
    writing: 'S’està escrivint el registre',
    isFull: most => `Ja es guarden ${number(most)} execucions. Primer descarta’n una.`,
    keep: 'Guarda per comparar',
    kept: 'Guardada',
  },

  compare: {
    title: 'De costat',
    of: ({ count, most }) => `${number(count)} de ${number(most)}`,
    chart: 'Gràfic',
    table: 'Resultats de costat',
    run: 'Execució',
    setUp: 'Configuració',
    runs: 'Execucions',
    doneAfter: 'Acabat al cap de',
    timesBest: 'Vegades el millor',
    averagePeer: 'Peer mitjà',
    beside: letter => `Al costat de ${letter}`,
    fingerprint: 'Empremta',
    actions: 'Què fer-ne',
    watch: 'Mira-la',
    drop: 'Descarta',
    same: letter => `igual que ${letter}`,
    everyoneIn: ({ finished, runs }) =>
      plural(runs, {
        one: `tothom només en ${number(finished)} de # execució`,
        other: `tothom només en ${number(finished)} de # execucions`,
      }),
    noSeed: letter => `cap llavor en comú amb ${letter}`,
    unfinished: 'no tots han acabat',
    ofOneRun: times => `${times} vegades el temps, d’una execució cadascuna`,
    slower: times => `${times} vegades el temps: més lenta`,
    faster: times => `${times} vegades el temps: més ràpida`,
    open: times => `${times} vegades el temps: no se sap quina és més lenta`,
  },
}

export default texts
