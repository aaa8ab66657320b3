#!/bin/sh
# format.sh: every source is as clang-format of Debian 12 lays it out (.clang-format); `make format` does it. Another
# version lays out other things and is no judge.
set -u
cd "$(dirname "$0")/.." || exit 2
case $(clang-format --version) in
*'version 14.'*) ;;
*)
    echo "format: not judged: $(clang-format --version) is not version 14"
    exit 0
    ;;
esac
# Not only in a checkout of git.
find tools tests -name '*.[ch]' ! -path '*/node_modules/*' -print0 | xargs -0 clang-format --dry-run --Werror || exit 1
echo "format: good"
