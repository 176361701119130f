#!/usr/bin/env bash
# Builds and runs every test project, then counts: the last line is 'N passed, N failed[, N skipped]'. Exit status 1 if any failed or none ran.
set -uo pipefail
cd "$(dirname "$0")/.."
configuration="${1:-Release}"
results="artifacts/test-results"
rm -rf "$results"; mkdir -p "$results"

dotnet build Engage.Streams.sln -c "$configuration" -v quiet -nologo && scripts/link-executables.sh "$configuration" && touch bin/.built || { echo "0 passed, 1 failed"; exit 1; }

# Starts whole stacks and is judged by what they get done: runs alone, at the end.
heavy='EndToEnd'
# Mostly wait for sessions, timeouts and other programs to start: run beside the light ones. A third lane took longer in all on two cores.
waiting='Cli|Conformance'
# Many processes at once, for minutes: the last of the light ones, when the waiting ones are nearly through.
last='Streams\.Kafka'
status=0
run() {
  local project name
  for project in "$@"; do
    name="$(basename "$project" .csproj)"
    # A test that hangs is named and ends its project, not the whole run.
    timeout --kill-after=30 2400 dotnet test "$project" -c "$configuration" --no-build -nologo -v quiet --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
      --blame-hang-timeout 12m --blame-hang-dump-type none \
      || { status=1; grep -qs ' failed="[1-9]' "$results/$name.trx" || echo "$name" >> "$results/crashed"; }
  done
}
mapfile -t light < <(ls tests/*/*.csproj | grep -vE "$heavy|$waiting|$last"; ls tests/*/*.csproj | grep -E "$last")
mapfile -t slow < <(ls tests/*/*.csproj | grep -E "$heavy")
mapfile -t beside < <(ls tests/*/*.csproj | grep -E "$waiting")
run "${beside[@]}" > "$results/beside.log" 2>&1 &
run "${light[@]}"
wait
cat "$results/beside.log"
run "${slow[@]}"

count() { grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk "{ sum += \$1 } END { print sum + 0 }"; }
passed="$(count passed)"; failed="$(count failed)"; total="$(count total)"; executed="$(count executed)"
crashed="$( [[ -f "$results/crashed" ]] && wc -l < "$results/crashed" || echo 0 )"
[[ -f "$results/crashed" ]] && sed 's/^/did not finish: /' "$results/crashed"
passed="${passed:-0}"; failed=$(( ${failed:-0} + crashed )); skipped=$(( ${total:-0} - ${executed:-0} ))
((failed > 0 || passed == 0)) && status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
