/** The rules of a home's router, by its kind (RFC 4787). */

export const HOME_KINDS = ['cone', 'symmetric', 'no-udp', 'ipv6'] as const

export type HomeKind =
  /** One public port for each socket, whoever is spoken to: STUN is enough. */
  | 'cone'
  /** Another public port for each destination: only a relay helps. */
  | 'symmetric'
  /** As cone, and no UDP leaves: only a relay by TCP helps. */
  | 'no-udp'
  /** Addresses that are valid everywhere, and a firewall. No IPv4. */
  | 'ipv6'

/** For nft. `wan`: the router's side that is outside. */
export function rulesOf(kind: HomeKind, wan: string): string {
  if (kind === 'ipv6')
    return `table ip6 home {
      chain passing {
        type filter hook forward priority 0;
        iifname "${wan}" ct state new drop
      }
    }`
  return `table ip home {
    chain nat {
      type nat hook postrouting priority 100;
      oifname "${wan}" masquerade ${kind === 'symmetric' ? 'random,fully-random' : ''}
    }
    # What nobody inside asked for is dropped unseen. Else the kernel tracks the other side's first
    # packet, and gives ours another port, which no home router does.
    chain incoming {
      type filter hook input priority 0;
      iifname "${wan}" meta l4proto udp drop
    }
    chain passing {
      type filter hook forward priority 0;
      ${kind === 'no-udp' ? `oifname "${wan}" meta l4proto udp drop` : ''}
      iifname "${wan}" ct state new drop
    }
  }`
}
