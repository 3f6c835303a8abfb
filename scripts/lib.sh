# Shared by the scripts that a person runs: puts this project's own Node.js and tools in place.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export SF_DISABLE_TELEMETRY=true SF_AUTOUPDATE_DISABLE=true

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# Installs what package-lock.json names, unless that is what is installed already.
install_packages() {
  if [ ! -f node_modules/.package-lock.json ] || ! cmp -s package-lock.json node_modules/.partnerverse-lock.json; then
    say "Installing packages (npm ci) ..."
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.partnerverse-lock.json
  fi
  export PATH="$PWD/node_modules/.bin:$PATH"
}

# Installs a Debian package that provides a command, where this machine lets us.
install_system_package() { # command package
  command -v "$1" >/dev/null 2>&1 && return 0
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    say "Installing $2 ..."
    if { apt-get install -y -q "$2" || { apt-get update -q && apt-get install -y -q "$2"; }; } >/tmp/partnerverse-apt.log 2>&1; then
      return 0
    fi
  fi
  say "$1 is not here and could not be installed by this script. Install the package $2 and run it again."
  return 1
}
