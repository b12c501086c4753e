/**
 * Makes the URL of a Worker one that the pages' Trusted Types accept (`require-trusted-types-for`, in
 * `server/headers.ts`). This is the only policy they admit, and no text becomes markup or script by it.
 */
interface Policy {
  /** A TrustedScriptURL, which stands where a string does. */
  createScriptURL(url: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy
}

/** TypeScript does not know it yet; browsers before 2026 and Node do not have it. */
const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory }

const policy = trustedTypes?.createPolicy('tabswarm-worker', {
  createScriptURL(url) {
    if (new URL(url, location.href).origin === location.origin) return url
    throw new TypeError('A Worker is a script of this site.')
  },
})

/** `url`: of a script of ours, imported with `?worker&url`. */
export const workerUrl = (url: string): string => policy?.createScriptURL(url) ?? url
