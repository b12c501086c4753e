/** coturn, by the template that this project gives to those who run it. */

import { expect, test } from '@playwright/test'
import { netlabObstacle } from '../../cli/netlab/needs.ts'
import { Netlab } from '../../cli/netlab/netlab.ts'
import { askRelay, startRelay } from '../../cli/netlab/servers.ts'

test('it relays to the internet, and into no network behind it', async () => {
  const obstacle = netlabObstacle({ relay: true })
  test.skip(obstacle !== undefined, obstacle)
  const netlab = new Netlab()
  const relay = await startRelay(netlab.internet)
  try {
    const inside = ['10.0.0.1', '127.0.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1']
    for (const peer of inside)
      expect(askRelay(netlab.internet, peer), peer).toContain('403 (Forbidden IP)')
    expect(askRelay(netlab.internet, '203.0.113.9')).not.toContain('403')
  } finally {
    await relay.close()
    netlab.remove()
  }
})
