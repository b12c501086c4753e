#!/bin/sh
# Without Docker: gives coturn the certificate that Caddy keeps for a name, and keeps renewing. For cron, daily:
#   renew-certificate.sh share.example.org
set -eu

domain=${1:?Usage: renew-certificate.sh DOMAIN}
from=$(find /var/lib/caddy/.local/share/caddy/certificates -path "*/$domain/$domain.crt" | head -n 1)
[ -n "$from" ] || { echo "Caddy has no certificate for $domain yet. Open https://$domain once, and try again." >&2; exit 1; }

install -d -o turnserver -g turnserver -m 0700 /etc/turnserver
cmp -s "$from" /etc/turnserver/cert.pem && exit 0
install -o turnserver -m 0400 "${from%.crt}.key" /etc/turnserver/key.pem
install -o turnserver -m 0400 "$from" /etc/turnserver/cert.pem
# It reads them again, and keeps its sessions.
systemctl kill --signal=USR2 coturn
