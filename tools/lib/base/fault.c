#include "base/fault.h"

#include <errno.h>

static const struct {
    int error;
    const char *words[2]; /* by diag_language */
} known_faults[] = {
    {ENOENT, {"その名前のファイルやフォルダーがありません", "no such file or folder"}},
    {EACCES, {"権限がありません", "permission denied"}},
    {EPERM, {"許されていない操作です", "operation not permitted"}},
    {ENOSPC, {"ディスクに空きがありません", "no space left on the device"}},
    {EDQUOT, {"使える容量の上限を超えました", "disk quota exceeded"}},
    {EFBIG, {"ファイルが大きすぎます", "file too large"}},
    {EISDIR, {"フォルダーです", "is a folder"}},
    {ENOTDIR, {"途中の名前がフォルダーではありません", "not a folder"}},
    {ENOTEMPTY, {"フォルダーが空ではありません", "folder not empty"}},
    {EEXIST, {"同じ名前のものがもうあります", "already exists"}},
    {EROFS, {"読み取り専用です", "read-only file system"}},
    {EMFILE, {"開いているファイルが多すぎます", "too many open files"}},
    {ENFILE, {"この機械全体で、開いているファイルが多すぎます", "too many open files in the system"}},
    {ENAMETOOLONG, {"名前が長すぎます", "name too long"}},
    {ELOOP, {"リンクが途中にあるか、輪になっています", "a symbolic link on the way, or too many"}},
    {EIO, {"読み書きの途中で装置に誤りがありました", "input/output error"}},
    {EBADF, {"閉じられています", "it is closed"}},
    {EPIPE, {"読む側がもういません", "nobody reads it any more"}},
    {ENXIO, {"その先の装置がないか、読む側がいません", "no such device, or nobody reads it"}},
    {ENODEV, {"その種類の装置は使えません", "no such device"}},
    {EBUSY, {"ほかで使われています", "in use"}},
    {ETXTBSY, {"実行中のプログラムです", "a program that runs"}},
    {EMLINK,
     {"ほかの名前（ハードリンク）からも書き換わります",
      "it has another name (a hard link), and would change there, too"}},
    {EXDEV, {"別のディスクに移すことはできません", "on another file system"}},
    {EAGAIN, {"いまは資源が足りません", "resources are short for now"}},
    {ENOMEM, {"メモリーが足りません", "out of memory"}},
    {ETIMEDOUT, {"時間切れです", "timed out"}},
    {ESTALE, {"ネットワーク上のファイルが入れ替わりました", "stale network file"}},
    {EINVAL, {"その名前や指定は使えません", "invalid argument"}},
    {EBADMSG, {"中身の書き方が違います", "malformed contents"}},
    {ENOSYS, {"このシステムにはない機能です", "not available on this system"}},
    {EOPNOTSUPP, {"この場所では使えない機能です", "not supported there"}},
};

const char *
fault_words(int error, diag_language language)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known_faults); i++)
        if (known_faults[i].error == error)
            return known_faults[i].words[language];
    char number[32];
    g_snprintf(number, sizeof number, language == DIAG_EN ? "error number %d" : "エラー番号%d", error);
    return g_intern_string(number);
}

bool
fault_is_of_machine(int error)
{
    static const int faults[] = {EIO, EMFILE, ENFILE, ENOMEM, EAGAIN, ENOLCK, ESTALE, ETIMEDOUT};
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
        if (faults[i] == error)
            return true;
    return false;
}

int
fault_take(GError *error)
{
    g_assert(error);
    int found = error->domain == G_FILE_ERROR ? EIO : EBADMSG;
    for (size_t i = 0; error->domain == G_FILE_ERROR && i < G_N_ELEMENTS(known_faults); i++)
        if (g_file_error_from_errno(known_faults[i].error) == (GFileError)error->code) {
            found = known_faults[i].error;
            break;
        }
    g_error_free(error);
    return found;
}

void
fault_report(diag *d, diag_code code, place form, const char *file, int error)
{
    g_assert(d && file);
    diag_add(d, code, form, PLACE_NONE, file, fault_words(error, DIAG_JA), fault_words(error, DIAG_EN), NULL);
}
