/* proven_table.c: the table of proven.h, as tools/prove left it in the file that the Makefile names. */
__asm__(".section .rodata\n"
        ".balign 16\n"
        ".globl proven_table\n"
        ".hidden proven_table\n"
        "proven_table:\n"
        ".incbin \"" PROVEN_TABLE "\"\n"
        ".previous\n");
