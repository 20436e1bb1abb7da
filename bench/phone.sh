#!/usr/bin/env bash
# Thirty parents (or as many as told) fill in the whole form on a phone: 360 px, 400 ms a round trip, the connection cut three times. Takes about ten minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build Vise.sln -c Release -v quiet
VISE_PHONE_RUNS=${1:-30} dotnet test Vise.sln --no-build -c Release --filter-class 'Vise.Tests.Browser.PhoneRunTests' --show-live-output on
