# page.awk: a manual page as it is installed, from the page as it is written.
#
#   awk -v lang=ja -v page=renkei-render -f page.awk diag.h diag.def diagnostics ja/renkei-render.1
#
# What is written is man(7) with plain hyphens and a sentence on a line; it says .\" DIAGNOSTICS where the messages of the
# program belong. man(7) and not mdoc(7), whose sections have English names.
#
# A terminal page breaks its lines at spaces only, and Japanese has none. So each phrase, which ends with 、 or 。, becomes
# a line of its own, which is filled like words. Lines are not justified: with few spaces in a line these would gape.
BEGIN {
    row = "ended"
    if (lang == "ja") {
        exit_words = "終了コード %s"; warning = "注意"; note = "参考"; document = "その書類だけの失敗"; comma = "、"; stop = "。"
        open = "（"; close_ = "）"
    } else {
        exit_words = "exit status %s"; warning = "warning"; note = "note"; document = "fails that document alone"; comma = ", "
        stop = "."; open = "("; close_ = ")"
    }
}
function fail(words) {
    print "page.awk: " words >"/dev/stderr"
    failed = 1
    exit 1
}
# ---- the table of messages ----
FILENAME ~ /diag\.h$/ {
    if (match($0, /EXIT_[A-Z]+ = [0-9]+/)) {
        split(substr($0, RSTART, RLENGTH), pair, / = /)
        status[pair[1]] = pair[2]
    }
    next
}
# The first string of rest, which several constants may make up, without quotes and escapes; rest is what follows it.
function next_string(   at, out, c) {
    at = index(rest, "\"")
    if (!at)
        fail("a row of diag.def has too few strings: " row)
    do {
        for (at++; (c = substr(rest, at, 1)) != "\""; at++)
            out = out (c == "\\" ? substr(rest, ++at, 1) : c)
        rest = substr(rest, at + 1)
        at = match(rest, /^ *"/) ? RLENGTH : 0
    } while (at)
    return out
}
function take_row(   name, fields, ja, en) {
    rest = row
    name = next_string()
    split(rest, fields, /, */) # "", severity, exit class, …
    ja = next_string()
    en = next_string()
    severity[name] = fields[2]
    class[name] = status[fields[3]]
    wording[name] = lang == "ja" ? ja : en
}
FILENAME ~ /diag\.def$/ {
    if (/^DIAG\(/)
        row = ""
    else if (row == "ended")
        next
    row = row $0
    if (/"\)$/) {
        take_row()
        row = "ended"
    }
    next
}
# ---- what is said beyond the table ----
FILENAME ~ /diagnostics$/ {
    if (/^#/ || NF == 0)
        next
    if ($1 == "page") {
        of = $2
    } else if ($1 == "ja" || $1 == "en") {
        if ($1 == lang && of == page)
            beyond[count] = substr($0, 4)
    } else if (of == page) {
        names[++count] = $0
        for (i = 1; i <= NF && $i != ":"; i++)
            if (!($i in wording))
                fail("no row of diag.def is called " $i)
    }
    next
}
# ---- text ----
# A line of text that roff does not take for a request.
function guard(line) {
    return line ~ /^[.']/ ? "\\&" line : line
}
# How long it is when each letter beyond Latin takes so much; bytes are read one by one (LC_ALL=C).
function measure(text, each,   wide) {
    wide = gsub(/[\340-\357][\200-\277][\200-\277]/, "", text)
    return each * wide + length(text)
}
# No line begins with what closes.
function mend_breaks(line) {
    gsub(/\n」/, "」\n", line)
    gsub(/\n）/, "）\n", line)
    gsub(/\n"/, "\"\n", line)
    gsub(/\n、/, "、\n", line)
    gsub(/\n。/, "。\n", line)
    gsub(/\n+/, "\n", line)
    sub(/\n$/, "", line)
    return line
}
# Breaks of a phrase that is wider than the narrowest paragraph.
function part_phrase(phrase) {
    if (measure(phrase, 2) > 60)
        gsub(/）|」/, "&\n", phrase)
    return mend_breaks(phrase)
}
function print_text(line,   n, i, phrase, filled) {
    gsub(/-/, "\\-", line)
    if (lang == "ja") {
        gsub(/、|。/, "&\n", line)
        line = mend_breaks(line)
    }
    gsub(/ +/, "\n", line)
    n = split(line, phrase, /\n+/)
    for (i = 1; i <= n; i++) {
        if (filled != "" && (lang == "ja" || measure(filled phrase[i], 8) > 60)) {
            print guard(filled)
            filled = ""
        }
        filled = filled (filled == "" ? "" : " ") part_phrase(phrase[i])
    }
    if (filled != "")
        print guard(filled)
}
function print_tag(line) {
    gsub(/-/, "\\-", line)
    gsub(/ /, "\\~", line)
    print guard(line)
}
# ---- the messages ----
# What stands behind the names: the statuses, each once.
function ending(parts, n, over,   i, all, one) {
    if (over == "document")
        return document
    for (i = 1; i <= n; i++) {
        one = severity[parts[i]] == "DIAG_ERROR" ? class[parts[i]] : ""
        if (one != "" && index(comma all comma, comma one comma) == 0)
            all = all (all == "" ? "" : comma) one
    }
    if (over != "")
        all = over
    one = severity[parts[1]] == "DIAG_WARNING" ? warning : severity[parts[1]] == "DIAG_NOTE" ? note : ""
    if (all != "")
        one = one (one == "" ? "" : comma) sprintf(exit_words, all)
    return one
}
function print_message(which,   n, parts, i, over, tag, said) {
    n = split(names[which], parts, " ")
    for (i = 1; i <= n; i++)
        if (parts[i] == ":") {
            over = parts[i + 1]
            n = i - 1
        }
    print ".TP"
    for (i = 1; i <= n; i++) {
        tag = tag "\\fB" parts[i] "\\fR" (i < n ? ", " : " " open ending(parts, n, over) close_)
        if (i == n || measure(tag parts[i + 1], 2) > 60) {
            print_tag(tag)
            tag = ""
            if (i < n)
                print ".TQ"
        }
    }
    said = wording[parts[1]]
    gsub(/\{[1-4]\}/, "…", said)
    gsub(/\\/, "\\e", said)
    if (said != "…") {
        print_text(said (said ~ /([.)]|…)$/ && lang == "en" ? "" : stop))
        if (beyond[which] != "")
            print ".br"
    }
    print_text(beyond[which])
}
function print_messages(   i) {
    if (!count)
        fail("no messages of " page)
    for (i = 1; i <= count; i++)
        print_message(i)
}
# ---- the page ----
/^\.\\" DIAGNOSTICS/ { print_messages(); next }
/^\.\\"/ { next }
/^\.TH / { print ".nr HY 0"; print; print ".ad l"; next }
/^\.EX/ { literal = 1 }
/^\.EE/ { literal = 0 }
/^\./ { gsub(/-/, "\\-"); print; is_tag = /^\.T[PQ]/; next }
literal { gsub(/-/, "\\-"); print guard($0); next }
is_tag { print_tag($0); is_tag = 0; next }
{ print_text($0) }
