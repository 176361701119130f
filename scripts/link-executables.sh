#!/usr/bin/env bash
# Links ./bin/<name> to the built executables; an apphost follows the link to its own folder.
set -euo pipefail
cd "$(dirname "$0")/.."
configuration="$(echo "${1:-Release}" | tr '[:upper:]' '[:lower:]')"
mkdir -p bin
link() { ln -sfn "../artifacts/bin/$1/$configuration/$2" "bin/$2"; }
link Engage.Cli engage
link Engage.LocalBroker.Host local-broker
link Engage.SegmentMaterializer segment-materializer
link Engage.TriggerMatcher trigger-matcher
link Engage.Accumulator accumulator
link Engage.Scheduler scheduler
link Engage.Dispatcher dispatcher
