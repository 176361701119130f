# Engage.Streams. `make run` and `make test` do all their set-up themselves; `make help` lists the rest.
SHELL := /bin/bash
CONFIGURATION := Release
SOURCES := $(shell find libs services tools schemas -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.avsc' -o -name '*.json' -o -name '*.html' \) -not -path '*/node_modules/*') \
           Directory.Build.props Directory.Packages.props
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## install the Debian packages the product needs (RocksDB; librdkafka only if the package feed lacks it)
	@scripts/setup.sh run

setup-test: setup ## install what the tests need besides (node, kcat, the npm clients)
	@scripts/setup.sh test

setup-native-clients: setup-test ## build Confluent's client for JavaScript from source, for one more of the broker's conformance tests (minutes)
	@scripts/setup.sh native-clients

build: setup bin/.built ## build everything that runs; leaves ./bin/engage and the five workers

bin/.built: $(SOURCES)
	@dotnet build tools/workers.proj -c $(CONFIGURATION) -v quiet -nologo
	@scripts/link-executables.sh $(CONFIGURATION)
	@touch $@

run: build ## start the embedded stack, replay the sample, print a summary, keep running until Ctrl-C
	@./bin/engage demo $(ARGS)

demo: build ## the same, but exit when the replay has settled
	@./bin/engage demo --exit $(ARGS)

test: setup-test ## build everything, tests too, and run every test; the last line counts them
	@scripts/test.sh $(CONFIGURATION)

integration: setup-test build ## of the tests those that start servers: the broker's conformance tests and the engine's kill tests (with KAFKA_HOME both also on Apache Kafka)
	@dotnet test tests/Engage.LocalBroker.Conformance.Tests -c $(CONFIGURATION)
	@dotnet test tests/Engage.Streams.Kafka.Tests -c $(CONFIGURATION)

simulate: ## the engine in a simulated cluster: SEED=n replays one seed, SEEDS=n runs so many new ones (1000 by default)
	@dotnet build tests/Engage.Streams.Tests -c $(CONFIGURATION) -v quiet -nologo
	@SEED=$(SEED) SEEDS=$(if $(SEED),,$(or $(SEEDS),1000)) dotnet run --project tests/Engage.Streams.Tests -c $(CONFIGURATION) --no-build -- -method '*No_seed_loses_doubles_or_tears_anything' -showliveoutput

torture: setup-test ## kill, end and freeze workers and brokers for MINUTES=n (10), on Apache Kafka with KAFKA_HOME, else on the local broker; REPORT=file, SEED=n
	@dotnet build loadtest/Engage.LoadTest -c $(CONFIGURATION) -v quiet -nologo
	@nice dotnet run --project loadtest/Engage.LoadTest -c $(CONFIGURATION) --no-build -- torture $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED)) $(if $(REPORT),--report $(REPORT))

bench: setup-test ## figures of one worker: throughput, commits, restore, allocation, idle time; on Apache Kafka with KAFKA_HOME, else on the local broker; EVENTS=n, REPORT=file
	@dotnet build loadtest/Engage.LoadTest -c $(CONFIGURATION) -v quiet -nologo
	@dotnet run --project loadtest/Engage.LoadTest -c $(CONFIGURATION) --no-build -- bench all --events $(or $(EVENTS),300000) --keys 60000 $(if $(REPORT),--report $(REPORT))

soak: setup-test ## a worker under a steady load for MINUTES=n (10) at RATE=n (500) events a second; fails if its memory leaves its budget
	@dotnet build loadtest/Engage.LoadTest -c $(CONFIGURATION) -v quiet -nologo
	@dotnet run --project loadtest/Engage.LoadTest -c $(CONFIGURATION) --no-build -- soak $(or $(MINUTES),10) $(or $(RATE),500)

properties: ## generated cases against the oracle: make properties CASES=20000 [SEED=1] (the tests run 1,000 of each kind)
	@ENGAGE_PROPERTY_CASES=$(or $(CASES),10000) ENGAGE_PROPERTY_SEED=$(or $(SEED),1) dotnet test tests/Engage.Properties.Tests -c $(CONFIGURATION) --filter "FullyQualifiedName~OracleTests|FullyQualifiedName~Generated"

fuzz: ## damaged rule files and damaged payloads: make fuzz [FILES=200000] [PAYLOADS=1000000] [SEED=n] (the tests run 2,000 and 3,000)
	@dotnet build tests/Engage.Definitions.Tests -c $(CONFIGURATION) -v quiet -nologo && dotnet build tests/Engage.Avro.Tests -c $(CONFIGURATION) -v quiet -nologo
	@ENGAGE_FUZZ_FILES=$(or $(FILES),200000) ENGAGE_FUZZ_SEED=$(SEED) dotnet run --project tests/Engage.Definitions.Tests -c $(CONFIGURATION) --no-build -- -class '*DamagedFiles' -showliveoutput
	@ENGAGE_FUZZ_ROUNDS=$(or $(PAYLOADS),1000000) ENGAGE_FUZZ_SEED=$(SEED) dotnet run --project tests/Engage.Avro.Tests -c $(CONFIGURATION) --no-build -- -class '*Fuzzing' -showliveoutput

bench-rules: ## what matching costs with 100 and with 10,000 live rules: make bench-rules [FOR=20] (seconds)
	@dotnet build tests/Engage.Rules.Tests -c $(CONFIGURATION) -v quiet -nologo
	@ENGAGE_BENCH_SECONDS=$(or $(FOR),20) dotnet run --project tests/Engage.Rules.Tests -c $(CONFIGURATION) --no-build -- -method '*Ten_of_ten_thousand*' -showliveoutput

format: ## rewrite the sources as `dotnet format` wants them
	@dotnet format Engage.Streams.sln

format-check: setup ## fail if `dotnet format` would change the layout of anything (style and analyzer rules are errors of the build itself)
	@dotnet restore Engage.Streams.sln -v quiet -nologo
	@dotnet format whitespace Engage.Streams.sln --no-restore --verify-no-changes

clean: ## remove everything that was built, and the embedded stack's data
	@rm -rf artifacts bin .local

.PHONY: help setup setup-test setup-native-clients build run demo test integration simulate torture bench soak properties fuzz bench-rules format format-check clean
