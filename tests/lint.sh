#!/bin/sh
# lint.sh: what a reader without a debugger finds: cppcheck's warnings, and static functions whose name of one word no
# search finds. A finding that is none stands below with its reason. And forms, goldens and scripts that no test asks for.
set -u
cd "$(dirname "$0")/.." || exit 2
bad=0
cppcheck -q -j "${JOBS:-$(nproc)}" --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    --suppress=varFuncNullUB `# NULL is a pointer here (POSIX), and ends the arguments of diag_add` \
    --suppress=nullPointer:tools/lib/schema/schema_pattern.c `# a group, choice or repetition always has its parts` \
    --suppress=returnDanglingLifetime:tools/lib/functions/functions.c `# a function returns a literal, never its call` \
    --suppress=unknownMacro --suppress=missingInclude -Itools/lib tools || bad=1
sh tests/names.sh || bad=1
# What the system says is told in the language of the message (base/fault.h); GLib's fault of an option is read there.
if grep -nE 'strerror|\b(error|e|err)->message' $(git ls-files 'tools/*.c' 'tools/*.h') | grep -vE '^tools/lib/(cli/cli\.c|base/fault\.[ch]):'; then
    echo "words of strerror or GLib: use fault_report (base/fault.h)"
    bad=1
fi
# A folder that no test asks for tests nothing.
for folder in tests/forms/*/ tests/golden/*/; do
    folder=${folder%/} name=$(basename "$folder")
    grep -q -e "$folder[/\"]" -e "stages\[\] = .*\"$name\"" tests/unit/*.[ch] ||
        { [ "${folder%/*}" = tests/forms ] && grep -q -e "\"$name\"" tests/unit/*.[ch]; } ||
        { echo "$folder: no unit asks for it" && bad=1; }
done
for script in tests/*.sh tests/*/*.sh; do
    grep -q -e "$script" -e "${script#tests/}" -e "/$(basename "$script")" tests/run.sh Makefile .ci/run tests/unit/*.[ch] \
        $(ls tests/*.sh tests/*/*.sh | grep -vx "$script") || { echo "$script: no step runs it" && bad=1; }
done
[ $bad = 0 ] && echo "lint: good"
exit $bad
