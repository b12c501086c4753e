import type { LabViewTexts } from '../en/lab-view.ts'
import { number, plural } from '../format.ts'
import tabs from './lab-tabs.ts'

const texts: LabViewTexts = {
  ...tabs,

  playback: {
    title: 'Αναπαραγωγή',
    play: 'Αναπαραγωγή',
    pause: 'Παύση',
    next: 'Στο επόμενο κομμάτι',
    back: 'Ένα κομμάτι πίσω',
    of: end => `από ${end}`,
    ofSoFar: end => `από ${end} ως τώρα`,
    speed: 'Ταχύτητα',
    moment: 'Στιγμή που φαίνεται',
  },

  copy: { link: 'Αντιγραφή συνδέσμου', copied: 'Ο σύνδεσμος αντιγράφηκε' },

  units: {
    pieces: count => plural(count, { one: '# κομμάτι', other: '# κομμάτια' }),
    copies: count => plural(count, { one: '# αντίγραφο', other: '# αντίγραφα' }),
  },

  roles: { router: 'δρομολογητής', tracker: 'tracker', seeder: 'seeder', leecher: 'leecher' },

  network: {
    title: 'Δίκτυο',
    none: 'Κανένα δίκτυο',
    run: 'Εκτέλεση',
    closer: 'Πιο κοντά',
    farther: 'Πιο μακριά',
    all: 'Ολόκληρο',
    putBack: 'Όλοι οι κόμβοι στη θέση τους',
    moveByKeys: name => `Μετακίνηση του ${name} με τα βέλη`,
    changed: ({ network, peers, routers, pieces }) =>
      `Αλλαγμένο: ${network}${plural(peers, { one: '# peer', other: '# peers' })} σε ${plural(routers, { one: '# δρομολογητή', other: '# δρομολογητές' })}, ${plural(pieces, { one: '# κομμάτι', other: '# κομμάτια' })}.`,
    described: ({ routers, seeders, leechers }) =>
      `Δίκτυο: ${plural(routers, { one: '# δρομολογητής', other: '# δρομολογητές' })}, ${plural(seeders, { one: '# seeder', other: '# seeders' })} και ${plural(leechers, { one: '# leecher', other: '# leechers' })}. Ο πίνακας των peers λέει ποιος έχει τι.`,
    haveAll: ({ finished, all }) => `${number(finished)} από ${number(all)} τα έχουν όλα`,
    whyLast: name => `Γιατί ήταν τελευταίος ο ${name};`,
    invalid: 'Αυτό το μηχάνημα δεν πρόλαβε: η εκτέλεση δεν είναι έγκυρη.',
    again: times => `Ξανά, ${number(times)} φορές πιο αργά`,
    notBefore: time => `Κανένα σμήνος δεν τελειώνει πριν από ${time}`,
    stopped: 'Σταμάτησε πριν από το τέλος.',
    notEveryone: 'Δεν τελείωσαν όλοι.',
    done: ({ time, times }) => [
      `Τέλος μετά από ${time}: `,
      times,
      ' φορές ο καλύτερος δυνατός χρόνος',
    ],
    toTabs: 'Θα εκτελεστεί σε πραγματικές καρτέλες',
    toSimulate: 'Θα προσομοιωθεί σε εικονικό χρόνο',
    shown: ({ kind, speed, stride }) =>
      stride > 1
        ? `${kind}. Προβάλλεται με ταχύτητα ${speed}. Σχεδιάζεται ένα στα ${number(stride)} μπλοκ`
        : `${kind}. Προβάλλεται με ταχύτητα ${speed}`,
  },

  kind: {
    simulated: 'προσομοίωση σε εικονικό χρόνο',
    inTabs: ({ dilation, isInvalid }) =>
      `σε πραγματικές καρτέλες με εξομοιωμένες γραμμές, ${dilation === 1 ? 'σε πραγματικό χρόνο' : `${number(dilation)} φορές πιο αργά από το πραγματικό`}${isInvalid ? ': όχι έγκυρη' : ''}`,
  },

  legend: {
    title: 'Τι είναι τι',
    peer: 'Ένας peer. Ο δακτύλιός του γεμίζει με τα κομμάτια που έχει, και φωτίζεται όταν έρθει ένα.',
    seeder: 'Ένας seeder, που τα έχει όλα από την αρχή.',
    router: 'Ένας δρομολογητής. Προωθεί ό,τι έρχεται.',
    tracker: 'Ο tracker, που φέρνει τους peers σε επαφή.',
    line: 'Μια γραμμή, και δίπλα της, δεξιά από κάθε κατεύθυνση, πόσο γεμάτη είναι αυτή: όσο πιο χοντρή, τόσο πιο γεμάτη.',
    block: 'Ένα μπλοκ στον δρόμο του.',
    rare: 'Στο «Ποιος έχει τι»: ένα κομμάτι που υπάρχει το πολύ σε ένα αντίγραφο.',
    hint: 'Πατήστε οτιδήποτε για να δείτε τι είναι, από πού προς τα πού πάει και από πότε. Σύρετε έναν κόμβο για να τον μετακινήσετε.',
  },

  looked: {
    allPeers: 'Όλοι οι peers',
    line: 'γραμμή',
    lineBetween: ({ from, to }) => `Η γραμμή ανάμεσα σε ${from} και ${to}.`,
    eventOf: name => `Ένα συμβάν του ${name}.`,
    blockFrom: ({ piece, from, to }) => `Ένα μπλοκ του κομματιού ${piece}, από ${from} προς ${to}.`,
    oneChannel: 'Ένα κανάλι, κοινό για τις δύο κατευθύνσεις.',
    towards: 'Προς',
    carries: 'Μεταφέρει το πολύ',
    fullNow: 'Γεμάτη τώρα',
    noBlock: 'Κανένα μπλοκ δεν είναι πάνω της αυτή τη στιγμή.',
    pieceFrom: ({ piece, from, to }) => `κομμάτι ${piece}, από ${from} προς ${to}`,
    more: count => `και άλλα ${number(count)}`,
    piece: piece => `Κομμάτι ${piece}`,
    block: 'ένα μπλοκ του',
    from: 'Από',
    to: 'Προς',
    left: 'Έφυγε',
    came: 'Ήρθε',
    comes: 'Έρχεται',
    byWayOf: 'Μέσω',
    event: 'ένα συμβάν',
    at: 'Στις',
    goThere: 'Μετάβαση σε αυτή τη στιγμή',
    show: name => `Εμφάνιση: ${name}`,
    routerDoes: 'Προωθεί ό,τι έρχεται, από τον συντομότερο δρόμο.',
    trackerDoes: 'Φέρνει τους peers σε επαφή. Κανένα κομμάτι δεν περνά από αυτόν.',
  },

  edit: {
    title: 'Αλλαγή του δικτύου',
    hint: 'Πατήστε έναν δρομολογητή, έναν peer ή μια γραμμή στο σχέδιο, ή επιλέξτε εδώ.',
    done: 'Τέλος',
    undo: 'Αναίρεση',
    save: 'Αποθήκευση ως αρχείο',
    choose: 'Δρομολογητής ή peer',
    none: 'κανένας',
    remove: 'Αφαίρεση',
    pressOther: 'Πατήστε τώρα τον άλλον δρομολογητή.',
    addPeer: 'Προσθήκη peer εδώ',
    addRouter: 'Προσθήκη δρομολογητή δίπλα του',
    link: 'Σύνδεση με άλλον',
    removeRouter: 'Αφαίρεσή του με τους peers του',
    seeder: 'Seeder',
    rate: 'Ρυθμός',
    rateBack: 'Ρυθμός πίσω',
    delay: 'Καθυστέρηση',
    queue: 'Ουρά',
    loss: 'Απώλεια',
    theSame: 'ο ίδιος',
    unlimited: 'χωρίς όριο',
    line: ({ from, to }) => `Γραμμή από ${from} προς ${to}`,
    oneChannel: 'Ένα κανάλι για τις δύο κατευθύνσεις',
    removeLine: 'Αφαίρεση αυτής της γραμμής',
  },

  peers: {
    title: 'Peers',
    caption: 'Οι peers, τι έχουν και πόσο γρήγορα έρχεται',
    peer: 'Peer',
    holds: 'Έχει',
    receives: 'Λαμβάνει',
    sends: 'Στέλνει',
    notYet: 'όχι ακόμη εδώ',
    gone: 'έφυγε',
    done: time => `τέλος ${time}`,
    neverCame: 'Δεν ήρθε ποτέ.',
    runFirst: 'Εκτελέστε το σενάριο για να δείτε τι κάνει.',
    soFar: amount => `${amount} ως τώρα`,
    comesAt: time => `Έρχεται στα ${time}.`,
    leftAt: time => `Έφυγε στα ${time}.`,
    alwaysAll: 'Τα έχει όλα από την αρχή.',
    allSince: time => `Τα έχει όλα από τα ${time}.`,
    hereSince: time => `Εδώ από τα ${time}.`,
    alwaysHere: 'Εδώ από την αρχή.',
    noLinks: 'Δεν συνδέεται με κανέναν.',
    links: count => plural(count, { one: '# σύνδεση', other: '# συνδέσεις' }),
    withWhom: 'Με',
    gets: 'Παίρνει από αυτόν',
    gives: 'Δίνει σε αυτόν',
    noInterest: 'χωρίς ενδιαφέρον',
    choked: 'choked',
    unchoked: 'unchoked',
    asked: count => `${number(count)} ζητήθηκαν`,
    blocks: count => plural(count, { one: '# μπλοκ', other: '# μπλοκ' }),
    line: ({ router, up, down }) =>
      `Η γραμμή του οδηγεί στον ${router}: ${up} αποστολή, ${down} λήψη.`,
    sharedLine: ({ router, up, down }) =>
      `Η γραμμή του οδηγεί στον ${router}: ${up} αποστολή, ${down} λήψη, ένα κανάλι και για τις δύο.`,
    heldOf: ({ held, pieces }) =>
      plural(pieces, {
        one: `Έχει ${number(held)} από # κομμάτι`,
        other: `Έχει ${number(held)} από # κομμάτια`,
      }),
    holdsOf: ({ held, pieces, arriving }) => [
      'Έχει ',
      held,
      ` από ${number(pieces)}${arriving > 0 ? `, ${number(arriving)} έρχονται` : ''}`,
    ],
  },

  late: {
    last: all => `Ήταν ο τελευταίος από ${number(all)}.`,
    place: ({ place, all }) => `Ήταν ο ${number(place)}ος από ${number(all)}.`,
    line: own => `Η γραμμή του ήταν κατά ${own} γεμάτη με κομμάτια όσο κατέβαζε.`,
    lineBeside: ({ own, others }) =>
      `Η γραμμή του ήταν κατά ${own} γεμάτη με κομμάτια όσο κατέβαζε, των άλλων κατά ${others}.`,
    idle: time => `Για ${time} από τον χρόνο του δεν ερχόταν τίποτα.`,
    lastPiece: ({ piece, time }) => `Τελευταίο ήρθε το κομμάτι ${piece}, στα ${time}.`,
    lastPieceFrom: ({ piece, time, from }) =>
      `Τελευταίο ήρθε το κομμάτι ${piece}, από ${from} στα ${time}.`,
    firstAt: ({ time, holders }) =>
      plural(holders, {
        one: `Ως τότε το είχε # peer· άλλος leecher το είχε ήδη από τα ${time}.`,
        other: `Ως τότε το είχαν # peers· άλλος leecher το είχε ήδη από τα ${time}.`,
      }),
    nobodyBefore: holders =>
      plural(holders, {
        one: 'Κανένας άλλος leecher δεν το είχε πριν· τότε το είχε # peer.',
        other: 'Κανένας άλλος leecher δεν το είχε πριν· τότε το είχαν # peers.',
      }),
  },

  matrix: {
    title: 'Ποιος έχει τι',
    about:
      'Μια γραμμή για κάθε peer, μια στήλη για κάθε κομμάτι· επάνω τα αντίγραφα του καθενός, με κόκκινο όπου υπάρχει το πολύ ένα.',
    described: 'Χάρτης των κομματιών όλων των peers. Ο πίνακας των peers λέει πόσα έχει ο καθένας.',
  },

  sequence: {
    title: 'Μηνύματα μεταξύ δύο',
    about:
      'Τα τελευταία τους μηνύματα ως τη στιγμή που φαίνεται· ο χρόνος κυλά προς τα κάτω. Ένα βέλος που τελειώνει στη μέση είναι ακόμη στον δρόμο.',
    one: 'Ένας peer',
    other: 'Ο άλλος',
    haves: 'Και κάθε κομμάτι που αναγγέλλουν (have)',
    nothing: 'Τίποτα δεν έχει περάσει μεταξύ τους ως αυτή τη στιγμή.',
    described: ({ count, one, other }) =>
      `Τα τελευταία ${number(count)} μηνύματα μεταξύ ${one} και ${other}. Η καταγραφή τα απαριθμεί.`,
    fromByte: ({ what, begin }) => `${what} από byte ${begin}`,
  },

  log: {
    title: 'Καταγραφή',
    of: 'Του',
    everybody: 'όλων',
    about: 'Για',
    everything: 'όλα',
    lines: 'Συμβάντα ως τη στιγμή που φαίνεται, τα νεότερα πρώτα',
    endsAt: time =>
      `Από τα ${time} και μετά δεν φυλάσσεται εδώ κάθε συμβάν· η εξαγωγή της καταγραφής τα έχει όλα.`,
  },
}

export default texts
