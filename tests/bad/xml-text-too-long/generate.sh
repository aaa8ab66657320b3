#!/bin/sh
# Writes case.xml, which is too large to keep, to standard output.
echo "<case>"
echo "<note>"
head -c 300000 /dev/zero | tr "\\0" "x"
echo "</note></case>"
