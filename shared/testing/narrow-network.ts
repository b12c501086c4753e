/** A network to emulate, and a plan for it. */

/** `left` and `centre` share the narrow link to `right`. */
export const NARROW = JSON.stringify({
  name: 'narrow',
  routers: ['a', 'b'],
  tracker: 't',
  peers: ['left', 'centre', 'right'],
  links: [
    { from: 't', to: 'a', rate: '1Gbps', delay: '0ms' },
    { from: 'a', to: 'b', rate: '1Mbps', delay: '1ms' },
    { from: 'left', to: 'a', rate: '10Mbps', delay: '1ms' },
    { from: 'centre', to: 'a', rate: '10Mbps', delay: '1ms' },
    { from: 'right', to: 'b', rate: '10Mbps', delay: '1ms' },
  ],
})
export const NARROW_PLAN = {
  topology: NARROW,
  granularity: 'message',
  overhead: 'tcp',
  congestion: 'none',
  dilation: 4,
}
