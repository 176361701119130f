#!/usr/bin/env bash
# Makes sure that restore finds librdkafka.redist 2.15.1: from the configured feeds, else built from the source that the npm package of Confluent's JavaScript client carries.
set -euo pipefail
cd "$(dirname "$0")/.."
version=2.15.1
[[ -d "${NUGET_PACKAGES:-$HOME/.nuget/packages}/librdkafka.redist/$version" ]] && exit 0
[[ -f "native/feed/librdkafka.redist.$version.nupkg" ]] && exit 0

probe="$(mktemp -d)"; trap 'rm -rf "$probe"' EXIT
cat > "$probe/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
<ItemGroup><PackageReference Include="librdkafka.redist" Version="[$version]" /></ItemGroup></Project>
PROJECT
if dotnet restore "$probe/probe.csproj" -v quiet >"$probe/log" 2>&1; then exit 0; fi
grep -q 'NU110[12]' "$probe/log" || { cat "$probe/log" >&2; exit 1; }

echo "native: the feed has no librdkafka.redist $version; building it (about a minute)"
packages=(build-essential libssl-dev zlib1g-dev libzstd-dev liblz4-dev zip)
if [[ $EUID -eq 0 ]]; then apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null; else sudo apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null; fi
(cd "$probe" && npm pack --silent @confluentinc/kafka-javascript@1.10.1 && tar xzf ./*.tgz)
(cd "$probe/package/deps/librdkafka" && ./configure --disable-gssapi --disable-curl >/dev/null && make -j"$(nproc)" libs >/dev/null 2>&1)

pack="$probe/pack"; mkdir -p "$pack/runtimes/linux-x64/native"
cp "$probe/package/deps/librdkafka/src/librdkafka.so.1" "$pack/runtimes/linux-x64/native/librdkafka.so"
strip --strip-unneeded "$pack/runtimes/linux-x64/native/librdkafka.so"
cat > "$pack/librdkafka.redist.nuspec" <<NUSPEC
<?xml version="1.0"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
<id>librdkafka.redist</id><version>$version</version><authors>librdkafka</authors><license type="expression">BSD-2-Clause</license>
<description>librdkafka $version, built from source for linux-x64.</description></metadata></package>
NUSPEC
cat > "$pack/[Content_Types].xml" <<TYPES
<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="nuspec" ContentType="application/octet" /><Default Extension="so" ContentType="application/octet" /></Types>
TYPES
(cd "$pack" && zip -q -r "$OLDPWD/native/feed/librdkafka.redist.$version.nupkg" .)
