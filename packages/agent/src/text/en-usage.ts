/** What the options say that lists and answers share, and the commands that explain or complete others; zh-usage.ts must have the same keys. */
export const EN_USAGE = {
  'format.option': 'how the list is printed: table, csv (for spreadsheets, UTF-8 with a mark) or json',
  'watch.option': 'answers again every so many seconds (2), until Ctrl-C',
  'watch.head': 'every {seconds} s, Ctrl-C ends',
  'progress.none': '{done} of {total} · for {elapsed}',
  'progress.line': '{done} of {total} · {rate}/s · {left} left',
  'open.about': 'shows a document, or a box of a business, in the file manager: swic open DEC FailBox',
  'open.print': 'only prints the path',
  'help.about':
    'explains a command, a fault by its code, a setting by its path, or: configuration, faults, events, exit-codes',
  'help.fate.retry': 'The same document is tried again later.',
  'help.fate.reject': 'The document goes to FailBox, with an explanation in InBox.',
  'help.fate.hold': 'The flow is held until it can go on, and goes on by itself; documents wait.',
  'help.fate.halt': 'The agent, or the command, ends.',
  'help.exit': 'exit code {code}: {meaning}',
  'help.values': 'values: {values}',
  'help.default': 'default: {value}',
  'completion.about': 'prints what makes a shell complete the command line: bash, zsh, fish or powershell',
  'completion.how':
    'bash: swic completion bash > ~/.local/share/bash-completion/completions/swic; zsh: source <(swic completion zsh); fish: swic completion fish > ~/.config/fish/completions/swic.fish; PowerShell: swic completion powershell | Out-String | Invoke-Expression',
} as const;
