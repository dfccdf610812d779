extension CompletionScript {
  /// Completion of bash: the words are in COMP_WORDS, the one under the cursor at COMP_CWORD.
  static func bash(_ syntax: Syntax) -> String {
    #"""

    _rtp2wav_any_order() {
        local -a words=("${COMP_WORDS[@]:0:COMP_CWORD+1}")
        local -i at=1
        while ((at < COMP_CWORD)); do
            case "${words[at]}" in
            --) break ;;
            \#(syntax.valueOptions.joined(separator: "|")))
                # --name=value is three words to bash.
                [[ ${words[at + 1]} == '=' ]] && at+=1
                at+=2
                ;;
            -?*) at+=1 ;;
            *) break ;;
            esac
        done
        local command=\#(syntax.usual) names=''
        if ((at < COMP_CWORD)); then
            case "${words[at]}" in
            \#(syntax.commands.joined(separator: "|")))
                command="${words[at]}"
                unset 'words[at]'
                ;;
            esac
        elif ((at == COMP_CWORD)) && [[ "${2}" != -* ]]; then
            # The first word that is no option may be a command's name, too.
            names='\#(syntax.commands.joined(separator: " "))'
        fi
        COMP_WORDS=("${words[0]}" "${command}" "${words[@]:1}")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE="${COMP_WORDS[*]}"
        COMP_POINT=${#COMP_LINE}
        _rtp2wav "${@}"
        COMPREPLY+=($(compgen -W "${names}" -- "${2}"))
    }
    complete -o filenames -F _rtp2wav_any_order rtp2wav
    """#
  }
}
