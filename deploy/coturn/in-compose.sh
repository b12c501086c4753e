#!/bin/sh
# Starts coturn in deploy/compose.yaml: the template beside this file, this machine's settings, Caddy's certificate.
set -eu

config=${CONFIG_DIR:-/etc/coturn}
data=${DATA_DIR:-/data}
run=${RUN_DIR:-/run}
conf=$run/turnserver.conf
umask 077

# Caddy names the folder by who signed it.
find_certificate() { find "$data/caddy"/certificates -path "*/$DOMAIN/$DOMAIN.crt" 2>/dev/null | head -n 1; }
state_of() { [ -z "$1" ] || cksum "$1" "${1%.crt}.key" 2>/dev/null || true; }

write_conf() {
	cp "$config/turnserver.conf" "$conf"
	{
		echo
		echo "realm=$DOMAIN"
		echo "server-name=$DOMAIN"
		echo "static-auth-secret=$TURN_SECRET"
		[ -z "${EXTERNAL_IP:-}" ] || echo "external-ip=$EXTERNAL_IP"
		echo "pidfile=$run/turnserver.pid"
		echo "log-file=stdout"
		if [ -n "$1" ]; then
			echo "cert=$1"
			echo "pkey=${1%.crt}.key"
		fi
	} >>"$conf"
}

turn=
trap '[ -z "$turn" ] || kill "$turn"; exit 0' INT TERM

# At the first start Caddy takes seconds to get its certificate. Without one there is no TURN by TLS.
certificate=$(find_certificate)
waited=0
while [ -z "$certificate" ] && [ "$waited" -lt 60 ]; do
	sleep 2 & wait $!
	waited=$((waited + 2))
	certificate=$(find_certificate)
done
[ -n "$certificate" ] || echo "No certificate for $DOMAIN yet: TURN by TLS (port 5349) begins when there is one."

while :; do
	state=$(state_of "$certificate")
	write_conf "$certificate"
	turnserver -c "$conf" &
	turn=$!
	while
		sleep "${CHECK_SECONDS:-10}" & wait $!
		kill -0 "$turn" 2>/dev/null || exit 1
		found=$(find_certificate)
		[ "$found" = "$certificate" ]
	do
		# Renewed: coturn reads it again, and keeps its sessions.
		if [ "$(state_of "$found")" != "$state" ]; then
			state=$(state_of "$found")
			kill -USR2 "$turn"
		fi
	done
	certificate=$found
	kill "$turn"
	wait "$turn" || true
done
