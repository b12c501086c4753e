import { expect, test } from 'vitest'
import { parsePort } from './port.ts'

test('a port is a whole number from 0 to 65535', () => {
  expect(['0', '80', '8080', '65535'].map(parsePort)).toEqual([0, 80, 8080, 65_535])
  for (const text of ['', 'http', '-1', '65536', '80.5', '0x50', ' 80', '1e3', '808080'])
    expect(parsePort(text), text).toBeUndefined()
})
