/* cover_exit.c: in MODE=cover only. The workers of a batch leave by _exit, without what exit does for the parent's
 * sake, and with it without what gcov counted: the linker (--wrap=_exit) sends them through here. */
#include <gcov.h>

_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);

_Noreturn void
__wrap__exit(int status)
{
    __gcov_dump();
    __real__exit(status);
}
