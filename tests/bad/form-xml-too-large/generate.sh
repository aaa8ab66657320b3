#!/bin/sh
# Writes form.xml, which is too large to keep, to standard output.
head -c 4194305 /dev/zero | tr "\\0" " "
