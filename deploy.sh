#!/usr/bin/env bash
# Puts Sluice where it runs.
#
#   ./deploy.sh local [--once] [--orders N] [--port N] [--directory PATH]
#       builds everything and runs the main job on this machine, over the embedded local cloud:
#       an example company's databases are extracted, their rows land, load, and flow to its marts.
#
# Needs a JDK 17 or later, and Maven Central.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

fail() {
  echo "deploy.sh: $*" >&2
  exit 2
}

# The local cloud's SQL engines are native libraries; say at once what the platform lacks.
check_platform() {
  local remedy="Use WSL2 on Windows, an x86-64 JDK under Rosetta on a Mac with Apple silicon, or a Linux x86-64 container."
  case "$(uname -s)" in
    Linux)
      [ "$(uname -m)" = x86_64 ] || fail "the local cloud runs on x86-64, this is $(uname -m). $remedy"
      local glibc
      glibc="$(getconf GNU_LIBC_VERSION 2>/dev/null | awk '{print $2}')"
      [ -n "$glibc" ] || fail "the local cloud needs glibc 2.34 or later; this system has another C library. $remedy"
      [ "$(printf '2.34\n%s\n' "$glibc" | sort -V | head -n 1)" = 2.34 ] \
        || fail "the local cloud needs glibc 2.34 or later, this is $glibc. Use a newer distribution or a container of one."
      ;;
    Darwin)
      java_arch | grep -q x86_64 || fail "the local cloud needs an x86-64 JDK. $remedy"
      ;;
    *) fail "the local cloud runs on Linux and macOS, this is $(uname -s). $remedy" ;;
  esac
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/java"; else echo java; fi
}

java_arch() {
  "$(java_command)" -XshowSettings:properties -version 2>&1 | awk '/os.arch/ {print $3}'
}

check_java() {
  local java version
  java="$(java_command)"
  command -v "$java" >/dev/null || fail "there is no java. Install a JDK 17 or later, or set JAVA_HOME to one."
  version="$("$java" -XshowSettings:properties -version 2>&1 | awk '/java.specification.version/ {print $3}')"
  [ "${version%%.*}" -ge 17 ] || fail "this is Java $version. Set JAVA_HOME to a JDK 17 or later."
}

local_run() {
  case " $* " in *" --help "*) usage; exit 0 ;; esac
  check_java
  check_platform
  echo "Building (the first time takes some minutes: libraries come from Maven Central) ..."
  (cd "$here" && ./mvnw -B -ntp -q package -DskipTests -Dspotless.check.skip -Denforcer.skip)
  local colour=false
  if [ -t 1 ]; then colour=true; fi
  # Java's own flags: one heap for services and engine, quiet about native libraries on newer JDKs.
  exec "$(java_command)" -Xmx2g -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions \
    --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dsluice.colour="$colour" \
    -Dlogback.configurationFile=sluice/local/run/logback.xml \
    -cp "$here/infra/local/target/classes:$(cat "$here/infra/local/target/classpath.txt")" \
    sluice.local.run.RunLocal "$here" "$@"
}

case "${1:-}" in
  local) shift; local_run "$@" ;;
  -h | --help) usage ;;
  *) usage >&2; fail "say where: local." ;;
esac
