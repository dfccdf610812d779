extension CompletionScript {
  /// Completion of fish: the parser's functions take the words from `__rtp2wav_tokens`, with -pc
  /// those before the cursor.
  static func fish(_ syntax: Syntax) -> String {
    let names = syntax.commands.map { command in
      "complete -c 'rtp2wav' -n '__rtp2wav_may_name_command' -fa '\(command)'"
        + " -d '\(quoted(syntax.abstracts[command] ?? "Show subcommand help information."))'"
    }
    return #"""

      functions --erase __rtp2wav_typed_tokens
      functions --copy __rtp2wav_tokens __rtp2wav_typed_tokens

      function __rtp2wav_first_argument
          set -l tokens (__rtp2wav_typed_tokens -pc)
          set -l at 2
          while test $at -le (count $tokens)
              switch $tokens[$at]
                  case -- -
                      break
                  case \#(syntax.valueOptions.joined(separator: " "))
                      set at (math $at + 2)
                  case '-*'
                      set at (math $at + 1)
                  case '*'
                      break
              end
          end
          echo $at
      end

      # The first word that is no option may be a command's name, too.
      function __rtp2wav_may_name_command
          set -l tokens (__rtp2wav_typed_tokens -pc)
          test (__rtp2wav_first_argument) -eq (math (count $tokens) + 1)
      end

      function __rtp2wav_tokens
          set -l tokens (__rtp2wav_typed_tokens $argv)
          if test "$argv" = -pc
              set -l at (__rtp2wav_first_argument)
              set -l command \#(syntax.usual)
              switch "$tokens[$at]"
                  case \#(syntax.commands.joined(separator: " "))
                      set command $tokens[$at]
                      set -e tokens[$at]
              end
              # The program may have been named by a path.
              set tokens rtp2wav $command $tokens[2..]
          end
          printf %s\n $tokens
      end

      """# + names.joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
