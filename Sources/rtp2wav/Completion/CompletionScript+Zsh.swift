extension CompletionScript {
  /// Completion of zsh: the words are in `words`, the one under the cursor at CURRENT.
  static func zsh(_ syntax: Syntax) -> String {
    #"""
    functions -c _rtp2wav _rtp2wav_command_first

    _rtp2wav() {
        emulate -L zsh
        local -i at=2 current="${CURRENT}" ret=1
        local -a typed=("${words[@]}")
        while (( at < CURRENT )); do
            case "${words[at]}" in
            (--) break ;;
            (\#(syntax.valueOptions.joined(separator: "|"))) (( at += 2 )) ;;
            (-?*) (( at += 1 )) ;;
            (*) break ;;
            esac
        done
        if (( at < CURRENT )) && [[ "${words[at]}" = (\#(syntax.commands.joined(separator: "|"))) ]]; then
            words=("${typed[1]}" "${typed[at]}" "${(@)typed[2,at-1]}" "${(@)typed[at+1,-1]}")
            _rtp2wav_command_first "${@}"
            return
        fi
        if (( at == CURRENT )) && [[ "${words[at]}" != -* ]]; then
            # The first word that is no option may be a command's name, too.
            words=("${typed[1]}" "${(@)typed[at,-1]}")
            CURRENT=2
            _rtp2wav_command_first "${@}" && ret=0
        fi
        words=("${typed[1]}" \#(syntax.usual) "${(@)typed[2,-1]}")
        CURRENT=$((current + 1))
        _rtp2wav_command_first "${@}" && ret=0
        return "${ret}"
    }

    """#
  }
}
