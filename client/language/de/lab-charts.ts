import type { LabChartsTexts } from '../en/lab-charts.ts'
import { number, plural } from '../format.ts'
import settings from './lab-settings.ts'

const texts: LabChartsTexts = {
  ...settings,

  charts: {
    title: 'Was geschehen ist',
    runFirst: 'Starte das Szenario, und seine Diagramme entstehen hier, während es läuft.',
    changed: name => `${name} (geändert)`,
    brief: ({ name, seed }) => `${name}, Seed ${seed}`,
    source: ({ name, seed, kind }) => `${name}, Seed ${seed}, ${kind}`,
    proven: ({ name, seed, kind, fingerprint }) =>
      `${name}, Seed ${seed}, ${kind}, Fingerabdruck ${fingerprint}`,
    stale: 'Der Aufbau ist seitdem geändert: Starte ihn, und die Diagramme zeigen ihn.',
    before: 'bevor der Aufbau geändert wurde',
    tools: 'Zahlen und Dateien',
    numbers: title => `Zahlen: ${title}`,
    noPng: 'Dieser Browser kann kein PNG des Diagramms machen. Nimm das SVG.',
    at: time => `bei ${time}`,
    seconds: 'Sekunden',
    time: 'Zeit (s)',
    pieces: 'Stücke',
    copies: 'Kopien',
    atEnd: value => `${value} am Ende`,
    overRun: value => `${value} im Mittel über den Lauf`,
    inAll: value => `${value} über den Lauf`,
    wholeAfter: time => `100\u00a0% nach ${time}`,
    best: time => `bestmöglich: ${time}`,
    ofPeer: ({ name, value }) => `${name}: ${value}`,
  },

  titles: {
    completion: 'Fortschritt des Schwarms',
    pieces: 'Stücke jedes Peers',
    rates: 'Empfangsrate jedes Peers',
    utilisation: 'Auslastung des Uploads',
    seeders: 'Anteil der Seeder',
    rarest: 'Kopien des seltensten Stücks',
    redundancy: 'Redundanz',
  },

  abouts: {
    completion: 'Von allen Stücken, die Leecher bekommen sollen, die, die sie haben.',
    pieces: 'Eine Linie für jeden Leecher; wähle einen, und sie tritt hervor.',
    rates: 'Nur Nutzdaten; Header kommen dazu.',
    utilisation:
      'Von dem, was alle anwesenden Peers zusammen senden könnten, das, was sie senden: nur Nutzdaten.',
    seeders:
      'Von allem, was gesendet wird, das, was von denen kommt, die von Anfang an alles hatten.',
    rarest: 'Bei 0 könnte keiner der Anwesenden fertig werden.',
    redundancy: 'Empfangen, obwohl es schon da war, je 100 nützliche Byte, bisher.',
  },

  lines: {
    leechers: 'alle Leecher',
    peers: 'alle Peers',
    seeders: 'die Seeder',
    'so-far': 'bisher',
    average: 'Mittel aller Stücke',
    rarest: 'seltenstes Stück',
    median: 'Median',
    slowest: 'der langsamste',
    fastest: 'der schnellste',
    runs: count => plural(count, { one: 'Mittel aus # Lauf', other: 'Mittel aus # Läufen' }),
  },

  bands: {
    quartiles: 'die Hälfte aller Peers',
    interval: '95-%-Intervall',
  },
  lows: {
    quartiles: 'unteres Quartil',
    interval: '95-%-Intervall, unteres Ende',
  },
  highs: {
    quartiles: 'oberes Quartil',
    interval: '95-%-Intervall, oberes Ende',
  },

  result: {
    title: 'Ergebnis',
    simulating: share => `Wird simuliert: ${share}`,
    running: share => `Läuft in Tabs: ${share}`,
    never: 'nie',
    doneAfter: 'Alle fertig nach',
    timesBest: 'Vielfaches des Bestmöglichen',
    averagePeer: 'Ein Peer im Mittel',
    rounds: 'Runden Gossip',
    redundant: 'Überflüssige je nützliches Stück',
    fingerprint: seed => `Fingerabdruck, Seed ${seed}`,
    inTabs: ({ tabs, dilation, lateMs }) =>
      `${plural(tabs, { one: '# Tab', other: '# Tabs' })}, ${dilation === 1 ? 'in Echtzeit' : `${number(dilation)}-mal langsamer als in echt`}. Von 100 Nachrichten kamen 99 höchstens ${lateMs}\u00a0ms zu spät.`,
    invalid: 'Dieser Lauf ist ungültig.',
    simulates: 'Der Simulator rechnet dasselbe zehnmal.',
    notAllSimulated: 'Im Simulator sind nicht in allen zehn Läufen alle fertig geworden.',
    simulated: seconds => `Der Simulator sagt ${seconds}\u00a0s (95\u00a0%, zehn Läufe).`,
    compared: ({ seconds, times }) =>
      `Der Simulator sagt ${seconds}\u00a0s (95\u00a0%, zehn Läufe): Die Tabs haben das ${times}-Fache davon gebraucht.`,
    runs: ({ runs, seconds, times }) =>
      `${number(runs)} Läufe: im Mittel ${seconds}\u00a0s, das ${times}-Fache des Bestmöglichen (95\u00a0%).`,
    runsSoFar: ({ runs, all, seconds, times }) =>
      `Bisher ${number(runs)} von ${number(all)} Läufen: im Mittel ${seconds}\u00a0s, das ${times}-Fache des Bestmöglichen (95\u00a0%).`,
    runsUnfinished: runs => `${number(runs)} Läufe: nicht in allen sind alle fertig geworden.`,
    runsUnfinishedSoFar: ({ runs, all }) =>
      `Bisher ${number(runs)} von ${number(all)} Läufen: nicht in allen sind alle fertig geworden.`,
    link: 'Link zu diesem Lauf',
    events: 'Ereignisse',
    writing: 'Das Protokoll wird geschrieben',
    isFull: most => `Es sind schon ${number(most)} Läufe aufbewahrt. Verwirf erst einen.`,
    keep: 'Zum Vergleich aufbewahren',
    kept: 'Aufbewahrt',
  },

  compare: {
    title: 'Nebeneinander',
    of: ({ count, most }) => `${number(count)} von ${number(most)}`,
    chart: 'Diagramm',
    table: 'Ergebnisse nebeneinander',
    run: 'Lauf',
    setUp: 'Aufbau',
    runs: 'Läufe',
    doneAfter: 'Fertig nach',
    timesBest: 'Vielfaches des Besten',
    averagePeer: 'Mittlerer Peer',
    beside: letter => `Neben ${letter}`,
    fingerprint: 'Fingerabdruck',
    actions: 'Was damit geschehen soll',
    watch: 'Ansehen',
    drop: 'Verwerfen',
    same: letter => `dasselbe wie ${letter}`,
    everyoneIn: ({ finished, runs }) =>
      plural(runs, {
        one: `alle nur in ${number(finished)} von # Lauf`,
        other: `alle nur in ${number(finished)} von # Läufen`,
      }),
    noSeed: letter => `kein Seed, den auch ${letter} hat`,
    unfinished: 'nicht alle sind fertig geworden',
    ofOneRun: times => `das ${times}-Fache der Zeit, aus je einem Lauf`,
    slower: times => `das ${times}-Fache der Zeit: langsamer`,
    faster: times => `das ${times}-Fache der Zeit: schneller`,
    open: times => `das ${times}-Fache der Zeit: offen, wer langsamer ist`,
  },
}

export default texts
