#!/usr/bin/env bash
# setup.sh run|test|native-clients: installs what is missing, and nothing else. Debian packages need root or sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

install() {
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  ((${#missing[@]})) || return 0
  local sudo=""
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || { echo "setup: install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    sudo=sudo
  fi
  echo "setup: installing ${missing[*]}"
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

command -v dotnet >/dev/null || { echo "setup: the .NET 10 SDK must be on PATH (dotnet --version)" >&2; exit 1; }

case "${1:-run}" in
  run)
    command -v apt-get >/dev/null || { echo "setup: this is not Debian; provide librocksdb.so.7.8 yourself" >&2; exit 1; }
    install librocksdb7.8
    scripts/native.sh
    ;;
  test)
    install kcat
    command -v node >/dev/null || install nodejs npm
    for client in tests/clients*/package-lock.json tests/clients/*/package-lock.json samples/consumers/package-lock.json; do
      [[ -f "$client" ]] || continue
      folder="$(dirname "$client")"
      [[ "$folder/node_modules/.package-lock.json" -nt "$client" ]] || (echo "setup: npm ci in $folder"; cd "$folder" && npm ci --silent --no-audit --no-fund && touch node_modules/.package-lock.json)
    done
    ;;
  native-clients)
    # Confluent's client for JavaScript brings librdkafka's source; its ready-made builds come from elsewhere than the package feed. Takes minutes.
    install kcat g++ make python3 libssl-dev libsasl2-dev libcurl4-openssl-dev zlib1g-dev libzstd-dev liblz4-dev
    command -v node >/dev/null || install nodejs npm
    cd tests/clients-native/confluent
    npm ci --silent --no-audit --no-fund --ignore-scripts
    headers="$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")"
    gyp="$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js"
    cd node_modules/@confluentinc/kafka-javascript && CKJS_LINKING=dynamic node "$gyp" rebuild --nodedir="$headers"
    ;;
  *) echo "usage: scripts/setup.sh run|test|native-clients" >&2; exit 2 ;;
esac
