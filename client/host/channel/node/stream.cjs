/** What simple-peer needs of `readable-stream` while no bytes pass through it (see vite.config.ts). */
class Duplex {
  _readableState = { ended: false }
  _writableState = { finished: false }
  _heard = new Map()

  on(event, listener) {
    this._heard.set(event, [...(this._heard.get(event) ?? []), listener])
    return this
  }

  once(event, listener) {
    const once = (...args) => {
      this.removeListener(event, once)
      listener.apply(this, args)
    }
    once.listener = listener
    return this.on(event, once)
  }

  removeListener(event, listener) {
    const left = (this._heard.get(event) ?? []).filter(
      other => other !== listener && other.listener !== listener,
    )
    this._heard.set(event, left)
    return this
  }

  emit(event, ...args) {
    for (const listener of this._heard.get(event) ?? []) listener.apply(this, args)
  }

  push(chunk) {
    if (chunk === null) this._readableState.ended = true
  }

  end() {
    this._writableState.finished = true
    this.emit('finish')
  }
}

module.exports = { Duplex }
