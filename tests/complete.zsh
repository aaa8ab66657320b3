# complete.zsh FPATH LINES: what becomes of each line of a file when the key of completion is pressed behind it, in one
# zsh that looks for completions in the folder FPATH, as an installed one does.
zmodload zsh/zpty
zpty shell 'TERM=dumb exec zsh -f -i'
zpty -w shell "PS1= PS2=; unsetopt promptsp promptcr; unset zle_bracketed_paste; fpath=($1 \$fpath)
autoload -U compinit; compinit -u -D
complete-and-tell() { zle complete-word; print -r -- \"[[\$BUFFER]]\"; BUFFER=; zle accept-line }
zle -N complete-and-tell; bindkey '^I' complete-and-tell; print rea''dy"
zpty -r shell said '*ready*'
for line in ${(f)"$(<$2)"}; do
    zpty -w -n shell "$line"$'\t'
    zpty -r shell said '*\[\[*\]\]*'
    print -r -- "${${said##*\[\[}%%\]\]*}"
done
zpty -d shell
