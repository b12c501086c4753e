import type { LabChartsTexts } from '../en/lab-charts.ts'
import { number, plural } from '../format.ts'
import settings from './lab-settings.ts'

const texts: LabChartsTexts = {
  ...settings,

  charts: {
    title: 'Τι συνέβη',
    runFirst: 'Εκτελέστε το σενάριο, και τα διαγράμματά του σχεδιάζονται εδώ όσο προχωρά.',
    changed: name => `${name} (τροποποιημένο)`,
    brief: ({ name, seed }) => `${name}, σπόρος ${seed}`,
    source: ({ name, seed, kind }) => `${name}, σπόρος ${seed}, ${kind}`,
    proven: ({ name, seed, kind, fingerprint }) =>
      `${name}, σπόρος ${seed}, ${kind}, αποτύπωμα ${fingerprint}`,
    stale: 'Οι ρυθμίσεις άλλαξαν από τότε: εκτελέστε ξανά, και τα διαγράμματα θα τις δείξουν.',
    before: 'πριν αλλάξουν οι ρυθμίσεις',
    tools: 'Αριθμοί και αρχεία',
    numbers: title => `Αριθμοί: ${title}`,
    noPng: 'Αυτό το πρόγραμμα περιήγησης δεν μπορεί να φτιάξει PNG του διαγράμματος. Πάρτε το SVG.',
    at: time => `στα ${time}`,
    seconds: 'δευτερόλεπτα',
    time: 'χρόνος (s)',
    pieces: 'κομμάτια',
    copies: 'αντίγραφα',
    atEnd: value => `${value} στο τέλος`,
    overRun: value => `${value} κατά μέσο όρο σε όλη την εκτέλεση`,
    inAll: value => `${value} σε όλη την εκτέλεση`,
    wholeAfter: time => `100\u00a0% μετά από ${time}`,
    best: time => `ιδανικό: ${time}`,
    ofPeer: ({ name, value }) => `${name}: ${value}`,
  },

  titles: {
    completion: 'Ολοκλήρωση του σμήνους',
    pieces: 'Κομμάτια κάθε peer',
    rates: 'Ρυθμός λήψης κάθε peer',
    utilisation: 'Αξιοποίηση αποστολής',
    seeders: 'Μερίδιο των seeders',
    rarest: 'Αντίγραφα του σπανιότερου κομματιού',
    redundancy: 'Πλεονασμός',
  },

  abouts: {
    completion: 'Από όλα τα κομμάτια που θα πάρουν οι leechers, όσα έχουν.',
    pieces: 'Μια γραμμή για κάθε leecher· επιλέξτε έναν και ξεχωρίζει.',
    rates: 'Μόνο ωφέλιμο φορτίο· οι κεφαλίδες έρχονται επιπλέον.',
    utilisation:
      'Από όσα θα μπορούσαν να στείλουν μαζί όλοι οι παρόντες peers, όσα στέλνουν: μόνο ωφέλιμο φορτίο.',
    seeders: 'Από όλα όσα στέλνονται, όσα έρχονται από εκείνους που τα είχαν όλα από την αρχή.',
    rarest: 'Στο 0 κανένας παρών δεν θα μπορούσε να τελειώσει.',
    redundancy: 'Όσα λήφθηκαν ενώ υπήρχαν ήδη, για κάθε 100 χρήσιμα byte ως τώρα.',
  },

  lines: {
    leechers: 'όλοι οι leechers',
    peers: 'όλοι οι peers',
    seeders: 'οι seeders',
    'so-far': 'ως τώρα',
    average: 'μέσος όρος όλων των κομματιών',
    rarest: 'σπανιότερο κομμάτι',
    median: 'διάμεσος',
    slowest: 'ο πιο αργός',
    fastest: 'ο πιο γρήγορος',
    runs: count =>
      plural(count, { one: 'μέσος όρος # εκτέλεσης', other: 'μέσος όρος # εκτελέσεων' }),
  },

  bands: {
    quartiles: 'οι μισοί από όλους τους peers',
    interval: 'διάστημα 95\u00a0%',
  },
  lows: {
    quartiles: 'κάτω τεταρτημόριο',
    interval: 'διάστημα 95\u00a0%, κάτω άκρο',
  },
  highs: {
    quartiles: 'άνω τεταρτημόριο',
    interval: 'διάστημα 95\u00a0%, άνω άκρο',
  },

  result: {
    title: 'Αποτέλεσμα',
    simulating: share => `Προσομοίωση: ${share}`,
    running: share => `Εκτέλεση σε καρτέλες: ${share}`,
    never: 'ποτέ',
    doneAfter: 'Όλοι τελείωσαν μετά από',
    timesBest: 'Φορές ο καλύτερος δυνατός χρόνος',
    averagePeer: 'Ένας peer κατά μέσο όρο',
    rounds: 'Γύροι gossip',
    redundant: 'Περιττά για κάθε χρήσιμο κομμάτι',
    fingerprint: seed => `Αποτύπωμα, σπόρος ${seed}`,
    inTabs: ({ tabs, dilation, lateMs }) =>
      `${plural(tabs, { one: '# καρτέλα', other: '# καρτέλες' })}, ${dilation === 1 ? 'σε πραγματικό χρόνο' : `${number(dilation)} φορές πιο αργά από το πραγματικό`}. Από 100 μηνύματα, τα 99 άργησαν το πολύ ${lateMs}\u00a0ms.`,
    invalid: 'Αυτή η εκτέλεση δεν είναι έγκυρη.',
    simulates: 'Ο προσομοιωτής εκτελεί το ίδιο δέκα φορές.',
    notAllSimulated: 'Στον προσομοιωτή δεν τελείωσαν όλοι και στις δέκα εκτελέσεις.',
    simulated: seconds => `Ο προσομοιωτής λέει ${seconds}\u00a0s (95\u00a0%, δέκα εκτελέσεις).`,
    compared: ({ seconds, times }) =>
      `Ο προσομοιωτής λέει ${seconds}\u00a0s (95\u00a0%, δέκα εκτελέσεις): οι καρτέλες χρειάστηκαν ${times} φορές τόσο.`,
    runs: ({ runs, seconds, times }) =>
      `${number(runs)} εκτελέσεις: ${seconds}\u00a0s κατά μέσο όρο, ${times} φορές ο καλύτερος δυνατός χρόνος (95\u00a0%).`,
    runsSoFar: ({ runs, all, seconds, times }) =>
      `${number(runs)} από ${number(all)} εκτελέσεις ως τώρα: ${seconds}\u00a0s κατά μέσο όρο, ${times} φορές ο καλύτερος δυνατός χρόνος (95\u00a0%).`,
    runsUnfinished: runs => `${number(runs)} εκτελέσεις: δεν τελείωσαν όλοι σε όλες.`,
    runsUnfinishedSoFar: ({ runs, all }) =>
      `${number(runs)} από ${number(all)} εκτελέσεις ως τώρα: δεν τελείωσαν όλοι σε όλες.`,
    link: 'Σύνδεσμος για αυτή την εκτέλεση',
    events: 'Συμβάντα',
    writing: 'Γράφεται η καταγραφή',
    isFull: most => `Φυλάσσονται ήδη ${number(most)} εκτελέσεις. Πετάξτε πρώτα μία.`,
    keep: 'Κράτηση για σύγκριση',
    kept: 'Κρατήθηκε',
  },

  compare: {
    title: 'Δίπλα δίπλα',
    of: ({ count, most }) => `${number(count)} από ${number(most)}`,
    chart: 'Διάγραμμα',
    table: 'Αποτελέσματα δίπλα δίπλα',
    run: 'Εκτέλεση',
    setUp: 'Ρυθμίσεις',
    runs: 'Εκτελέσεις',
    doneAfter: 'Τέλος μετά από',
    timesBest: 'Φορές ο καλύτερος',
    averagePeer: 'Μέσος peer',
    beside: letter => `Σε σχέση με ${letter}`,
    fingerprint: 'Αποτύπωμα',
    actions: 'Τι γίνεται με αυτήν',
    watch: 'Προβολή',
    drop: 'Απόρριψη',
    same: letter => `ίδια με ${letter}`,
    everyoneIn: ({ finished, runs }) =>
      plural(runs, {
        one: `όλοι μόνο σε ${number(finished)} από # εκτέλεση`,
        other: `όλοι μόνο σε ${number(finished)} από # εκτελέσεις`,
      }),
    noSeed: letter => `κανένας κοινός σπόρος με ${letter}`,
    unfinished: 'δεν τελείωσαν όλοι',
    ofOneRun: times => `${times} φορές τόσο χρόνο, από μία εκτέλεση η καθεμία`,
    slower: times => `${times} φορές τόσο χρόνο: πιο αργή`,
    faster: times => `${times} φορές τόσο χρόνο: πιο γρήγορη`,
    open: times => `${times} φορές τόσο χρόνο: δεν είναι σαφές ποια είναι πιο αργή`,
  },
}

export default texts
