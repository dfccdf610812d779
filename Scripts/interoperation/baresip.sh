# A party of a call by baresip, which answers at once and says what prompt.wav holds.
# shellcheck shell=bash

# side NAME CODEC PORT CONSOLE [ENCRYPTION]
side() {
  local module=${2,,} encryption=${5:-}
  module=${module%%[-/]*}
  [[ $2 != PCM? ]] || module=g711
  mkdir "$1"
  cat >"$1/config" <<-END
		sip_listen 192.0.2.1:$3
		audio_player aufile,/dev/null
		audio_source aufile,$PWD/prompt.wav
		audio_alert aufile,/dev/null
		module_path /usr/lib/baresip/modules
		module $module.so
		${encryption:+module ${encryption%-mand}.so}
		module account.so
		module aufile.so
		opus_stereo no
		opus_sprop_stereo no
		module_app menu.so
		module cons.so
		cons_listen 127.0.0.1:$4
		ausrc_format s16
		rtp_ports 7000-7100
	END
  echo "<sip:$1@192.0.2.1:$3>;regint=0;answermode=auto;audio_codecs=$2${encryption:+;mediaenc=$encryption}" >"$1/accounts"
  touch "$1/contacts"
}
