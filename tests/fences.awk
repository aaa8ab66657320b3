# fences.awk: the fences of one chapter of a manual, each as place/NUMBER.KIND (`seen` without a kind), with the comments
# before it that begin with `<!-- mark: ` as NUMBER.mark, a line each.
# -v place=FOLDER -v chapter=WORDS -v mark=WORD
BEGIN { start = "<!-- " mark ": " }
/^## / && !file { inside = index($0, chapter); next }
!inside { next }
index($0, start) == 1 && !file {
    line = substr($0, length(start) + 1)
    sub(/ -->$/, "", line)
    marks = marks line "\n"
    next
}
/^```/ && !file {
    kind = substr($0, 4)
    file = sprintf("%s/%02d.%s", place, ++count, kind == "" ? "seen" : kind)
    if (marks != "") printf "%s", marks >sprintf("%s/%02d.mark", place, count)
    marks = ""
    next
}
/^```/ { close(file); file = ""; next }
file { print >file }
