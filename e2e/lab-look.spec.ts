/** The lab in all its states, on a phone and a desk, light and dark. */
import type { Page } from '@playwright/test'
import { expect, scrubTo, test } from './lab.fixture.ts'
import { lookAt, MOUSE_PX, PHONE, TOUCH_PX } from './looks.ts'

/** Wherever one is. */
const HERE = ''
const PLACES = ['Network', 'Set up', 'Peers', 'Charts']

interface State {
  readonly hash?: string
  /** What a person does to see it, on a desk; then it is looked at on a phone as well. */
  readonly steps: (page: Page) => Promise<void>
  /** Where on a phone it differs from the others. */
  readonly places?: readonly string[]
}

/** Of which much cannot be taken over as it is. */
const OFFICES = `network Offices
{
    submodules:
        core[3]: Switch;
        pc[8]: Host { address = index; }
        printer: Host;
    connections:
        for i=0..1 { core[i].g++ <--> { datarate = 1Gbps; delay = 1ms; } <--> core[i+1].g++; }
        for i=0..7 { pc[i].g++ <--> { datarate = 10Mbps; delay = 1ms; } <--> core[i % 3].g++; }
        pc[0].g++ --> core[1].g++;
}
`

const STATES: Record<string, State> = {
  fresh: { steps: async () => {} },
  running: { steps: async page => start(page), places: ['Network'] },
  finished: {
    steps: async page => {
      await start(page)
      await page.locator('.outcome').waitFor()
      await scrubTo(page, 1)
    },
  },
  setUpChangedSince: {
    hash: '#thesis-20&torrent.pieces=6',
    steps: async page => {
      await start(page)
      await page.locator('.outcome').waitFor()
      await scrubTo(page, 1)
      await page.getByText('Torrent', { exact: true }).click()
      const pieces = page.getByLabel('Pieces', { exact: true })
      await pieces.fill('12')
      await pieces.press('Enter')
      await page.getByText('before the set-up was changed').first().waitFor()
    },
    places: ['Charts'],
  },
  varied: {
    hash: '#thesis-20&repetitions=2&vary=torrent.pieces=4,6,10&vary=seeders=1,2',
    steps: async page => {
      await page.getByText('Vary', { exact: true }).click()
      await page.getByRole('button', { name: 'Run all' }).click()
      await page.locator('.study-sentence').first().waitFor()
    },
    places: ['Set up', 'Charts'],
  },
  onePeer: {
    steps: async page => {
      await start(page)
      await page.locator('.outcome').waitFor()
      await scrubTo(page, 0.4)
      await page.getByRole('button', { name: 'client14', exact: true }).click()
    },
    places: ['Network', 'Peers'],
  },
  everythingOpen: {
    // Few pieces: what is looked at is each kind of thing, not how many there are.
    hash: '#thesis-20&torrent.pieces=6',
    steps: async page => {
      await start(page)
      await page.getByRole('button', { name: 'Keep to compare' }).click()
      for (const summary of await page.locator('.lab-main summary').all()) await summary.click()
    },
    places: ['Set up', 'Charts'],
  },
  changedByHand: {
    steps: async page => {
      await page.getByText('Network', { exact: true }).last().click()
      await page.getByRole('button', { name: 'Change it by hand' }).click()
      await page.getByLabel('Router or peer').selectOption('client2')
    },
    places: ['Network', 'Set up'],
  },
  legendAndWhoWasLast: {
    steps: async page => {
      await page.getByText('What is what').click()
      await start(page)
      await page.locator('.outcome').waitFor()
      await scrubTo(page, 1)
      await page.getByRole('button', { name: /^Why was/ }).click()
    },
    places: ['Network', 'Peers', 'Charts'],
  },
  topologyFromElsewhere: {
    steps: async page => {
      await page.getByText('Network', { exact: true }).last().click()
      const file = { name: 'offices.ned', mimeType: 'text/plain', buffer: Buffer.from(OFFICES) }
      await page.getByLabel('Open a topology').setInputFiles(file)
      await page.getByText('“offices.ned” is set up').waitFor()
    },
    places: ['Network', 'Set up'],
  },
  inTabs: {
    steps: async page => {
      await page.getByLabel('real tabs').check()
      await page.getByText('Link and QR code').click()
      await page.getByRole('img', { name: 'QR code' }).waitFor()
      await page.getByRole('button', { name: 'Add 5 peers' }).click()
    },
    places: ['Set up'],
  },
  gossip: {
    hash: '#report',
    steps: async page => {
      await page.getByText('Exchange', { exact: true }).click()
      await start(page)
      await page.locator('.outcome').waitFor()
    },
    places: ['Set up', 'Charts'],
  },
  tour: {
    hash: '#tour=gossip',
    steps: async page => page.getByRole('button', { name: 'Go on' }).waitFor(),
    places: ['Network', 'Charts'],
  },
  toursToChoose: {
    steps: async page => page.getByText('Guided tours').click(),
    places: [HERE],
  },
  cannotRun: {
    hash: '#thesis-20&seeders=20',
    steps: async page => page.getByRole('alert').filter({ hasText: 'seeder' }).waitFor(),
    places: ['Set up'],
  },
  damagedLink: {
    hash: '#nonsense',
    steps: async page => page.getByRole('alert').filter({ hasText: 'nonsense' }).waitFor(),
    places: ['Network'],
  },
}

const start = (page: Page) => page.locator('.setup-start .main').click()

/** `npm test` looks at these; the others add parts to them. */
const LOOKED_AT_ALWAYS = new Set(['fresh', 'finished', 'cannotRun'])

for (const [name, { hash = '', steps, places = PLACES }] of Object.entries(STATES)) {
  const tag = LOOKED_AT_ALWAYS.has(name) ? [] : ['@full']
  test(`${name}: accessible and fits, on a phone and a desk, light and dark`, { tag }, async ({
    page,
  }) => {
    await page.goto(`/lab/${hash}`)
    await page.locator('.picture canvas').waitFor()
    await steps(page)
    await lookAt(page, 'desk', MOUSE_PX)
    await page.screenshot({ path: test.info().outputPath(`${name}-desk.png`) })
    await page.setViewportSize(PHONE)
    for (const place of places) {
      if (place !== HERE) {
        await page.getByRole('navigation').getByRole('button', { name: place }).click()
      }
      await lookAt(page, `phone, ${place}`, TOUCH_PX)
      await page.screenshot({ path: test.info().outputPath(`${name}-phone-${place}.png`) })
    }
  })
}

test('a tab that waits for its swarm: accessible and fits, on a phone and a desk, light and dark', async ({
  page,
}) => {
  await page.goto(`/lab/#join=${'0'.repeat(40)}`)
  await expect(page.getByText('does not answer')).toBeVisible()
  await lookAt(page, 'desk', MOUSE_PX)
  await page.setViewportSize(PHONE)
  await lookAt(page, 'phone', TOUCH_PX)
  await page.screenshot({ path: test.info().outputPath('waits-phone.png') })
})
