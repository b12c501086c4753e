/** The form of the lab: what is set up for the next run. Names of the scenario's file stay as they are. */
import type { LabSetupTexts } from '../en/lab-setup.ts'
import { number, plural } from '../format.ts'
import faults from './lab-faults.ts'
import files from './lab-files.ts'

const texts: LabSetupTexts = {
  form: {
    title: 'Ρυθμίσεις',
    scenario: 'Σενάριο',
    own: 'δικό σας',
    changed: 'Αλλαγμένο.',
    asItWas: 'Επαναφορά',
    run: 'Εκτέλεση',
    runAgain: 'Εκτέλεση ξανά',
    stop: 'Διακοπή',
    close: 'Κλείσιμο',
  },

  scenarios: {
    asymmetric:
      'Σπίτια με καλωδιακή σύνδεση: πενταπλάσια λήψη από αποστολή, οπότε όλοι περιμένουν όσα μπορεί να στείλει το σμήνος.',
    backbone:
      'Γρήγορες γραμμές πίσω από ένα δέντρο δρομολογητών: κρίνουν οι ζεύξεις που μοιράζονται, και κάθε πακέτο ταξιδεύει μόνο του.',
    churn:
      'Οι peers έρχονται τυχαία, κατά μέσο όρο ένας κάθε δύο δευτερόλεπτα, και φεύγουν πέντε δευτερόλεπτα αφού τελειώσουν.',
    'far-apart':
      'Ένας seeder και τρεις leechers σε απόσταση 100\u00a0ms, όπου χάνεται ένα πακέτο στα 200: παράθυρα συμφόρησης όπως στα προγράμματα περιήγησης, και σύνδεσμοι με πολλές συνδέσεις που το αντισταθμίζουν.',
    'free-riders':
      'Σπίτια με καλωδιακή σύνδεση· τρία στα δέκα παίρνουν και δεν δίνουν ποτέ: το tit for tat τα βάζει να περιμένουν.',
    'half-duplex':
      'Η διπλωματική κατά γράμμα: η αποστολή και η λήψη κάθε peer μοιράζονται ένα κανάλι.',
    'one-flow':
      'Ένας seeder, ένας leecher και ένας δρομολογητής ανάμεσά τους: πόσο κοντά στον ρυθμό της γραμμής της φτάνει μία λήψη.',
    report:
      'Το σμήνος της αναφοράς για το gossip, όπως το έχει ο κώδικάς της: 5 peers και 1 seeder, 9 κομμάτια, κάθε δευτερόλεπτο τυχαία κομμάτια από και προς 3 τυχαία μέλη.',
    'ten-thousand':
      '10.000 peers σε ένα τυχαίο δίκτυο δρομολογητών, 50 κομμάτια: θέλει υπομονή και 6\u00a0GB μνήμης.',
    'thesis-20':
      'Το μικρότερο δίκτυο της διπλωματικής: 20 peers σε 17 δρομολογητές, ένας από αυτούς ο seeder, 25 κομμάτια των 5 μπλοκ.',
    'thesis-30':
      'Το μεσαίο δίκτυο της διπλωματικής: 30 peers σε 17 δρομολογητές, ένας από αυτούς ο seeder, 25 κομμάτια των 5 μπλοκ.',
    'thesis-46':
      'Η ενδεικτική εκτέλεση της διπλωματικής: 46 peers σε 17 δρομολογητές, ένας από αυτούς ο seeder, 25 κομμάτια των 5 μπλοκ.',
    'thesis-46-100':
      'Το μεγαλύτερο δίκτυο της διπλωματικής με τετραπλάσιο αρχείο: 100 κομμάτια των 5 μπλοκ.',
    thousand:
      '1.000 peers σε ένα τυχαίο δίκτυο δρομολογητών, 100 κομμάτια: τι κάνει ένα μεγάλο σμήνος.',
  },

  network: {
    title: 'Δίκτυο',
    now: ({ network, peers }) =>
      plural(peers, { one: `${network}, # peer`, other: `${network}, # peers` }),
    topology: 'Τοπολογία',
    peers: 'Peers',
    access: 'Γραμμές των peers',
    accessRate: 'Ρυθμός της γραμμής κάθε peer',
    seed: 'Σπόρος του δικτύου',
    halfDuplex: 'Αποστολή και λήψη μοιράζονται ένα κανάλι',
    change: 'Αλλαγή με το χέρι',
    changed: 'Τέλος αλλαγών',
    open: 'Άνοιγμα τοπολογίας',
    drop: 'Ή αφήστε το αρχείο πάνω στη σελίδα: δικό μας, NED του OMNeT++ ή GraphML.',
    saveAs: format => `Αποθήκευση ως ${format}`,
  },

  torrent: {
    title: 'Torrent',
    now: ({ size, pieces }) =>
      plural(pieces, { one: `${size} σε # κομμάτι`, other: `${size} σε # κομμάτια` }),
    describedBy: 'Περιγράφεται με',
    ways: { blocks: 'κομμάτια από μπλοκ', bytes: 'το μέγεθός του' },
    pieces: 'Κομμάτια',
    blocksPerPiece: 'Μπλοκ στο καθένα',
    length: 'Μέγεθος',
    pieceLength: 'Μέγεθος κομματιού',
    blockBytes: 'Byte ενός μπλοκ',
    joinWith: 'Όποιος έρχεται έχει',
    joiners: { torrent: 'το αρχείο .torrent', link: 'μόνο τον σύνδεσμο' },
    asLargeAs: 'Μέγεθος όσο ενός αρχείου',
  },

  exchange: {
    title: 'Ανταλλαγή',
    travelBy: 'Τα κομμάτια ταξιδεύουν με',
    kinds: { bittorrent: 'BitTorrent', gossip: 'Gossip' },
    questions: {
      fidelity: 'Ποιο πρόγραμμα',
      askBy: 'Από ποιον ζητά',
      seeding: 'Όσοι τα έχουν όλα',
      slotRule: 'Πόσες αποστολές μαζί',
      picking: 'Ποιο κομμάτι μετά',
      mode: 'Ποιος αρχίζει',
      gossipFidelity: 'Πόσο πιστά',
    },
    names: {
      fidelity: { standard: 'συνηθισμένο', literal: 'κατά γράμμα' },
      askBy: { piece: 'ανά κομμάτι', block: 'ανά μπλοκ' },
      seeding: {
        'fastest-upload': 'ταχύτερη αποστολή',
        'round-robin': 'εκ περιτροπής',
        'anti-leech': 'anti-leech',
      },
      slotRule: {
        'by-line': 'κατά τη γραμμή',
        fixed: 'σταθερός αριθμός',
        'by-rate': 'κατά τον ρυθμό',
      },
      picking: {
        'random-first': 'πρώτα τυχαία',
        'rarest-first': 'πρώτα τα σπανιότερα',
        random: 'τυχαία',
        sequential: 'με τη σειρά',
        deadline: 'με προθεσμία',
      },
      mode: { push: 'push', pull: 'pull', 'push-pull': 'push-pull' },
      gossipFidelity: { literal: 'literal', intended: 'intended', informed: 'informed' },
    },
    modes: {
      push: 'Σε κάθε γύρο, δίνει ένα κομμάτι σε μερικά μέλη.',
      pull: 'Σε κάθε γύρο, ζητά ένα κομμάτι από μερικά μέλη.',
      'push-pull': 'Σε κάθε γύρο και τα δύο, με τα ίδια μέλη.',
    },
    gossipFidelities: {
      literal:
        'Όπως συμπεριφέρεται ο κώδικας της αναφοράς για το gossip, μαζί με τις ιδιοτροπίες του.',
      intended: 'Όπως λέει το κείμενό της.',
      informed: 'Οι peers ξέρουν τι έχουν οι άλλοι και συμφωνούν πριν σταλεί οτιδήποτε.',
    },
    maxLinks: 'Συνδέσεις ενός peer, το πολύ',
    randomFirst: 'Κομμάτια που επιλέγονται τυχαία',
    playRate: 'Αναπαράγεται με',
    uploadSlots: 'Θέσεις αποστολής (slots)',
    allowedFast: 'Οι νέοι μπορούν να πάρουν λίγα και όσο είναι choked',
    piecesAtOnce: 'Κομμάτια που ζητά συγχρόνως',
    superSeeding: 'Ο μόνος seeder δείχνει ένα κομμάτι τη φορά',
    fanOut: 'Σε πόσα μέλη μιλά σε έναν γύρο (fan-out)',
    roundMs: 'Διάρκεια γύρου, σε ms',
    servedPerRound: 'Κομμάτια που αρχίζει να στέλνει ένας peer σε έναν γύρο, το πολύ',
  },

  churn: {
    title: 'Ποιος έρχεται και φεύγει',
    now: ({ seeders, arrivals }) =>
      plural(seeders, { one: `# seeder, ${arrivals}`, other: `# seeders, ${arrivals}` }),
    seeders: 'Seeders',
    namedSeeders: names => `Seeders: ${names}.`,
    firstInstead: count =>
      plural(count, { one: 'Ο πρώτος αντί γι’ αυτόν', other: 'Οι πρώτοι # αντί γι’ αυτούς' }),
    freeRiders: 'Leechers που δεν δίνουν ποτέ, σε %',
    leechersCome: 'Οι leechers έρχονται',
    arrivals: { together: 'όλοι μαζί', every: 'ένας ένας', poissonPerSec: 'τυχαία' },
    asInFile: 'όπως στο αρχείο',
    every: 'Ένας κάθε',
    perSecond: 'Το δευτερόλεπτο, κατά μέσο όρο',
    leaves: 'Όποιος τα έχει όλα φεύγει',
    leavesAfter: 'Μετά από άλλα',
    ownTimes: count =>
      plural(count, {
        one: '# φεύγει σε δική του στιγμή.',
        other: '# φεύγουν σε δική τους στιγμή.',
      }),
    limit: 'Η εκτέλεση τελειώνει μετά από',
  },

  faults,
  files,

  model: {
    title: 'Μοντέλο',
    congestion: 'Έλεγχος συμφόρησης',
    congestions: { none: 'κανένας', sctp: 'του SCTP, όπως στα προγράμματα περιήγησης' },
    lanes: 'Σύνδεσμοι με πολλές συνδέσεις, όπου συμφέρει',
    granularity: 'Οι γραμμές μεταφέρουν',
    granularities: {
      message: 'ολόκληρα μηνύματα, όπως στη διπλωματική',
      packet: 'πακέτα',
      fluid: 'συνεχείς ροές, με δίκαιο μερίδιο',
    },
    overhead: 'Κεφαλίδες',
    overheads: { tcp: 'TCP/IP', webrtc: 'WebRTC', none: 'καμία' },
    delays: 'Χρόνος που θέλουν οι ίδιες οι καρτέλες:',
    connect: 'Για να ανοίξει μια σύνδεση',
    tracker: 'Του tracker, κάθε φορά',
    hash: 'Για το hash ενός κομματιού',
    read: 'Για να διαβαστεί ένα μπλοκ',
    write: 'Για να γραφτεί ένα κομμάτι',
  },

  runs: {
    title: 'Εκτελέσεις',
    oneNow: seed => `σπόρος ${seed}`,
    severalNow: ({ runs, seed }) => `${number(runs)} από τον σπόρο ${seed}`,
    seed: 'Σπόρος: ίδιος σπόρος, ίδια εκτέλεση',
    repetitions: 'Εκτελέσεις, καθεμία με τον επόμενο σπόρο',
  },

  file: {
    title: 'Ως αρχείο',
    asText: 'Το σενάριο ως κείμενο',
    noJson:
      'Αυτό δεν είναι αντικείμενο JSON: ψάξτε για ένα κόμμα ή ένα άγκιστρο που λείπει ή περισσεύει.',
    trouble: ({ line, why }) => [`Γραμμή ${line}: `, why],
    save: 'Αποθήκευση',
    openAnother: 'Άνοιγμα άλλου',
  },

  opened: {
    one: 'Το εργαστήριο παίρνει ένα αρχείο τη φορά: αφήστε μόνο ένα.',
    tooLarge: name => `Το «${name}» είναι πάνω από 8\u00a0MiB. Διαλέξτε ένα μικρότερο αρχείο.`,
    unreadable: name => `Το «${name}» δεν διαβάζεται. Διαλέξτε το ξανά.`,
    noScenario:
      'Αυτό το αρχείο δεν περιέχει σενάριο: δεν είναι αντικείμενο JSON. Διαλέξτε ένα άλλο.',
    partly: name => `Το «${name}» φορτώθηκε, αλλά δεν πέρασαν όλα όπως είναι.`,
  },

  link: {
    tooLong: 'Αυτός ο σύνδεσμος είναι πολύ μακρύς για να είναι δικός μας.',
    noSuchScenario: name =>
      `Αυτός ο σύνδεσμος ζητά ένα σενάριο με όνομα «${name}», που δεν υπάρχει εδώ. Διαλέξτε ένα από τη λίστα.`,
    noCount: ({ name, min, max }) =>
      `Σε αυτόν τον σύνδεσμο το «${name}» πρέπει να είναι ακέραιος από ${number(min)} έως ${number(max)}. Διορθώστε το ή διαλέξτε ένα σενάριο.`,
    damaged:
      'Αυτός ο σύνδεσμος είναι κατεστραμμένος. Αντιγράψτε τον ολόκληρο ή διαλέξτε ένα σενάριο.',
    tooLarge: 'Το σενάριο σε αυτόν τον σύνδεσμο είναι πολύ μεγάλο.',
  },
}

export default texts
