# What the peers share: to record, to listen with other programs, to compare. Sourced in a folder of a peer's own.
# shellcheck shell=bash disable=SC2034 # who sources this reads its variables
set -euo pipefail
peers=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
recorders=()
failed=0
trap 'kill "${recorders[@]}" 2>/dev/null || true; wait' EXIT

# listening: waits until the newest recorder listens, as those before it do: its socket is not only there, but runs.
listening() {
  until (($(awk '$6 == 1' /proc/net/packet | wc -l) >= ${#recorders[@]})); do
    kill -0 "${recorders[-1]}" || exit 1
    sleep 0.05
  done
}

# record FILE: tcpdump records all UDP.
record() {
  tcpdump -i lo -U --immediate-mode -Z root -w "$1" udp 2>/dev/null &
  recorders+=($!)
  listening
}

# listen FOLDER [OPTION...]: our own live capture makes files of it.
listen() {
  "$RTP2WAV" -q -i lo -f udp "$@" &
  recorders+=($!)
  listening
}

stop() {
  # What was sent last is still on its way through the recorders.
  sleep 0.3
  kill -INT "${recorders[@]}"
  local recorder
  for recorder in "${recorders[@]}"; do wait "$recorder" || fail "a recorder: status $?"; done
  recorders=()
}

fail() {
  echo "$1"
  failed=1
}

# expect NAME WANTED FOUND
expect() { if [[ $2 == "$3" ]]; then echo "$1: ok ($3)"; else fail "$1: wanted '$2', found '$3'"; fi; }

# same NAME FILE FILE
same() { if cmp "$2" "$3"; then echo "$1: ok"; else fail "$1: they differ"; fi; }

# tones WAV: the digits that multimon-ng hears.
tones() { multimon-ng -q -a DTMF -t wav "$1" 2>/dev/null | sed -n 's/^DTMF: //p' | tr -d '\n'; }

# speak RATE: what peers send beside digits goes to voice.wav, three seconds.
speak() { ffmpeg -v error -i "$peers/../../Fixtures/Speech/caller.g722" -t 3 -ar "$1" voice.wav; }

# heard NAME LEAST WAV...: whether one of them has our voice in it; 1 would be to the bit.
heard() {
  local found
  found=$(nice /usr/bin/python3 "$peers/correlation.py" voice.wav "${@:3}")
  if awk "BEGIN { exit !($found >= $2) }"; then echo "$1: ok ($found)"; else fail "$1: wanted $2, found $found"; fi
}

# events FOLDER: the digits that came as telephone-events, in any stream.
events() { jq -r '[.streams[].dtmf.events] | join("")' "$1/streams.json"; }

# opened FOLDER: the suites of encrypted streams, each with how many streams of it were opened, every packet by its tag.
opened() {
  jq -r '[.streams[] | if .srtp.state == "decrypted" and .srtp.failed == 0 and .srtp.authenticated == .packets - .duplicates
    then .srtp.suite else "not opened: \(.srtp)" end] | group_by(.) | map("\(.[0]) \(length)") | join(", ")' "$1/streams.json"
}

# fields TRACE FILTER FIELD...: what tshark reads; RTP also where no SIP says so.
fields() {
  local trace=$1 filter=$2
  shift 2
  tshark -n -r "$trace" --enable-heuristic rtp_udp -o rtpevent.event_payload_type_value:101 -Y "$filter" \
    -T fields "${@/#/-e}" 2>/dev/null
}

# witnessed TRACE: the digits that tshark reads in telephone-events.
witnessed() {
  local names='0123456789*#ABCD' code
  fields "$1" "rtpevent" rtp.ssrc rtp.timestamp rtpevent.event_id | uniq | cut -f3 |
    while read -r code; do printf %s "${names:code:1}"; done
}
