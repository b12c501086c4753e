/** simple-peer's own browser bundle: Node's streams and Buffer inside, so no bundler needs shims. */
declare module 'simple-peer/simplepeer.min.js' {
  import SimplePeer from 'simple-peer'

  export default SimplePeer
}
