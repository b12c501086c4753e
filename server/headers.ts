/** The headers of every page: what it may load, call and be, which is what our pages need and no more. */
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** The one policy of Trusted Types that our pages make, in `client/host/worker-url.ts`. */
const WORKER_POLICY = 'tabswarm-worker'

/**
 * What the pages use: by a person's click on Copy; while a transfer is under way. Send needs `web-share`,
 * which our own pages have.
 */
const USED_FEATURES = ['clipboard-write', 'screen-wake-lock']
/** All others that current browsers know on every system and would grant a page, or ask a person for. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]

const PERMISSIONS = [
  ...USED_FEATURES.map(feature => `${feature}=(self)`),
  ...UNUSED_FEATURES.map(feature => `${feature}=()`),
].join(', ')

/** How a page reaches its browser. */
export interface Transport {
  /** Certainly by https. */
  readonly https: boolean
  /** The browser trusts it: by https, or of its own machine. */
  readonly secureContext: boolean
}

/** The script that fetches from web seeds, as Vite names it: the only one that may reach other sites. */
const WEB_SEED_WORKER = /^\/assets\/web-seed\.worker-[\w-]+\.js$/

/** The script that decodes pictures from anywhere: it has no reason to reach anything. */
const THUMBNAIL_WORKER = /^\/assets\/thumbnail\.worker-[\w-]+\.js$/

/** The pages are also served on plain http in a LAN, so no header may demand https. */
export function headers(): (transport: Transport) => RequestHandler {
  const [plain, local, secure] = [
    pageHeaders({ https: false, secureContext: false }),
    pageHeaders({ https: false, secureContext: true }),
    pageHeaders({ https: true, secureContext: true }),
  ]
  return ({ https, secureContext }) => (https ? secure : secureContext ? local : plain)
}

function pageHeaders({ https, secureContext }: Transport): RequestHandler {
  const common = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        workerSrc: ["'self'"],
        // The trackers that magnet links name are anywhere, and speak WebSocket only; by https, secured only.
        connectSrc: https ? ["'self'", 'wss:'] : ["'self'", 'ws:', 'wss:'],
        imgSrc: ["'self'", 'blob:', 'data:'],
        // A film that a person opens in a tab of its own has the policy of the page it came from.
        mediaSrc: ["'self'", 'blob:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: [WORKER_POLICY],
      },
    },
    strictTransportSecurity: false,
    // Browsers ignore these where they do not trust the page, with a warning at each load.
    crossOriginOpenerPolicy: secureContext && { policy: 'same-origin' },
    originAgentCluster: secureContext,
    xFrameOptions: { action: 'deny' },
  })
  const webSeedPolicy = `default-src 'none'; connect-src ${https ? 'https:' : 'http: https:'}`
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', PERMISSIONS)
    common(request, response, error => {
      // A Worker has the policy that its own script comes with.
      if (WEB_SEED_WORKER.test(request.path))
        response.setHeader('Content-Security-Policy', webSeedPolicy)
      if (THUMBNAIL_WORKER.test(request.path))
        response.setHeader('Content-Security-Policy', "default-src 'none'")
      next(error)
    })
  }
}
